"""Unit costs and ratios: what the money bought. Exact, computed, never typed.

Money is in öre and stored sign, so that a cost per unit is negative. What is done
(hours, days) is summed over a span; what there is at a time (places, people) counts as
place-years: the level times the part of the year, by the calendar's days. The cost of
a place in eight months is thereby told as what a whole year of it costs.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from finance.figures import figure
from reports.known import Basis, BasisOf, Known, RatioOf, Time, UnitCostOf
from volumes.figures import UncountableError, When, parts, quantity

ZERO_VOLUME = "Volymen är noll."
ZERO_BELOW = "Det som det delas med är noll."
UNCOUNTABLE = "Enheternas antal kan inte läggas ihop."


class Amount(NamedTuple):
    """An exact number of öre or units; `why` says why it is not applicable.

    With neither a value nor a reason it is missing.
    """

    value: Fraction | None = None
    why: str = ""


def unit_cost(known: Known, which: int, time: Time) -> Amount:
    """What one unit costs over a span, in öre and stored sign.

    Missing where money or volume is; not applicable where the volume is zero.
    """
    of = known.unit_costs.get(which)
    if of is None:
        return Amount()
    units = units_in(known, of.series, time.when)
    if units.value is None:
        return units
    if not units.value:
        return Amount(why=ZERO_VOLUME)
    ore = money(known, which, time)
    if ore is None:
        return Amount()
    days = days_of_year(time.when.year) if of.per_day else 1
    return Amount(Fraction(ore) / (units.value * days))


def money(known: Known, which: int, time: Time) -> int | None:
    """What a unit cost divides, in öre and stored sign; None where it is not known.

    A basis of the year stands before the ledger. A single month has no money.
    """
    found = basis(known, which, time)
    if found is not None:
        return found.ore
    of, series = known.unit_costs.get(which), time.series
    if of is None or series is None or not known.books.knows(series):
        return None
    return figure(known.books, of.selection, measure=of.measure, series=series)


def basis(known: Known, which: int, time: Time) -> Basis | None:
    """The money that stands instead of the ledger's for a whole year, if any."""
    if not time.is_year:
        return None
    return known.bases.get(BasisOf(which, time.when.scenario, time.when.year))


def is_reproduced(known: Known, which: int, time: Time) -> bool:
    """Whether a unit cost rests on money that was made from a printed unit cost."""
    found = basis(known, which, time)
    return found is not None and found.reproduced


def ratio(known: Known, which: int, time: Time) -> Amount:
    """Series through other series over a span, times a hundred where in percent.

    Missing where either is; not applicable where there is nothing to divide by.
    """
    of = known.ratios.get(which)
    if of is None:
        return Amount()
    above = total(known, of.above, time.when)
    below = total(known, of.below, time.when)
    if above.value is None or below.value is None:
        return Amount(why=above.why or below.why)
    if not below.value:
        return Amount(why=ZERO_BELOW)
    return Amount(above.value / below.value * (100 if of.percent else 1))


def total(known: Known, series: Iterable[int], when: When) -> Amount:
    """The quantity of some series over a span, each by its own rule."""
    try:
        return Amount(quantity(known.quantities, series, when))
    except UncountableError:
        return Amount(why=UNCOUNTABLE)


def units_in(known: Known, series: Iterable[int], when: When) -> Amount:
    """What money of a span is divided by: sums, and place-years of levels."""
    try:
        found = parts(known.quantities, series, when)
    except UncountableError:
        return Amount(why=UNCOUNTABLE)
    if not found:
        return Amount()
    weighed = (each * _part_of_year(known, one, when) for one, each in found)
    return Amount(sum(weighed, Fraction(0)))


def _part_of_year(known: Known, series: int, when: When) -> Fraction:
    """How much of a year a level lasts in a span; a sum is what it is."""
    if not known.quantities.series[series].is_level:
        return Fraction(1)
    return Fraction(days_of(when), days_of_year(when.year))


def days_of(when: When) -> int:
    """The days of a span by the calendar."""
    months = range(when.first, when.last + 1)
    return sum(calendar.monthrange(when.year, month)[1] for month in months)


def days_of_year(year: int) -> int:
    """365, or 366 in a leap year."""
    return 366 if calendar.isleap(year) else 365


__all__ = [
    "Amount",
    "RatioOf",
    "UnitCostOf",
    "basis",
    "days_of",
    "days_of_year",
    "is_reproduced",
    "money",
    "ratio",
    "total",
    "unit_cost",
    "units_in",
]
