"""Read a file into rows of named cells, telling all its faults at once."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar, cast

from committees.intake.tables import Table, read_table
from committees.numbers import NumberTextError, parse_kronor, parse_milli
from committees.periods import FOREVER, Month

T = TypeVar("T")
_WHOLE = re.compile(r"-?[0-9]{1,9}")
YES_OR_NO = {"ja": True, "nej": False}
FEW = 12
"""How many codes a message can name and still be read."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault in a file: where it is, what was found and what to do."""

    file: str
    line: int
    column: str
    message: str

    def __str__(self) -> str:
        """`utfall-2017.csv, rad 14, kolumn Konto: 9999 finns inte …`."""
        where = [self.file]
        if self.line:
            where.append(f"rad {self.line}")
        if self.column:
            where.append(f"kolumn {self.column}")
        return f"{', '.join(where)}: {self.message}"


class IntakeError(Exception):
    """Files that were refused, with all their faults; nothing of them was stored."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keep the faults in file and line order."""
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One line of a file by column heading; `line` counts from 1 with the head."""

    line: int
    cells: Mapping[str, str]


@dataclass(slots=True)
class Sheet:
    """A file that was read: its rows, and the faults found in them so far.

    The typed readers below return None, and note a fault, where a cell is wrong, so
    that one pass over a file finds everything that is wrong with it. Codes in `doubt`
    stand in an earlier file that was not written, and are not told. `notes` are what
    the reader left out, `makes` codes that the file makes without naming them.
    """

    name: str
    rows: list[SheetRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    seen: dict[tuple[object, ...], int] = field(default_factory=dict)
    doubt: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    makes: set[str] = field(default_factory=set)

    def fault(self, row: SheetRow | None, column: str, message: str) -> None:
        """Note a fault at a cell, or for the whole file."""
        self.faults.append(Fault(self.name, row.line if row else 0, column, message))

    @property
    def own_faults(self) -> list[Fault]:
        """The faults of this file, without those of files that it rests on."""
        return [fault for fault in self.faults if fault.file == self.name]

    def rests_on(self, earlier: Iterable[Sheet]) -> None:
        """Take over the faults of earlier files, so that nothing is written from this.

        What follows from them is not told: a code that stands in a file of which
        nothing was written may be as it should be once the faults are mended.
        """
        for sheet in earlier:
            self.faults.extend(sheet.own_faults)
            if sheet.faults:
                self.doubt |= sheet.makes
                self.doubt.update(
                    cell.strip() for row in sheet.rows for cell in row.cells.values()
                )

    def text(self, row: SheetRow, column: str) -> str:
        """A cell's text; a fault when it is empty."""
        value = row.cells.get(column, "").strip()
        if not value:
            self.fault(row, column, "fältet är tomt. Fyll i det.")
        return value

    def optional(self, row: SheetRow, column: str) -> str:
        """A cell's text, empty if there is none."""
        return row.cells.get(column, "").strip()

    def known(self, row: SheetRow, column: str, among: Mapping[str, T]) -> T:
        """What a cell's code stands for; a fault when the code is unknown.

        What is returned then must not be used: nothing is written from a sheet that
        has faults.
        """
        value = self.text(row, column)
        if value and value not in among and value not in self.doubt:
            self.fault(row, column, f"{value} finns inte.{_nearby(among)}")
        return cast("T", among.get(value))

    def known_or_none(
        self, row: SheetRow, column: str, among: Mapping[str, T]
    ) -> T | None:
        """Like known, but an empty cell is allowed and means none."""
        return self.known(row, column, among) if self.optional(row, column) else None

    def codes(self, row: SheetRow, column: str, among: Container[str]) -> list[str]:
        """The codes in a cell, parted by spaces; a fault for each that is unknown."""
        found = self.optional(row, column).split()
        for code in found:
            if code not in among and code not in self.doubt:
                self.fault(row, column, f"{code} finns inte.")
        return found

    def ore(self, row: SheetRow, column: str) -> int | None:
        """Kronor in a cell as öre; None where it is empty or no number."""
        value = self.optional(row, column)
        if not value:
            return None
        try:
            return parse_kronor(value)
        except NumberTextError as error:
            self.fault(row, column, str(error))
            return None

    def milli(self, row: SheetRow, column: str, *, signed: bool = False) -> int | None:
        """A quantity in a cell as thousandths; None where it is empty or wrong.

        It may be negative only where `signed`.
        """
        value = self.optional(row, column)
        if not value:
            return None
        try:
            return parse_milli(value, signed=signed)
        except NumberTextError as error:
            self.fault(row, column, str(error))
            return None

    def yes(self, row: SheetRow, column: str) -> bool:
        """Whether a cell says *ja*; an empty cell says no."""
        return bool(self.known_or_none(row, column, YES_OR_NO))

    def whole(self, row: SheetRow, column: str) -> int:
        """A whole number; 0 and a fault where it is none."""
        value = self.text(row, column)
        if _WHOLE.fullmatch(value):
            return int(value)
        if value:
            self.fault(row, column, f"”{value}” är inget heltal.")
        return 0

    def month(self, row: SheetRow, column: str, *, default: int = FOREVER) -> int:
        """A month as its stored number; `default` where the cell is empty."""
        value = self.optional(row, column)
        if not value:
            return default
        try:
            return Month.parse(value).number
        except ValueError as error:
            self.fault(row, column, str(error))
            return default

    def day(self, row: SheetRow, column: str) -> date:
        """A date that must be there; like known, not to be used after a fault."""
        self.text(row, column)
        return cast("date", self.day_or_none(row, column))

    def day_or_none(self, row: SheetRow, column: str) -> date | None:
        """A date as 2017-08-31; None where the cell is empty or no date."""
        value = self.optional(row, column)
        if not value:
            return None
        try:
            day = date.fromisoformat(value)
        except ValueError:
            day = None
        if day is None or str(day) != value:
            self.fault(row, column, f"”{value}” är inget datum. Skriv som 2017-08-31.")
            return None
        return day

    def once(self, row: SheetRow, *key: object) -> None:
        """Note a fault when an earlier line had the same key."""
        first = self.seen.setdefault(key, row.line)
        if first != row.line:
            text = " ".join(str(part) for part in key if part)
            self.fault(row, "", f"{text} står redan på rad {first}. Ta bort den ena.")


