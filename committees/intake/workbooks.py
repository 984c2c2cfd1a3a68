"""Read an Excel workbook as lines of text cells, as exact as what people see in it.

A workbook shows up to fifteen digits; what a number has beyond them is the noise of
its binary form and is left out. Cells with an error, or with a formula that was never
computed, have no value: they are told, never taken for empty.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)
from xlsxwriter.utility import xl_cell_to_rowcol

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
SHOWN_DIGITS = Context(prec=15)
NO_EXCEL = "filen går inte att läsa som Excel. Spara den som .xlsx och försök igen."
LOCKED_OR_OLD = (
    "filen är låst med lösenord eller av äldre slag (.xls). Spara den som .xlsx"
    " utan lösenord."
)

Raw = str | float | int | bool | date | datetime | time | timedelta


class WorkbookError(Exception):
    """Why a whole workbook is refused, in Swedish."""


@dataclass(frozen=True, slots=True)
class Page:
    """The sheet that holds the data: its cells as text, from the first row.

    `spoilt` tells why a cell has no value, by row and column counted from 0. `others`
    are sheets that hold data too and are not read.
    """

    name: str
    lines: Sequence[list[str]]
    spoilt: Mapping[tuple[int, int], str]
    others: tuple[str, ...]


def is_workbook(content: bytes) -> bool:
    """Whether bytes are of Excel, also of its older and of its locked files."""
    return content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))


def read_page(content: bytes) -> Page:
    """The first visible sheet that holds anything; WorkbookError if unreadable."""
    _refuse_unfit(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        filled = [name for name in _visible(book) if _holds(book, name)]
        if not filled:
            return Page("", (), {}, ())
        name = filled[0]
        cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        lines = [[as_text(cell) for cell in line] for line in cells]
        spoilt = _spoilt(content).get(name, {})
    except (CalamineError, zipfile.BadZipFile) as error:
        raise WorkbookError(NO_EXCEL) from error
    return Page(name, lines, spoilt, tuple(filled[1:]))


def _refuse_unfit(content: bytes) -> None:
    """Refuse a file that is locked, old, or large, also when only large unpacked."""
    if content.startswith(b"\xd0\xcf"):
        raise WorkbookError(LOCKED_OR_OLD)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile as error:
        raise WorkbookError(NO_EXCEL) from error
    if len(content) > MOST_BYTES or unpacked > MOST_UNPACKED:
        megabytes = MOST_BYTES // (1024 * 1024)
        raise WorkbookError(f"filen är för stor. Den får vara högst {megabytes} MB.")


def _visible(book: CalamineWorkbook) -> list[str]:
    """The sheets with cells that a person sees, in order."""
    return [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet
        and sheet.visible == SheetVisibleEnum.Visible
    ]


def _holds(book: CalamineWorkbook, name: str) -> bool:
    """Whether a sheet has any cell that is not blank."""
    sheet: CalamineSheet = book.get_sheet_by_name(name)
    return any(as_text(cell).strip() for line in sheet.iter_rows() for cell in line)


def as_text(cell: Raw) -> str:
    """A cell as a text file would write it: `1234,5`, `2017-08-31`, `ja`."""
    match cell:
        case str():
            return cell
        case bool():
            return "ja" if cell else "nej"
        case int() | float():
            number = SHOWN_DIGITS.plus(Decimal(repr(cell))).normalize()
            return f"{number:f}".replace(".", ",")
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case date() | time():
            return cell.isoformat()
        case _:
            return str(cell)


_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_PLACE = rb'\br="([A-Z]{1,3}\d{1,7})"'
_ERROR_CELL = re.compile(
    rb'<c\s(?=[^>]*\bt="e")[^>]*' + _PLACE + rb"[^>]*>(?:(?!</c>).)*?<v>([^<]*)</v>",
    re.DOTALL,
)
_UNCOMPUTED = re.compile(
    rb'<c\s(?![^>]*\bt="str")[^>]*'
    + _PLACE
    + rb"[^>/]*>\s*<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)


def error_cells(content: bytes) -> dict[str, dict[tuple[int, int], str]]:
    """Cells with an error such as #DIV/0!, by sheet; the reader shows them empty."""
    return {
        name: {
            xl_cell_to_rowcol(cell.decode()): text.decode()
            for cell, text in _ERROR_CELL.findall(xml)
        }
        for name, xml in _pages(content)
    }


def _spoilt(content: bytes) -> dict[str, dict[tuple[int, int], str]]:
    """Why cells have no value, by sheet, row and column."""
    found: dict[str, dict[tuple[int, int], str]] = {
        name: {
            xl_cell_to_rowcol(cell.decode()): UNCOMPUTED
            for cell in _UNCOMPUTED.findall(xml)
        }
        for name, xml in _pages(content)
    }
    for name, errors in error_cells(content).items():
        found[name].update((at, IN_ERROR.format(text)) for at, text in errors.items())
    return found


UNCOMPUTED = "cellen har en formel utan värde. Öppna filen i Excel och spara den."
IN_ERROR = "cellen visar {}. Rätta formeln eller skriv värdet."


def _pages(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Each sheet's name and the text that holds its cells."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = set(archive.namelist())
        for name, part in _parts(archive, parts):
            if part in parts:
                yield name, archive.read(part)


def _parts(archive: zipfile.ZipFile, there: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each sheet's name and the part of the file that holds it."""
    workbook, relations = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    if not {workbook, relations} <= set(there):
        return
    targets = {}
    for tag in _RELATION.findall(archive.read(relations)):
        told = dict(_ATTRIBUTE.findall(tag))
        targets[told.get(b"Id", b"")] = told.get(b"Target", b"").decode()
    for tag in _SHEET.findall(archive.read(workbook)):
        told = dict(_ATTRIBUTE.findall(tag))
        target = targets.get(told.get(b"r:id", b""), "")
        name = html.unescape(told.get(b"name", b"").decode())
        yield name, target[1:] if target.startswith("/") else f"xl/{target}"
