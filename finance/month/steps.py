"""The steps of a unit's forecast: handed in, approved above, approved, sent back.

Every step is checked against the state that is stored, with the row locked, and
writes an event. What is handed in is kept as a version: rows by codes, each
`{"activity", "group", "ore", "method", "comment", "activity_comment"}`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from committees.access import CONTROLLERS, Place, today
from committees.closing import closed_because
from committees.events import record
from committees.holders import Answering, answering
from committees.models import ApprovalSteps, FollowUp, User
from committees.scope import write_scope_of
from committees.stops import told
from committees.text_guard import first_reason
from committees.trees import cost_centre_tree
from finance.forecast.required import counted, required
from finance.forecast.writing import HANDED_IN
from finance.free_texts import unit_stops
from finance.models import (
    ActivityComment,
    ForecastRow,
    ForecastVersion,
    UnitForecast,
    UnitState,
)


class Step(StrEnum):
    """What can be done with a unit's forecast; the values are those of the form."""

    SUBMIT = "lamna-in"
    WITHDRAW = "ta-tillbaka"
    APPROVE = "godkann"
    RETURN = "skicka-tillbaka"
    KEEP = "lat-sta"


LABELS = {
    Step.SUBMIT: "Lämna in",
    Step.WITHDRAW: "Ta tillbaka",
    Step.APPROVE: "Godkänn",
    Step.RETURN: "Skicka tillbaka",
    Step.KEEP: "Låt prognosen stå",
}
BEGUN_BY_HOLDER = frozenset(
    {UnitState.NOT_STARTED, UnitState.IN_PROGRESS, UnitState.RETURNED}
)


class StepError(Exception):
    """A step that cannot be taken; carries the Swedish reason, perhaps with links."""


@dataclass(frozen=True, slots=True)
class Rights:
    """What a person may do in a follow-up, read once for many units."""

    place: Place
    who: Answering
    units: frozenset[int] | None

    @property
    def is_controller(self) -> bool:
        """Whether she enters and approves for the whole committee."""
        return self.place.may(CONTROLLERS)

    def writes(self, unit: int) -> bool:
        """Whether a unit is hers to enter."""
        return self.units is None or unit in self.units

    def is_above(self, unit: int) -> bool:
        """Whether she answers for more than the unit's own holders do."""
        return self.place.user.pk in {user.pk for user in self.who.above(unit)}


def rights(place: Place) -> Rights:
    """What the person may do in the follow-up today."""
    tree = cost_centre_tree(place.committee, month=place.follow_up.period)
    scope = write_scope_of(place)
    who = answering(place.committee, tree=tree, on=today())
    return Rights(place, who, scope.cost_centres(tree))


def steps(
    held: Rights, unit: UnitForecast, *, changed: bool = False
) -> tuple[Step, ...]:
    """The steps the person may take with a unit now.

    `changed` says that outcome under it has changed since it was handed in.
    """
    if closed_because(held.place.follow_up):
        return ()
    found: list[Step] = []
    if unit.state in BEGUN_BY_HOLDER and held.writes(unit.cost_centre_id):
        found.append(Step.SUBMIT)
    if _approved_as(held, unit) is not None:
        found.append(Step.APPROVE)
    if unit.state in HANDED_IN and (
        held.is_controller
        or (held.is_above(unit.cost_centre_id) and unit.state != UnitState.APPROVED)
    ):
        found.extend([Step.RETURN, Step.KEEP] if changed else [Step.RETURN])
    elif unit.state == UnitState.SUBMITTED and held.writes(unit.cost_centre_id):
        found.append(Step.WITHDRAW)
    return tuple(found)


def _approved_as(held: Rights, unit: UnitForecast) -> UnitState | None:
    """The state that the person's approval gives a unit; None when not hers to give."""
    return approved_as(held, unit.cost_centre_id, unit.state)


def approved_as(held: Rights, cost_centre: int, state: str) -> UnitState | None:
    """The state that the person's approval gives a cost centre's unit in a state."""
    chain = held.place.committee.approval_steps
    waits_above = (
        chain == ApprovalSteps.HOLDER_THEN_CONTROLLER and state == UnitState.SUBMITTED
    )
    if waits_above and held.who.above(cost_centre):
        return UnitState.HOLDER_APPROVED if held.is_above(cost_centre) else None
    if state in {UnitState.SUBMITTED, UnitState.HOLDER_APPROVED}:
        return UnitState.APPROVED if held.is_controller else None
    return None


@transaction.atomic
def take(held: Rights, cost_centre: int, step: Step, *, note: str = "") -> UnitForecast:
    """Take a step with a unit; StepError with the reason when it cannot be taken."""
    follow_up = held.place.follow_up
    unit = (
        UnitForecast.objects.select_for_update()
        .select_related("cost_centre")
        .filter(follow_up=follow_up, cost_centre=cost_centre)
        .first()
    )
    if unit is None:
        raise StepError("Ansvaret är inte med i uppföljningen.")
    current = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    if still := closed_because(current):
        raise StepError(still)
    if reason := first_reason(note):
        raise StepError(reason)
    if step not in steps(held, unit, changed=has_changed(unit)):
        label = LABELS[step]
        raise StepError(
            f"{label} går inte: {unit.cost_centre.code} är nu"
            f" {unit.get_state_display()}. Någon kan ha hunnit före."
        )
    _TAKEN[step](held, unit, note.strip())
    return unit


