"""Write a forecast's Excel template.

A sheet for each cost centre, with what the grid shows beside each row. Forecast and
comment may be filled in; everything else is locked. Amounts are numbers in the
person's unit with the sign people type: a cost without minus. A sheet that is not
shown tells which follow-up the file is of, and what stood in the cells when it was
fetched, so that nobody's later figure is overwritten unseen.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from committees.numbers import MAX_ORE, Unit, in_unit
from finance.template.template_sheets import (
    ABOUT,
    GUIDE,
    HEAD_ROW,
    LAYOUT,
    MOST_TEXT,
    SHEET_NAME,
    UNIT_CELL,
    WAS_HEAD,
    Column,
    Template,
    TemplateRow,
    TemplateSheet,
    columns,
)

FONT = {"font_name": "Calibri", "font_size": 10, "font_color": "#1B2733"}
LOCKED_FILL, OPEN_FILL, HEAD_FILL, RULE = "#F3F5F6", "#FFFFFF", "#EAF0F2", "#8A949E"


@dataclass(frozen=True, slots=True)
class _Book:
    """A workbook being written, with the formats made so far."""

    template: Template
    book: xlsxwriter.Workbook
    formats: dict[str, Format]

    def style(self, **properties: Any) -> Format:
        """A cell format, made once."""
        key = repr(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format({**FONT, **properties})
        return self.formats[key]


def workbook(template: Template, *, made: datetime) -> bytes:
    """The file; the same template and time give the same bytes."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(out, options)
    created = made.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.set_properties({"created": created, "author": "", "title": template.title})
    to = _Book(template, book, {})
    _write_guide(to)
    names = {GUIDE.lower(), ABOUT}
    for sheet in template.sheets:
        page = book.add_worksheet(_sheet_name(sheet, taken=names))
        _write_sheet(to, page, sheet)
        if sheet is template.sheets[0]:
            page.activate()
    _write_about(to)
    book.close()
    return out.getvalue()


def _sheet_name(sheet: TemplateSheet, *, taken: set[str]) -> str:
    """A sheet name that Excel accepts and that no other sheet has."""
    text = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", f"{sheet.code} {sheet.name}")
    clean = " ".join(text.split()).strip("' ")[:SHEET_NAME].strip("' ") or "Ansvar"
    name, number = clean, 2
    while name.lower() in taken:
        ending = f" ({number})"
        name = clean[: SHEET_NAME - len(ending)].strip("' ") + ending
        number += 1
    taken.add(name.lower())
    return name


GUIDE_LINES = (
    "Fyll i kolumnerna Prognos helår och Kommentar. Övriga celler är låsta.",
    "Skriv kostnader och intäkter utan minus. Ett minus är en kreditering.",
    "Avvikelse mot budget räknas ut i arket. Plus är överskott, minus underskott.",
    "Du kan räkna i cellerna, till exempel =1200*8. Belopp avrundas till hela ören.",
    "En rad som du inte ändrar lämnas som den är. Ta inte bort kolumnen Rad.",
    "Spara filen och läs in den på sidan Mall. Du ser vad som ändras innan det sparas.",
    "Har någon ändrat en rad sedan mallen hämtades visas båda beloppen, och du väljer.",
)


def _write_guide(to: _Book) -> None:
    """What to do, on the first sheet."""
    page = to.book.add_worksheet(GUIDE)
    page.hide_gridlines(2)
    page.set_column(0, 0, 100)
    page.write_string(0, 0, f"Prognos, {to.template.title}", _title(to))
    page.write_string(1, 0, f"Belopp i {to.template.unit}.", to.style(italic=True))
    wrapped = to.style(text_wrap=True, valign="top")
    for line, text in enumerate(GUIDE_LINES, start=3):
        page.write_string(line, 0, text, wrapped)
    page.protect()


def _title(to: _Book) -> Format:
    """The look of a title."""
    return to.style(bold=True, font_size=13)


def _write_sheet(to: _Book, page: Worksheet, sheet: TemplateSheet) -> None:
    """A cost centre: title, heading, rows, the sum of the deviations."""
    heads = columns(to.template)
    page.write_string(
        0, 0, f"{sheet.code} {sheet.name}, {to.template.title}", _title(to)
    )
    help_text = (
        f"Belopp i {to.template.unit}. Kostnader och intäkter utan minus. "
        "Avvikelse: plus är överskott."
    )
    page.write_string(1, 0, help_text, to.style(italic=True))
    page.write_string(UNIT_CELL[0], 0, "Ansvar", to.style())
    page.write_string(*UNIT_CELL, sheet.code, to.style(bold=True))
    for place, column in enumerate(heads):
        align = "right" if column.is_amount else "left"
        look = {"bold": True, "text_wrap": True, "valign": "bottom", "align": align}
        style = to.style(**look, bg_color=HEAD_FILL, bottom=1, bottom_color=RULE)
        page.write_string(HEAD_ROW, place, column.heading, style)
        page.set_column(place, place, column.width)
    for line, row in enumerate(sheet.rows, start=HEAD_ROW + 1):
        _write_row(to, page, row, line=line)
    if sheet.rows:
        _write_sum(to, page, last=HEAD_ROW + len(sheet.rows))
    _set_page(page)


def _set_page(page: Worksheet) -> None:
    """Heading and row names stay in view; only open cells can be changed."""
    page.freeze_panes(HEAD_ROW + 1, 3)
    page.hide_gridlines(2)
    page.repeat_rows(HEAD_ROW)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.protect("", {"format_columns": True, "format_rows": True})


