"""Indicators: how they stand, how they are entered, and the pages that show them."""

from __future__ import annotations

import html
import re
import uuid

import pytest
from django.http import HttpResponseBase
from django.urls import reverse

from committees.grid.cells import Cell, State
from committees.grid.entry import EntryError
from committees.grid.quantities import milli
from committees.models import Event, FollowUp, FollowUpState, Role, TextDraft
from goals.entry import saving
from goals.entry.grid import grid
from goals.entry.spans import Field, What, When, field_name, field_of
from goals.figures import Reached, Trend
from goals.indicators import kept
from goals.models import Indicator, IndicatorTarget, IndicatorValue
from reports.indicators.figures import with_figures
from tests.conftest import follow_up, signed_in
from tests.goals.indicators import (
    CODE,
    LINKED,
    MONTH,
    SLUG,
    as_followed,
    change,
    indicator,
    one,
    save,
    seat,
    stored,
    value,
)
from tests.test_queries import CEILING, PLACES, questions

pytestmark = pytest.mark.django_db


def text(response: HttpResponseBase) -> str:
    """A page as it reads."""
    bare = re.sub(r"<[^>]+>", " ", getattr(response, "content", b"").decode())
    return re.sub(r"\s+", " ", html.unescape(bare))


def page(name: str, query: str = "", **more: str) -> str:
    """A page of indicators as a controller reads it."""
    url = reverse(name, kwargs={"slug": SLUG, "month": MONTH, **more})
    return text(signed_in(SLUG, Role.CONTROLLER).get(url + query))


def test_fields_name_what_they_hold_and_nothing_else() -> None:
    for what in What:
        when = When(2017) if what.is_target else When(2017, 8)
        assert field_of(field_name(what, when)) == Field(what, when)
    for name in ("", "T", "X:2017-08", "target2017", "upper:17", "text:2017-8"):
        assert field_of(name) is None


def test_an_outcome_is_entered_by_sex_and_the_gap_and_status_follow() -> None:
    before = as_followed()
    assert (before.status, before.gap) == (Reached.NO, -2_000)
    found = save({"T:2017-08": "96 %", "K:2017-08": "97,5", "M:2017-08": "94"})
    assert {saved.state for saved in found.values()} == {State.SAVED}
    after = as_followed()
    assert (after.status, after.trend) == (Reached.YES, Trend.BETTER)
    assert (after.now.milli, after.gap) == (96_000, 3_500)


def test_a_change_is_in_the_trail_and_is_no_longer_the_files() -> None:
    IndicatorValue.objects.filter(indicator=indicator()).update(source="Kolada")
    one("T:2017-08", "88,5")
    row, event = value(), Event.objects.filter(subject="indicator").latest("pk")
    assert row is not None
    assert (row.source, row.changed_by) == ("", seat().user)
    assert (event.field, event.old, event.new) == ("T:2017-08", "87000", "88500")
    shown = page("reports:indicator", indicator=CODE)
    assert "Totalt, augusti 2017 87 89 skrivet" in shown


def test_an_emptied_outcome_is_taken_away() -> None:
    cell = Cell(CODE, "M:2017-08", value=None, was=stored("M:2017-08"))
    saving.save(seat(), [cell], key=uuid.uuid4())
    assert value(sex="M") is None
    assert as_followed().gap is None


@pytest.mark.parametrize(
    ("name", "typed", "why"),
    [
        ("T:2017-08", "många", "är inget tal"),
        ("T:2017-08", "101", "större än 100 procent"),
        ("K:2017-08", "-1", "mindre än 0 procent"),
        ("T:2017-08", "1,2345", "fler än tre decimaler"),
        ("target:2017", "minska", "är inget tal"),
        ("target:2017", "120", "större än 100 procent"),
        ("T:2015-00", "50", "kan inte sparas här"),
        ("T:2017-07", "50", "kan inte sparas här"),
    ],
)
def test_bad_input_says_why_and_changes_nothing(
    name: str, typed: str, why: str
) -> None:
    before = stored(name)
    saved = one(name, typed)
    assert saved.state == State.FAULT
    assert why in saved.reason
    assert stored(name) == before


def test_a_measure_may_be_negative_and_a_volume_may_not() -> None:
    change(share=False, unit="tkr")
    assert one("T:2017-08", "−7,35").value == -7_350
    with pytest.raises(EntryError):
        milli("-1")


def test_the_ends_of_a_band_may_not_cross() -> None:
    assert one("upper:2017", "98").state == State.LOCKED
    change(direction="intervall")
    assert one("upper:2017", "98").state == State.SAVED
    assert one("upper:2017", "90").reason.startswith("Målets övre gräns")
    assert one("target:2017", "99").state == State.FAULT
    assert as_followed().status is Reached.NO


