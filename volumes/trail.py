"""A series over a year: forecasts as they were made, and who set what."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from django.db import connection
from django.utils import timezone

from committees.models import FollowUp
from volumes.models import MILLI, OverUnits, VolumeForecast, VolumeSeries

Units = Collection[int] | None
"""Cost centres whose rows are read; None: all."""
MOST = 30
"""So many of the latest changes are told."""


@dataclass(frozen=True, slots=True)
class Made:
    """The year as one follow-up expected it, carried over where a unit said nothing.

    `quantity` is None where the units' numbers make no whole; `comments` are by unit.
    """

    month: int
    quantity: Fraction | None
    comments: tuple[tuple[int, str], ...]


def forecasts(
    follow_up: FollowUp, series: VolumeSeries, *, readable: Units = None
) -> tuple[Made, ...]:
    """The year's forecasts through a follow-up, one for each that had any.

    The figure is of all units; comments are those of readable units.
    """
    rows = VolumeForecast.objects.filter(
        committee=follow_up.committee,
        series=series,
        follow_up__year=follow_up.year,
        follow_up__month__lte=follow_up.month,
    ).order_by("follow_up__month", "cost_centre__code")
    held: dict[int, int] = {}
    found: dict[int, Made] = {}
    for month, unit, milli, comment in rows.values_list(
        "follow_up__month", "cost_centre_id", "quantity_milli", "comment"
    ):
        held[unit] = milli
        said = found[month].comments if month in found else ()
        if comment.strip() and (readable is None or unit in readable):
            said = (*said, (unit, comment))
        found[month] = Made(month, _whole(held.values(), series), said)
    return tuple(found.values())


def _whole(held: Collection[int], series: VolumeSeries) -> Fraction | None:
    """What units expect together."""
    if series.over_units == OverUnits.NONE and len(held) > 1:
        return None
    return Fraction(sum(held), MILLI)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a unit's figure; `month` is 0 for the year's forecast.

    `old` and `new` are quantities, None where nothing was there.
    """

    at: datetime
    by: str
    unit: int
    month: int
    old: Fraction | None
    new: Fraction | None
    reason: str
    origin: str


_CHANGES = """
SELECT e.at, p.name, r.unit, r.month, e.field, e.old, e.new, r.reason, e.origin
  FROM (SELECT 'volumerow' AS subject, CAST(id AS VARCHAR(60)) AS pk,
               cost_centre_id AS unit, month AS month, correction AS reason
          FROM volumes_volumerow
         WHERE committee_id = %s AND series_id = %s AND year = %s
         UNION ALL
        SELECT 'volumeforecast', CAST(id AS VARCHAR(60)), cost_centre_id, 0, ''
          FROM volumes_volumeforecast
         WHERE committee_id = %s AND series_id = %s AND follow_up_id = %s) r
  JOIN committees_event e
    ON e.committee_id = %s AND e.subject = r.subject AND e.subject_id = r.pk
  LEFT JOIN committees_user p ON p.id = e.by_id
 ORDER BY e.at DESC, e.id DESC
"""
"""Plain SQL: the trail keeps keys as text, which no relation joins."""
TEXTS = frozenset({"comment", "correction", "method", "origin"})
"""Fields of the trail that are no quantities."""


def changes(
    follow_up: FollowUp, series: VolumeSeries, *, readable: Units = None
) -> tuple[Change, ...]:
    """The latest changes of a series' year and of its forecast, newest first."""
    here, year = follow_up.committee_id, follow_up.year
    with connection.cursor() as cursor:
        cursor.execute(
            _CHANGES,
            [here, series.pk, year, here, series.pk, follow_up.pk, here],
        )
        rows = cursor.fetchall()
    found = (
        _change(row)
        for row in rows
        if row[4] not in TEXTS and (readable is None or row[2] in readable)
    )
    return tuple(each for each, _ in zip(found, range(MOST), strict=False))


def _change(row: Sequence[Any]) -> Change:
    """A line of the trail as a value."""
    at, by, unit, month, _, old, new, reason, origin = row
    return Change(
        at=_moment(at),
        by=by or "programmet",
        unit=unit,
        month=month,
        old=_quantity(old),
        new=_quantity(new),
        reason=reason,
        origin=origin.partition(":")[0],
    )


def _moment(at: datetime | str) -> datetime:
    """A time as either database gives it."""
    found = datetime.fromisoformat(at) if isinstance(at, str) else at
    return found if timezone.is_aware(found) else found.replace(tzinfo=UTC)


def _quantity(text: str) -> Fraction | None:
    """Thousandths in the trail as a quantity."""
    return Fraction(int(text), MILLI) if text.lstrip("-").isdigit() else None
