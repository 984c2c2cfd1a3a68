"""Cells of indicators: what they showed, should reach, and the words for it. Pure.

An indicator has readings of its own, or is read from another figure. What is read is
told as a cost where it is one: a unit cost and a net are positive then.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from committees.numbers import Scale, exact
from committees.periods import Month, Scenario, Span
from finance.figures import Measure, figure
from goals.readings import DECEMBER, Reading, ReadingOf
from reports.known import Known, Time, span_time
from reports.tables.cells import Cell, Place, told
from reports.tables.model import Value
from reports.tables.spec import (
    Asked,
    ColumnSpec,
    QuantityKind,
    RowSpec,
    TableSpec,
    filled,
)
from volumes.figures import When

MILLI = 1000
COSTS = frozenset({QuantityKind.UNIT_COST})


def indicator_cells(row: RowSpec, spec: TableSpec, place: Place) -> dict[str, Cell]:
    """A row's cells by column; those that are no question of an indicator are text."""
    apart = {c.year_offset for c in spec.columns if c.measure is Asked.WORDS}
    found: dict[str, Cell] = {}
    for column in spec.columns:
        if column.key in row.omitted:
            continue
        match column.measure:
            case Asked.OUTCOME:
                words = column.year_offset not in apart
                found[column.key] = _outcome(row, column, place, words=words)
            case Asked.TARGET:
                found[column.key] = Cell(_target(row, column, place))
            case Asked.WORDS:
                reading = _reading(row, column, place)
                found[column.key] = Cell(reading.text if reading else "")
            case Asked.TEXT:
                text = filled(row.texts.get(column.key, ""), place.month)
                found[column.key] = Cell(text)
    return found


def decimals_of(value: Value, scale: Scale) -> int:
    """How many decimals a reading has beyond its scale's; 0 where it has no more."""
    if not isinstance(value, int | Fraction) or scale.unit.is_money:
        return 0
    exponent = exact(value).normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _outcome(row: RowSpec, column: ColumnSpec, place: Place, *, words: bool) -> Cell:
    """What an indicator showed; words only where no column of words stands beside."""
    if row.is_linked:
        return _linked(row, column, place)
    reading = _reading(row, column, place)
    if reading is None:
        return Cell()
    if reading.milli is None:
        return Cell(reading.text or None if words else None)
    return Cell(_exact(reading.milli, row))


def _exact(milli: int | Fraction, row: RowSpec) -> Fraction:
    """Thousandths of an indicator's unit as an exact value: öre where it is money."""
    ore = row.scale.unit.ore if row.scale else 1
    return Fraction(milli * ore, MILLI)


def _reading(row: RowSpec, column: ColumnSpec, place: Place) -> Reading | None:
    """The reading that a column asks for: of a year, or the latest by a month."""
    of = ReadingOf(row.indicator, place.month.year + column.year_offset, column.sex)
    readings = place.known.readings
    if column.month:
        return readings.by(of, month=column.month)
    if column.span is Span.PERIOD:
        return readings.by(of, month=place.month.month)
    return readings.of_year(of)


def preliminary(spec: TableSpec, place: Place) -> Iterator[str]:
    """Which of a table's cells may still change, as notes."""
    for row in spec.rows:
        for column in spec.columns if row.indicator and not row.is_linked else ():
            if column.measure is not Asked.OUTCOME or column.key in row.omitted:
                continue
            reading = _reading(row, column, place)
            if reading and reading.preliminary:
                label = filled(column.label, place.month)
                yield f"{row.label}, {label}: värdet är preliminärt."


def _target(row: RowSpec, column: ColumnSpec, place: Place) -> Value:
    """What an indicator should reach in a year; a band is told in words."""
    year = place.month.year + column.year_offset
    target = place.known.readings.target(row.indicator, year)
    if target is None or column.sex:
        return None
    if target.milli is None:
        return target.text or None
    if target.upper is None:
        return _exact(target.milli, row)
    ends = (exact(Fraction(end, MILLI)) for end in (target.milli, target.upper))
    return "\N{EN DASH}".join(f"{end:f}".replace(".", ",") for end in ends)


def _linked(row: RowSpec, column: ColumnSpec, place: Place) -> Cell:
    """What a linked indicator reads; it is not parted by sex."""
    year = place.month.year + column.year_offset
    time = linked_time(year, column.month, column.span, at=place.month)
    if time is None or column.sex:
        return Cell()
    return linked(row, time, place.known)


def linked_time(year: int, month: int, span: Span | None, *, at: Month) -> Time | None:
    """When a linked indicator is read; a year that is not over has no whole-year value.

    Money is known through the follow-up's month of a year, or for all of it.
    """
    if month and month != at.month:
        when = When(Scenario.OUTCOME, year, 1, month)
        return Time(when, None) if (year, month) <= (at.year, at.month) else None
    if month or span is Span.PERIOD:
        return span_time(Scenario.OUTCOME, year, Span.PERIOD, at=at)
    is_over = year < at.year or (year == at.year and at.month == DECEMBER)
    return span_time(Scenario.OUTCOME, year, Span.YEAR, at=at) if is_over else None


def linked(row: RowSpec, time: Time, known: Known) -> Cell:
    """The figure that a linked indicator reads; costs are positive."""
    if row.quantity is not None:
        amount = told(row.quantity, time, known)
        if amount.value is None or row.quantity.kind not in COSTS:
            return Cell(*amount)
        return Cell(-amount.value)
    if row.selection is None or time.series is None:
        return Cell()
    net = figure(known.books, row.selection, measure=Measure.NET, series=time.series)
    return Cell(None if net is None else -net)
