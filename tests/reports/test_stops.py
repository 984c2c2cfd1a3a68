"""A report is not made into a file while a text in it says too much of one person."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from committees import drafts
from committees.drafts import Author, spot
from committees.models import FollowUp, FollowUpState, Role
from goals.models import TopicNote
from reports import exports
from reports.documents import interim_report
from reports.models import Export, ExportState, ReportText, RowDefinition
from reports.stops import StoppedError, of_document, stops
from tests.conftest import follow_up, person, signed_in

pytestmark = pytest.mark.django_db

SLUG, MONTH = "botkyrka-von", "2017-08"
EXPORTS = f"/{SLUG}/{MONTH}/rapport/export/"
NUMBER = "Beslutet för 811228-9874 är ändrat"
WHY = "Texten innehåller ett personnummer"


def here() -> FollowUp:
    """The open follow-up."""
    return follow_up(SLUG, MONTH)


def a_draft() -> None:
    """Somebody's draft in the follow-up."""
    author = Author(here().committee, person(SLUG, Role.BUDGET_HOLDER))
    drafts.keep(author, spot(here(), "volymer", "5411", "x", "comment"), NUMBER)


def a_report_text() -> None:
    """A text of the report, as an older file had it."""
    text = ReportText.objects.filter(follow_up=here()).order_by("key")[0]
    ReportText.objects.filter(pk=text.pk).update(html=f"<p>{NUMBER}</p>")


def a_goals_text() -> None:
    """A text of a goal or another topic."""
    note = TopicNote.objects.filter(follow_up=here())[0]
    TopicNote.objects.filter(pk=note.pk).update(text=NUMBER)


@pytest.mark.parametrize("trouble", [a_draft, a_report_text, a_goals_text])
def test_a_file_is_refused_with_a_list_of_what_to_change(trouble: object) -> None:
    assert callable(trouble)
    trouble()
    answer = signed_in(SLUG, Role.SECRETARY).post(f"{EXPORTS}ny/")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "De här texterna behöver ändras först" in text
    assert text.count("<li><a href=") > 0
    assert "811228" not in text
    assert not Export.objects.exists()
    with pytest.raises(StoppedError):
        exports.ask(here(), by=person(SLUG, Role.SECRETARY))


def test_a_draft_is_in_no_ones_way_once_the_follow_up_is_over() -> None:
    a_draft()
    FollowUp.objects.filter(pk=here().pk).update(state=FollowUpState.SENT)
    assert stops(here()) == ()


def test_the_worker_reads_what_the_report_says_itself() -> None:
    RowDefinition.objects.filter(table__committee=here().committee).update(label=NUMBER)
    RowDefinition.objects.first()
    here().committee.renew_structure()
    export = Export.objects.create(
        follow_up=here(), by=person(SLUG, Role.SECRETARY), format="pdf"
    )
    exports.make.func(export.pk)
    export.refresh_from_db()
    assert export.state == ExportState.FAILED
    assert export.fault.startswith("Texter behöver ändras innan rapporten görs.")
    assert WHY in export.fault


def test_a_table_is_no_file_while_its_text_says_too_much() -> None:
    RowDefinition.objects.filter(table__committee=here().committee).update(label=NUMBER)
    here().committee.renew_structure()
    for path in ("tabell/economy-overview.csv", "tabeller.xlsx"):
        answer = signed_in(SLUG, Role.SECRETARY).get(f"/{SLUG}/{MONTH}/rapport/{path}")
        assert answer.status_code == 403, path
        assert WHY in answer.content.decode()


def test_the_command_writes_no_such_report(tmp_path: Path) -> None:
    a_report_text()
    file = tmp_path / "rapport.html"
    with pytest.raises(CommandError, match="personnummer"):
        call_command("report", SLUG, MONTH, format="html", output=file)
    assert not file.exists()


def test_the_demo_says_nothing_of_one_person() -> None:
    for each in FollowUp.objects.select_related("committee__municipality"):
        held_up = (*stops(each), *of_document(interim_report(each)))
        assert held_up == (), str(each)
