"""Take in how far units have come and which rows are locked, from files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time

from django.utils import timezone

from committees.access import today
from committees.holders import Answering, answering, heads
from committees.imports import follow_ups_by_month, identities
from committees.intake.sheets import Sheet
from committees.models import Activity, Committee, CostCentre, FollowUp, FollowUpState
from committees.trees import cost_centre_tree
from finance.accounts import groups_by_code
from finance.forecast.writing import HANDED_IN
from finance.models import ForecastRow, Purpose, RowLock, UnitForecast, UnitState
from finance.month.steps import keep_version

UNIT_STATE_HEAD = ("Uppföljning", "Ansvar", "Läge", "Meddelande")
LOCK_HEAD = ("Grupp", "Verksamhet", "Skäl")
STATES = {str(state.label): state for state in UnitState}
DONE = frozenset({FollowUpState.SENT, FollowUpState.CLOSED})


def import_locks(sheet: Sheet, committee: Committee) -> None:
    """Rows that budget holders do not own; without an activity, the group in all."""
    groups = groups_by_code(committee, Purpose.ENTRY)
    found = Activity.objects.filter(municipality=committee.municipality)
    activities = {activity.code: activity for activity in found}
    for row in sheet.rows:
        group = sheet.known(row, "Grupp", groups)
        activity = sheet.known_or_none(row, "Verksamhet", activities)
        sheet.once(row, *(sheet.optional(row, c) for c in ("Grupp", "Verksamhet")))
        if not sheet.faults:
            RowLock.objects.update_or_create(
                committee=committee,
                group=group,
                activity=activity,
                defaults={"reason": sheet.optional(row, "Skäl")},
            )


def import_unit_states(
    sheet: Sheet, committee: Committee, *, states: Mapping[str, FollowUpState]
) -> None:
    """How far each unit with forecasts has come in each follow-up.

    Units of follow-ups that are sent out or closed are approved; of the others, those
    that the file does not name are not begun.
    """
    told = _told(sheet, committee)
    if sheet.faults:
        return
    for month, follow_up in follow_ups_by_month(committee).items():
        units = _units(follow_up, done=states.get(month) in DONE, told=told)
        made = UnitForecast.objects.bulk_create(units)
        tree = cost_centre_tree(committee, month=follow_up.period)
        who = answering(committee, tree=tree, on=today())
        for unit in made:
            if unit.state in HANDED_IN:
                _keep(unit, who)
        if made and states.get(month) in DONE:
            _settle(follow_up, who)


def _told(
    sheet: Sheet, committee: Committee
) -> dict[tuple[int, int], tuple[UnitState, str]]:
    """State and message by follow-up and cost centre."""
    follow_ups = follow_ups_by_month(committee)
    cost_centres = identities(CostCentre, committee.municipality)
    found: dict[tuple[int, int], tuple[UnitState, str]] = {}
    for row in sheet.rows:
        follow_up = sheet.known(row, "Uppföljning", follow_ups)
        unit = sheet.known(row, "Ansvar", cost_centres)
        state = sheet.known(row, "Läge", STATES)
        sheet.once(row, *(sheet.optional(row, c) for c in ("Uppföljning", "Ansvar")))
        if not sheet.faults:
            found[follow_up.pk, unit] = (state, sheet.optional(row, "Meddelande"))
    return found


def _units(
    follow_up: FollowUp,
    *,
    done: bool,
    told: Mapping[tuple[int, int], tuple[UnitState, str]],
) -> list[UnitForecast]:
    """The units of a follow-up, not stored yet."""
    rows = ForecastRow.objects.filter(
        committee=follow_up.committee, follow_up=follow_up
    )
    other = (UnitState.APPROVED if done else UnitState.NOT_STARTED, "")
    found = []
    for unit in rows.order_by().values_list("cost_centre", flat=True).distinct():
        state, note = told.get((follow_up.pk, unit), other)
        found.append(
            UnitForecast(
                committee=follow_up.committee,
                follow_up=follow_up,
                cost_centre_id=unit,
                state=state,
                note=note,
            )
        )
    return found


def _keep(unit: UnitForecast, who: Answering) -> None:
    """Keep what a unit handed in as its version, if anybody answers for it."""
    for user in who.people(unit.cost_centre_id)[:1]:
        keep_version(unit, by=user)


def _settle(follow_up: FollowUp, who: Answering) -> None:
    """A follow-up that is over was settled on its last day."""
    settled_by = next(iter(sorted(heads(who))), None)
    if settled_by is None:
        return
    noon = datetime.combine(follow_up.deadline, time(12))
    follow_up.settled_by_id = settled_by
    follow_up.settled_at = timezone.make_aware(noon)
    follow_up.save(update_fields=["settled_by", "settled_at"])
