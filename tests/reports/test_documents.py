"""The interim report of every demo follow-up, after its committee's outline."""

from __future__ import annotations

import pytest

from committees.models import FollowUp
from reports.document import ChartBlock, Heading, Note, Placement, TableBlock, Text
from reports.documents import EXAMPLE_DATA, interim_report
from reports.models import OutlineItem, OutlineKind, ReportText
from reports.render.json import document_from_json, document_json
from reports.texts import BrokenReferenceError
from tests.conftest import follow_up

pytestmark = pytest.mark.django_db
KINDS = {
    OutlineKind.HEADING: Heading,
    OutlineKind.TEXT: Text,
    OutlineKind.TABLE: TableBlock,
    OutlineKind.CHART: ChartBlock,
}


@pytest.mark.parametrize("slug", ["botkyrka-von", "sodertalje-on", "enkoping-von"])
def test_a_report_is_made_of_every_follow_up(slug: str) -> None:
    found = FollowUp.objects.select_related("committee__municipality")
    for here in found.filter(committee__slug=slug):
        document = interim_report(here)
        assert document.blocks
        assert document.as_of == here.period.last_day
        assert document.diary_number == here.diary_number
        assert document_from_json(document_json(document)) == document


@pytest.mark.parametrize(
    ("slug", "month"),
    [
        ("botkyrka-von", "2017-08"),
        ("sodertalje-on", "2018-04"),
        ("enkoping-von", "2024-08"),
    ],
)
def test_blocks_come_in_the_outlines_order(slug: str, month: str) -> None:
    here = follow_up(slug, month)
    written = set(
        ReportText.objects.filter(follow_up=here).values_list("key", flat=True)
    )
    first, *blocks = interim_report(here).blocks
    assert first == Note(EXAMPLE_DATA)
    tables = {b.table.key for b in blocks if isinstance(b, TableBlock)}
    expected = [
        KINDS[OutlineKind(item.kind)]
        for item in OutlineItem.objects.filter(committee=here.committee)
        if (item.kind != OutlineKind.TEXT or item.key in written)
        and (item.kind != OutlineKind.TABLE or item.key in tables)
    ]
    assert [type(block) for block in blocks] == expected


def test_every_table_of_the_follow_up_is_in_the_report() -> None:
    from reports import catalogue

    for slug, month in (("botkyrka-von", "2017-08"), ("sodertalje-on", "2018-04")):
        here = follow_up(slug, month)
        blocks = interim_report(here).blocks
        tables = [b.table.key for b in blocks if isinstance(b, TableBlock)]
        assert sorted(tables) == sorted(catalogue.keys(here))


def test_wide_tables_lie_down_in_an_appendix() -> None:
    blocks = interim_report(follow_up("botkyrka-von", "2017-08")).blocks
    placed = {b.table.key: b.placement for b in blocks if isinstance(b, TableBlock)}
    assert placed["economy-appendix-2-1"] == Placement.LANDSCAPE
    assert placed["economy-overview"] == Placement.CHAPTER


@pytest.mark.parametrize(
    ("month", "title"),
    [
        ("2017-08", "Delårsrapport 2 2017"),
        ("2017-04", "Delårsrapport 1 2017"),
        ("2017-03", "Månadsuppföljning mars 2017"),
        ("2016-12", "Bokslut 2016"),
    ],
)
def test_a_report_is_called_after_its_follow_up(month: str, title: str) -> None:
    document = interim_report(follow_up("botkyrka-von", month))
    assert document.title == title
    assert document.municipality == "Botkyrka kommun"
    assert document.committee == "Vård- och omsorgsnämnden"


def test_a_text_that_names_no_cell_stops_the_report() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    here.report_texts.filter(key="centralt").update(
        html='<p><data value="economy-overview/netto/nej@mkr1"></data></p>'
    )
    with pytest.raises(BrokenReferenceError, match="economy-overview/netto/nej@mkr1"):
        interim_report(here)


def test_figures_in_texts_follow_the_rows() -> None:
    here = follow_up("botkyrka-von", "2017-08")

    def summary() -> str:
        blocks = interim_report(here).blocks
        return next(b.html for b in blocks if isinstance(b, Text))

    before = summary()
    row = here.controller_adjustments.get()
    row.amount_ore += 500_000_000
    row.save()
    assert summary() != before


def test_the_same_rows_give_the_same_report() -> None:
    here = follow_up("enkoping-von", "2024-08")
    assert document_json(interim_report(here)) == document_json(interim_report(here))
