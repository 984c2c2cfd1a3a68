"""Look at a file of budget, forecast or prices, and store what it changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from committees.intake.batches import already_taken_in, open_batch
from committees.intake.sheets import Fault, IntakeError, Sheet, read_sheet
from committees.intake.tickets import Tickets
from committees.models import Event, FollowUp, ImportBatch, ImportKind, User
from volumes.differences import State
from volumes.entry.calendar import calendar
from volumes.imports import close_batch, is_made_up
from volumes.models import UnitPrice, VolumeBudget, VolumeForecast
from volumes.plans import KINDS, Plan, PlanDifference, plan_differences
from volumes.taking_in import MOST_REASON, Taken


@dataclass(frozen=True, slots=True)
class PlanLook:
    """What taking in a file would do; with faults nothing can be taken in."""

    plan: Plan
    file_name: str
    rows: int
    faults: tuple[Fault, ...] = ()
    differences: tuple[PlanDifference, ...] = ()
    notes: tuple[str, ...] = ()
    known: bool = False
    ticket: str = ""

    def of(self, *states: State) -> tuple[PlanDifference, ...]:
        """The values of some states, in the file's order."""
        return tuple(each for each in self.differences if each.state in states)

    @property
    def changes(self) -> tuple[PlanDifference, ...]:
        """What is stored without a reason."""
        return self.of(State.NEW, State.CHANGED)

    @property
    def closed_changes(self) -> tuple[PlanDifference, ...]:
        """What is stored only with a reason."""
        return self.of(State.CLOSED)


def tickets(plan: Plan) -> Tickets:
    """Tickets for files of a plan."""
    return Tickets(f"volumes.planning.{plan.value}")


def look_at_plan(
    follow_up: FollowUp, plan: Plan, *, file_name: str, content: bytes, by: User
) -> PlanLook:
    """Check a file, and tell what it would change."""
    sheet, found = _read(follow_up, plan, file_name, content)
    if sheet.faults:
        faults = IntakeError(sheet.faults).faults
        return PlanLook(plan, file_name, len(sheet.rows), faults)
    known = already_taken_in(follow_up.committee, file_name=file_name, content=content)
    return PlanLook(
        plan=plan,
        file_name=file_name,
        rows=len(sheet.rows),
        differences=found,
        notes=tuple(sheet.notes),
        known=known,
        ticket=tickets(plan).give(
            follow_up, file_name=file_name, content=content, by=by
        ),
    )


def _read(
    follow_up: FollowUp, plan: Plan, file_name: str, content: bytes
) -> tuple[Sheet, tuple[PlanDifference, ...]]:
    """A file and what it differs in."""
    kind = KINDS[plan]
    sheet = read_sheet(
        file_name, content, required=kind.required, optional=kind.optional
    )
    now = calendar(follow_up)
    if plan is Plan.FORECAST and now.settled and not now.still:
        sheet.fault(None, "", now.settled)
    return sheet, plan_differences(plan, sheet, follow_up, closed=now.closed_by)


@transaction.atomic
def take_in_plan(  # noqa: PLR0913  a file, who sent it, and what was said of it
    follow_up: FollowUp,
    plan: Plan,
    *,
    file_name: str,
    content: bytes,
    by: User,
    reason: str = "",
) -> Taken:
    """Store what a file changes; IntakeError with its faults, and nothing stored."""
    sheet, found = _read(follow_up, plan, file_name, content)
    still = calendar(follow_up).still
    if still:
        sheet.fault(None, "", still)
    reason = reason.strip()
    if len(reason) > MOST_REASON:
        sheet.fault(None, "", f"skälet är längre än {MOST_REASON} tecken.")
    wanted = {State.NEW, State.CHANGED, *([State.CLOSED] if reason else [])}
    chosen = [each for each in found if each.state in wanted]
    if not chosen and not sheet.faults:
        sheet.fault(None, "", "filen ändrar ingenting.")
    if sheet.faults:
        raise IntakeError(sheet.faults)
    batch = open_batch(
        follow_up.committee,
        kind=ImportKind.VOLUME,
        file_name=file_name,
        content=content,
        by=by,
    )
    batch.generated = is_made_up(sheet)
    _store(plan, chosen, follow_up, batch, reason=reason)
    states = [each.state for each in chosen]
    taken = Taken(*(states.count(s) for s in (State.NEW, State.CHANGED, State.CLOSED)))
    close_batch(
        batch,
        rows=len(chosen),
        plan=plan.value,
        year=follow_up.year,
        reason=reason,
        notes=sheet.notes,
        **taken._asdict(),
    )
    return taken


