"""Take back a file of Kolada's values: what it wrote is as it was before.

A file remembers what stood in every place that it wrote. It is taken back whole or not
at all, and only while nobody has changed any of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from committees.closing import why_closed
from committees.models import Event, FollowUp, ImportBatch, User
from goals.entry.spans import Field, What, When, field_name
from goals.entry.store import SUBJECT
from goals.models import IndicatorValue
from goals.municipalities import municipality_name

OUTCOMES = (What.ALL, What.WOMEN, What.MEN)
AT_ONCE = 500
NAMED = 5
"""So many changed values are named when a file cannot be taken back."""
BACK = "Inläsningen är redan ångrad."
NOT_REMEMBERED = (
    "Inläsningen kan inte ångras. Det finns inget sparat om vad som stod före."
)
CHANGED_SINCE = (
    "Inläsningen kan inte ångras. {many} av värdena har ändrats eller tagits bort sedan"
    " filen lästes in{which}."
)


class TakingBackError(Exception):
    """Why a file cannot be taken back."""


class Held(NamedTuple):
    """What a place held before a file wrote it. `changed_at` is in ISO format."""

    value_milli: int | None
    text: str
    source: str
    preliminary: bool
    batch_id: int | None
    changed_by_id: int | None
    changed_at: str


FIELDS = tuple(name.removesuffix("_id") for name in Held._fields)


class Change(NamedTuple):
    """A place, what it held, and what it holds; None where there is nothing."""

    row: IndicatorValue
    old: Held | None
    new: Held | None


def held(row: IndicatorValue | None) -> Held | None:
    """What a stored value holds."""
    if row is None:
        return None
    return Held(
        row.value_milli,
        row.text,
        row.source,
        row.preliminary,
        row.batch_id,
        row.changed_by_id,
        row.changed_at.isoformat(),
    )


def remembered(changes: Iterable[Change]) -> list[tuple[int, Held | None]]:
    """What a file's protocol keeps, so that it can be taken back."""
    return [(change.row.pk, change.old) for change in changes]


def events(
    changes: Iterable[Change], batch: ImportBatch, *, by: User | None, origin: str
) -> Iterator[Event]:
    """Who set a value to what; words that make place for a number are told too."""
    for row, old, new in changes:
        what = next(what for what in OUTCOMES if what.sex == row.sex)
        told = [(what, _number(old), _number(new))]
        if (old and old.text) or (new and new.text):
            told.append((What.WORDS, old.text if old else "", new.text if new else ""))
        for each, was, now in told:
            yield Event(
                committee=batch.committee,
                by=by,
                subject=SUBJECT,
                subject_id=str(row.indicator_id),
                field=_field(each, row),
                old=was,
                new=now,
                origin=origin,
            )


def _number(of: Held | None) -> str:
    """A number as the trail keeps it; blank where there is none."""
    return "" if of is None or of.value_milli is None else str(of.value_milli)


def _field(what: What, row: IndicatorValue) -> str:
    """The cell that a value is of; another municipality's says whose it is."""
    name = field_name(what, When(row.year))
    return f"{name}:{row.municipality}" if row.municipality else name


def why_not(batch: ImportBatch, follow_up: FollowUp) -> str:
    """Why a file cannot be taken back in a follow-up; empty when it can."""
    closed = why_closed(follow_up.state, is_settled=False)
    if not batch.live:
        return BACK
    if closed:
        return closed
    before = _before(batch)
    if not before:
        return NOT_REMEMBERED
    still = IndicatorValue.objects.filter(batch=batch).values_list("pk", flat=True)
    return _changed_since(before.keys() - set(still))


def _before(batch: ImportBatch) -> dict[int, Held | None]:
    """What stood in the places that a file wrote, by the stored values' keys."""
    kept = batch.protocol.get("before", [])
    return {key: Held(*old) if old else None for key, old in kept}


def _changed_since(keys: set[int]) -> str:
    """That values have been changed since; empty when none has."""
    if not keys:
        return ""
    rows = IndicatorValue.objects.filter(pk__in=sorted(keys)[:NAMED])
    names = [_name(row) for row in rows.select_related("indicator").order_by("pk")]
    which = f", bland annat {'; '.join(names)}" if names else ""
    return CHANGED_SINCE.format(many=len(keys), which=which)


def _name(row: IndicatorValue) -> str:
    """`Nöjda med hemtjänsten, kvinnor, hela 2016, Huddinge`."""
    what = next(what for what in OUTCOMES if what.sex == row.sex)
    name = f"{row.indicator.name}, {Field(what, When(row.year)).label}"
    where = municipality_name(row.municipality) if row.municipality else ""
    return f"{name}, {where}" if where else name


@transaction.atomic
def take_back(batch: ImportBatch, *, follow_up: FollowUp, by: User) -> None:
    """Put back what a file changed and take away what it added; all or nothing."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    rows = list(IndicatorValue.objects.select_for_update().filter(batch=batch))
    why = why_not(batch, follow_up)
    if why:
        raise TakingBackError(why)
    before = _before(batch)
    changes = [Change(row, held(row), before[row.pk]) for row in rows]
    Event.objects.bulk_create(
        events(changes, batch, by=by, origin="undo"), batch_size=AT_ONCE
    )
    _put_back(rows, before)
    # What still belongs to the file was nowhere before it.
    IndicatorValue.objects.filter(batch=batch).delete()
    batch.live = False
    batch.protocol |= {"back_by": by.name, "back_at": timezone.now().isoformat()}
    batch.save(update_fields=["live", "protocol"])


def _put_back(
    rows: Sequence[IndicatorValue], before: Mapping[int, Held | None]
) -> None:
    """Let values that a file changed hold what they held."""
    changed = []
    for row in rows:
        old = before[row.pk]
        if old is not None:
            for name, value in old._asdict().items():
                setattr(row, name, value)
            row.changed_at = datetime.fromisoformat(old.changed_at)
            changed.append(row)
    IndicatorValue.objects.bulk_update(changed, FIELDS, batch_size=AT_ONCE)
