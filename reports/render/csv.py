"""A table as CSV for Swedish spreadsheet programs: exact kronor, decimal comma.

UTF-8 with a byte order mark, semicolons, CRLF as in RFC 4180, ASCII minus, no
thousands separator. Text that a spreadsheet could take for a formula is guarded.
Numbers are exact; one whose decimals never end (a mean, a unit cost) is rounded to six.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from committees.numbers import NOT_APPLICABLE, Scale, exact, kronor
from reports.render.headings import full_label, in_kronor, reasons
from reports.tables.model import Column, Row, RowKind, Table, Value

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff20")


def table_csv(table: Table) -> bytes:
    """The table with its head; code (if any), label, unit (if rows differ), figures.

    Missing is empty, not applicable is `..`, with the reason last on the line where
    there is one; money is kronor with two decimals.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(guarded(text) for text in _head(table))
    for row in table.rows:
        writer.writerow(_cells(table, row))
    return out.getvalue().encode("utf-8-sig")


def guarded(text: str) -> str:
    """Text with an apostrophe before what a spreadsheet would run as a formula."""
    starts = text.startswith(_FORMULA_STARTS)
    return f"'{text}" if starts or text.lstrip().startswith(_FORMULA_STARTS) else text


def _head(table: Table) -> Iterator[str]:
    """The headings, each in full."""
    if table.has_codes:
        yield "Kod"
    yield table.stub
    if _has_units(table):
        yield "Enhet"
    for column in table.columns:
        yield _column_head(column)
    if _has_reasons(table):
        yield "Anmärkning"


def _has_units(table: Table) -> bool:
    """Whether rows differ in unit, so that each must tell its own."""
    return len(table.units) > 1


def _has_reasons(table: Table) -> bool:
    """Whether any row says why it has no figure."""
    return any(table.whys(row) for row in table.rows)


def _column_head(column: Column) -> str:
    """A column's heading; one with money of its own says that it is in kronor."""
    label = full_label(column)
    if column.scale is None or not column.scale.unit.is_money:
        return label
    told = in_kronor(label, column.scale.unit)
    return told if told != label or "kr" in label.split() else f"{label} (kr)"


def _cells(table: Table, row: Row) -> Iterator[str]:
    """One row."""
    if table.has_codes:
        yield guarded(row.code)
    yield guarded(row.label)
    if _has_units(table):
        said = table.own_unit(row, said="")
        yield guarded(in_kronor(said, table.scale_of(row).unit))
    omitted = row.omitted or (False,) * len(table.columns)
    for column, value, out in zip(table.columns, row.values, omitted, strict=True):
        if out and row.kind is not RowKind.GROUP:
            yield NOT_APPLICABLE
        else:
            yield _cell(value, table.scale_of(row, column))
    if _has_reasons(table):
        yield guarded("; ".join(reasons(table, row)))


def _cell(value: Value, scale: Scale) -> str:
    """One value, exact."""
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    number = kronor(value) if scale.unit.is_money else exact(value)
    return f"{number:f}".replace(".", ",")
