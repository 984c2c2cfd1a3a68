"""Take in a file of volumes or staff: look at what it changes, then store it.

What differs from a closed month is told, and stored only with a controller's reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from committees.intake.batches import already_taken_in, open_batch
from committees.intake.sheets import Fault, IntakeError
from committees.intake.tickets import Tickets
from committees.models import Event, FollowUp, FollowUpState, ImportBatch, User
from volumes.differences import Difference, State, differences, read_file, stored_rows
from volumes.imports import (
    Place,
    close_batch,
    is_made_up,
    new_row,
    place_of,
    save_series,
)
from volumes.models import VolumeRow

TICKETS = Tickets("volumes.taking_in")
"""Stand for a file that was looked at, as it may be kept."""
MOST_REASON = 500


@dataclass(frozen=True, slots=True)
class Look:
    """What taking in a file would do; nothing is stored but the bytes that may be.

    With faults nothing can be taken in. `made` are series that the file makes. `notes`
    tell what is left out. `known` says that exactly this file is in already.
    """

    file_name: str
    rows: int
    faults: tuple[Fault, ...] = ()
    differences: tuple[Difference, ...] = ()
    made: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    known: bool = False
    ticket: str = ""

    def of(self, *states: State) -> tuple[Difference, ...]:
        """The quantities of some states, in the file's order."""
        return tuple(each for each in self.differences if each.state in states)

    @property
    def changes(self) -> tuple[Difference, ...]:
        """What is stored without a reason: new and changed, in open months."""
        return self.of(State.NEW, State.CHANGED)

    @property
    def closed_changes(self) -> tuple[Difference, ...]:
        """What is stored only with a reason: differing, in closed months."""
        return self.of(State.CLOSED)


class Taken(NamedTuple):
    """How many quantities were new, how many were changed, and how many corrected."""

    new: int
    changed: int
    corrected: int


def look(follow_up: FollowUp, *, file_name: str, content: bytes, by: User) -> Look:
    """Check a file of the follow-up's year, and tell what it would change."""
    file = read_file(file_name, content)
    found = differences(file, follow_up)
    if file.sheet.faults:
        faults = IntakeError(file.sheet.faults).faults
        return Look(file.name, len(file.sheet.rows), faults)
    committee = follow_up.committee
    return Look(
        file_name=file.name,
        rows=len(file.sheet.rows),
        differences=found,
        made=tuple({d.cell.series.name: 0 for d in found if not d.cell.series.pk}),
        notes=tuple(file.sheet.notes),
        known=already_taken_in(committee, file_name=file.name, content=file.content),
        ticket=TICKETS.give(
            follow_up,
            file_name=file.name,
            content=file.content,
            by=by,
            notes=file.sheet.notes,
        ),
    )


@transaction.atomic
def take_in(  # noqa: PLR0913  a file, who sent it, and what was said of it
    follow_up: FollowUp,
    *,
    file_name: str,
    content: bytes,
    by: User,
    reason: str = "",
    notes: Sequence[str] = (),
) -> Taken:
    """Store what a file changes; IntakeError with its faults, and nothing stored.

    Closed months that differ are stored only with a reason, which is kept with each
    quantity. `notes` are of the file that a ticket stands for.
    """
    _require_fit(follow_up, file_name, reason=reason)
    file = read_file(file_name, content)
    found = differences(file, follow_up)
    reason = reason.strip()
    wanted = {State.NEW, State.CHANGED, *([State.CLOSED] if reason else [])}
    chosen = [each for each in found if each.state in wanted]
    if not chosen and not file.sheet.faults:
        message = "filen ändrar ingenting i de öppna månaderna."
        file.sheet.fault(None, "", message)
    if file.sheet.faults:
        raise IntakeError(file.sheet.faults)
    batch = open_batch(
        follow_up.committee,
        kind=file.kind,
        file_name=file.name,
        content=file.content,
        by=by,
    )
    batch.generated = is_made_up(file.sheet)
    _store(chosen, batch, year=follow_up.year, reason=reason)
    told = list(dict.fromkeys([*notes, *file.sheet.notes]))
    return _close(batch, chosen, year=follow_up.year, notes=told)


def _require_fit(follow_up: FollowUp, file_name: str, *, reason: str) -> None:
    """Refuse a follow-up that is sent out or closed, and a reason too long to keep."""
    if follow_up.state in {FollowUpState.SENT, FollowUpState.CLOSED}:
        state = follow_up.get_state_display()
        raise IntakeError([Fault(file_name, 0, "", f"uppföljningen är {state}.")])
    if len(reason) > MOST_REASON:
        message = f"skälet är längre än {MOST_REASON} tecken."
        raise IntakeError([Fault(file_name, 0, "", message)])


def _store(
    chosen: Sequence[Difference], batch: ImportBatch, *, year: int, reason: str
) -> None:
    """Write the quantities, and an event for each."""
    stored = stored_rows(batch.committee, year=year)
    if any(each.cell.series.pk is None for each in chosen):
        batch.committee.renew_structure()
    save_series(each.cell for each in chosen)
    rows = [_row(each, stored, batch, year=year) for each in chosen]
    for row, each in zip(rows, chosen, strict=True):
        row.correction = reason if each.state is State.CLOSED else ""
    VolumeRow.objects.bulk_create([row for row in rows if row.pk is None])
    VolumeRow.objects.bulk_update([row for row in rows if row.pk], CHANGED_FIELDS)
    Event.objects.bulk_create(
        event
        for row, each in zip(rows, chosen, strict=True)
        for event in _events(row, each, batch)
    )


CHANGED_FIELDS = (
    "quantity_milli",
    "origin",
    "batch",
    "line",
    "correction",
    "changed_by",
    "changed_at",
)


def _row(
    each: Difference,
    stored: Mapping[Place, VolumeRow],
    batch: ImportBatch,
    *,
    year: int,
) -> VolumeRow:
    """A quantity as a row to be stored, in place of the one that is."""
    row = new_row(each.cell, batch, year=year)
    there = stored.get(place_of(each.cell))
    row.pk = there.pk if there else None
    row.changed_at = timezone.now()
    return row


def _events(row: VolumeRow, each: Difference, batch: ImportBatch) -> Iterator[Event]:
    """Who set a quantity to what, and the reason where its month was closed."""
    about = {
        "committee": batch.committee,
        "by": batch.by,
        "subject": "volumerow",
        "subject_id": str(row.pk),
        "origin": "import",
    }
    old = "" if each.was is None else str(each.was)
    field = f"month:{each.cell.month}"
    yield Event(**about, field=field, old=old, new=str(each.cell.milli))
    if row.correction:
        yield Event(**about, field="correction", new=row.correction)


def _close(
    batch: ImportBatch, chosen: Sequence[Difference], *, year: int, notes: list[str]
) -> Taken:
    """Write down what became of a batch."""
    states = [each.state for each in chosen]
    taken = Taken(*(states.count(s) for s in (State.NEW, State.CHANGED, State.CLOSED)))
    months = sorted({each.cell.month for each in chosen})
    close_batch(
        batch,
        rows=len(chosen),
        year=year,
        months=months,
        notes=notes,
        **taken._asdict(),
    )
    return taken
