"""Tables as an Excel workbook: exact kronor, shown in thousands or millions by format.

A figure in a cell is always the exact amount; the number format scales it, so that a
reader who sums or links cells never works on rounded figures.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, cast

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from committees.numbers import NOT_APPLICABLE, Scale, Unit, kronor
from reports.render.csv import full_label
from reports.tables.model import Row, RowKind, Table, Tone, Value

FONT = "Calibri"
INK = "#1B2733"
RULE = "#8A949E"
HEAD_FILL = "#EAF0F2"
FIRST_ROW = 3
"""Title, unit and an empty row stand above the heading row."""
SHEET_NAME = 31
PORTRAIT = 5
"""More columns of figures than this are printed lying down."""
_SCALING = {Unit.TKR: ",", Unit.MKR: ",,"}
_EMPTY_NAME = "Blad"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A worksheet being written, its table, and the formats made so far."""

    table: Table
    sheet: Worksheet
    book: xlsxwriter.Workbook
    formats: dict[str, Format]

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
        _write(_Sheet(table, sheet, book, formats))
    if not tables:
        book.add_worksheet("Tom").write_string(0, 0, "Det finns inga tabeller.")
    book.close()
    return out.getvalue()


def number_format(scale: Scale) -> str:
    """Excel's format that shows exact kronor in the unit: tkr is `#,##0,`."""
    decimals = "." + "0" * scale.decimals if scale.decimals else ""
    return f"#,##0{decimals}{_SCALING.get(scale.unit, '')}"


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
    if not table.scale.unit.is_money:
        return f"Enhet: {table.scale.unit}"
    if table.scale.unit is Unit.KR:
        return "Belopp i kronor"
    return f"Visas i {table.scale.unit}; cellerna innehåller exakta kronor"


def _write_head(to: _Sheet) -> None:
    """The heading row, each heading in full."""
    plain = {"bold": True, "text_wrap": True, "valign": "bottom", "bg_color": HEAD_FILL}
    ruled = {**plain, "bottom": 1, "bottom_color": RULE}
    left, right = to.style(**ruled), to.style(**ruled, align="right")
    stubs = ["Kod"] * to.table.has_codes + [to.table.stub]
    for place, text in enumerate(stubs):
        to.sheet.write_string(FIRST_ROW, place, text, left)
    for place, column in enumerate(to.table.columns, start=len(stubs)):
        style = left if column.tone is Tone.TEXT else right
        text = full_label(column.label, span=column.span)
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
    place = 0
    if to.table.has_codes:
        to.sheet.write_string(line, 0, row.code, to.style(**look))
        place = 1
    indent = {"indent": row.level} if row.level else {}
    wrap = {"text_wrap": True, "valign": "top"}
    to.sheet.write_string(line, place, row.label, to.style(**look, **indent, **wrap))
    scale = to.table.scale_of(row)
    omitted = row.omitted or (False,) * len(row.values)
    for value, out in zip(row.values, omitted, strict=True):
        place += 1
        if out and row.kind is not RowKind.GROUP:
            right = to.style(**look, align="right", valign="top")
            to.sheet.write_string(line, place, NOT_APPLICABLE, right)
        else:
            _write_value(to, (line, place), value, scale=scale, look=look)


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
        number = kronor(value) if scale.unit.is_money else value
        to.sheet.write_number(*at, cast("float", number), style)


def _write_notes(to: _Sheet, line: int) -> None:
    """Notes and source beneath the table."""
    source = [f"Källa: {to.table.source}"] if to.table.source else []
    for index, text in enumerate([*to.table.notes, *source]):
        to.sheet.write_string(line + index, 0, text, to.style(italic=True))


def _set_widths(to: _Sheet) -> None:
    """Columns wide enough for their figures, the label column for most labels."""
    first = to.table.has_codes
    if first:
        codes = max(len(row.code) for row in to.table.rows)
        to.sheet.set_column(0, 0, min(max(codes, 4), 16) + 2)
    labels = max((len(row.label) for row in to.table.rows), default=10)
    to.sheet.set_column(first, first, min(max(labels, len(to.table.stub), 12), 48) + 2)
    for place, column in enumerate(to.table.columns, start=first + 1):
        text = column.tone is Tone.TEXT
        to.sheet.set_column(place, place, 40 if text else 14)
