"""The terms of a cell of volumes: series, the money they divide, and indicators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from committees.models import FollowUp
from committees.navigation import address
from committees.numbers import Scale, Unit, money_text, with_unit
from committees.periods import Scenario, Span
from committees.templatetags.swedish import moment
from finance.browsing import period_name
from finance.figures import Measure, figure
from goals.models import IndicatorValue
from reports.known import Known, Time
from reports.known_facts import definitions
from reports.quantities import splits
from reports.quantities.unit_costs import basis, days_of_year, money, total, units_in
from reports.tables.spec import Quantity, QuantityKind, RowSpec
from reports.workings.cell import Cell, Line
from volumes.models import VolumeSeries

KRONOR = Scale(Unit.KR, decimals=2)
REPRODUCED = "återräknat från ett tryckt nyckeltal, inte från huvudboken"
OWN = "eget underlag, inte huvudboken"
"""Where the money of a unit cost comes from, when no rows make it."""


@dataclass(frozen=True, slots=True)
class _Series:
    """The names and units of series, and where they lie."""

    by_id: Mapping[int, VolumeSeries]
    follow_up: FollowUp

    @classmethod
    def of(cls, cell: Cell) -> _Series:
        """The series of the committee."""
        return cls(definitions(cell.follow_up).series, cell.follow_up)

    def line(self, one: int, value: Fraction | None, *, note: str = "") -> Line:
        """A series with its figure."""
        series = self.by_id[one]
        there = address("reports:series", self.follow_up, code=series.code)
        scale = Scale(Unit.COUNT, max(series.decimals, 1))
        text = money_text(value, scale)
        return Line(series.name, f"{text} {series.unit}", there, note)


def quantity_lines(cell: Cell, quantity: Quantity) -> tuple[Line, ...]:
    """The series of a quantity; of a unit cost its money, volume and days."""
    time, known = cell.time, cell.known
    if time is None:
        return ()
    if quantity.kind is QuantityKind.UNIT_COST:
        return _unit_cost(cell, quantity.ids[0], time)
    if quantity.kind is QuantityKind.RATIO:
        of = known.ratios.get(quantity.ids[0])
        sides = (("täljare", of.above), ("nämnare", of.below)) if of else ()
        named = _Series.of(cell)
        return tuple(
            named.line(one, total(known, [one], time.when).value, note=side)
            for side, ids in sides
            for one in ids
        )
    named = _Series.of(cell)
    return tuple(
        named.line(one, total(known, [one], time.when).value) for one in quantity.ids
    )


def _unit_cost(cell: Cell, which: int, time: Time) -> tuple[Line, ...]:
    """A unit cost: money, volume by series, and the year's days."""
    known = cell.known
    of = known.unit_costs.get(which)
    if of is None:
        return ()
    name = "Bruttokostnad" if of.measure is Measure.COST else "Nettokostnad"
    own, note = basis(known, which, time), "huvudboken, budgeten eller prognosen"
    if own is not None:
        note = REPRODUCED if own.reproduced else OWN
    named = _Series.of(cell)
    days = (Line("Dagar på året", str(days_of_year(time.when.year))),)
    return (
        Line(name, with_unit(money(known, which, time), KRONOR), note=note),
        *(
            named.line(one, units_in(known, [one], time.when).value)
            for one in of.series
        ),
        *(days if of.per_day else ()),
    )


def effect_lines(cell: Cell, row: RowSpec) -> tuple[Line, ...]:
    """What an effect is computed from: volumes and money in the budget and after."""
    column, known = cell.column_spec, cell.known
    compared = splits.times(
        cell.follow_up.period,
        scenario=column.scenario or Scenario.FORECAST,
        span=column.span or Span.YEAR,
        year_offset=column.year_offset,
    )
    if compared is None or row.quantity is None:
        return ()
    found: list[Line] = []
    named = _Series.of(cell)
    for name, time in (
        ("i budget", compared.budget),
        ("som jämförs", compared.expected),
    ):
        ore, series = _effect_money(row, row.quantity, time, known)
        found += [
            named.line(one, units_in(known, [one], time.when).value, note=name)
            for one in series
        ]
        found.append(Line(f"Belopp {name}", with_unit(ore, KRONOR)))
    there = address("reports:volume_price", cell.follow_up)
    return (*found, Line("Volym och pris", "hela uträkningen", there))


def _effect_money(
    row: RowSpec, quantity: Quantity, time: Time, known: Known
) -> tuple[int | None, tuple[int, ...]]:
    """The money and the series that an effect is parted from, at a time."""
    if quantity.kind is QuantityKind.UNIT_COST:
        of = known.unit_costs.get(quantity.ids[0])
        return money(known, quantity.ids[0], time), of.series if of else ()
    if row.selection is None or time.series is None:
        return None, quantity.ids
    if not known.books.knows(time.series):
        return None, quantity.ids
    measure = row.measure or Measure.NET
    ore = figure(known.books, row.selection, measure=measure, series=time.series)
    return ore, quantity.ids


def reading_lines(cell: Cell, row: RowSpec) -> tuple[Line, ...]:
    """What was measured of an indicator in the column's year, by whom or which file."""
    column = cell.column_spec
    values = IndicatorValue.objects.filter(
        committee=cell.follow_up.committee,
        indicator=row.indicator,
        year=cell.follow_up.year + column.year_offset,
        municipality="",
        sex=column.sex,
    ).select_related("indicator", "batch", "changed_by")
    return tuple(_reading(cell, each) for each in values.order_by("-month"))


def _reading(cell: Cell, value: IndicatorValue) -> Line:
    """A reading with where it came from."""
    month = f"{period_name(value.month)} " if value.month else ""
    who = str(value.changed_by) if value.changed_by else "fil"
    told = [value.source, value.batch.file_name if value.batch else who]
    told.append(moment(value.changed_at))
    there = address("reports:indicator", cell.follow_up, indicator=value.indicator.code)
    text = value.text
    if value.value_milli is not None:
        text = money_text(Fraction(value.value_milli, 1000), Scale(Unit.COUNT, 1))
    return Line(
        f"{value.indicator.name}, {month}{value.year}",
        text,
        there,
        ", ".join(filter(None, told)),
    )