def read_sheet(
    name: str, content: bytes, *, required: Iterable[str], optional: Iterable[str] = ()
) -> Sheet:
    """Read a file with a head of known columns; faults are kept in the sheet.

    Text (UTF-8 or Windows-1252; semicolon, tab or comma) or an Excel workbook.
    """
    return sheet_of(read_table(name, content), required=required, optional=optional)


def sheet_of(
    table: Table, *, required: Iterable[str], optional: Iterable[str] = ()
) -> Sheet:
    """A table with a head of known columns; faults are kept in the sheet."""
    sheet = Sheet(table.name, notes=list(table.notes))
    head, top = table.head, table.lines[0].number if table.lines else 1
    if not table.lines and not table.spoilt:
        sheet.fault(None, "", "filen är tom.")
    elif not any(each.line <= top for each in table.spoilt):
        _check_head(sheet, head, list(required), list(optional))
    _tell_spoilt(sheet, table)
    if any(fault.line <= top for fault in sheet.faults):
        return sheet
    for line in table.lines[1:]:
        if line.is_blank:
            continue
        row = SheetRow(line.number, dict(zip(head, line.cells, strict=False)))
        if len(line.cells) != len(head):
            message = f"raden har {len(line.cells)} fält men huvudet {len(head)}."
            sheet.fault(row, "", message)
            continue
        sheet.rows.append(row)
    return sheet


def _tell_spoilt(sheet: Sheet, table: Table) -> None:
    """Note every cell that has no value, and where the file ends early."""
    for each in table.spoilt:
        column = table.head[each.column] if each.column is not None else ""
        sheet.fault(SheetRow(each.line, {}), column, each.message)


def _check_head(
    sheet: Sheet, head: list[str], required: list[str], optional: list[str]
) -> None:
    """Note missing, unknown and repeated columns."""
    for column in required:
        if column not in head:
            sheet.fault(None, column, "kolumnen saknas i filens första rad.")
    for number, column in enumerate(head, start=1):
        if not column:
            message = (
                f"kolumn nummer {number} saknar rubrik. Skriv en eller ta bort den."
            )
            sheet.fault(None, "", message)
        elif column not in {*required, *optional}:
            expected = ", ".join([*required, *optional])
            sheet.fault(None, column, f"kolumnen är okänd. Väntade: {expected}.")
        if column and head.count(column) > 1:
            sheet.fault(None, column, "kolumnen står flera gånger.")


def _nearby(among: Mapping[str, object]) -> str:
    """The codes there are, when they are few enough to be of help."""
    if 0 < len(among) <= FEW:
        return f" De som finns: {', '.join(sorted(among))}."
    return ""
