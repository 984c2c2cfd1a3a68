"""Handed in, approved above, approved, sent back: who may, and what must be there."""

from __future__ import annotations

import pytest

from committees.models import Committee, Event, FollowUp, Role
from finance.forecast.required import required
from finance.models import ForecastRow, ForecastVersion, RowLock, UnitState
from finance.month.steps import Step, StepError, steps, take
from tests.finance.month import (
    controller,
    held_by,
    here,
    holder_of,
    in_state,
    node,
    uncommented,
    unit,
)

pytestmark = pytest.mark.django_db
UNIT = "5311"
"""Tomas Ek's; above him Anneli Virta (531), Amina Yusuf (530) and the head."""


def test_the_whole_way_of_a_unit() -> None:
    in_state(UNIT, UnitState.IN_PROGRESS)
    own, above = holder_of(UNIT), holder_of("530", Role.MANAGER)
    take(held_by(own), node(UNIT), Step.SUBMIT)
    assert unit(UNIT).state == UnitState.SUBMITTED
    take(held_by(above), node(UNIT), Step.APPROVE)
    assert unit(UNIT).state == UnitState.HOLDER_APPROVED
    take(held_by(controller()), node(UNIT), Step.APPROVE)
    assert (unit(UNIT).state, unit(UNIT).changed_by) == (
        UnitState.APPROVED,
        controller(),
    )
    told = Event.objects.filter(subject="unitforecast", subject_id=str(unit(UNIT).pk))
    assert list(told.order_by("pk").values_list("field", "old", "new")) == [
        ("state", "in_progress", "submitted"),
        ("state", "submitted", "holder_approved"),
        ("state", "holder_approved", "approved"),
    ]


def test_handing_in_keeps_a_version_and_the_same_figures_keep_no_other() -> None:
    in_state(UNIT, UnitState.IN_PROGRESS)
    before = ForecastVersion.objects.filter(
        follow_up=here(), cost_centre=node(UNIT)
    ).count()
    take(held_by(holder_of(UNIT)), node(UNIT), Step.SUBMIT)
    versions = ForecastVersion.objects.filter(
        follow_up=here(), cost_centre=node(UNIT)
    ).order_by("number")
    assert versions.count() == before + 1
    last = versions.last()
    assert last is not None
    row = ForecastRow.objects.filter(follow_up=here(), cost_centre=node(UNIT))
    assert {(r["activity"], r["group"], r["ore"]) for r in last.rows} == set(
        row.values_list("activity__code", "group__code", "amount_ore")
    )
    take(held_by(holder_of("530", Role.MANAGER)), node(UNIT), Step.APPROVE)
    assert versions.count() == before + 1
    row.filter(pk=row[0].pk).update(amount_ore=-1)
    take(held_by(controller()), node(UNIT), Step.APPROVE)
    assert versions.count() == before + 2


def test_a_deviation_above_both_limits_asks_for_a_comment() -> None:
    in_state(UNIT, UnitState.IN_PROGRESS)
    uncommented(UNIT)
    rows = ForecastRow.objects.filter(follow_up=here(), cost_centre=node(UNIT))
    row = rows.filter(group__kind="cost").order_by("amount_ore")[0]
    ForecastRow.objects.filter(pk=row.pk).update(
        amount_ore=row.amount_ore - 10_000_000_00
    )
    assert required(here(), cost_centres=[node(UNIT)])
    with pytest.raises(StepError, match="saknas 1 kommentar"):
        take(held_by(holder_of(UNIT)), node(UNIT), Step.SUBMIT)
    Committee.objects.filter(pk=here().committee_id).update(
        comment_above_ore=20_000_000_00
    )
    take(held_by(holder_of(UNIT)), node(UNIT), Step.SUBMIT)


