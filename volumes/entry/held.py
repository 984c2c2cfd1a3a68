"""What a unit's volumes are, read for one request and changed in memory."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from committees.access import CONTROLLERS, Place
from committees.grid.cells import Value
from committees.numbers import round_half_away
from committees.trees import Node
from volumes.entry.calendar import Calendar, calendar
from volumes.entry.expecting import Expected, expected
from volumes.entry.series_of_unit import unit_series
from volumes.figures import MILLI, Months, over_time
from volumes.figures import OverTime as Rule
from volumes.models import VolumeBudget, VolumeForecast, VolumeRow, VolumeSeries

BORNE = "carried"
"""The origin of a forecast that nobody chose: it was made to bear a comment."""


@dataclass(slots=True)
class HeldMonth:
    """A month of a series in memory, in thousandths; `pk` is None until stored."""

    month: int
    pk: int | None = None
    milli: int | None = None
    by: str = ""
    at: datetime | None = None
    correction: str = ""
    origin: str = ""
    changed: bool = False


@dataclass(slots=True)
class HeldForecast:
    """A series' year in the follow-up, in memory.

    `before` is the year's latest earlier forecast, which holds where none is made.
    """

    pk: int | None = None
    milli: int | None = None
    method: str = ""
    origin: str = ""
    comment: str = ""
    before: int | None = None
    by: str = ""
    at: datetime | None = None
    changed: bool = False

    @property
    def is_chosen(self) -> bool:
        """Whether somebody set the figure in this follow-up."""
        return self.milli is not None and self.origin != BORNE

    @property
    def shown(self) -> int | None:
        """The figure that holds."""
        return self.before if self.milli is None else self.milli


@dataclass(slots=True)
class HeldSeries:
    """A series of the unit. `last` is last year by month."""

    series: VolumeSeries
    forecast: HeldForecast = field(default_factory=HeldForecast)
    months: dict[int, HeldMonth] = field(default_factory=dict)
    last: dict[int, int] = field(default_factory=dict)

    def month(self, number: int) -> HeldMonth:
        """A month, stored or not."""
        return self.months.setdefault(number, HeldMonth(number))

    def expected(self, year: int, month: int) -> Expected | None:
        """Between what a month is usual."""
        now = {n: held.milli for n, held in self.months.items()}
        decimals = self.series.decimals
        return expected(self.last, now, year=year, month=month, decimals=decimals)


@dataclass(frozen=True, slots=True)
class Put:
    """A change made in memory, whose object may not have a key yet."""

    subject: HeldMonth | HeldForecast
    field: str
    old: Value
    new: Value
    origin: str


@dataclass(slots=True)
class Unit:
    """A unit's volumes in a follow-up, of the series that a request names."""

    place: Place
    node: Node
    calendar: Calendar
    series: dict[str, HeldSeries]
    puts: list[Put] = field(default_factory=list)

    @property
    def is_controller(self) -> bool:
        """Whether the person runs the follow-up."""
        return self.place.may(CONTROLLERS)

    def budget(self, held: HeldSeries) -> int | None:
        """The budget of a series' year, in whole thousandths; None without one."""
        rows = VolumeBudget.objects.filter(
            committee=self.place.committee,
            year=self.calendar.year,
            series=held.series,
            cost_centre=self.node.id,
        ).values_list("month", "quantity_milli")
        known = dict(rows)
        months: Months = tuple(known.get(month) for month in range(1, 13))
        return thousandths(months, Rule(held.series.over_time))


def thousandths(months: Months, rule: Rule) -> int | None:
    """Months' thousandths as one quantity, to the nearest thousandth."""
    found = over_time(months, rule)
    return None if found is None else round_half_away(found * MILLI, divisor=1)


def read(place: Place, node: Node, *, rows: Collection[str], lock: bool) -> Unit:
    """What a unit holds of some series, by their codes.

    With `lock` it is kept from others until the transaction ends.
    """
    follow_up = place.follow_up
    found = VolumeSeries.objects.filter(committee=place.committee, code__in=rows)
    if not place.may(CONTROLLERS):
        own = unit_series(follow_up, units=[node.id]).get(node.id, frozenset())
        found = found.filter(pk__in=own)
    held = {one.pk: HeldSeries(one) for one in found}
    _add_months(held, place, node, lock=lock)
    _add_forecasts(held, place, node, lock=lock)
    return Unit(
        place=place,
        node=node,
        calendar=calendar(follow_up),
        series={each.series.code: each for each in held.values()},
    )


def _add_months(
    held: dict[int, HeldSeries], place: Place, node: Node, *, lock: bool
) -> None:
    """Read this year's months and the last's."""
    year = place.follow_up.year
    rows = VolumeRow.objects.filter(
        committee=place.committee,
        year__in=(year - 1, year),
        series__in=held,
        cost_centre=node.id,
    ).select_related("changed_by")
    if lock:
        rows = rows.select_for_update(of=("self",))
    for row in rows:
        one = held[row.series_id]
        if row.year < year:
            one.last[row.month] = row.quantity_milli
            continue
        one.months[row.month] = HeldMonth(
            row.month,
            row.pk,
            row.quantity_milli,
            by=row.changed_by.name if row.changed_by else "",
            at=row.changed_at,
            correction=row.correction,
            origin=row.origin,
        )


def _add_forecasts(
    held: dict[int, HeldSeries], place: Place, node: Node, *, lock: bool
) -> None:
    """Read this follow-up's forecasts, and the year's latest earlier ones."""
    follow_up = place.follow_up
    rows = (
        VolumeForecast.objects.filter(
            committee=place.committee,
            follow_up__year=follow_up.year,
            follow_up__month__lte=follow_up.month,
            series__in=held,
            cost_centre=node.id,
        )
        .select_related("changed_by")
        .order_by("follow_up__month")
    )
    if lock:
        rows = rows.select_for_update(of=("self",))
    for row in rows:
        forecast = held[row.series_id].forecast
        if row.follow_up_id != follow_up.pk:
            forecast.before = row.quantity_milli
            continue
        forecast.pk, forecast.milli = row.pk, row.quantity_milli
        forecast.method, forecast.origin = row.method, row.origin
        forecast.comment, forecast.at = row.comment, row.changed_at
        forecast.by = row.changed_by.name if row.changed_by else ""
