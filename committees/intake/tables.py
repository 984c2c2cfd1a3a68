"""A file's lines of cells, whether it is delimited text or a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from committees.intake.workbooks import Page, WorkbookError, is_workbook, read_page


@dataclass(frozen=True, slots=True)
class Line:
    """A line of cells; `number` is where it stands in the file, from 1."""

    number: int
    cells: Sequence[str]

    @property
    def is_blank(self) -> bool:
        """Whether no cell has anything in it."""
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Spoilt:
    """Something that has no value: on a line, in a column counted from 0 if known."""

    line: int
    column: int | None
    message: str


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds, its head first; `name` says which sheet of a workbook.

    `notes` tell what was left out.
    """

    name: str
    lines: tuple[Line, ...] = ()
    spoilt: tuple[Spoilt, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def head(self) -> list[str]:
        """The headings of the columns."""
        return [cell.strip() for cell in self.lines[0].cells] if self.lines else []

    def values(self, column: int) -> list[str]:
        """What stands in a column under its heading."""
        return [
            line.cells[column].strip()
            for line in self.lines[1:]
            if column < len(line.cells)
        ]

    def without(self, unwanted: Callable[[int], bool]) -> Table:
        """The table without some columns, which are counted from 0."""
        lines = tuple(
            replace(
                line, cells=[c for n, c in enumerate(line.cells) if not unwanted(n)]
            )
            for line in self.lines
        )
        kept = [n for n in range(len(self.head)) if not unwanted(n)]
        spoilt = tuple(
            replace(each, column=kept.index(each.column))
            if each.column in kept
            else each
            for each in self.spoilt
            if each.column is None or not unwanted(each.column)
        )
        return replace(self, lines=lines, spoilt=spoilt)


def read_table(name: str, content: bytes) -> Table:
    """The lines of a file.

    Text in UTF-8 (with or without mark) or Windows-1252, parted by semicolon, tab or
    comma; or a workbook, of which the first sheet that holds anything is read.
    """
    return (
        _of_workbook(name, content) if is_workbook(content) else _of_text(name, content)
    )


def _of_workbook(name: str, content: bytes) -> Table:
    """The lines of a workbook's sheet, without blank ones and blank columns."""
    try:
        page = read_page(content)
    except WorkbookError as error:
        return Table(name, spoilt=(Spoilt(0, None, str(error)),))
    every = [Line(number, cells) for number, cells in enumerate(page.lines, start=1)]
    blank = _blank_columns(page)
    table = Table(
        f"{name}, blad {page.name}" if page.name else name,
        tuple(line for line in every if not line.is_blank),
        tuple(Spoilt(row + 1, at, why) for (row, at), why in page.spoilt.items()),
        tuple(f"Bladet {other} är inte läst." for other in page.others),
    )
    return table.without(lambda column: column in blank)


def _blank_columns(page: Page) -> set[int]:
    """Columns of a sheet that hold nothing at all."""
    width = max((len(line) for line in page.lines), default=0)
    spoilt = {column for _, column in page.spoilt}
    return {
        column
        for column in range(width)
        if column not in spoilt
        and not any(line[column].strip() for line in page.lines if column < len(line))
    }


def _of_text(name: str, content: bytes) -> Table:
    """A text's records, each with the line it begins on, as far as they can be read.

    A quoted cell may hold line breaks, so that a record takes several lines.
    """
    text = _decoded(content)
    if not text.strip():
        return Table(name)
    head = text[: text.find("\n")] if "\n" in text else text
    reader = csv.reader(
        io.StringIO(text, newline=None), delimiter=_delimiter(head), strict=True
    )
    lines: list[Line] = []
    number = 1
    try:
        for cells in reader:
            lines.append(Line(number, cells))
            number = reader.line_num + 1
    except csv.Error:
        return Table(name, tuple(lines), (Spoilt(number, None, UNENDED),))
    return Table(name, tuple(lines))


UNENDED = "citattecknen går inte ihop. Ett fält inom citattecken är inte slut."


def _decoded(content: bytes) -> str:
    """Text of a file: UTF-8, else Windows-1252, which Swedish systems still write."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(head: str) -> str:
    """The character that parts most columns of the head."""
    return max(";\t,", key=head.count)


def as_text_file(table: Table) -> bytes:
    """A table as delimited text, with every line where it stood."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    number = 1
    for line in table.lines:
        out.write("\n" * (line.number - number))
        writer.writerow(line.cells)
        number = line.number + 1 + sum(cell.count("\n") for cell in line.cells)
    return out.getvalue().encode()
