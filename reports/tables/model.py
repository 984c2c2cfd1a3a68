"""A report table as a value: exact figures and what is needed to show them.

It knows no address, style, request or database, and survives JSON unchanged.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from committees.numbers import (
    MISSING,
    NOT_APPLICABLE,
    Scale,
    Unit,
    money_text,
)

Value: TypeAlias = int | str | None
"""Exact: öre (or a count) as an integer, text, or None where nothing is reported."""


class RowKind(StrEnum):
    """What a row is in the table."""

    GROUP = "group"
    ROW = "row"
    SUBTOTAL = "subtotal"
    TOTAL = "total"


class Tone(StrEnum):
    """How a column reads: plain figures, deviations (plus is surplus), or text."""

    FIGURE = "figure"
    DEVIATION = "deviation"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures. `span` is a heading above several neighbours, if any."""

    key: str
    label: str
    tone: Tone = Tone.FIGURE
    span: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row. `values` and `omitted` have the columns' length and order.

    An omitted cell is not applicable and shown `..`; a group row shows nothing.
    `scale` overrides the table's, where rows have units of their own.
    """

    key: str
    label: str
    values: tuple[Value, ...]
    kind: RowKind = RowKind.ROW
    code: str = ""
    level: int = 0
    omitted: tuple[bool, ...] = ()
    scale: Scale | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A report table. `stub` heads the label column; `source` says what it rests on."""

    key: str
    title: str
    stub: str
    scale: Scale
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    source: str = ""

    @property
    def has_codes(self) -> bool:
        """Whether any row carries a code, so that a code column is worth its width."""
        return any(row.code for row in self.rows)

    def scale_of(self, row: Row) -> Scale:
        """The unit and decimals a row's figures are shown with."""
        return row.scale or self.scale

    def value(self, row_key: str, column_key: str) -> Value:
        """The exact value of a cell; KeyError when there is no such row or column."""
        return self.row(row_key).values[self.column_index(column_key)]

    def row(self, key: str) -> Row:
        """The row with a key; KeyError when there is none."""
        for row in self.rows:
            if row.key == key:
                return row
        raise KeyError(key)

    def column_index(self, key: str) -> int:
        """The place of a column; KeyError when there is none."""
        for index, column in enumerate(self.columns):
            if column.key == key:
                return index
        raise KeyError(key)

    def shown(self, row: Row) -> tuple[str, ...]:
        """The row's cells as printed, in the columns' order."""
        if row.kind is RowKind.GROUP and not any(v is not None for v in row.values):
            return ("",) * len(self.columns)
        scale = self.scale_of(row)
        omitted = row.omitted or (False,) * len(self.columns)
        return tuple(
            NOT_APPLICABLE if out else shown_value(value, scale)
            for value, out in zip(row.values, omitted, strict=True)
        )


def shown_value(value: Value, scale: Scale) -> str:
    """One cell as printed."""
    if isinstance(value, str):
        return value
    if value is None:
        return MISSING
    return money_text(value, scale)


__all__ = ["Column", "Row", "RowKind", "Scale", "Table", "Tone", "Unit", "Value"]
