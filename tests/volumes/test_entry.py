"""Volumes are stored by month, where and when they may be, and never over others'."""

from __future__ import annotations

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from committees.grid.cells import Cell, State
from committees.models import FollowUp, FollowUpState
from tests.committees.guarded import refused
from tests.volumes.entries import (
    CONTROLLER,
    HOLDER,
    OTHER_CONTROLLER,
    READER,
    SERIES,
    STRANGE,
    STRANGER,
    expected,
    forecast,
    here,
    milli,
    month,
    seat,
    stand,
    trail,
    typed,
)
from volumes.entry.calendar import MonthState, Step, calendar, closing
from volumes.entry.expecting import quantity_text
from volumes.models import VolumeForecast, VolumeRow

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "thousandths"),
    [("1 234,5", 1_234_500), ("0", 0), ("0,125", 125), ("=1200/7", 171_429)],
)
def test_a_typed_month_is_stored_in_whole_thousandths(
    text: str, thousandths: int
) -> None:
    saved = seat().one(typed(text))
    assert (saved.state, saved.value) == (State.SAVED, thousandths)
    stored = month()
    assert stored is not None
    assert (stored.quantity_milli, stored.origin) == (thousandths, "typed")
    assert stored.changed_by is not None
    assert stored.changed_by.email == CONTROLLER


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("-5", "kan inte vara negativ"),
        ("=3-8", "kan inte vara negativ"),
        ("12 %", "inte procent"),
        ("12 tim", "Raden har redan sin enhet"),
        ("12 tkr", "Raden har redan sin enhet"),
        ("1,2345", "fler än tre decimaler"),
        ("1.234", "läsas på två sätt"),
        ("många", "är inget tal"),
        ("=1/0", "delar med noll"),
        ("99999999999", "för stort"),
    ],
)
def test_what_is_no_quantity_is_refused_with_words(text: str, reason: str) -> None:
    before = milli()
    saved = seat().one(typed(text))
    assert saved.state == State.FAULT
    assert reason in saved.reason
    assert milli() == before


def test_an_exact_value_may_not_be_negative_either() -> None:
    cell = Cell(SERIES, "month:8", value=-1, was=milli())
    assert seat().one(cell).state == State.FAULT


def test_a_month_that_has_not_been_is_locked() -> None:
    saved = seat().one(typed("5", 9))
    assert (saved.state, saved.reason) == (State.LOCKED, "Månaden har inte varit än.")


def test_a_closed_month_says_what_closed_it_and_who_can_help() -> None:
    saved = seat(HOLDER).one(typed("5", 3, reason="Fel i systemet"))
    assert saved.state == State.LOCKED
    assert "uppföljningen för mars 2017 är stängd" in saved.reason
    assert "En controller kan rätta den" in saved.reason


def test_a_controller_corrects_a_closed_month_with_a_reason() -> None:
    assert "Ange ett skäl" in seat().one(typed("5", 3)).reason
    before = milli(3)
    saved = seat().one(typed("5", 3, reason="Två utförare saknades"))
    assert (saved.state, milli(3)) == (State.SAVED, 5_000)
    stored = month(3)
    assert stored is not None
    assert stored.correction == "Två utförare saknades"
    assert trail(stored) == [
        ("month:3", str(before), "5000", "typed"),
        ("correction", "", "Två utförare saknades", "typed"),
    ]


def test_a_closed_month_is_not_emptied() -> None:
    cell = Cell(SERIES, "month:3", value=None, was=milli(3), reason="Fel")
    assert seat().one(cell).state == State.FAULT


def test_the_database_keeps_a_closed_month_from_change_without_reason() -> None:
    stored = month(3)
    assert stored is not None
    stored.quantity_milli = 1
    with refused("Månaden är stängd"):
        stored.save()
    open_month = month(7)
    assert open_month is not None
    open_month.quantity_milli = 1
    open_month.save()


def test_a_block_that_repeats_a_locked_month_is_no_fault() -> None:
    text = quantity_text(milli(3), 3)
    assert seat().check(typed(text, 3)).state == State.SAME
    assert seat().check(typed("1", 3)).state == State.LOCKED


def test_a_month_is_open_in_the_first_follow_up_that_covers_it() -> None:
    steps = [Step(3, "closed"), Step(5, "closed"), Step(8, "open"), Step(12, "closed")]
    assert closing(steps) == {1: 3, 2: 3, 3: 3, 4: 5, 5: 5, 9: 12} | dict.fromkeys(
        (10, 11, 12), 12
    )
    assert closing([Step(8, "open")]) == {}
    assert calendar(here()).state(8) is MonthState.OPEN


def test_a_series_is_not_kept_before_it_begins() -> None:
    stored = month()
    assert stored is not None
    type(stored.series).objects.filter(pk=stored.series_id).update(from_month=201708)
    saved = seat().one(typed("5", 7))
    assert saved.state == State.LOCKED
    assert "används inte i juli" in saved.reason


@pytest.mark.parametrize("state", [FollowUpState.SENT, FollowUpState.CLOSED])
def test_nothing_is_stored_in_a_follow_up_that_is_not_open(
    state: FollowUpState,
) -> None:
    sitting = seat()
    cells = typed("5"), expected("5")
    stand(state)
    answer = sitting.save(*cells)
    assert {cell.state for cell in answer.cells} == {State.LOCKED}


