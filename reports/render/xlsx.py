"""Tables as an Excel workbook: exact kronor, shown in thousands or millions by format.

A figure in a cell is always the exact amount, or as many digits of it as a cell can
hold; the number format scales it, so that a reader who sums or links cells never works
on rounded figures.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from committees.numbers import NOT_APPLICABLE, Scale, Unit
from reports.render.headings import column_unit, full_label, remarks
from reports.tables.model import Column, Row, RowKind, Table, Tone, Value

FONT = "Calibri"
INK = "#1B2733"
RULE = "#8A949E"
HEAD_FILL = "#EAF0F2"
FIRST_ROW = 3
"""Title, unit and an empty row stand above the heading row."""
SHEET_NAME = 31
FIGURES = 14
"""The width of a column of figures, in signs."""
PORTRAIT = 5
"""More columns of figures than this are printed lying down."""
_SCALING = {Unit.TKR: ",", Unit.MKR: ",,"}
_EMPTY_NAME = "Blad"
UNIT = "Enhet"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A worksheet being written, its table, and the formats made so far.

    `stubs` head the columns before the figures: code and unit only where rows have any.
    """

    table: Table
    sheet: Worksheet
    book: xlsxwriter.Workbook
    formats: dict[str, Format]
    stubs: tuple[str, ...]

    def style(self, **properties: Any) -> Format:
        """A cell format, made once per workbook."""
        key = repr(sorted(properties.items()))
        if key not in self.formats:
            base = {"font_name": FONT, "font_size": 10, "font_color": INK}
            self.formats[key] = self.book.add_format({**base, **properties})
        return self.formats[key]


def workbook(tables: Sequence[Table], *, created: date) -> bytes:
    """One sheet per table; the same tables and date give the same bytes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    moment = datetime.combine(created, time(), tzinfo=UTC).replace(tzinfo=None)
    book.set_properties({"created": moment, "author": "", "title": _title(tables)})
    formats: dict[str, Format] = {}
    names: set[str] = set()
    for table in tables:
        sheet = book.add_worksheet(_sheet_name(table, taken=names))
        _write(_Sheet(table, sheet, book, formats, _stubs(table)))
    if not tables:
        book.add_worksheet("Tom").write_string(0, 0, "Det finns inga tabeller.")
    book.close()
    return out.getvalue()


def number_format(scale: Scale) -> str:
    """Excel's format that shows exact kronor in the unit: tkr is `#,##0,`."""
    decimals = "." + "0" * scale.decimals if scale.decimals else ""
    return f"#,##0{decimals}{_SCALING.get(scale.unit, '')}"


def _stubs(table: Table) -> tuple[str, ...]:
    """Headings of the columns before the figures."""
    codes = ("Kod",) if table.has_codes else ()
    return (*codes, table.stub, *((UNIT,) if len(table.units) > 1 else ()))


def _title(tables: Sequence[Table]) -> str:
    """The workbook's title: that of its only table."""
    return tables[0].title if len(tables) == 1 else ""


def _sheet_name(table: Table, *, taken: set[str]) -> str:
    """A sheet name that Excel accepts and that no other sheet has."""
    text = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", table.title)
    clean = " ".join(text.split()).strip("' ") or _EMPTY_NAME
    if clean.lower() == "history":
        clean = _EMPTY_NAME
    name, number = clean[:SHEET_NAME].strip("' "), 2
    while name.lower() in taken:
        ending = f" ({number})"
        name, number = (
            clean[: SHEET_NAME - len(ending)].strip("' ") + ending,
            number + 1,
        )
    taken.add(name.lower())
    return name


def _write(to: _Sheet) -> None:
    """Title and unit, heading, rows, notes; the heading stays in view."""
    table, first = to.table, 1 + to.table.has_codes
    to.sheet.write_string(0, 0, table.title, to.style(bold=True, font_size=13))
    to.sheet.write_string(1, 0, _unit_line(table), to.style(italic=True))
    _write_head(to)
    for index, row in enumerate(table.rows):
        _write_row(to, FIRST_ROW + 1 + index, row)
    _write_notes(to, FIRST_ROW + 2 + len(table.rows))
    to.sheet.freeze_panes(FIRST_ROW + 1, first)
    to.sheet.hide_gridlines(2)
    to.sheet.repeat_rows(FIRST_ROW)
    to.sheet.set_paper(9)
    to.sheet.fit_to_pages(1, 0)
    if len(table.columns) > PORTRAIT:
        to.sheet.set_landscape()
    _set_widths(to)


def _unit_line(table: Table) -> str:
    """What the cells hold and how they are shown."""
    if len(table.units) > 1:
        money = any(table.scale_of(row).unit.is_money for row in table.rows)
        held = "; cellerna innehåller exakta kronor och antal" if money else ""
        return f"Enheten står på varje rad{held}"
    if not table.scale.unit.is_money:
        return f"Enhet: {table.unit or table.scale.unit}"
    if table.scale.unit is Unit.KR:
        return "Belopp i kronor"
    return f"Visas i {table.scale.unit}; cellerna innehåller exakta kronor"


