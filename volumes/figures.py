"""Figures of volumes and staff: months to spans, units to wholes. Pure values.

Stored quantities are whole thousandths; figures are exact fractions of the series'
unit, so that a mean or a share is rounded once, when it is shown. None means that
nothing is reported, never zero.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple, TypeVar

from committees.periods import FOREVER, Scenario

T = TypeVar("T")
MONTHS = 12
MILLI = 1000


class OverTime(StrEnum):
    """How months make a longer span."""

    SUM = "summa"
    MEAN = "genomsnitt"
    LAST = "senaste"


@dataclass(frozen=True, slots=True)
class SeriesOf:
    """What figures need to know of a series. `adds_up`: units make a whole.

    `provider` parts own from external; `first` and `last` are its months (201701).
    """

    id: int
    over_time: OverTime
    adds_up: bool = True
    provider: str = ""
    first: int = 0
    last: int = FOREVER

    @property
    def is_level(self) -> bool:
        """Whether it says how much there is at a time, not how much was done."""
        return self.over_time is not OverTime.SUM


class Of(NamedTuple):
    """A series in a scenario of a year."""

    series: int
    scenario: Scenario
    year: int


class When(NamedTuple):
    """A scenario of a year, from one month of it through another (1 to 12)."""

    scenario: Scenario
    year: int
    first: int = 1
    last: int = MONTHS


Months = tuple[int | None, ...]
"""Twelve thousandths by month; None where nothing is reported."""


class UncountableError(ValueError):
    """Units whose quantities make no whole, such as unique people of several."""


@dataclass(frozen=True, slots=True)
class Quantities:
    """What is known of some series.

    `months` holds budget and outcome by unit; `years` what is expected of the whole
    year, by unit. `awaited` holds units that have not reported a month that is still
    open: no total is made of a month without them.
    """

    series: Mapping[int, SeriesOf] = field(default_factory=dict)
    months: Mapping[Of, Mapping[int, Months]] = field(default_factory=dict)
    years: Mapping[Of, Mapping[int, int]] = field(default_factory=dict)
    awaited: Mapping[Of, frozenset[tuple[int, int]]] = field(default_factory=dict)


def quantity(
    known: Quantities,
    series: Iterable[int],
    when: When,
    *,
    units: Collection[int] | None = None,
) -> Fraction | None:
    """The quantity of some series over a span; None where none has anything.

    UncountableError where a series' units make no whole and more than one reported.
    """
    series = tuple(series)
    if len(series) == 1:
        return of_series(known, series[0], when, units=units)
    found = parts(known, series, when, units=units)
    return sum((each for _, each in found), Fraction(0)) if found else None


def parts(
    known: Quantities,
    series: Iterable[int],
    when: When,
    *,
    units: Collection[int] | None = None,
) -> list[tuple[int, Fraction]]:
    """The quantities of those of some series that have any, by series.

    None at all where one of them is waited for: no whole is made without it.
    """
    found = []
    for one in series:
        each = of_series(known, one, when, units=units)
        if each is not None:
            found.append((one, each))
        elif waited_for(known, one, when, units=units):
            return []
    return found


NONE: frozenset[int] = frozenset()


def waited_for(
    known: Quantities,
    series: int,
    when: When,
    *,
    units: Collection[int] | None = None,
) -> frozenset[int]:
    """The months of a span that some unit has yet to report."""
    owed = known.awaited.get(Of(series, when.scenario, when.year))
    if not owed:
        return NONE
    return frozenset(
        month
        for unit, month in owed
        if when.first <= month <= when.last and (units is None or unit in units)
    )


def of_series(
    known: Quantities,
    series: int,
    when: When,
    *,
    units: Collection[int] | None = None,
) -> Fraction | None:
    """One series' quantity over a span, by its own rule (domain, rule 9)."""
    of = Of(series, when.scenario, when.year)
    kind = known.series.get(series)
    if kind is None:
        return None
    if when.scenario is Scenario.FORECAST:
        expected = _chosen(known.years.get(of, {}), units)
        _require_whole(kind, expected)
        return Fraction(sum(expected.values()), MILLI) if expected else None
    reported = _chosen(known.months.get(of, {}), units)
    if not reported:
        return None
    _require_whole(kind, reported)
    is_owed = of in known.awaited
    waits = waited_for(known, series, when, units=units) if is_owed else NONE
    if kind.over_time is OverTime.SUM and waits:
        return None
    totals = month_totals(reported)[when.first - 1 : when.last]
    if waits:
        months = enumerate(totals, start=when.first)
        totals = tuple(None if month in waits else each for month, each in months)
    return over_time(totals, kind.over_time)


def _chosen(by_unit: Mapping[int, T], units: Collection[int] | None) -> Mapping[int, T]:
    """The part of some units."""
    if units is None:
        return by_unit
    return {unit: each for unit, each in by_unit.items() if unit in units}


def _require_whole(kind: SeriesOf, by_unit: Mapping[int, object]) -> None:
    """Units that make no whole may not be added."""
    if not kind.adds_up and len(by_unit) > 1:
        raise UncountableError


def month_totals(by_unit: Mapping[int, Months]) -> Months:
    """What units reported of each month together; None where none did."""
    rows = list(by_unit.values())
    if len(rows) == 1:
        return rows[0]
    by_month = zip(*rows, strict=True)
    if not any(None in row for row in rows):
        return tuple(map(sum, by_month))  # every month of every unit: no questions
    return tuple(
        sum(values) if None not in values else _sum_of_reported(values)
        for values in by_month
    )


def _sum_of_reported(values: Iterable[int | None]) -> int | None:
    """The sum of what is reported; None where nothing is."""
    found = [value for value in values if value is not None]
    return sum(found) if found else None


def over_time(months: Iterable[int | None], rule: OverTime) -> Fraction | None:
    """Months' thousandths as one quantity: sum, mean of months with values, or last."""
    found = [value for value in months if value is not None]
    if not found:
        return None
    match rule:
        case OverTime.SUM:
            return Fraction(sum(found), MILLI)
        case OverTime.MEAN:
            return Fraction(sum(found), MILLI * len(found))
        case OverTime.LAST:
            return Fraction(found[-1], MILLI)
