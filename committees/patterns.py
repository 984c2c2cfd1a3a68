"""A series' season: each month's share of its year, and how far months have been off.

What is expected of a month is the level of the twelve months before it times the
month's share, as other years show it. Every middle is a median, so that one odd
month moves little. All is counted in whole steps of the series' own size, so that
the unit of a series decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

MONTHS = 12
WHOLE = 9
"""Months that a year must have to show a pattern."""
FEWEST_BEFORE = 6
"""Of the twelve months before a month, those that a level needs."""
ONE = 10**6
"""Shares and expected values are counted in millionths."""

Values = Mapping[int, Sequence[int | Fraction | None]]
"""At most twelve values by year, January first; None: not reported."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Values in whole steps: the largest `step` that makes them all whole numbers."""

    step: Fraction
    years: Mapping[int, tuple[int | None, ...]]

    def whole(self) -> tuple[int, ...]:
        """Years that have months enough to show a pattern, and are not mostly zero."""
        return tuple(
            year
            for year in sorted(self.years)
            if len(known := _known(self.years[year])) >= WHOLE and middle(known) > 0
        )


@dataclass(frozen=True, slots=True)
class Off:
    """A month against its pattern, in millionths: of a step, and of what was expected.

    `gap` is value / expected − 1; plus is above.
    """

    expected: int
    gap: int


def number(year: int, month: int) -> int:
    """A month counted so that neighbours over a new year differ by one too."""
    return year * MONTHS + month - 1


def middle(values: Sequence[int]) -> int:
    """The median; of two middles, the whole number nearest below their mean."""
    ordered = sorted(values)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) // 2


def counted(values: Values) -> Counted:
    """Values in steps of their own size."""
    known = [Fraction(v) for months in values.values() for v in _some(months)]
    whole = gcd(*(value.numerator for value in known)) or 1
    step = Fraction(whole, lcm(*(value.denominator for value in known)))
    years = {
        year: tuple(None if v is None else int(v / step) for v in months)
        for year, months in values.items()
    }
    return Counted(step, years)


def _some(
    months: Sequence[int | Fraction | None],
) -> Iterator[int | Fraction]:
    """The months that are reported."""
    return (value for value in months if value is not None)


def _known(months: Sequence[int | None]) -> list[int]:
    """The months that are reported, in steps."""
    return [value for value in months if value is not None]


def off(found: Counted, whole: Sequence[int]) -> dict[int, Off]:
    """How far months have been from the pattern of the other whole years.

    Months that are not reported, or whose pattern or level is not known, are left out.
    """
    return {
        month: each
        for year in sorted(found.years)
        for month, each in _off(found, year, _pattern(found, whole, but=year))
    }


def _off(
    found: Counted, year: int, pattern: Sequence[int]
) -> Iterator[tuple[int, Off]]:
    """A year's months against a pattern."""
    level = {
        number(y, n): value * ONE * ONE // pattern[n - 1]
        for y in (year - 1, year)
        for n, value in enumerate(found.years.get(y, ()), 1)
        if value is not None and pattern[n - 1]
    }
    for n, value in enumerate(found.years[year], 1):
        here = number(year, n)
        before = [level[k] for k in range(here - MONTHS, here) if k in level]
        if value is not None and len(before) >= FEWEST_BEFORE:
            expected = middle(before) * pattern[n - 1] // ONE
            if expected:
                yield here, Off(expected, (value * ONE - expected) * ONE // expected)


def _pattern(found: Counted, whole: Sequence[int], *, but: int) -> tuple[int, ...]:
    """Each month's share of its year's middle, over other years; 0: not known."""
    shares: list[list[int]] = [[] for _ in range(MONTHS)]
    for year in whole:
        if year == but:
            continue
        months = found.years[year]
        of_year = middle(_known(months))
        for n, value in enumerate(months):
            if value is not None:
                shares[n].append(value * ONE // of_year)
    return tuple(middle(each) if each else 0 for each in shares)
