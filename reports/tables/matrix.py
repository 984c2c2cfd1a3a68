"""The engine of report tables: rows that select, columns that measure. Pure.

Every cell is computed from leaves. A total selects what it sums, so that no sum is
taken of rounded numbers and no row can be forgotten without the total showing it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from committees.periods import Month
from finance.figures import Books, Measure, Series, deviation, figure
from reports.known import Known
from reports.tables.cells import Cell, Place, cells
from reports.tables.indicator_cells import decimals_of, indicator_cells, preliminary
from reports.tables.model import Column, Row, Table, Tone, Value
from reports.tables.spec import (
    EFFECTS,
    Asked,
    ColumnSpec,
    QuantityKind,
    RowSpec,
    TableSpec,
    filled,
)

TURNED = frozenset({Measure.NET, Measure.COST, Measure.INVESTMENT})
"""Measures whose sign is turned where costs are shown positive."""
DEVIATIONS = EFFECTS | {Measure.DEVIATION, Measure.RESULT}
"""Measures that read as surplus or deficit."""
TEXTS = frozenset({Asked.TEXT, Asked.WORDS})
NO_CELL = Cell()


def build(spec: TableSpec, known: Known, *, month: Month, source: str = "") -> Table:
    """The table of a definition, from what is known at a follow-up's month."""
    notes: tuple[str, ...] = ()
    if spec.is_money:
        money = Money.of(spec, known.books, month)
        rows = tuple(_row(row, spec, money, month) for row in spec.rows)
    else:
        place = Place.of(spec, known, month)
        rows = tuple(_mixed_row(row, spec, place) for row in spec.rows)
        notes = tuple(preliminary(spec, place))
    return Table(
        key=spec.key,
        title=filled(spec.title, month),
        stub=filled(spec.stub, month),
        scale=spec.scale,
        columns=tuple(
            Column(
                column.key,
                filled(column.label, month),
                _tone(column),
                scale=column.scale,
            )
            for column in spec.columns
        ),
        rows=rows,
        notes=(*(filled(note, month) for note in spec.notes), *notes),
        source=source,
    )


def _tone(column: ColumnSpec) -> Tone:
    """Deviations, results and effects read as surplus or deficit."""
    if column.measure in DEVIATIONS:
        return Tone.DEVIATION
    return Tone.TEXT if column.measure in TEXTS else Tone.FIGURE


def _mixed_row(row: RowSpec, spec: TableSpec, place: Place) -> Row:
    """A row of more than money; what is not applicable says why."""
    found = (indicator_cells if row.indicator else cells)(row, spec, place)
    told = [found.get(column.key, NO_CELL) for column in spec.columns]
    whys = tuple([cell.why for cell in told])
    return Row(
        key=row.key,
        label=filled(row.label, place.month),
        values=_values(told, row, spec),
        kind=row.kind,
        code=row.code,
        level=row.level,
        omitted=_omitted(row, spec, whys),
        scale=row.scale,
        unit=row.unit,
        why=whys if any(whys) else (),
        decimals=_decimals(row, spec, told),
    )


def _values(told: Sequence[Cell], row: RowSpec, spec: TableSpec) -> tuple[Value, ...]:
    """The cells' figures in the table's sign."""
    if not spec.costs_positive:
        return tuple([cell.value for cell in told])
    return tuple(
        _turned(cell.value, row, column, spec)
        for cell, column in zip(told, spec.columns, strict=True)
    )


def _omitted(row: RowSpec, spec: TableSpec, whys: Sequence[str]) -> tuple[bool, ...]:
    """By column whether a cell is not applicable."""
    if not row.omitted and not any(whys):
        return (False,) * len(whys)
    return tuple(
        column.key in row.omitted or bool(why)
        for why, column in zip(whys, spec.columns, strict=True)
    )


def _decimals(row: RowSpec, spec: TableSpec, told: Sequence[Cell]) -> tuple[int, ...]:
    """By column how finely an indicator's readings are told; empty if none is finer."""
    if not row.indicator or row.is_linked:
        return ()
    scale = row.scale or spec.scale
    found = tuple(decimals_of(cell.value, scale) for cell in told)
    return found if any(one > scale.decimals for one in found) else ()


def _turned(value: Value, row: RowSpec, column: ColumnSpec, spec: TableSpec) -> Value:
    """A figure in the table's sign: a unit cost is turned as the cost it is."""
    if value is None or isinstance(value, str) or not spec.costs_positive:
        return value
    if isinstance(value, Fraction) or isinstance(column.measure, Asked):
        is_cost = row.quantity and row.quantity.kind is QuantityKind.UNIT_COST
        return -value if is_cost and column.measure is Asked.QUANTITY else value
    return _signed(value, row, column, spec)


@dataclass(frozen=True, slots=True)
class Money:
    """What cells of money are made from: the books and the columns' series, by key.

    `unknown` are the columns that may not be told, such as a forecast not yet made.
    """

    books: Books
    series: Mapping[str, Series]
    unknown: frozenset[str]

    @classmethod
    def of(cls, spec: TableSpec, books: Books, month: Month) -> Money:
        """The money of a table; differences have no series but those of their parts."""
        series = {
            each.key: Series(each.scenario, month.year + each.year_offset, each.span)
            for each in spec.columns
            if each.scenario is not None and each.span is not None
        }
        unknown = (key for key, one in series.items() if not books.knows(one))
        return cls(books, series, frozenset(unknown))


def _row(row: RowSpec, spec: TableSpec, money: Money, month: Month) -> Row:
    """A row with its figures as shown in the table's sign."""
    stored = _stored(row, spec, money)
    return Row(
        key=row.key,
        label=filled(row.label, month),
        values=tuple(
            _signed(stored.get(column.key), row, column, spec)
            for column in spec.columns
        ),
        kind=row.kind,
        code=row.code,
        level=row.level,
        omitted=tuple(column.key in row.omitted for column in spec.columns),
    )


def _stored(row: RowSpec, spec: TableSpec, money: Money) -> dict[str, int | None]:
    """The row's figures by column in stored sign, differences last."""
    found: dict[str, int | None] = {}
    if row.selection is None:
        return found
    shown = [column for column in spec.columns if column.key not in row.omitted]
    for column in shown:
        series, measure = money.series.get(column.key), row.measure or column.measure
        if series is not None and not isinstance(measure, Asked):
            found[column.key] = figure(
                money.books, row.selection, measure=measure, series=series
            )
    for column in shown:
        if column.measure is Measure.DEVIATION and not (
            money.unknown & {column.minuend, column.subtrahend}
        ):
            found[column.key] = deviation(
                found.get(column.minuend), found.get(column.subtrahend)
            )
    return found


def _signed(
    value: int | None, row: RowSpec, column: ColumnSpec, spec: TableSpec
) -> int | None:
    """A figure in the sign that the table shows it in."""
    if value is None or not spec.costs_positive:
        return value
    if column.measure is Measure.DEVIATION:
        return value
    return -value if (row.measure or column.measure) in TURNED else value
