"""Find what tells of single persons in a payroll file, and leave it out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from committees.intake.tables import Line, Table
from committees.numbers import NumberTextError, parse_milli

ABOUT_PERSONS = (
    *("namn", "personn", "personid", "personaln", "personalid", "persn", "pnr"),
    *("anställningsn", "anställningsid", "anstn", "anstid", "anställdn", "anställdid"),
    *("medarbetare", "användar", "signatur", "hsaid", "epost", "mail", "mejl"),
    *("telefon", "mobil", "adress", "födel", "ålder", "befattning", "titel", "lön"),
)
WHOLE_WORDS = {"person", "anställd", "kön", "id", "yrke"}
PERSONAL_NUMBER = re.compile(r"(?:19|20)?\d{2}[01]\d\d{2}[-+ ]?\d{4}")
LETTERS = re.compile(r"[^a-zåäö]")


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a file: what a line is of, what is summed, and what else."""

    key: Sequence[str]
    numbers: Sequence[str]
    others: Sequence[str] = ()

    @property
    def known(self) -> set[str]:
        """All headings."""
        return {*self.key, *self.numbers, *self.others}


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A table without persons: which columns went, and how many lines were summed."""

    table: Table
    dropped: tuple[str, ...] = ()
    summed: int = 0


def cleaned(table: Table, layout: Layout) -> Cleaned:
    """A table without its columns about persons.

    Where there were any, lines with the same key are summed, each at the place of the
    first. A line whose numbers cannot be read is left as it is, to be told.
    """
    about = {
        number
        for number, heading in enumerate(table.head)
        if heading not in layout.known
        and tells_of_persons(heading, table.values(number))
    }
    if not about:
        return Cleaned(table)
    bare = table.without(lambda column: column in about)
    lines = _summed(bare, layout)
    dropped = tuple(table.head[number] for number in sorted(about))
    gone = len(bare.lines) - len(lines)
    return Cleaned(replace(bare, lines=tuple(lines)), dropped, gone)


def tells_of_persons(heading: str, values: Sequence[str]) -> bool:
    """Whether a column is about persons, by its heading or by what stands in it."""
    word = LETTERS.sub("", heading.casefold())
    if word in WHOLE_WORDS or any(part in word for part in ABOUT_PERSONS):
        return True
    return any(PERSONAL_NUMBER.fullmatch(value) or "@" in value for value in values)


def _summed(table: Table, layout: Layout) -> list[Line]:
    """The lines, those with the same key as one."""
    head = table.head
    keys = [head.index(heading) for heading in layout.key if heading in head]
    numbers = [head.index(heading) for heading in layout.numbers if heading in head]
    found: dict[tuple[str, ...], Line] = {}
    for line in table.lines:
        full = len(line.cells) == len(head)
        key = tuple(line.cells[k].strip() for k in keys) if full else (str(line),)
        try:
            found[key] = _sum(found[key], line, numbers) if key in found else line
        except NumberTextError:
            found[(str(line),)] = line
    return list(found.values())


def _sum(first: Line, second: Line, numbers: Sequence[int]) -> Line:
    """Two lines as one: the first, with the numbers of both; NumberTextError."""
    cells = list(first.cells)
    for number in numbers:
        texts = [t for t in (first.cells[number], second.cells[number]) if t.strip()]
        if len(texts) > 1:
            cells[number] = milli_text(sum(parse_milli(text) for text in texts))
        else:
            cells[number] = "".join(texts)
    return replace(first, cells=cells)


def milli_text(milli: int) -> str:
    """Thousandths as a file writes them: `12,5`."""
    whole, part = divmod(milli, 1000)
    return f"{whole},{part:03d}".rstrip("0").rstrip(",")
