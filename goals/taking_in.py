"""Take in a file of Kolada's values: look at what it changes, then store it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from committees.closing import why_closed
from committees.intake.batches import fingerprint, open_batch
from committees.intake.sheets import Fault, IntakeError
from committees.intake.tickets import Tickets
from committees.models import (
    Committee,
    Event,
    FollowUp,
    ImportBatch,
    ImportKind,
    User,
)
from goals.indicators import KOLADA
from goals.kolada import KoladaFile, LeftOut, Value, read_kolada
from goals.measures import WHOLE_SHARE
from goals.models import Indicator, IndicatorValue
from goals.taking_back import AT_ONCE, FIELDS, Change, events, held, remembered

TICKETS = Tickets("goals.taking_in")
"""Stand for a file that was looked at."""
OVER_WHOLE = "större än 100 procent, fast indikatorn är en andel"


class State(StrEnum):
    """What becomes of a value."""

    NEW = "nytt"
    CHANGED = "ändras"
    SAME = "lika"
    REFUSED = "utelämnas"


@dataclass(frozen=True, slots=True)
class Difference:
    """A value of the file for an indicator, beside what is stored.

    `municipality` is empty for our own.
    """

    indicator: Indicator
    value: Value
    municipality: str
    state: State
    stored: IndicatorValue | None = None

    @property
    def was(self) -> int | None:
        """What is stored, in thousandths."""
        return self.stored.value_milli if self.stored else None


class Unknown(NamedTuple):
    """A code that no indicator of the committee has, and how many values it has."""

    kpi: str
    values: int


@dataclass(frozen=True, slots=True)
class Look:
    """What taking in a file would do. With faults nothing can be taken in.

    `known` says that exactly this file is in already.
    """

    file_name: str
    faults: tuple[Fault, ...] = ()
    differences: tuple[Difference, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
    known: bool = False
    ticket: str = ""

    def of(self, *states: State) -> tuple[Difference, ...]:
        """The values of some states, in the file's order."""
        return tuple(each for each in self.differences if each.state in states)

    @property
    def changes(self) -> tuple[Difference, ...]:
        """What would be stored."""
        return self.of(State.NEW, State.CHANGED)


class Taken(NamedTuple):
    """How many values were new, and how many were changed."""

    new: int
    changed: int


def look(follow_up: FollowUp, *, file_name: str, content: bytes, by: User) -> Look:
    """Check a file, and tell what it would change."""
    file = read_kolada(file_name, content)
    if file.faults:
        return Look(file.name, IntakeError(file.faults).faults)
    found, unknown = _differences(file, follow_up)
    return Look(
        file_name=file.name,
        differences=found,
        unknown=unknown,
        left_out=tuple(file.left_out),
        notes=tuple(file.notes),
        known=_is_in(follow_up.committee, content),
        ticket=TICKETS.give(follow_up, file_name=file_name, content=content, by=by),
    )


def _is_in(committee: Committee, content: bytes) -> bool:
    """Whether exactly this file is in, and has not been taken back."""
    files = ImportBatch.objects.filter(committee=committee, kind=ImportKind.INDICATOR)
    return files.filter(live=True, file__sha256=fingerprint(content)).exists()


@transaction.atomic
def take_in(
    follow_up: FollowUp, *, file_name: str, content: bytes, by: User
) -> ImportBatch:
    """Store what a file changes; IntakeError with its faults, and nothing stored."""
    file = read_kolada(file_name, content)
    found, unknown = _differences(file, follow_up)
    chosen = [each for each in found if each.state in {State.NEW, State.CHANGED}]
    closed = why_closed(follow_up.state, is_settled=False)
    if closed:
        file.fault(0, "", closed)
    elif not chosen and not file.faults:
        file.fault(0, "", "filen ändrar ingenting.")
    if file.faults:
        raise IntakeError(file.faults)
    batch = open_batch(
        follow_up.committee,
        kind=ImportKind.INDICATOR,
        file_name=file_name,
        content=content,
        by=by,
    )
    changes = _store(chosen, batch)
    batch.protocol = _protocol(chosen, file, unknown)
    batch.protocol["before"] = remembered(changes)
    batch.row_count = len(changes)
    batch.save(update_fields=["row_count", "protocol"])
    return batch


