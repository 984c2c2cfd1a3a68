"""Between what a month is usual beside its own history: outside of it it is marked.

A wide and plain range, for catching a slip while one types: half of what the same
month was last year, to half as much again. How unusual a month is by its season is
told elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from committees.numbers import Scale, Unit, money_text
from committees.periods import MONTH_NAMES

MILLI = 1000
HALF = 2
"""A month is marked where it differs by more than one part in so many."""


@dataclass(frozen=True, slots=True)
class Expected:
    """The usual range of a month in thousandths, and why one outside is marked."""

    low: int
    high: int
    why_low: str
    why_high: str

    def mark(self, milli: int | None) -> str:
        """Why a month is unusual; empty when it is not."""
        if milli is None or self.low <= milli <= self.high:
            return ""
        return self.why_low if milli < self.low else self.why_high


def expected(
    last: Mapping[int, int],
    now: Mapping[int, int | None],
    *,
    year: int,
    month: int,
    decimals: int,
) -> Expected | None:
    """The range of a month, from last year's or else from the month before it.

    None where neither is known, or was zero.
    """
    like, at = last.get(month), (month, year - 1)
    if not like:
        like, at = now.get(month - 1), (month - 1, year)
    if not like:
        return None
    name = MONTH_NAMES[month - 1].capitalize()
    text = quantity_text(like, decimals)
    beside = f"{MONTH_NAMES[at[0] - 1]} {at[1]}: {text}"
    return Expected(
        low=like - like // HALF,
        high=like + like // HALF,
        why_low=f"{name} är mindre än hälften av {beside}",
        why_high=f"{name} är mer än en och en halv gång {beside}",
    )


def quantity_text(
    milli: int | Fraction | None, decimals: int, *, plus: bool = False
) -> str:
    """Thousandths as text with a series' decimals; an en dash where nothing is."""
    exact = None if milli is None else Fraction(milli) * Fraction(1, MILLI)
    return money_text(exact, Scale(Unit.COUNT, decimals), plus=plus)