def test_one_comment_covers_the_rows_of_its_activity() -> None:
    in_state(UNIT, UnitState.IN_PROGRESS)
    uncommented(UNIT)
    rows = ForecastRow.objects.filter(follow_up=here(), cost_centre=node(UNIT))
    row = rows.filter(group__kind="cost").order_by("amount_ore")[0]
    rows.filter(pk=row.pk).update(amount_ore=row.amount_ore - 10_000_000_00)
    other = rows.get(activity=row.activity, group__code="70")
    rows.filter(pk=other.pk).update(comment="Gäller hela verksamheten.")
    assert required(here(), cost_centres=[node(UNIT)]) == {}


def test_a_locked_row_asks_nothing_of_the_unit() -> None:
    in_state(UNIT, UnitState.IN_PROGRESS)
    rows = ForecastRow.objects.filter(follow_up=here(), cost_centre=node(UNIT))
    row = rows.filter(group__code="50")[0]
    rows.filter(pk=row.pk).update(method="carried", amount_ore=0)
    assert required(here(), cost_centres=[node(UNIT)])
    RowLock.objects.create(committee=here().committee, group=row.group)
    assert required(here(), cost_centres=[node(UNIT)]) == {}


def test_a_row_that_must_be_forecast_holds_the_unit_back() -> None:
    in_state(UNIT, UnitState.IN_PROGRESS)
    rows = ForecastRow.objects.filter(follow_up=here(), cost_centre=node(UNIT))
    rows.filter(group__code="50").update(method="carried", amount_ore=-1)
    with pytest.raises(StepError, match="prognos på"):
        take(held_by(holder_of(UNIT)), node(UNIT), Step.SUBMIT)


def test_nobody_approves_her_own_forecast() -> None:
    in_state(UNIT, UnitState.SUBMITTED)
    found = steps(held_by(holder_of(UNIT)), unit(UNIT))
    assert Step.APPROVE not in found
    assert Step.WITHDRAW in found


def test_a_holder_of_a_whole_branch_does_not_approve_what_is_her_own_there() -> None:
    in_state("5321", UnitState.SUBMITTED)
    camilla = holder_of("532")
    assert Step.APPROVE not in steps(held_by(camilla), unit("5321"))
    in_state("5322", UnitState.SUBMITTED)
    assert Step.APPROVE in steps(held_by(camilla), unit("5322"))


def test_the_controller_waits_for_the_holder_above_unless_the_committee_skips_her() -> (
    None
):
    in_state(UNIT, UnitState.SUBMITTED)
    assert Step.APPROVE not in steps(held_by(controller()), unit(UNIT))
    Committee.objects.filter(pk=here().committee_id).update(approval_steps="controller")
    take(held_by(controller()), node(UNIT), Step.APPROVE)
    assert unit(UNIT).state == UnitState.APPROVED


def test_a_return_says_why() -> None:
    in_state(UNIT, UnitState.SUBMITTED)
    above = held_by(holder_of("530", Role.MANAGER))
    with pytest.raises(StepError, match="vad som ska ändras"):
        take(above, node(UNIT), Step.RETURN)
    take(above, node(UNIT), Step.RETURN, note="Räkna om vikarierna.")
    assert (unit(UNIT).state, unit(UNIT).note) == (
        UnitState.RETURNED,
        "Räkna om vikarierna.",
    )
    assert Step.SUBMIT in steps(held_by(holder_of(UNIT)), unit(UNIT))


def test_a_step_somebody_else_has_taken_is_refused() -> None:
    in_state(UNIT, UnitState.IN_PROGRESS)
    held = held_by(holder_of(UNIT))
    take(held, node(UNIT), Step.SUBMIT)
    with pytest.raises(StepError, match="hunnit före"):
        take(held, node(UNIT), Step.SUBMIT)


@pytest.mark.parametrize("state", ["sent", "closed", "planned"])
def test_a_follow_up_that_is_not_open_stands_still(state: str) -> None:
    FollowUp.objects.filter(pk=here().pk).update(state=state)
    held = held_by(controller())
    assert steps(held, unit(UNIT)) == ()
    with pytest.raises(StepError):
        take(held, node(UNIT), Step.RETURN, note="x")
