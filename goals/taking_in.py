"""Take in a file of Kolada's values: look at what it changes, then store it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from committees.closing import why_closed
from committees.intake.batches import already_taken_in, open_batch
from committees.intake.sheets import Fault, IntakeError
from committees.intake.tickets import Tickets
from committees.models import (
    Event,
    FollowUp,
    ImportBatch,
    ImportKind,
    User,
)
from goals.entry.spans import What, When, field_name
from goals.entry.store import SUBJECT
from goals.indicators import KOLADA
from goals.kolada import KoladaFile, LeftOut, Value, read_kolada
from goals.measures import WHOLE_SHARE
from goals.models import Indicator, IndicatorValue

TICKETS = Tickets("goals.taking_in")
"""Stand for a file that was looked at."""
OVER_WHOLE = "större än 100 procent, fast indikatorn är en andel"
AT_ONCE = 500
OUTCOMES = (What.ALL, What.WOMEN, What.MEN)


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
        known=already_taken_in(
            follow_up.committee, file_name=file_name, content=content
        ),
        ticket=TICKETS.give(follow_up, file_name=file_name, content=content, by=by),
    )


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
    _store(chosen, batch)
    return _close(batch, chosen, file, unknown)


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


def _store(chosen: Sequence[Difference], batch: ImportBatch) -> None:
    """Write the values, and an event for each."""
    rows = [_row(each, batch) for each in chosen]
    new = [row for row in rows if row.pk is None]
    IndicatorValue.objects.bulk_create(new, batch_size=AT_ONCE)
    IndicatorValue.objects.bulk_update(
        [row for row, each in zip(rows, chosen, strict=True) if each.stored],
        CHANGED_FIELDS,
        batch_size=AT_ONCE,
    )
    Event.objects.bulk_create(_events(chosen, batch), batch_size=AT_ONCE)


CHANGED_FIELDS = (
    "value_milli",
    "text",
    "source",
    "preliminary",
    "batch",
    "changed_by",
    "changed_at",
)


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


def _events(chosen: Sequence[Difference], batch: ImportBatch) -> Iterator[Event]:
    """Who set a value to what."""
    for each in chosen:
        yield Event(
            committee=batch.committee,
            by=batch.by,
            subject=SUBJECT,
            subject_id=str(each.indicator.pk),
            field=_field(each),
            old="" if each.was is None else str(each.was),
            new=str(each.value.milli),
            origin="import",
        )


def _field(each: Difference) -> str:
    """The cell that a value is of; another municipality's says whose it is."""
    what = next(what for what in OUTCOMES if what.sex == each.value.sex)
    name = field_name(what, When(each.value.year))
    return f"{name}:{each.municipality}" if each.municipality else name


def _close(
    batch: ImportBatch,
    chosen: Sequence[Difference],
    file: KoladaFile,
    unknown: Sequence[Unknown],
) -> ImportBatch:
    """Write down what became of a batch."""
    states = [each.state for each in chosen]
    taken = Taken(states.count(State.NEW), states.count(State.CHANGED))
    batch.row_count = len(chosen)
    batch.protocol = {
        **taken._asdict(),
        "years": sorted({each.value.year for each in chosen}),
        "others": sum(bool(each.municipality) for each in chosen),
        "unknown": [each.kpi for each in unknown],
        "left_out": dict(Counter(str(each.why) for each in file.left_out)),
        "notes": list(file.notes),
    }
    batch.save(update_fields=["row_count", "protocol"])
    return batch
