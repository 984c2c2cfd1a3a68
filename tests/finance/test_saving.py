"""Cells are stored once, all at once, and never over a figure that nobody saw."""

from __future__ import annotations

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from committees.grid.cells import Cell, State
from committees.grid.saving import (
    MOST_CELLS,
    OtherPersonError,
    TooManyCellsError,
)
from committees.models import Event, FollowUp, FollowUpState, SavedRequest
from committees.numbers import Unit
from finance import summaries
from finance.forecast import saving
from finance.models import (
    ActivityComment,
    ForecastMonth,
    ForecastRow,
    Method,
    RowLock,
    UnitForecast,
    UnitState,
)
from tests.committees.guarded import refused
from tests.finance.grids import (
    COST,
    HOLDER,
    OTHER_CONTROLLER,
    REVENUE,
    STRANGER,
    UNIT,
    begun,
    row,
    seat,
    trail,
    typed,
    unit_forecast,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _begun() -> None:
    begun()


def test_a_typed_cost_is_stored_as_its_effect_on_the_result() -> None:
    saved = seat(HOLDER).save(typed("1 234,5")).cells[0]
    assert (saved.state, saved.value, saved.mark) == (State.SAVED, -123_450_000, "")
    stored = row()
    assert (stored.amount_ore, stored.method) == (-123_450_000, Method.MANUAL)
    assert (stored.origin, stored.basis) == ("typed", "booked")
    assert stored.changed_by is not None
    assert stored.changed_by.email == HOLDER


def test_a_typed_revenue_is_stored_as_it_is() -> None:
    assert seat().save(typed("5", key=REVENUE)).cells[0].value == 500_000


@pytest.mark.parametrize("key", [COST, REVENUE])
def test_a_minus_is_taken_and_marked(key: str) -> None:
    saved = seat().save(typed("-5", key=key)).cells[0]
    assert (saved.state, saved.mark) == (State.SAVED, "kreditering/rättelse")


def test_a_deviation_becomes_a_forecast_with_plus_as_surplus() -> None:
    saved = seat().save(typed("100", field="deviation")).cells[0]
    assert saved.value == -1_599_600_000 + 10_000_000
    assert row().amount_ore == saved.value


def test_every_changed_cell_leaves_a_line_of_the_trail() -> None:
    stored, before = row(), row().amount_ore
    seat().save(typed("5"), Cell(COST, "comment", typed="Vakanser", was=""))
    assert trail(stored) == [
        ("forecast", str(before), "-500000", "typed"),
        ("comment", "", "Vakanser", "typed"),
    ]


def test_a_proposal_is_kept_as_the_method_and_told_in_the_trail() -> None:
    cell = Cell(
        COST,
        "forecast",
        value=-7,
        was=row().amount_ore,
        origin="proposal",
        method="run_rate",
    )
    seat().save(cell)
    assert (row().method, row().origin) == (Method.RUN_RATE, "proposal")
    assert trail(row())[-1][-1] == "proposal:run_rate"


def test_two_sessions_in_one_cell_conflict_and_nothing_is_overwritten() -> None:
    first, second = seat(HOLDER), seat()
    cell, other = typed("5"), typed("6")
    assert first.state(cell) is State.SAVED
    lost = second.save(other).cells[0]
    assert (lost.state, lost.value, lost.yours) == (State.CONFLICT, -500_000, -600_000)
    assert lost.by == "Birgit Öhrn"
    assert "kl." in lost.at
    assert lost.by in lost.reason
    assert row().amount_ore == -500_000
    mine = Cell(COST, "forecast", typed="6", was=lost.value)
    assert second.state(mine) is State.SAVED


def test_two_sessions_in_different_cells_of_a_row_do_not_conflict() -> None:
    first, second = seat(HOLDER), seat()
    amount, comment = typed("5"), Cell(COST, "comment", typed="Vakanser", was="")
    assert first.state(amount) is State.SAVED
    assert second.state(comment) is State.SAVED
    assert (row().amount_ore, row().comment) == (-500_000, "Vakanser")


def test_the_same_figure_from_two_sessions_is_no_conflict() -> None:
    first, second = seat(HOLDER), seat()
    cell, same = typed("5"), typed("5")
    first.save(cell)
    assert second.state(same) is State.SAVED
    assert len(trail(row())) == 1


def test_a_replayed_request_writes_once_and_is_answered_alike() -> None:
    key, cell = uuid.uuid4(), typed("5")
    first = seat().save(cell, key=key)
    again = seat().save(cell, key=key)
    assert again.replayed
    assert again.cells == first.cells
    assert len(trail(row())) == 1
    assert SavedRequest.objects.filter(key=key).count() == 1


def test_a_replayed_request_does_not_undo_what_came_later() -> None:
    key, cell = uuid.uuid4(), typed("5")
    seat().save(cell, key=key)
    seat(HOLDER).save(typed("6"))
    seat().save(cell, key=key)
    assert row().amount_ore == -600_000


def test_another_persons_key_is_refused() -> None:
    key = uuid.uuid4()
    seat().save(typed("5"), key=key)
    with pytest.raises(OtherPersonError):
        seat(OTHER_CONTROLLER).save(typed("6"), key=key)


def test_what_cannot_be_read_is_told_and_the_rest_is_stored() -> None:
    answer = seat().save(
        typed("abc"),
        typed("=1/0", key="711/60"),
        typed("5", key="711/70"),
        Cell("711/99", "forecast", typed="5"),
        Cell("999/50", "forecast", typed="5"),
        Cell(COST, "colour", typed="5"),
    )
    states = [cell.state for cell in answer.cells]
    assert states == [State.FAULT] * 2 + [State.SAVED] + [State.FAULT] * 3
    assert all(cell.reason for cell in answer.cells if cell.state is State.FAULT)
    assert row("711/70").amount_ore == -500_000


def test_a_request_holds_no_more_than_forty_cells() -> None:
    with pytest.raises(TooManyCellsError):
        seat().save(*[typed("5")] * (MOST_CELLS + 1))


def test_a_file_of_many_cells_is_stored_in_parts_and_only_once() -> None:
    here, key = seat(), uuid.uuid4()
    cells = [Cell(COST, "comment", typed=str(n), was=str(n - 1)) for n in range(100)]
    cells[0] = Cell(COST, "comment", typed="0", was="")
    for replayed in (False, True):
        answer = saving.save_all(here.place, here.unit, cells, key=key, amounts=Unit.KR)
        assert answer.replayed is replayed
        assert answer.count(State.SAVED) == 100
    assert len(trail(row())) == 100


def test_the_summaries_move_with_the_rows() -> None:
    committee = seat().place.committee
    seat().save(typed("5"), typed("7", key=REVENUE))
    assert summaries.differences(committee) == []
    new = Cell("711/36", "forecast", typed="8")
    assert seat().state(new) is State.SAVED
    assert summaries.differences(committee) == []
    gone = Cell("711/36", "forecast", value=None, was=800_000, origin="undo")
    assert seat().state(gone) is State.SAVED
    assert not ForecastRow.objects.filter(
        follow_up=seat().place.follow_up,
        cost_centre__code=UNIT,
        group__code="36",
    )
    assert summaries.differences(committee) == []


def test_a_row_that_bears_a_comment_is_not_taken_away() -> None:
    seat().save(Cell(COST, "comment", typed="Vakanser", was=row().comment))
    gone = Cell(COST, "forecast", value=None, was=row().amount_ore)
    assert seat().state(gone) is State.FAULT


def test_a_comment_on_a_row_without_forecast_rests_on_the_budget() -> None:
    budget = ForecastRow.objects.filter(pk=row().pk)
    budget.delete()
    assert seat().state(Cell(COST, "comment", typed="Nytt")) is State.SAVED
    stored = row()
    assert (stored.amount_ore, stored.method) == (-1_599_600_000, Method.BUDGET)
    first = Cell(COST, "forecast", typed="5", was=None)
    assert seat().state(first) is State.SAVED
    assert row().amount_ore == -500_000


def test_a_comment_covers_a_whole_activity() -> None:
    seat().save(Cell("711/", "activity-comment", typed="Lugnt", was=""))
    stored = ActivityComment.objects.get(
        follow_up=seat().place.follow_up, cost_centre__code=UNIT
    )
    assert (stored.text, stored.activity.code) == ("Lugnt", "711")
    lost = seat(HOLDER).save(Cell("711/", "activity-comment", typed="Oro", was=""))
    assert lost.cells[0].state is State.CONFLICT
    assert lost.cells[0].by == "Karin Ahlgren"


def test_a_comment_of_any_length_is_not_cut_but_refused() -> None:
    long = Cell(COST, "comment", typed="a" * 4_001, was=row().comment)
    assert seat().state(long) is State.FAULT


def test_the_first_cell_sets_a_unit_under_way() -> None:
    begun(UnitState.NOT_STARTED)
    answer = seat(HOLDER).save(typed("5"))
    assert answer.unit_state == UnitState.IN_PROGRESS
    assert Event.objects.filter(
        subject="unitforecast", field="state", new="in_progress"
    ).exists()
    begun(UnitState.RETURNED)
    assert seat(HOLDER).save(typed("6")).unit_state == UnitState.RETURNED


@pytest.mark.parametrize(
    "state", [UnitState.SUBMITTED, UnitState.HOLDER_APPROVED, UnitState.APPROVED]
)
def test_what_is_handed_in_is_for_controllers_to_change(state: UnitState) -> None:
    begun(state)
    assert seat(HOLDER).state(typed("5")) is State.LOCKED
    assert seat().state(typed("5")) is State.SAVED


def test_a_unit_outside_the_follow_up_is_not_written() -> None:
    UnitForecast.objects.filter(pk__in=unit_forecast().values("pk")).delete()
    assert seat().state(typed("5")) is State.LOCKED


@pytest.mark.parametrize("state", [s for s in FollowUpState if s != FollowUpState.OPEN])
def test_only_an_open_follow_up_is_written(state: FollowUpState) -> None:
    here = seat()
    FollowUp.objects.filter(pk=here.place.follow_up.pk).update(state=state)
    saved = here.save(typed("5")).cells[0]
    assert (saved.state, bool(saved.reason)) == (State.LOCKED, True)


def test_a_settled_forecast_is_not_written() -> None:
    here = seat()
    FollowUp.objects.filter(pk=here.place.follow_up.pk).update(
        settled_at="2017-09-20T12:00:00Z"
    )
    assert here.state(typed("5")) is State.LOCKED


def test_a_row_she_does_not_own_is_locked_for_a_holder() -> None:
    lock = RowLock.objects.get_or_create(
        committee=seat().place.committee, group=row().group, activity=row().activity
    )[0]
    RowLock.objects.filter(pk=lock.pk).update(reason="Sätts av ekonomi.")
    saved = seat(HOLDER).save(typed("5")).cells[0]
    assert (saved.state, saved.reason) == (State.LOCKED, "Sätts av ekonomi.")
    assert seat().state(typed("5")) is State.SAVED


def test_nobody_writes_outside_her_units() -> None:
    with pytest.raises(Http404):
        seat(STRANGER)
    stranger, unit = seat(STRANGER, unit="5103").place, seat().unit
    cells, key = [typed("5")], uuid.uuid4()
    with pytest.raises(PermissionDenied):
        saving.save(stranger, unit, cells, key=key, amounts=Unit.TKR)
    with pytest.raises(PermissionDenied):
        saving.save_all(stranger, unit, cells, key=key, amounts=Unit.TKR)
    with pytest.raises(PermissionDenied):
        saving.check(stranger, unit, cells, amounts=Unit.TKR)


def test_the_head_of_all_reads_and_does_not_write_what_a_secretary_reads() -> None:
    secretary = seat("ulla.garde@example.se")
    with pytest.raises(PermissionDenied):
        secretary.save(typed("5"))


def test_a_check_stores_nothing() -> None:
    here, before = seat(), row().amount_ore
    cells = [typed("5"), typed("x", key=REVENUE), Cell(COST, "forecast", value=before)]
    states = [
        each.state
        for each in saving.check(here.place, here.unit, cells, amounts=Unit.TKR)
    ]
    assert states == [State.CHANGE, State.FAULT, State.SAME]
    assert row().amount_ore == before
    assert trail(row()) == []


def test_closed_months_show_outcome_and_are_not_typed() -> None:
    answer = seat().save(
        *(Cell(COST, f"month:{n}", typed="5") for n in (1, 8, 9, 12, 13, 0)),
        Cell(COST, "month:x", typed="5"),
    )
    states = [cell.state for cell in answer.cells]
    locked, saved, fault = State.LOCKED, State.SAVED, State.FAULT
    assert states == [locked, locked, saved, saved, fault, fault, fault]
    assert "Augusti är stängd" in answer.cells[1].reason


def test_the_year_is_spread_to_the_ore_and_stands() -> None:
    before = row().amount_ore
    for profile in ("even", "last_year", "budget"):
        more = seat().save(Cell(COST, "spread", typed=profile)).cells[0].more
        assert more["left"] == 0
        months = ForecastMonth.objects.filter(row=row())
        assert sorted(months.values_list("period", flat=True)) == [9, 10, 11, 12]
    assert row().amount_ore == before
    assert {field for field, *_ in trail(row())} == {f"month:{n}" for n in range(9, 13)}


def test_a_typed_month_leaves_a_rest_that_can_be_spread() -> None:
    seat().save(Cell(COST, "spread", typed="even"))
    month = ForecastMonth.objects.get(row=row(), period=9).amount_ore
    cell = Cell(COST, "month:9", value=month - 400, was=month)
    assert seat().save(cell).cells[0].more["left"] == 400
    more = seat().save(Cell(COST, "spread", typed="rest")).cells[0].more
    assert (more["left"], more["month:9"]) == (0, month - 300)


def test_months_of_a_row_without_forecast_are_refused() -> None:
    ForecastRow.objects.filter(pk=row().pk).delete()
    assert seat().state(Cell(COST, "month:9", typed="5")) is State.FAULT
    assert seat().state(Cell(COST, "spread", typed="even")) is State.FAULT
    assert seat().state(Cell(COST, "spread", typed="odd")) is State.FAULT


def test_a_new_forecast_answers_that_the_outcome_changed() -> None:
    ForecastRow.objects.filter(pk=row().pk).update(outcome_changed=True)
    seat().save(Cell(COST, "comment", typed="Sett", was=row().comment))
    assert row().outcome_changed
    seat().save(typed("5"))
    assert not row().outcome_changed


@pytest.mark.parametrize("state", ["open", "closed"])
def test_the_database_itself_refuses_months_that_are_closed(state: str) -> None:
    stored = row()
    seat().save(Cell(COST, "spread", typed="even"))
    open_month = ForecastMonth.objects.get(row=stored, period=9)
    FollowUp.objects.filter(pk=stored.follow_up_id).update(state=state)
    message = "stängd"
    with refused(message):
        ForecastMonth.objects.create(row=stored, period=8, amount_ore=1)
    with refused(message):
        ForecastMonth.objects.filter(pk=open_month.pk).update(period=8)
    if state == "closed":
        with refused(message):
            open_month.save()
        with refused(message):
            open_month.delete()
        with refused(message):
            ForecastMonth.objects.create(row=stored, period=13, amount_ore=1)
        with refused(message):
            ForecastRow.objects.filter(pk=stored.pk).update(amount_ore=1)


def test_a_follow_up_that_closes_while_one_types_refuses_the_cells() -> None:
    here, cell = seat(), typed("5")
    FollowUp.objects.filter(pk=here.place.follow_up.pk).update(state="closed")
    saved = here.save(cell).cells[0]
    assert (saved.state, row().amount_ore) == (State.LOCKED, cell.was)