def _differences(
    file: KoladaFile, follow_up: FollowUp
) -> tuple[tuple[Difference, ...], tuple[Unknown, ...]]:
    """The file's values beside what is stored, and the codes nobody follows."""
    committee = follow_up.committee
    by_kpi: dict[str, list[Indicator]] = defaultdict(list)
    for one in Indicator.objects.filter(committee=committee, link="").exclude(
        kolada=""
    ):
        by_kpi[one.kolada.strip().upper()].append(one)
    strange = Counter(value.kpi for value in file.values if value.kpi not in by_kpi)
    wanted = {value.kpi for value in file.values} & set(by_kpi)
    stored = _stored([one for kpi in wanted for one in by_kpi[kpi]])
    own = committee.municipality.code
    found = [
        _difference(one, value, stored, own=own)
        for value in file.values
        for one in by_kpi.get(value.kpi, ())
    ]
    return tuple(found), tuple(Unknown(*each) for each in sorted(strange.items()))


Place = tuple[int, int, str, str]
"""An indicator's year, whom it is of, and which municipality's."""


def _stored(indicators: Iterable[Indicator]) -> dict[Place, IndicatorValue]:
    """What is stored of whole years."""
    rows = IndicatorValue.objects.filter(indicator__in=indicators, month=0)
    rows = rows.select_related("changed_by")
    return {(r.indicator_id, r.year, r.sex, r.municipality): r for r in rows}


def _difference(
    one: Indicator, value: Value, stored: dict[Place, IndicatorValue], *, own: str
) -> Difference:
    """A value beside what is stored."""
    municipality = "" if value.municipality == own else value.municipality
    there = stored.get((one.pk, value.year, value.sex, municipality))
    if one.share and value.milli > WHOLE_SHARE:
        state = State.REFUSED
    elif there is None:
        state = State.NEW
    else:
        is_same = there.value_milli == value.milli and there.source == KOLADA
        state = State.SAME if is_same else State.CHANGED
    return Difference(one, value, municipality, state, there)


def _store(chosen: Sequence[Difference], batch: ImportBatch) -> list[Change]:
    """Write the values, and an event for each; returns what they were and are."""
    rows = [_row(each, batch) for each in chosen]
    new = [row for row in rows if row.pk is None]
    changed = [row for row in rows if row.pk is not None]
    IndicatorValue.objects.bulk_create(new, batch_size=AT_ONCE)
    IndicatorValue.objects.bulk_update(changed, FIELDS, batch_size=AT_ONCE)
    changes = [
        Change(row, held(each.stored), held(row))
        for row, each in zip(rows, chosen, strict=True)
    ]
    told = events(changes, batch, by=batch.by, origin="import")
    Event.objects.bulk_create(told, batch_size=AT_ONCE)
    return changes


def _row(each: Difference, batch: ImportBatch) -> IndicatorValue:
    """A value as it is stored, in place of the one that is."""
    return IndicatorValue(
        pk=each.stored.pk if each.stored else None,
        committee=batch.committee,
        indicator=each.indicator,
        year=each.value.year,
        sex=each.value.sex,
        municipality=each.municipality,
        value_milli=each.value.milli,
        text="",
        source=KOLADA,
        batch=batch,
        changed_by=batch.by,
        changed_at=timezone.now(),
    )


def _protocol(
    chosen: Sequence[Difference], file: KoladaFile, unknown: Sequence[Unknown]
) -> dict[str, object]:
    """What became of a file."""
    states = [each.state for each in chosen]
    taken = Taken(states.count(State.NEW), states.count(State.CHANGED))
    return {
        **taken._asdict(),
        "years": sorted({each.value.year for each in chosen}),
        "others": sum(bool(each.municipality) for each in chosen),
        "unknown": [each.kpi for each in unknown],
        "left_out": dict(Counter(str(each.why) for each in file.left_out)),
        "notes": list(file.notes),
    }
