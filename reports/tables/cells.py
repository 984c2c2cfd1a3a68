"""Cells of tables that hold more than money: volumes, unit costs, ratios, effects."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from committees.periods import Month, Scenario, Span
from finance.figures import Measure, Selection, Series, deviation, figure
from reports.known import Known, Time, month_time, span_time
from reports.quantities import splits
from reports.quantities.unit_costs import Amount, ratio, total, unit_cost
from reports.quantities.volume_price import Split
from reports.tables.model import RowKind, Value
from reports.tables.spec import (
    Asked,
    ColumnSpec,
    Quantity,
    QuantityKind,
    RowSpec,
    TableSpec,
    filled,
)

ZERO_TOTAL = "Nämndens summa är noll."
DIFFERENCES = frozenset({Measure.DEVIATION, Asked.QUANTITY_DIFFERENCE})


class Cell(NamedTuple):
    """A figure or text in stored sign; `why` says why it is not applicable."""

    value: Value = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where cells are made: from what is known, at a follow-up's month.

    `times` are the columns' own, by key, for rows that have none.
    """

    known: Known
    month: Month
    times: Mapping[str, Time | None] = field(default_factory=dict)

    @classmethod
    def of(cls, spec: TableSpec, known: Known, month: Month) -> Place:
        """The place of a table's cells."""
        times = {each.key: column_time(each, month) for each in spec.columns}
        return cls(known, month, times)


def cells(row: RowSpec, spec: TableSpec, place: Place) -> dict[str, Cell]:
    """A row's cells by column, those that are differences of others last."""
    found: dict[str, Cell] = {}
    columns = [column for column in spec.columns if column.key not in row.omitted]
    for column in columns:
        if column.measure not in DIFFERENCES:
            found[column.key] = _cell(row, column, place)
    for column in columns:
        if column.measure is Asked.QUANTITY_DIFFERENCE:
            found[column.key] = _less(column, found)
        elif column.measure is Measure.DEVIATION:
            sides = {column.minuend, column.subtrahend}
            both = [c for c in spec.columns if c.key in sides]
            unknown = {c.key for c in both if not _is_known(row, c, place)}
            found[column.key] = _deviation(column, found, unknown)
    return found


def _cell(row: RowSpec, column: ColumnSpec, place: Place) -> Cell:
    """One cell that rests on no other."""
    match column.measure:
        case Asked.TEXT:
            return Cell(_text(row, column, place.month))
        case Asked.QUANTITY:
            own = row.scenario is not None
            times = place.times
            time = time_of(row, column, place.month) if own else times[column.key]
            return Cell(*told(row.quantity, time, place.known))
        case Asked.SHARE:
            return _share(row, column, place)
        case Asked.ATTRIBUTE | Asked.OUTCOME | Asked.TARGET | Asked.WORDS:
            return Cell()
        case Asked():
            return _effect(row, column, place)
        case _:
            return Cell(_money(row, column, place))


def _text(row: RowSpec, column: ColumnSpec, month: Month) -> str | None:
    """A row's text; a heading has none, and other rows an empty one."""
    if row.kind is RowKind.GROUP and column.key not in row.texts:
        return None
    return filled(row.texts.get(column.key, ""), month)


def time_of(row: RowSpec, column: ColumnSpec, month: Month) -> Time | None:
    """When a cell is of: the row's scenario and year before the column's."""
    if row.scenario is None:
        return column_time(column, month)
    return _time(column, row.scenario, month.year + row.year_offset, month)


def column_time(column: ColumnSpec, month: Month) -> Time | None:
    """When a column's cells are of, in rows that have no scenario of their own."""
    if column.scenario is None:
        return None
    return _time(column, column.scenario, month.year + column.year_offset, month)


def _time(
    column: ColumnSpec, scenario: Scenario, year: int, month: Month
) -> Time | None:
    """A scenario of a year over the column's month or span."""
    if column.month:
        return month_time(scenario, year, column.month)
    return span_time(scenario, year, column.span, at=month) if column.span else None


def told(quantity: Quantity | None, time: Time | None, known: Known) -> Amount:
    """A row's quantity at a time."""
    if quantity is None or time is None:
        return Amount()
    match quantity.kind:
        case QuantityKind.SERIES:
            return total(known, quantity.ids, time.when)
        case QuantityKind.UNIT_COST:
            return unit_cost(known, quantity.ids[0], time)
        case QuantityKind.RATIO:
            return ratio(known, quantity.ids[0], time)


