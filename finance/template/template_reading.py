"""Read an Excel template that was filled in: which cells changed, and what is wrong.

Nothing is believed of the file but what a person typed in its open cells. A file that
is no template, or not of this layout, is refused whole; a sheet or row that cannot be
understood is a fault with its place, and everything else is read.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum
from xlsxwriter.utility import xl_rowcol_to_cell

from committees.intake.workbooks import error_cells
from committees.numbers import Unit, round_half_away
from finance.template.template_sheets import (
    ABOUT,
    COMMENT_HEAD,
    FORECAST_HEAD,
    GUIDE,
    HEAD_ROW,
    LAYOUT,
    ROW_HEAD,
    UNIT_CELL,
)

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 60 * 1024 * 1024
MOST_SHEETS = 500
MOST_ROWS = 5000
FIELDS = {FORECAST_HEAD: "forecast", COMMENT_HEAD: "comment"}

Raw = str | float | int | bool | date | datetime | time | timedelta
Lines = Sequence[Sequence[Raw]]


class TemplateError(Exception):
    """Why a whole file is refused, in Swedish."""


@dataclass(frozen=True, slots=True)
class About:
    """Which follow-up a file is of, and the unit of its amounts."""

    committee: str
    follow_up: str
    month: str
    title: str
    unit: Unit


@dataclass(frozen=True, slots=True)
class Filled:
    """A cell that was changed. `typed` are öre as typed, or the text that stood there.

    `was` is what stood in the cell when the file was fetched: öre as typed, text or
    None.
    """

    unit: str
    row: str
    field: str
    typed: int | str
    was: int | str | None
    place: str


@dataclass(frozen=True, slots=True)
class Misplaced:
    """Something in a file that belongs to no cell of a forecast."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds."""

    about: About
    cells: tuple[Filled, ...]
    faults: tuple[Misplaced, ...]


Was = Mapping[tuple[str, str], tuple[int | None, str]]


def read(content: bytes) -> Reading:
    """What was changed in a file; TemplateError when it is no template."""
    _refuse_large(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        about, was = _about(_lines(book, ABOUT) if ABOUT in book.sheet_names else [])
        errors = error_cells(content)
        cells: list[Filled] = []
        faults: list[Misplaced] = []
        seen: set[tuple[str, str]] = set()
        for name in _pages(book):
            sheet = _Sheet(name, _lines(book, name), errors.get(name, {}), about.unit)
            found = list(sheet.found(was, seen))
            cells += [each for each in found if isinstance(each, Filled)]
            faults += [each for each in found if isinstance(each, Misplaced)]
    except (CalamineError, zipfile.BadZipFile) as error:
        raise TemplateError(NO_EXCEL) from error
    return Reading(about, tuple(cells), tuple(faults))


NO_EXCEL = "Filen går inte att läsa som Excel. Spara den som .xlsx och försök igen."
NO_TEMPLATE = "Filen är ingen mall härifrån. Hämta en mall och fyll i den."
OLD_LAYOUT = "Mallen är av en äldre sort. Hämta en ny och flytta över siffrorna."


def _refuse_large(content: bytes) -> None:
    """Refuse a file that is large, also when it is only large unpacked."""
    if len(content) > MOST_BYTES:
        megabytes = MOST_BYTES // (1024 * 1024)
        raise TemplateError(
            f"Filen är för stor. En mall får vara högst {megabytes} MB."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile as error:
        raise TemplateError(NO_EXCEL) from error
    if unpacked > MOST_UNPACKED:
        raise TemplateError("Filen är för stor när den packas upp.")


def _lines(book: CalamineWorkbook, name: str) -> Lines:
    """A sheet's cells from its first row and column."""
    sheet = book.get_sheet_by_name(name)
    return sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS)


def _pages(book: CalamineWorkbook) -> list[str]:
    """The sheets that people fill in."""
    found = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.name not in {ABOUT, GUIDE}
    ]
    if len(found) > MOST_SHEETS:
        raise TemplateError(f"Filen har fler än {MOST_SHEETS} blad.")
    return found


