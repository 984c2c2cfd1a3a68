"""Early warning: how unusual a month is by the series' own season, told in words.

Values are sizes (zero or more), whole numbers or fractions of any unit: quantities,
or unit costs as shown. None is a month that is not reported, which neither counts as
zero nor warns. What is judged does not depend on the unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from committees.numbers import round_half_away
from committees.patterns import ONE, Counted, Off, Values, counted, middle, number, off

FEWEST_YEARS = 2
"""Earlier whole years that judging needs."""
ONE_IN = 20
"""A month is unusual when at most one in so many has been as far from the pattern,"""
TIMES_TYPICAL = 2
"""and it is so many times as far from it as half of the months have been,"""
LEAST = ONE * 3 // 100
"""and at least so far from it."""
IN_A_ROW = 3
"""So many months in a row are spoken of."""
LEAST_SHIFT = ONE // 10
"""A changed level is unusual from so much."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A month against its pattern; `gap` is value / expected − 1, in millionths.

    Of `of` earlier months `as_far` have been as far from the pattern. Whether it is
    the lowest or highest is among the same month of `years`, those that have it.
    """

    month: int
    expected: Fraction
    gap: int
    as_far: int
    of: int
    is_unusual: bool
    years: tuple[int, ...] = ()
    is_lowest: bool = False
    is_highest: bool = False

    @property
    def percent(self) -> int:
        """How far from its pattern, in whole percent; plus is above."""
        return round_half_away(self.gap * 100, divisor=ONE)


@dataclass(frozen=True, slots=True)
class Streak:
    """Months in a row on one side of the pattern, each further off than is typical.

    It is unusual when the series has never been off so long.
    """

    length: int
    is_above: bool
    is_unusual: bool


@dataclass(frozen=True, slots=True)
class Shift:
    """The year so far against the same months of the year before.

    It is unusual when none of `of` earlier pairs of years have differed as much.
    `last` is the last month compared.
    """

    last: int
    change: int
    of: int
    is_unusual: bool

    @property
    def percent(self) -> int:
        """The change in whole percent; plus is more."""
        return round_half_away(self.change * 100, divisor=ONE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a series' own history says of a year's months.

    `latest` is the last month that is reported, 0 where none is; `judged` the months
    that could be judged; `whole_years` the earlier years that show a pattern.
    """

    year: int
    latest: int = 0
    whole_years: tuple[int, ...] = ()
    judged: Mapping[int, Judged] = field(default_factory=dict)
    streak: Streak | None = None
    shift: Shift | None = None

    @property
    def is_too_short(self) -> bool:
        """Whether history is too short to judge by."""
        return len(self.whole_years) < FEWEST_YEARS

    @property
    def month(self) -> Judged | None:
        """The latest reported month, where it could be judged."""
        return self.judged.get(self.latest)

    @property
    def warns(self) -> bool:
        """Whether the latest month, months in a row or the year's level is unusual."""
        found = (self.month, self.streak, self.shift)
        return any(each is not None and each.is_unusual for each in found)


def verdict(values: Values, *, year: int, month: int) -> Verdict:
    """Judge a year's months through `month` by the years before it."""
    known = {y: tuple(months) for y, months in values.items() if y < year}
    now = tuple(values.get(year, ()))[:month]
    latest = max((n for n, value in enumerate(now, 1) if value is not None), default=0)
    if not latest or _has_negative((*known.values(), now)):
        return Verdict(year, latest)
    found = counted({**known, year: now})
    whole = tuple(y for y in found.whole() if y < year)
    if len(whole) < FEWEST_YEARS:
        return Verdict(year, latest, whole)
    return _judged(found, off(found, whole), whole, _When(year, latest))


@dataclass(frozen=True, slots=True)
class _When:
    """A month of the year that is judged."""

    year: int
    month: int


def _has_negative(years: Sequence[Sequence[int | Fraction | None]]) -> bool:
    """Whether any value is below zero: then shares of a level mean nothing."""
    return any(v is not None and v < 0 for months in years for v in months)


def _judged(
    found: Counted, months: Mapping[int, Off], whole: tuple[int, ...], when: _When
) -> Verdict:
    """The verdict of months whose distance from the pattern is known."""
    january = number(when.year, 1)
    past = [abs(each.gap) for n, each in months.items() if n < january]
    judged = {
        n: _month(found, months[here], past, whole, _When(when.year, n))
        for n in range(1, when.month + 1)
        if past and (here := number(when.year, n)) in months
    }
    return Verdict(
        year=when.year,
        latest=when.month,
        whole_years=whole,
        judged=judged,
        streak=_streak(months, past, until=number(when.year, when.month)),
        shift=_shift(found, when),
    )


def _month(
    found: Counted, each: Off, past: list[int], whole: tuple[int, ...], when: _When
) -> Judged:
    """One month's verdict."""
    far = abs(each.gap)
    as_far = sum(1 for other in past if other >= far)
    at = when.month - 1
    value = found.years[when.year][at] or 0
    same = {
        y: other
        for y in whole
        if len(found.years[y]) > at and (other := found.years[y][at]) is not None
    }
    return Judged(
        month=when.month,
        expected=Fraction(each.expected, ONE) * found.step,
        gap=each.gap,
        as_far=as_far,
        of=len(past),
        is_unusual=as_far * ONE_IN <= len(past)
        and far >= max(middle(past) * TIMES_TYPICAL, LEAST),
        years=tuple(same),
        is_lowest=all(value < other for other in same.values()),
        is_highest=all(value > other for other in same.values()),
    )


def _streak(months: Mapping[int, Off], past: list[int], *, until: int) -> Streak | None:
    """The months in a row that end with the latest, if they are enough to speak of."""
    if not past:
        return None
    least = max(middle(past), LEAST)
    sides = {n: each.gap > 0 for n, each in months.items() if abs(each.gap) >= least}
    lengths = dict(_lengths(sides))
    length = lengths.get(until, 0)
    if length < IN_A_ROW:
        return None
    before = max((n for k, n in lengths.items() if k <= until - length), default=0)
    return Streak(length, sides[until], length > before)


def _lengths(sides: Mapping[int, bool]) -> Iterator[tuple[int, int]]:
    """For each month that is off, how many in a row have been so on its side."""
    length, last, side = 0, 0, False
    for month in sorted(sides):
        follows = month == last + 1 and sides[month] is side
        length = length + 1 if follows else 1
        last, side = month, sides[month]
        yield month, length


def _shift(found: Counted, when: _When) -> Shift | None:
    """The year so far against the year before; None where too little is comparable."""
    span = [n for n, v in enumerate(found.years[when.year]) if v is not None]
    sums = {
        year: sum(v for n in span if (v := months[n]) is not None)
        for year, months in found.years.items()
        if len(months) >= when.month and all(months[n] is not None for n in span)
    }
    before, now = sums.get(when.year - 1), sums[when.year]
    earlier = [
        _times(sums[year], sums[year - 1])
        for year in sums
        if year < when.year and sums[year] and sums.get(year - 1)
    ]
    if len(span) < IN_A_ROW or len(earlier) < FEWEST_YEARS or not before or not now:
        return None
    change = (now - before) * ONE // before
    is_unusual = _times(now, before) > max(earlier) and abs(change) >= LEAST_SHIFT
    return Shift(span[-1] + 1, change, len(earlier), is_unusual)


def _times(one: int, other: int) -> Fraction:
    """How many times the smaller the larger is: as much up as down."""
    return Fraction(max(one, other), min(one, other))