def has_changed(unit: UnitForecast) -> bool:
    """Whether outcome has changed under a unit that was handed in."""
    rows = ForecastRow.objects.filter(
        committee=unit.committee_id,
        follow_up=unit.follow_up_id,
        cost_centre=unit.cost_centre_id,
        outcome_changed=True,
    )
    return unit.state in HANDED_IN and rows.exists()


def _submit(held: Rights, unit: UnitForecast, note: str) -> None:
    """Hand a unit in, once nothing is missing, and keep it as a version."""
    follow_up, node = unit.follow_up, unit.cost_centre_id
    missing = required(follow_up, cost_centres=[node])
    if missing:
        raise StepError(
            f"{unit.cost_centre.code} kan inte lämnas in än."
            f" Det saknas {counted(missing, node)}."
        )
    if stops := unit_stops(follow_up, node):
        raise StepError(told(f"{unit.cost_centre} kan inte lämnas in än.", stops))
    _clear_marks(unit)
    keep_version(unit, by=held.place.user)
    _set(unit, UnitState.SUBMITTED, by=held.place.user, note=note)


def _withdraw(held: Rights, unit: UnitForecast, note: str) -> None:
    """Take back what nobody has approved yet."""
    _set(unit, UnitState.IN_PROGRESS, by=held.place.user, note=note)


def _approve(held: Rights, unit: UnitForecast, note: str) -> None:
    """Approve; what was changed since it was handed in is kept as a new version."""
    state = _approved_as(held, unit)
    if state is None:
        raise StepError("Du kan inte godkänna den här prognosen nu.")
    _clear_marks(unit)
    keep_version(unit, by=held.place.user)
    _set(unit, state, by=held.place.user, note=note)


def _return(held: Rights, unit: UnitForecast, note: str) -> None:
    """Send back, saying why."""
    if not note:
        raise StepError("Skriv vad som ska ändras innan du skickar tillbaka.")
    _set(unit, UnitState.RETURNED, by=held.place.user, note=note)


def _keep(held: Rights, unit: UnitForecast, note: str) -> None:
    """Let the forecast stand although its outcome has changed."""
    _clear_marks(unit)
    record(
        unit,
        by=held.place.user,
        committee=unit.committee,
        field="outcome_changed",
        old="utfall ändrat",
        new="prognosen står",
        origin="step",
    )


_TAKEN = {
    Step.SUBMIT: _submit,
    Step.WITHDRAW: _withdraw,
    Step.APPROVE: _approve,
    Step.RETURN: _return,
    Step.KEEP: _keep,
}


def _clear_marks(unit: UnitForecast) -> None:
    """Rows whose outcome changed have been seen."""
    ForecastRow.objects.filter(
        committee=unit.committee,
        follow_up=unit.follow_up,
        cost_centre=unit.cost_centre,
        outcome_changed=True,
    ).update(outcome_changed=False)


def _set(unit: UnitForecast, state: UnitState, *, by: User, note: str = "") -> None:
    """Change a unit's state and write it down."""
    old, unit.state = unit.state, state
    unit.note, unit.changed_by, unit.changed_at = note, by, timezone.now()
    unit.save(update_fields=["state", "note", "changed_by", "changed_at"])
    for field, before, after in (("state", old, state), ("note", "", note)):
        if field == "state" or note:
            record(
                unit,
                by=by,
                committee=unit.committee,
                field=field,
                old=before,
                new=after,
                origin="step",
            )


def version_rows(follow_up: FollowUp, *, cost_centre: int) -> list[dict[str, Any]]:
    """A unit's rows as a version keeps them, by codes."""
    comments = dict(
        ActivityComment.objects.filter(
            follow_up=follow_up, cost_centre=cost_centre
        ).values_list("activity__code", "text")
    )
    rows = ForecastRow.objects.filter(
        committee=follow_up.committee, follow_up=follow_up, cost_centre=cost_centre
    ).order_by("activity__code", "group__position", "group__code")
    return [
        {
            "activity": activity,
            "group": group,
            "ore": ore,
            "method": method,
            "comment": comment,
            "activity_comment": comments.get(activity, ""),
        }
        for activity, group, ore, method, comment in rows.values_list(
            "activity__code", "group__code", "amount_ore", "method", "comment"
        )
    ]


def keep_version(unit: UnitForecast, *, by: User) -> ForecastVersion | None:
    """Keep a unit's forecast as it stands; None when the last version is the same."""
    rows = version_rows(unit.follow_up, cost_centre=unit.cost_centre_id)
    earlier = ForecastVersion.objects.filter(
        follow_up=unit.follow_up, cost_centre=unit.cost_centre
    )
    last = earlier.order_by("-number").first()
    if last is not None and last.rows == rows and unit.state in HANDED_IN:
        return None
    number = (earlier.aggregate(last=Max("number"))["last"] or 0) + 1
    return ForecastVersion.objects.create(
        follow_up=unit.follow_up,
        cost_centre=unit.cost_centre,
        number=number,
        by=by,
        rows=rows,
    )
