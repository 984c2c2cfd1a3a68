"""Fill in a template as a person does in Excel: change cells, keep the rest."""

from __future__ import annotations

import io
from collections.abc import Mapping

import xlsxwriter
from python_calamine import CalamineWorkbook
from xlsxwriter.utility import xl_cell_to_rowcol

from finance.template.template_sheets import FORECAST_HEAD, HEAD_ROW

Cell = str | float | int | None
Changes = Mapping[tuple[str, str], Cell]


def opened(content: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(content))


def lines(content: bytes, name: str) -> list[list[object]]:
    """A sheet's cells from its first."""
    sheet = opened(content).get_sheet_by_name(name)
    return [list(line) for line in sheet.to_python(skip_empty_area=False)]


def filled(content: bytes, changes: Changes, *, but: tuple[str, ...] = ()) -> bytes:
    """A file with some cells changed, by sheet and cell; sheets in `but` left out.

    A text that begins with an equals sign and a hash after it is a formula with that
    error, such as `=#DIV/0!`.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    for name in opened(content).sheet_names:
        if name in but:
            continue
        page = book.add_worksheet(name)
        for row, line in enumerate(lines(content, name)):
            for column, value in enumerate(line):
                if value != "":
                    page.write(row, column, value)
        for (sheet, cell), new in changes.items():
            if sheet == name:
                _write(page, xl_cell_to_rowcol(cell), new)
    book.close()
    return out.getvalue()


def _write(page: object, at: tuple[int, int], new: Cell) -> None:
    """Write a cell as a person leaves it."""
    assert isinstance(page, xlsxwriter.worksheet.Worksheet)
    if isinstance(new, str) and new.startswith("=#"):
        page.write_formula(*at, "=1/0", None, new[1:])
    elif new in {None, ""}:
        page.write_string(*at, "")
    else:
        page.write(*at, new)


def forecast_cell(content: bytes, name: str, key: str) -> str:
    """The address of a row's forecast: `K7`."""
    found = lines(content, name)
    column = found[HEAD_ROW].index(FORECAST_HEAD)
    row = next(n for n, line in enumerate(found) if line[0] == key)
    return f"{chr(ord('A') + column)}{row + 1}"