def _write_row(to: _Book, page: Worksheet, row: TemplateRow, *, line: int) -> None:
    """A row, cell by cell."""
    for place, column in enumerate(columns(to.template)):
        is_open = column.is_open and not row.locked
        look: dict[str, Any] = {
            "bg_color": OPEN_FILL if is_open else LOCKED_FILL,
            "bottom": 4,
            "bottom_color": RULE,
            "valign": "top",
        }
        if is_open:
            look |= {"locked": False, "border": 1, "border_color": RULE}
        if column.key == "deviation":
            style = to.style(**look, num_format=_number_format(to.template.unit))
            _write_deviation(to, page, row, at=(line, place), style=style)
        elif column.is_amount:
            style = to.style(**look, num_format=_number_format(to.template.unit))
            ore = row.typed(getattr(row, column.key))
            _write_amount(page, (line, place), ore, style=style, unit=to.template.unit)
        else:
            style = to.style(**look, text_wrap=column.width > 26)  # noqa: PLR2004  wide
            page.write_string(line, place, _text(row, column.key), style)
        if is_open:
            _validate(page, column, at=(line, place), unit=to.template.unit)


def _text(row: TemplateRow, key: str) -> str:
    """The text of a cell; the note tells of a lock, else of the proposal."""
    if key == "note":
        return row.locked or (f"Förslag: {row.how}" if row.how else "")
    return str(getattr(row, key))


def _number_format(unit: Unit) -> str:
    """Whole kr and tkr; mkr with one decimal."""
    return "#,##0.0" if unit is Unit.MKR else "#,##0"


def _write_amount(
    page: Worksheet,
    at: tuple[int, int],
    ore: int | None,
    *,
    style: Format,
    unit: Unit,
) -> None:
    """An amount, or an empty cell."""
    if ore is None:
        page.write_blank(*at, None, style)
    else:
        page.write_number(*at, in_unit(ore, unit), style)


def _write_deviation(
    to: _Book, page: Worksheet, row: TemplateRow, *, at: tuple[int, int], style: Format
) -> None:
    """The formula of a row's deviation: plus is surplus on every row."""
    keys = [column.key for column in columns(to.template)]
    forecast = xl_rowcol_to_cell(at[0], keys.index("forecast"))
    budget = f"N({xl_rowcol_to_cell(at[0], keys.index('budget'))})"
    parts = (forecast, budget) if row.is_revenue else (budget, forecast)
    formula = f'=IF(ISNUMBER({forecast}),{parts[0]}-{parts[1]},"")'
    known: Decimal | str = ""
    if row.forecast is not None:
        known = in_unit(row.forecast - (row.budget or 0), to.template.unit)
    page.write_formula(*at, formula, style, known)


def _write_sum(to: _Book, page: Worksheet, *, last: int) -> None:
    """The sum of the rows' deviations."""
    place = [column.key for column in columns(to.template)].index("deviation")
    first_cell = xl_rowcol_to_cell(HEAD_ROW + 1, place)
    look: dict[str, Any] = {"bold": True, "top": 1, "top_color": RULE}
    page.write_string(last + 1, 1, "Avvikelse i allt", to.style(**look))
    style = to.style(**look, num_format=_number_format(to.template.unit))
    formula = f"=SUM({first_cell}:{xl_rowcol_to_cell(last, place)})"
    page.write_formula(last + 1, place, formula, style)


def _validate(
    page: Worksheet, column: Column, *, at: tuple[int, int], unit: Unit
) -> None:
    """Let Excel refuse at once what would be refused when the file is read in."""
    if column.is_amount:
        bound = in_unit(MAX_ORE, unit)
        rule: dict[str, Any] = {
            "validate": "decimal",
            "criteria": "between",
            "minimum": -bound,
            "maximum": bound,
            "error_message": f"Skriv ett tal i {unit}, utan bokstäver.",
        }
    else:
        rule = {
            "validate": "length",
            "criteria": "<=",
            "value": MOST_TEXT,
            "error_message": f"Högst {MOST_TEXT} tecken får plats.",
        }
    page.data_validation(*at, *at, {**rule, "error_title": "Går inte att läsa in"})


def _write_about(to: _Book) -> None:
    """What the file is of and what stood in its cells, on a sheet that is not shown."""
    page = to.book.add_worksheet(ABOUT)
    page.very_hidden()
    template = to.template
    about = (
        ("Mall", LAYOUT),
        ("Nämnd", template.committee),
        ("Uppföljning", template.month),
        ("Uppföljningens nummer", str(template.follow_up)),
        ("Titel", template.title),
        ("Enhet", str(template.unit)),
    )
    _write_texts(page, [*about, (), WAS_HEAD, *_was(template)])
    page.protect()


def _was(template: Template) -> Iterable[Sequence[str]]:
    """What stands in each row's cells when the file is made, as typed."""
    for sheet in template.sheets:
        for row in sheet.rows:
            typed = row.typed(row.forecast)
            ore = "" if typed is None else str(typed)
            yield (sheet.code, row.key, ore, row.comment)


def _write_texts(page: Worksheet, lines: Iterable[Sequence[str]]) -> None:
    """Lines of text."""
    for line, texts in enumerate(lines):
        for place, text in enumerate(texts):
            page.write_string(line, place, text)