def _about(lines: Lines) -> tuple[About, Was]:
    """Which follow-up the file is of, and what stood in its cells when it was made."""
    texts = [[_as_text(cell) for cell in line] for line in lines]
    told = {line[0]: line[1] for line in texts if len(line) > 1}
    if "Mall" not in told or told.get("Enhet") not in {u.value for u in Unit}:
        raise TemplateError(NO_TEMPLATE)
    if told["Mall"] != LAYOUT:
        raise TemplateError(OLD_LAYOUT)
    about = About(
        committee=told.get("Nämnd", ""),
        follow_up=told.get("Uppföljningens nummer", ""),
        month=told.get("Uppföljning", ""),
        title=told.get("Titel", ""),
        unit=Unit(told["Enhet"]),
    )
    was = {
        (unit, row): (int(ore) if ore else None, comment)
        for unit, row, ore, comment in (line[:4] for line in texts if len(line) > 3)  # noqa: PLR2004
        if re.fullmatch(r"(-?\d{1,15})?", ore) and "/" in row
    }
    return about, was


def _as_text(cell: Raw) -> str:
    """A cell as text."""
    return cell.strip() if isinstance(cell, str) else str(cell)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet being read; `errors` are Excel's own, by row and column."""

    name: str
    lines: Lines
    errors: Mapping[tuple[int, int], str]
    unit: Unit

    def found(
        self, was: Was, seen: set[tuple[str, str]]
    ) -> Iterator[Filled | Misplaced]:
        """The changed cells, and what cannot be understood."""
        code = _as_text(self._at(*UNIT_CELL))
        head = [_as_text(cell) for cell in self._line(HEAD_ROW)]
        lacks = [name for name in (ROW_HEAD, *FIELDS) if head.count(name) != 1]
        if not code or lacks:
            what = f"Kolumnen {' och '.join(lacks)} saknas eller står två gånger."
            reason = what if lacks else "Enhetens ansvar saknas i cell B3."
            yield Misplaced(f"Blad {self.name}", f"{reason} Bladet är inte läst.")
            return
        for number in range(HEAD_ROW + 1, len(self.lines)):
            row = _as_text(self._at(number, head.index(ROW_HEAD)))
            if not row:
                yield from self._without_row(number, head)
            elif (code, row) in seen:
                place = self._place(number, head.index(ROW_HEAD))
                yield Misplaced(place, f"Raden {row} står två gånger. Ta bort den ena.")
            else:
                seen.add((code, row))
                yield from self._row(number, head, (code, row), was)

    def _without_row(self, number: int, head: list[str]) -> Iterator[Misplaced]:
        """Something typed on a line that is no row of the forecast."""
        for heading in FIELDS:
            place = head.index(heading)
            if self._given(number, place) != "":
                reason = f"Raden saknar {ROW_HEAD.lower()} i första kolumnen."
                yield Misplaced(self._place(number, place), reason)

    def _row(
        self, number: int, head: list[str], key: tuple[str, str], was: Was
    ) -> Iterator[Filled]:
        """The cells of a row that were changed."""
        before = was.get(key, (None, ""))
        for heading, field in FIELDS.items():
            column = head.index(heading)
            given = self._given(number, column)
            typed = self._ore(given) if field == "forecast" else _as_text(given)
            old: int | str | None = before[0] if field == "forecast" else before[1]
            if typed != ("" if old is None else old):
                yield Filled(*key, field, typed, old, self._place(number, column))

    def _ore(self, given: Raw) -> int | str:
        """A number in the file's unit as öre; anything else as the text it is."""
        if isinstance(given, bool) or not isinstance(given, int | float):
            return _as_text(given)
        numerator, denominator = Decimal(repr(given)).as_integer_ratio()
        return round_half_away(numerator * self.unit.ore, divisor=denominator)

    def _given(self, number: int, column: int) -> Raw:
        """What stands in a cell, with Excel's errors as their names."""
        return self.errors.get((number, column)) or self._at(number, column)

    def _at(self, number: int, column: int) -> Raw:
        """A cell; empty outside the sheet."""
        line = self._line(number)
        return line[column] if column < len(line) else ""

    def _line(self, number: int) -> Sequence[Raw]:
        """A row of cells."""
        return self.lines[number] if number < len(self.lines) else ()

    def _place(self, number: int, column: int) -> str:
        """`Blad 5101 Hemtjänst, cell K7`."""
        return f"Blad {self.name}, cell {xl_rowcol_to_cell(number, column)}"
