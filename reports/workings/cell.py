"""A cell of a report table as it is asked for, with what the table was built from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, QueryDict

from committees.models import FollowUp
from reports import catalogue
from reports.known import Known, Time
from reports.tables.cells import time_of
from reports.tables.indicator_cells import linked_time
from reports.tables.model import Column, Row, Table, Tone
from reports.tables.spec import Asked, ColumnSpec, RowSpec, TableSpec


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a formula: what it is, the figure as text, where it is explained."""

    label: str
    text: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its table, row and column, as built and as defined."""

    follow_up: FollowUp
    table: Table
    spec: TableSpec
    known: Known
    row: Row
    column: Column

    @property
    def column_spec(self) -> ColumnSpec:
        """How the column is defined."""
        return self.spec.columns[self.table.column_index(self.column.key)]

    @property
    def row_spec(self) -> RowSpec | None:
        """How the row is defined; a listing's rows are not."""
        return next((row for row in self.spec.rows if row.key == self.row.key), None)

    @property
    def asked(self) -> Mapping[str, str]:
        """What the address of the cell holds."""
        return {"rad": self.row.key, "kolumn": self.column.key}

    @property
    def time(self) -> Time | None:
        """When the cell is of."""
        return self.time_in(self.column_spec)

    def time_in(self, column: ColumnSpec) -> Time | None:
        """When the row is of in a column; a linked indicator says by itself."""
        row, month = self.row_spec, self.follow_up.period
        if row is None or column.measure is not Asked.OUTCOME:
            return time_of(row, column, month) if row else None
        year = month.year + column.year_offset
        return linked_time(year, column.month, column.span, at=month)

    def text(self, column: Column | None = None) -> str:
        """A cell of the row as the table shows it, with its unit."""
        which = column or self.column
        shown = self.table.shown(self.row)[self.table.column_index(which.key)]
        value = self.row.values[self.table.column_index(which.key)]
        if which.tone is Tone.DEVIATION and not isinstance(value, str):
            sign = "+" if value and value > 0 and shown.strip("0,") else ""
            shown = sign + shown
        has_digits = any(sign.isdigit() for sign in shown)
        unit = self.table.unit_in(self.row, which)
        return f"{shown} {unit}" if has_digits and not isinstance(value, str) else shown

    def beside(self, key: str) -> Line:
        """Another cell of the same row, as a line of a formula."""
        column = self.table.columns[self.table.column_index(key)]
        there = f"?rad={self.row.key}&kolumn={key}"
        return Line(column.label, self.text(column), there)


def asked_cell(follow_up: FollowUp, key: str, query: QueryDict) -> Cell:
    """The cell that an address asks for; Http404 naming what there is otherwise."""
    try:
        reading = catalogue.reading_of(follow_up, key)
    except catalogue.UnknownTableError as error:
        raise Http404(str(error)) from error
    table = reading.tables[0]
    row, column = query.get("rad", ""), query.get("kolumn", "")
    if column not in {each.key for each in table.columns}:
        told = ", ".join(each.key for each in table.columns)
        raise Http404(f"Tabellen har ingen kolumn {column}. De som finns: {told}.")
    if row not in {each.key for each in table.rows}:
        raise Http404(f"Tabellen har ingen rad {row}. Gå tillbaka till tabellen.")
    found = table.columns[table.column_index(column)]
    spec = reading.specs[0]
    return Cell(follow_up, table, spec, reading.known, table.row(row), found)