def _write_head(to: _Sheet) -> None:
    """The heading row, each heading in full."""
    plain = {"bold": True, "text_wrap": True, "valign": "bottom", "bg_color": HEAD_FILL}
    ruled = {**plain, "bottom": 1, "bottom_color": RULE}
    left, right = to.style(**ruled), to.style(**ruled, align="right")
    for place, text in enumerate(to.stubs):
        to.sheet.write_string(FIRST_ROW, place, text, left)
    for place, column in enumerate(to.table.columns, start=len(to.stubs)):
        style = left if column.tone is Tone.TEXT else right
        unit = column_unit(column, to.table)
        text = f"{full_label(column)} ({unit})" if unit else full_label(column)
        to.sheet.write_string(FIRST_ROW, place, text, style)


def _row_look(row: Row) -> dict[str, Any]:
    """Totals by weight and a rule, groups by weight."""
    if row.kind is RowKind.ROW:
        return {}
    rules = {RowKind.SUBTOTAL: 1, RowKind.TOTAL: 2}
    if row.kind not in rules:
        return {"bold": True}
    return {"bold": True, "top": rules[row.kind], "top_color": RULE}


def _write_row(to: _Sheet, line: int, row: Row) -> None:
    """One row of exact figures."""
    look = _row_look(row)
    _write_stubs(to, line, row, look=look)
    omitted = row.omitted or (False,) * len(row.values)
    cells = zip(to.table.columns, row.values, omitted, strict=True)
    for place, (column, value, out) in enumerate(cells, start=len(to.stubs)):
        if out and row.kind is not RowKind.GROUP:
            right = to.style(**look, align="right", valign="top")
            to.sheet.write_string(line, place, NOT_APPLICABLE, right)
        else:
            scale = to.table.scale_of(row, column)
            _write_value(to, (line, place), value, scale=scale, look=look)


def _write_stubs(to: _Sheet, line: int, row: Row, *, look: dict[str, Any]) -> None:
    """Code, label and unit."""
    place = 0
    if to.table.has_codes:
        to.sheet.write_string(line, 0, row.code, to.style(**look))
        place = 1
    indent = {"indent": row.level} if row.level else {}
    wrap = {"text_wrap": True, "valign": "top"}
    to.sheet.write_string(line, place, row.label, to.style(**look, **indent, **wrap))
    if UNIT in to.stubs[place + 1 :]:
        unit = to.table.own_unit(row, said="")
        to.sheet.write_string(line, place + 1, unit, to.style(**look, **wrap))


def _write_value(
    to: _Sheet, at: tuple[int, int], value: Value, *, scale: Scale, look: dict[str, Any]
) -> None:
    """One cell: the exact amount in kronor, a number, text, or empty."""
    if isinstance(value, str):
        style = to.style(**look, text_wrap=True, valign="top")
        to.sheet.write_string(*at, value, style)
        return
    style = to.style(**look, num_format=number_format(scale), valign="top")
    if value is None:
        to.sheet.write_blank(*at, None, style)
    else:
        number = _held(value, per=100 if scale.unit.is_money else 1)
        to.sheet.write_number(*at, cast("float", number), style)


def _held(value: int | Fraction, *, per: int) -> Decimal:
    """A number with more digits than a cell keeps; öre become kronor."""
    return Decimal(value.numerator) / (value.denominator * per)


def _write_notes(to: _Sheet, line: int) -> None:
    """Reasons, notes and source beneath the table."""
    source = [f"Källa: {to.table.source}"] if to.table.source else []
    beneath = [*remarks(to.table), *to.table.notes, *source]
    for index, text in enumerate(beneath):
        to.sheet.write_string(line + index, 0, text, to.style(italic=True))


def _set_widths(to: _Sheet) -> None:
    """Columns wide enough for their figures, the label column for most labels."""
    table, first = to.table, to.table.has_codes
    if first:
        codes = max(len(row.code) for row in table.rows)
        to.sheet.set_column(0, 0, min(max(codes, 4), 16) + 2)
    labels = max((len(row.label) for row in table.rows), default=10)
    to.sheet.set_column(first, first, min(max(labels, len(table.stub), 12), 48) + 2)
    if len(to.stubs) > first + 1:
        units = max(len(table.unit_of(row)) for row in table.rows)
        to.sheet.set_column(first + 1, first + 1, min(max(units, 8), 24) + 2)
    for place, column in enumerate(table.columns, start=len(to.stubs)):
        wide = _text_width(table, column) if column.tone is Tone.TEXT else FIGURES
        to.sheet.set_column(place, place, wide)


def _text_width(table: Table, column: Column) -> int:
    """Wide enough for a column's text, which wraps when it is long."""
    place = table.columns.index(column)
    texts = [row.values[place] for row in table.rows]
    longest = max((len(text) for text in texts if isinstance(text, str)), default=0)
    return min(max(longest + 2, FIGURES), 40)
