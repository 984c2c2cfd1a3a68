"""Where the figures of a report table are explained, seen from the table's page."""

from __future__ import annotations

from urllib.parse import quote

from reports.render.html import Link
from reports.tables.model import Column, Row, RowKind, Table, Tone


def links(table: Table, *, table_page: str = "") -> Link:
    """The address of a figure; texts and headings over rows open nothing.

    `table_page` is the table's own page, where it is another that shows the table.
    """
    rows = {
        row.key: f"{table_page}siffra/?rad={quote(row.key)}"
        for row in table.rows
        if row.kind is not RowKind.GROUP
    }
    columns = {
        column.key: f"&kolumn={quote(column.key)}"
        for column in table.columns
        if column.tone is not Tone.TEXT
    }

    def link(row: Row, column: Column) -> str | None:
        of_row, of_column = rows.get(row.key), columns.get(column.key)
        return of_row + of_column if of_row and of_column else None

    return link