def test_a_settled_forecast_stands_while_months_may_change() -> None:
    FollowUp.objects.filter(pk=here().pk).update(settled_at=timezone.now())
    month_saved, year_saved = seat().save(typed("5"), expected("5")).cells
    assert month_saved.state == State.SAVED
    assert (year_saved.state, "fastställd" in year_saved.reason) == (
        State.LOCKED,
        True,
    )


def test_who_answers_for_the_unit_writes_and_others_do_not() -> None:
    assert seat(HOLDER).one(typed("5")).state == State.SAVED
    with pytest.raises(Http404):
        seat(STRANGER)
    with pytest.raises(PermissionDenied):
        seat(READER).one(typed("6"))


def test_only_a_controller_adds_a_series_to_a_unit() -> None:
    cell = Cell(STRANGE, "month:8", typed="5")
    assert "En controller kan lägga till den" in seat(HOLDER).one(cell).reason
    assert seat().one(cell).state == State.SAVED
    again = Cell(STRANGE, "month:8", typed="6", was=5_000)
    assert seat(HOLDER).one(again).state == State.SAVED


def test_a_series_of_another_committee_is_none() -> None:
    assert seat().one(Cell("hemtjanst-egen", "month:8", typed="5")).state == State.FAULT


def test_nothing_is_written_over_a_figure_that_nobody_saw() -> None:
    first, second = typed("5"), typed("6")
    seat(HOLDER).one(first)
    lost = seat(OTHER_CONTROLLER).one(second)
    assert (lost.state, lost.value, lost.yours) == (State.CONFLICT, 5_000, 6_000)
    assert lost.by == "Stefan Bjurman"
    assert "kl." in lost.at
    assert milli() == 5_000


def test_a_figure_from_a_file_is_nobodys() -> None:
    lost = seat().one(Cell(SERIES, "month:8", typed="6", was=1))
    assert (lost.state, lost.by) == (State.CONFLICT, "En inläst fil")


def test_a_request_sent_twice_is_carried_out_once() -> None:
    key, cell = uuid.uuid4(), typed("5")
    answers = [seat().save(cell, key=key) for _ in range(2)]
    assert [answer.replayed for answer in answers] == [False, True]
    assert len(trail(month())) == 1


def test_undo_takes_away_a_month_that_was_empty() -> None:
    VolumeRow.objects.filter(pk=getattr(month(), "pk", 0)).delete()
    sitting = seat()
    sitting.one(typed("5"))
    sitting.one(Cell(SERIES, "month:8", value=None, was=5_000, origin="undo"))
    assert month() is None


def test_an_unusual_month_is_taken_and_marked() -> None:
    saved = seat().one(typed("1"))
    assert saved.state == State.SAVED
    assert saved.mark.startswith("Augusti är mindre än hälften av augusti 2016: ")
    usual = milli(7)
    assert usual is not None
    assert seat().one(Cell(SERIES, "month:7", value=usual, was=usual)).mark == ""


def test_a_forecast_is_stored_with_how_it_was_made() -> None:
    VolumeForecast.objects.filter(pk=getattr(forecast(), "pk", 0)).delete()
    seat().save(
        Cell(SERIES, "forecast", value=7_000, origin="proposal", method="run_rate"),
        Cell(SERIES, "comment", typed="Fler beslut"),
    )
    stored = forecast()
    assert stored is not None
    assert (stored.quantity_milli, stored.method) == (7_000, "run_rate")
    assert (stored.origin, stored.comment) == ("proposal", "Fler beslut")
    assert trail(stored)[-1] == ("comment", "", "Fler beslut", "typed")


def test_a_forecast_holds_until_another_is_made() -> None:
    VolumeForecast.objects.filter(
        series__code=SERIES, follow_up__year=2017, follow_up__month=8
    ).delete()
    earlier = VolumeForecast.objects.get(
        series__code=SERIES, follow_up__year=2017, follow_up__month=4
    )
    checked = seat().check(Cell(SERIES, "forecast", typed="1"))
    assert checked.was == earlier.quantity_milli
    cell = Cell(SERIES, "forecast", value=earlier.quantity_milli, was=None)
    assert seat().one(cell).state == State.SAVED
    stored = forecast()
    assert stored is not None
    assert stored.quantity_milli == earlier.quantity_milli


def test_a_comment_is_borne_by_what_holds_and_is_not_chosen_by_it() -> None:
    VolumeForecast.objects.filter(
        series__code=SERIES, follow_up__year=2017, follow_up__month=8
    ).delete()
    seat().one(Cell(SERIES, "comment", typed="Ingen ändring"))
    stored = forecast()
    assert stored is not None
    assert (stored.origin, stored.comment) == ("carried", "Ingen ändring")
    assert seat().one(Cell(SERIES, "forecast", typed="7", was=None)).value == 7_000


def test_a_comment_on_nothing_is_refused() -> None:
    saved = seat().one(Cell(STRANGE, "comment", typed="Varför"))
    assert (saved.state, "Skriv en prognos" in saved.reason) == (State.FAULT, True)
