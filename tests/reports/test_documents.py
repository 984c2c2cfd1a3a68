"""The interim report of every demo follow-up, after its committee's outline."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from committees.models import FollowUp
from committees.numbers import money_text
from reports import catalogue
from reports.charts import ChartKind, SeriesRole
from reports.document import (
    ChartBlock,
    Heading,
    Note,
    Placement,
    TableBlock,
    Text,
    without_empty_headings,
)
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
    headings = {b.anchor for b in blocks if isinstance(b, Heading)}
    expected = [
        KINDS[OutlineKind(item.kind)]
        for item in OutlineItem.objects.filter(committee=here.committee)
        if (item.kind != OutlineKind.TEXT or item.key in written)
        and (item.kind != OutlineKind.TABLE or item.key in tables)
        and (item.kind != OutlineKind.HEADING or item.key in headings)
    ]
    assert [type(block) for block in blocks] == expected


def test_every_table_of_the_follow_up_is_in_the_report_or_drawn_in_it() -> None:
    for slug, month in (("botkyrka-von", "2017-08"), ("sodertalje-on", "2018-04")):
        here = follow_up(slug, month)
        blocks = interim_report(here).blocks
        tables = [b.table.key for b in blocks if isinstance(b, TableBlock)]
        charts = {b.chart.key for b in blocks if isinstance(b, ChartBlock)}
        assert len(tables) == len(set(tables))
        told = {table.key for table in catalogue.tables(here) if table.rows}
        assert told - set(tables) <= charts


def test_a_heading_that_nothing_stands_under_is_left_out() -> None:
    wide = Placement.LANDSCAPE
    volumes, homes = Heading("Volymer", "volymer"), Heading("Hem", "hem", 2)
    text, appendix = Text("<p>Fler.</p>"), Heading("Bilaga", "bilaga", 1, wide)
    empty = Heading("Mål", "mal", 1)
    blocks = (volumes, homes, text, Heading("Tomt", "tomt", 2), empty, appendix)
    assert without_empty_headings((*blocks, Text("", "", wide))) == (
        volumes,
        homes,
        text,
        appendix,
        Text("", "", wide),
    )


def test_what_is_not_followed_up_has_no_chapter() -> None:
    interim, month = (
        {
            b.anchor
            for b in interim_report(follow_up("enkoping-von", when)).blocks
            if isinstance(b, Heading)
        }
        for when in ("2024-08", "2024-05")
    )
    assert {"namndmal", "satsningar", "internkontroll"} <= interim
    assert not {"satsningar", "internkontroll"} & month


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


def test_a_table_of_months_is_drawn_as_lines() -> None:
    blocks = interim_report(follow_up("sodertalje-on", "2017-08")).blocks
    charts = {b.chart.key: b.chart for b in blocks if isinstance(b, ChartBlock)}
    tables = {b.table.key: b.table for b in blocks if isinstance(b, TableBlock)}
    chart, table = charts["volumes-home-care"], tables["volumes-home-care"]
    assert chart.kind is ChartKind.LINES
    assert chart.figures_in == table.title
    assert "21\u202f268" in chart.title
    assert chart.title.endswith("28\u00a0% under budget")
    outcome = next(s for s in chart.series if s.role is SeriesRole.OUTCOME)
    shown = [money_text(value, chart.scale) for value in outcome.values[:8]]
    assert shown == list(table.shown(table.rows[2])[:8])
    assert outcome.values[8:] == (None,) * 4


@pytest.mark.parametrize(
    ("slug", "month"), [("sodertalje-on", "2017-08"), ("enkoping-von", "2024-08")]
)
def test_volume_and_price_are_drawn_as_bars(slug: str, month: str) -> None:
    blocks = interim_report(follow_up(slug, month)).blocks
    charts = {b.chart.key: b.chart for b in blocks if isinstance(b, ChartBlock)}
    assert charts["volume-and-price"].title.startswith("Volymen ger ett ")


def test_a_report_asks_nothing_twice() -> None:
    here = follow_up("sodertalje-on", "2017-08")
    interim_report(here)
    with CaptureQueriesContext(connection) as asked:
        interim_report(here)
    questions = [query["sql"] for query in asked.captured_queries]
    assert len(questions) == len(set(questions)) <= 26
