"""A table as CSV for Swedish spreadsheet programs: exact kronor, decimal comma.

UTF-8 with a byte order mark, semicolons, CRLF as in RFC 4180, ASCII minus, no
thousands separator. Text that a spreadsheet could take for a formula is guarded.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from committees.numbers import NOT_APPLICABLE, Scale, kronor
from reports.tables.model import Row, RowKind, Table, Value

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff20")


def table_csv(table: Table) -> bytes:
    """The table with its head; code (if any), label, then the figures.

    Missing is empty, not applicable is `..`; money is kronor with two decimals.
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
    for column in table.columns:
        yield full_label(column.label, span=column.span)


def full_label(label: str, *, span: str) -> str:
    """A column's heading with the heading above it, unless it says so already."""
    return label if label.startswith(span) else f"{span} {label}"


def _cells(table: Table, row: Row) -> Iterator[str]:
    """One row."""
    if table.has_codes:
        yield guarded(row.code)
    yield guarded(row.label)
    omitted = row.omitted or (False,) * len(table.columns)
    for value, out in zip(row.values, omitted, strict=True):
        if out and row.kind is not RowKind.GROUP:
            yield NOT_APPLICABLE
        else:
            yield _cell(value, table.scale_of(row))


def _cell(value: Value, scale: Scale) -> str:
    """One value, exact."""
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    return str(kronor(value) if scale.unit.is_money else value).replace(".", ",")
