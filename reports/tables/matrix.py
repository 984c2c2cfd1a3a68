"""The engine of report tables: rows that select, columns that measure. Pure.

Every cell is computed from leaves. A total selects what it sums, so that no sum is
taken of rounded numbers and no row can be forgotten without the total showing it.
"""

from __future__ import annotations

from committees.periods import Month
from finance.figures import Books, Measure, Series, deviation, figure
from reports.tables.model import Column, Row, Table, Tone
from reports.tables.spec import ColumnSpec, RowSpec, TableSpec, filled

TURNED = frozenset({Measure.NET, Measure.COST, Measure.INVESTMENT})
"""Measures whose sign is turned where costs are shown positive."""


def build(spec: TableSpec, books: Books, *, month: Month, source: str = "") -> Table:
    """The table of a definition, from the books of a follow-up's month."""
    return Table(
        key=spec.key,
        title=filled(spec.title, month),
        stub=filled(spec.stub, month),
        scale=spec.scale,
        columns=tuple(
            Column(column.key, filled(column.label, month), _tone(column))
            for column in spec.columns
        ),
        rows=tuple(_row(row, spec, books, month) for row in spec.rows),
        notes=tuple(filled(note, month) for note in spec.notes),
        source=source,
    )


def _tone(column: ColumnSpec) -> Tone:
    """Deviations and results read as surplus or deficit."""
    if column.measure in {Measure.DEVIATION, Measure.RESULT}:
        return Tone.DEVIATION
    return Tone.FIGURE


def _row(row: RowSpec, spec: TableSpec, books: Books, month: Month) -> Row:
    """A row with its figures as shown in the table's sign."""
    stored = _stored(row, spec, books, month)
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


def _stored(
    row: RowSpec, spec: TableSpec, books: Books, month: Month
) -> dict[str, int | None]:
    """The row's figures by column in stored sign, differences last."""
    found: dict[str, int | None] = {}
    if row.selection is None:
        return found
    for column in spec.columns:
        if column.scenario is None or column.span is None:
            continue
        if column.key in row.omitted:
            continue
        series = Series(column.scenario, month.year + column.year_offset, column.span)
        measure = row.measure or column.measure
        found[column.key] = figure(books, row.selection, measure=measure, series=series)
    unknown = {c.key for c in spec.columns if not _known(c, books, month)}
    for column in spec.columns:
        parts = {column.minuend, column.subtrahend}
        if column.measure is not Measure.DEVIATION or parts & unknown:
            continue
        if column.key not in row.omitted:
            found[column.key] = deviation(
                found.get(column.minuend), found.get(column.subtrahend)
            )
    return found


def _known(column: ColumnSpec, books: Books, month: Month) -> bool:
    """Whether a column's series may be told; a difference is told by its parts."""
    if column.scenario is None or column.span is None:
        return True
    year = month.year + column.year_offset
    return books.knows(Series(column.scenario, year, column.span))


def _signed(
    value: int | None, row: RowSpec, column: ColumnSpec, spec: TableSpec
) -> int | None:
    """A figure in the sign that the table shows it in."""
    if value is None or not spec.costs_positive:
        return value
    if column.measure is Measure.DEVIATION:
        return value
    return -value if (row.measure or column.measure) in TURNED else value