def _money(row: RowSpec, column: ColumnSpec, place: Place) -> int | None:
    """Money of the row's selection, in stored sign."""
    series = _series_of(row, column, place.month)
    measure = row.measure or column.measure
    if row.selection is None or series is None or not isinstance(measure, Measure):
        return None
    return figure(place.known.books, row.selection, measure=measure, series=series)


def _share(row: RowSpec, column: ColumnSpec, place: Place) -> Cell:
    """Percent of the committee's total of the row's measure, net by default."""
    series = _series_of(row, column, place.month)
    if row.selection is None or series is None:
        return Cell()
    books, measure = place.known.books, row.measure or Measure.NET
    part = figure(books, row.selection, measure=measure, series=series)
    whole = figure(books, Selection(), measure=measure, series=series)
    if part is None or whole is None or not books.knows(series):
        return Cell()
    return Cell(Fraction(part * 100, whole)) if whole else Cell(why=ZERO_TOTAL)


def _series_of(row: RowSpec, column: ColumnSpec, month: Month) -> Series | None:
    """The series that a cell of money is of; None where its column has no span."""
    own = row.scenario is not None
    scenario = row.scenario if own else column.scenario
    year = month.year + (row.year_offset if own else column.year_offset)
    if scenario is None or column.span is None:
        return None
    return Series(scenario, year, column.span)


def _is_known(row: RowSpec, column: ColumnSpec, place: Place) -> bool:
    """Whether a cell's money may be told; a difference is told by its parts."""
    series = _series_of(row, column, place.month)
    return series is None or place.known.books.knows(series)


def _effect(row: RowSpec, column: ColumnSpec, place: Place) -> Cell:
    """What volume, mix or price does to the result, or reconciliation pays back."""
    compared = splits.times(
        place.month,
        scenario=column.scenario or Scenario.FORECAST,
        span=column.span or Span.YEAR,
        year_offset=column.year_offset,
    )
    if compared is None or row.quantity is None:
        return Cell()
    found = _effects(row, row.quantity, compared, place.known)
    if found.split is None:
        return Cell(why=found.why)
    return Cell(_part_of(found.split, column.measure))


def _effects(
    row: RowSpec, quantity: Quantity, compared: splits.Times, known: Known
) -> splits.Parted:
    """The split of a row's quantity; ratios have none."""
    match quantity.kind:
        case QuantityKind.SERIES:
            ore = splits.Ore(*(_net(row, time, known) for time in compared))
            return splits.of_series(known, quantity.ids, ore, compared)
        case QuantityKind.UNIT_COST:
            return splits.of_unit_costs(known, quantity.ids, compared)
        case QuantityKind.RATIO:
            return splits.Parted()


def _net(row: RowSpec, time: Time, known: Known) -> int | None:
    """The net of a row's selection at a time."""
    if row.selection is None or time.series is None:
        return None
    if not known.books.knows(time.series):
        return None
    measure = row.measure or Measure.NET
    return figure(known.books, row.selection, measure=measure, series=time.series)


def _part_of(split: Split, measure: Measure | Asked) -> Value:
    """The part of a split that a column asks for."""
    return {
        Asked.VOLUME_EFFECT: split.volume,
        Asked.MIX_EFFECT: split.mix,
        Asked.PRICE_EFFECT: split.price,
        Asked.RECONCILED: split.reconciled,
    }.get(Asked(measure))


def _less(column: ColumnSpec, found: Mapping[str, Cell]) -> Cell:
    """One quantity less another; missing where either is."""
    first = found.get(column.minuend, Cell())
    second = found.get(column.subtrahend, Cell())
    if isinstance(first.value, str) or isinstance(second.value, str):
        return Cell()
    if first.value is None or second.value is None:
        return Cell(why=first.why or second.why)
    return Cell(first.value - second.value)


def _deviation(
    column: ColumnSpec, found: Mapping[str, Cell], unknown: Container[str]
) -> Cell:
    """Money less money; a side without rows is zero, one that is not known is not."""
    if column.minuend in unknown or column.subtrahend in unknown:
        return Cell()
    first = found.get(column.minuend, Cell()).value
    second = found.get(column.subtrahend, Cell()).value
    whole = [value if isinstance(value, int) else None for value in (first, second)]
    return Cell(deviation(*whole))
