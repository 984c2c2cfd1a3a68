"""A report table as a value: exact figures and what is needed to show them.

It knows no address, style, request or database, and survives JSON unchanged.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from committees.numbers import (
    MISSING,
    NOT_APPLICABLE,
    Scale,
    Unit,
    money_text,
)

Value: TypeAlias = int | Fraction | str | None
"""Exact: öre or ones as an integer or fraction, text, or None for nothing reported."""


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
    """A column of figures. `span` is a heading above several neighbours, if any.

    `scale` is the column's own, before any row's: money beside volumes.
    """

    key: str
    label: str
    tone: Tone = Tone.FIGURE
    span: str = ""
    scale: Scale | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row. `values` and `omitted` have the columns' length and order.

    An omitted cell is not applicable and shown `..`; a group row shows nothing.
    `scale` overrides the table's, where rows have units of their own, and `unit` says
    what they count where the scale's name does not (`kr per timme`). `why` says by
    column why a cell is not applicable, where that is not plain; `decimals` by column
    how many a cell has that is told more finely than its scale.
    """

    key: str
    label: str
    values: tuple[Value, ...]
    kind: RowKind = RowKind.ROW
    code: str = ""
    level: int = 0
    omitted: tuple[bool, ...] = ()
    scale: Scale | None = None
    unit: str = ""
    why: tuple[str, ...] = ()
    decimals: tuple[int, ...] = ()


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

    def scale_of(self, row: Row, column: Column | None = None) -> Scale:
        """The unit and decimals of a cell: its column's own, its row's, the table's."""
        own = column.scale if column else None
        scale = own or row.scale or self.scale
        if column is None or not row.decimals:
            return scale
        finer = row.decimals[self.columns.index(column)]
        return replace(scale, decimals=max(scale.decimals, finer))

    def unit_of(self, row: Row) -> str:
        """What a row's figures count: its own words, else its scale's unit."""
        return row.unit or str((row.scale or self.scale).unit)

    def unit_in(self, row: Row, column: Column) -> str:
        """What a cell counts: its column's unit where that is not the row's kind."""
        own = column.scale
        if own is None or own.unit is (row.scale or self.scale).unit:
            return self.unit_of(row)
        return str(own.unit)

    @property
    def units(self) -> tuple[str, ...]:
        """The units of the rows' figures, each once; not of columns that have one."""
        found = (self.unit_of(row) for row in self.rows if self._counts(row))
        return tuple(dict.fromkeys(found))

    @property
    def unit(self) -> str:
        """The unit to say once: the table's if a row has it, else the rows' only one.

        Empty where rows differ and none has the table's, or where all cells are text.
        """
        own = str(self.scale.unit)
        if all(column.tone is Tone.TEXT for column in self.columns):
            return ""
        units = self.units
        if own in units or not units:
            return own
        return units[0] if len(units) == 1 else ""

    def own_unit(self, row: Row, *, said: str) -> str:
        """A row's unit where it is not the one that is said for all; else empty."""
        unit = self.unit_of(row)
        return unit if unit != said and self._counts(row) else ""

    def _counts(self, row: Row) -> bool:
        """Whether a row has, or could have, a figure that its column gives no scale."""
        own = (row.unit or row.scale) and row.kind is not RowKind.GROUP
        return any(
            own or isinstance(value, int | Fraction)
            for value, column in zip(row.values, self.columns, strict=True)
            if column.scale is None and column.tone is not Tone.TEXT
        )

    def whys(self, row: Row) -> tuple[tuple[Column, str], ...]:
        """The columns in which a row says why its cell is not applicable."""
        return tuple(
            (column, why)
            for column, why in zip(self.columns, row.why, strict=False)
            if why
        )

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
        if row.kind is RowKind.GROUP and all(v in {None, ""} for v in row.values):
            return ("",) * len(self.columns)
        own = row.scale or self.scale
        # Of most rows nothing is omitted or told more finely: no cell is asked.
        if not any(row.omitted) and not row.decimals:
            return tuple(
                [
                    shown_value(value, column.scale or own)
                    for value, column in zip(row.values, self.columns, strict=True)
                ]
            )
        omitted = row.omitted or (False,) * len(self.columns)
        return tuple(
            NOT_APPLICABLE if out else shown_value(value, self.scale_of(row, column))
            for value, out, column in zip(
                row.values, omitted, self.columns, strict=True
            )
        )


def shown_value(value: Value, scale: Scale) -> str:
    """One cell as printed."""
    if isinstance(value, str):
        return value
    if value is None:
        return MISSING
    return money_text(value, scale)


__all__ = ["Column", "Row", "RowKind", "Scale", "Table", "Tone", "Unit", "Value"]
