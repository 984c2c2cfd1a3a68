"""A pasted block: its cells, and what its sign and unit most likely are."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from committees.grid import entry
from committees.numbers import Unit

MAX_CELLS = 5000
BLANK = frozenset({""})


class Sign(StrEnum):
    """Which way a block's amounts point.

    Entry: as people type, without sign. Result: costs negative. Ledger: revenue
    negative.
    """

    ENTRY = "entry"
    RESULT = "result"
    LEDGER = "ledger"


@dataclass(frozen=True, slots=True)
class Known:
    """A pasted amount beside what its row is known to be; öre in stored sign."""

    typed: str
    is_revenue: bool
    expected: int | None


def block(text: str) -> tuple[tuple[str, ...], ...]:
    """The cells of a block as Excel puts it on the clipboard: tabs and lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.reader(io.StringIO(lines, newline=""), delimiter="\t")
    try:
        rows = [tuple(cell.strip("\ufeff") for cell in row) for row in reader]
    except csv.Error:
        rows = [tuple(line.split("\t")) for line in lines.split("\n")]
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return tuple(rows)


def stored_sign(typed: int, *, sign: Sign, is_revenue: bool) -> int:
    """Öre in stored sign of an amount as it stands in a block."""
    if sign is Sign.RESULT:
        return typed
    if sign is Sign.LEDGER:
        return -typed
    return typed if is_revenue else -typed


def guessed_sign(amounts: Iterable[Known]) -> Sign:
    """Which way most of a block's amounts point; as typed when nothing tells."""
    votes = {Sign.RESULT: 0, Sign.LEDGER: 0}
    against = dict(votes)
    for known in amounts:
        try:
            typed = entry.ore(known.typed, unit=Unit.KR)
        except entry.EntryError:
            continue
        means = Sign.LEDGER if known.is_revenue else Sign.RESULT
        kind = votes if typed < 0 else against
        kind[means] += typed != 0
    likely = max(votes, key=lambda sign: votes[sign] - against[sign])
    return likely if votes[likely] > against[likely] else Sign.ENTRY


def guessed_unit(amounts: Iterable[Known], *, usual: Unit) -> Unit:
    """The unit that brings the block nearest to what its rows are; else the usual."""
    pairs = [
        (abs(typed), abs(known.expected))
        for known in amounts
        if known.expected and (typed := _bare(known.typed))
    ]
    if not pairs:
        return usual
    units = (usual, *(u for u in (Unit.KR, Unit.TKR, Unit.MKR) if u is not usual))
    return max(units, key=lambda unit: _near(pairs, unit))


def _bare(typed: str) -> int:
    """A typed amount in hundredths, whatever its unit; 0 when it is none."""
    try:
        return entry.ore(typed, unit=Unit.KR)
    except entry.EntryError:
        pass
    try:
        return entry.ore(typed, unit=Unit.MKR) // (Unit.MKR.ore // Unit.KR.ore)
    except entry.EntryError:
        return 0


def _near(pairs: Sequence[tuple[int, int]], unit: Unit) -> int:
    """How many amounts lie within a factor of twenty of what is known."""
    factor = unit.ore // Unit.KR.ore
    return sum(
        typed * factor < 20 * expected and expected < 20 * typed * factor
        for typed, expected in pairs
    )
