"""The lines of a kept file that a stored row was read from."""

from __future__ import annotations

from dataclasses import dataclass

from committees.intake.tables import Line, Table, read_table
from committees.intake.workbooks import is_workbook
from committees.models import ImportBatch

MOST = 20
"""So many lines of a file are shown of one row."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a file with what stands in it on the lines; `mine` holds the row."""

    head: str
    cells: tuple[str, ...]
    mine: bool


@dataclass(frozen=True, slots=True)
class FileLines:
    """Lines of a file, column by column; none where they are not found again."""

    numbers: tuple[int, ...] = ()
    fields: tuple[Field, ...] = ()


def file_lines(
    batch: ImportBatch, *, first: int, count: int = 1, column: str = ""
) -> FileLines:
    """A file's head and some of its lines; `column` is where the amount stands."""
    last = first + min(max(count, 1), MOST) - 1
    table = _read(batch, last)
    lines = [each for each in table.lines[1:] if first <= each.number <= last]
    if not first or not lines:
        return FileLines()
    return FileLines(
        numbers=tuple(each.number for each in lines),
        fields=tuple(
            Field(head, tuple(_cell(each, at) for each in lines), head == column)
            for at, head in enumerate(table.head)
        ),
    )


def _read(batch: ImportBatch, last: int) -> Table:
    """The file as far as its line is; a workbook is read whole."""
    content = bytes(batch.file.content)
    if not is_workbook(content):
        content = b"\n".join(content.split(b"\n", last)[:last])
    return read_table(batch.file_name, content)


def _cell(line: Line, at: int) -> str:
    """What stands in a column of a line."""
    return line.cells[at].strip() if at < len(line.cells) else ""