def _store(
    plan: Plan,
    chosen: Sequence[PlanDifference],
    follow_up: FollowUp,
    batch: ImportBatch,
    *,
    reason: str,
) -> None:
    """Write the values, and an event for each."""
    made = {Plan.BUDGET: _budget, Plan.FORECAST: _forecast, Plan.PRICES: _price}[plan]
    rows: list[Any] = [made(each, follow_up, batch) for each in chosen]
    model = type(rows[0])
    model._default_manager.bulk_create(row for row in rows if row.pk is None)
    model._default_manager.bulk_update(
        [row for row, each in zip(rows, chosen, strict=True) if each.was],
        CHANGED_FIELDS[plan],
    )
    Event.objects.bulk_create(
        event
        for row, each in zip(rows, chosen, strict=True)
        for event in _events(row, each, batch, reason=reason)
    )


CHANGED_FIELDS = {
    Plan.BUDGET: ("quantity_milli", "batch"),
    Plan.FORECAST: (
        "quantity_milli",
        "method",
        "origin",
        "comment",
        "changed_by",
        "changed_at",
    ),
    Plan.PRICES: ("price_ore", "reconciled", "decided_on", "diary_number"),
}


def _budget(
    each: PlanDifference, follow_up: FollowUp, batch: ImportBatch
) -> VolumeBudget:
    """A month's budget as it is stored."""
    planned = each.planned
    return VolumeBudget(
        pk=each.was.pk if each.was else None,
        committee=follow_up.committee,
        series=planned.series,
        cost_centre_id=planned.cost_centre,
        batch=batch,
        year=planned.year,
        month=planned.month,
        quantity_milli=planned.value,
    )


def _forecast(
    each: PlanDifference, follow_up: FollowUp, batch: ImportBatch
) -> VolumeForecast:
    """A year's forecast as it is stored."""
    planned = each.planned
    return VolumeForecast(
        pk=each.was.pk if each.was else None,
        committee=follow_up.committee,
        follow_up=follow_up,
        series=planned.series,
        cost_centre_id=planned.cost_centre,
        quantity_milli=planned.value,
        origin="file",
        comment=planned.beside.comment,
        changed_by=batch.by,
        changed_at=timezone.now(),
    )


def _price(each: PlanDifference, follow_up: FollowUp, batch: ImportBatch) -> UnitPrice:
    """A decided price as it is stored."""
    planned = each.planned
    return UnitPrice(
        pk=each.was.pk if each.was else None,
        committee=follow_up.committee,
        series=planned.series,
        year=planned.year,
        price_ore=planned.value,
        reconciled=planned.beside.reconciled,
        decided_on=planned.beside.decided_on,
        diary_number=planned.beside.diary_number,
    )


FIELDS = {
    VolumeBudget: "quantity_milli",
    VolumeForecast: "forecast",
    UnitPrice: "price_ore",
}
"""What the trail calls the values."""


def _events(
    row: Model, each: PlanDifference, batch: ImportBatch, *, reason: str
) -> Iterator[Event]:
    """Who set a value to what, and the reason where its month was closed."""
    about = {
        "committee": batch.committee,
        "by": batch.by,
        "subject": row._meta.model_name or "",
        "subject_id": str(row.pk),
        "origin": "import",
    }
    old = str(each.was.value) if each.was else ""
    yield Event(**about, field=FIELDS[type(row)], old=old, new=str(each.planned.value))
    if each.state is State.CLOSED:
        yield Event(**about, field="correction", new=reason)