def test_a_total_outside_women_and_men_is_taken_and_marked() -> None:
    saved = one("T:2017-08", "91")
    assert saved.state == State.SAVED
    assert saved.mark == "Totalen ligger utanför kvinnors och mäns värden, 86 till 88"
    assert one("T:2017-08", "87").mark == ""
    assert "utanför" not in one("M:2017-08", "90").mark
    change(share=False, unit="antal")
    assert one("T:2017-08", "176").mark == ""


def test_words_stand_where_there_is_no_number() -> None:
    save({"T:2017-08": "0", "text:2017-08": "NYTT"})
    saving.save(
        seat(),
        [Cell(CODE, "T:2017-08", value=None, was=0)],
        key=uuid.uuid4(),
    )
    assert (as_followed().now.milli, as_followed().now.text) == (None, "NYTT")
    assert "NYTT" in page("reports:indicators")


def test_a_text_that_points_out_a_person_stays_its_authors_draft() -> None:
    saved = one("text:2017-08", "En brukare kostar 2 miljoner kronor per år.")
    assert saved.state == State.DRAFT
    assert value() is None or value().text == ""  # type: ignore[union-attr]
    assert TextDraft.objects.get().place.startswith("2017-08/mal/indikatorer/")
    shown = [row for row in grid(seat()).rows if row.indicator.code == CODE]
    assert shown[0].draft(What.WORDS) is not None


def test_who_answers_for_an_indicator_writes_and_others_do_not() -> None:
    responsible = indicator().responsible
    assert responsible is not None
    assert one("T:2017-08", "88", by=responsible.email).state == State.SAVED
    change(responsible=None)
    refused = one("T:2017-08", "89", by=responsible.email)
    assert (refused.state, refused.reason) == (
        State.LOCKED,
        "Du kan läsa indikatorn men inte ändra den.",
    )


def test_a_linked_indicator_is_read_and_not_typed() -> None:
    cell = Cell(LINKED, "T:2017-08", typed="50")
    saved = saving.save(seat(), [cell], key=uuid.uuid4()).cells[0]
    assert saved.state == State.LOCKED
    assert saved.reason.startswith("Hämtas ur kvoten")
    here = follow_up(SLUG, MONTH)
    found = with_figures(here, [indicator(LINKED)])[0]
    assert found.now.milli is not None
    shown = page("reports:indicator", indicator=LINKED)
    assert "egen beräkning" in shown
    assert "Källa: Kolada" not in shown


@pytest.mark.parametrize("state", [FollowUpState.SENT, FollowUpState.CLOSED])
def test_nothing_is_entered_when_the_follow_up_is_over(state: FollowUpState) -> None:
    FollowUp.objects.filter(pk=follow_up(SLUG, MONTH).pk).update(state=state)
    assert one("T:2017-08", "50").state == State.LOCKED


def test_an_indicator_of_another_committee_is_none() -> None:
    other = Indicator.objects.exclude(committee__slug=SLUG)[0]
    cell = Cell(other.code, "T:2017-08", typed="50")
    saved = saving.save(seat(), [cell], key=uuid.uuid4()).cells[0]
    assert saved.state in {State.FAULT, State.LOCKED}


def test_what_is_not_measured_says_when_it_will_be() -> None:
    waiting = as_followed("kontakt-myndighet")
    assert waiting.waiting == "ännu inte mätt, mäts i oktober"
    assert waiting.status is Reached.UNKNOWN
    change("kontakt-myndighet", measured_in=5)
    assert as_followed("kontakt-myndighet").waiting == "saknas, skulle mätas i maj"


def test_the_list_is_narrowed_by_goal_and_by_how_things_stand() -> None:
    goal = indicator().goal
    assert goal is not None
    every = page("reports:indicators")
    assert "Ännu inte mätt, mäts i oktober" in every
    assert "Når inte målet" in every
    of_goal = page("reports:indicators", f"?mal={goal.code}")
    assert indicator().name in of_goal
    assert indicator("kontakt-myndighet").name not in of_goal
    unmeasured = page("reports:indicators", "?lage=ej-matta")
    assert indicator().name not in unmeasured
    assert indicator("kontakt-myndighet").name in unmeasured


def test_a_target_alone_is_no_outcome() -> None:
    IndicatorValue.objects.filter(indicator=indicator()).delete()
    assert IndicatorTarget.objects.filter(indicator=indicator()).exists()
    assert as_followed().waiting == "ännu inte mätt"
    assert "Ännu inte mätt" in page("reports:indicator", indicator=CODE)


@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_indicator_pages_ask_few_questions(slug: str, month: str) -> None:
    client, here = signed_in(slug, Role.CONTROLLER), f"/{slug}/{month}/mal/"
    for path in ("indikatorer/", "indikatorer/fyll-i/"):
        assert questions(client, here + path) <= CEILING, path
    every = list(kept(follow_up(slug, month)))
    for each in [*every[:1], *(some for some in every if some.link)]:
        assert questions(client, f"{here}indikator/{each.code}/") <= CEILING, each
