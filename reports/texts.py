"""Texts with live figures: a figure in a sentence is a reference, never characters.

`<data value="table/row/column@mkr1">…</data>` is looked up in the same table that the
report shows. What stands inside the element when it is stored is only a cache.

After the `@` stands how the figure is told: money in `kr`, `tkr` or `mkr`; `procent`;
`antal`, a number without its unit; or `cell`, as in the table and with the row's unit
(`21 268 timmar`). A digit is the number of decimals, `+` and `abs` the sign.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.html import escape

from committees.numbers import Scale, Unit, money_text
from reports.tables.model import Table, Value, shown_value

_DATA = re.compile(r'<data value="([^"]*)">.*?</data>', re.DOTALL)
_REFERENCE = re.compile(
    r"(?P<table>[\w-]+)/(?P<row>[^/@]+)/(?P<column>[\w-]+)"
    r"@(?P<unit>kr|tkr|mkr|procent|antal|cell)(?P<decimals>\d?)(?P<sign>\+|abs|)"
)
CELL = "cell"


class BrokenReferenceError(LookupError):
    """A reference in a text that no table of the follow-up answers."""


def figure_text(reference: str, tables: Mapping[str, Table]) -> str:
    """The figure that a reference names, as text with its unit.

    A trailing `+` shows the plus of a positive figure; `abs` shows its size, for
    sentences where a word (underskott, överskott) carries the sign. Money cannot be
    told as a count, nor a count as money.
    """
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        message = f"”{reference}” är ingen hänvisning till en tabellcell."
        raise BrokenReferenceError(message)
    try:
        cell = _cell(tables[match["table"]], match["row"], match["column"])
    except KeyError as error:
        message = f"”{reference}” pekar på en cell som inte finns."
        raise BrokenReferenceError(message) from error
    if match["unit"] == CELL:
        return _told(cell, cell.scale, unit=cell.unit, sign=match["sign"])
    scale = Scale(Unit(match["unit"]), int(match["decimals"] or 0))
    if cell.is_figure and scale.unit.is_money != cell.scale.unit.is_money:
        message = f"”{reference}” visar pengar som antal eller antal som pengar."
        raise BrokenReferenceError(message)
    return _told(cell, scale, unit=str(scale.unit), sign=match["sign"])


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell with its own scale, and what it counts in words."""

    value: Value
    scale: Scale
    unit: str

    @property
    def is_figure(self) -> bool:
        """Whether it is neither text nor missing."""
        return isinstance(self.value, int | Fraction)


def _cell(table: Table, row_key: str, column_key: str) -> _Cell:
    """A table's cell; KeyError when there is none."""
    row, place = table.row(row_key), table.column_index(column_key)
    column = table.columns[place]
    scale, unit = table.scale_of(row, column), table.unit_in(row, column)
    return _Cell(row.values[place], scale, unit)


def _told(cell: _Cell, scale: Scale, *, unit: str, sign: str) -> str:
    """A cell's figure in a scale, followed by a unit unless it is just a number."""
    value = cell.value
    if value is None or isinstance(value, str):
        return shown_value(value, scale)
    if sign == "abs" and value < 0:
        value = -value
    text = money_text(value, scale, plus=sign == "+")
    return text if unit == Unit.COUNT else f"{text}\N{NO-BREAK SPACE}{unit}"


def resolved(html: str, tables: Mapping[str, Table]) -> str:
    """A stored text with every figure looked up; raises BrokenReferenceError."""

    def replace(match: re.Match[str]) -> str:
        text = escape(figure_text(match[1], tables))
        return f'<data value="{match[1]}">{text}</data>'

    return _DATA.sub(replace, html)
