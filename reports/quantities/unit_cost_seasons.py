"""Unit costs by month, judged by their own season."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from committees.models import FollowUp
from committees.periods import Scenario
from committees.season_words import warnings
from committees.seasons import verdict
from finance.figures import Leaf
from finance.monthly import Months, monthly_outcome, months_of
from reports.known import BasisOf, Known, UnitCostOf
from reports.quantities.unit_cost_tables import is_in_ledger
from reports.quantities.unit_costs import days_of, days_of_year
from volumes.figures import MILLI, MONTHS, When
from volumes.reporting import owed, totals

Monthly = tuple[Fraction | None, ...]
"""Twelve unit costs in öre, a cost positive; None where money or volume is missing."""


def season_marks(
    follow_up: FollowUp, known: Known, *, years: Iterable[int]
) -> dict[int, str]:
    """What is unusual in unit costs, in words; only of those that warn."""
    activities = {
        activity
        for of in known.unit_costs.values()
        for activity in of.selection.activities or ()
    }
    booked = monthly_outcome(follow_up, activities=activities, years=list(years))
    found: dict[int, str] = {}
    for which in known.unit_costs:
        if not is_in_ledger(known, which, follow_up.year):
            continue
        values = by_month(follow_up, known, which, booked)
        judged = verdict(values, year=follow_up.year, month=follow_up.month)
        if told := " ".join(warnings(judged)):
            found[which] = told
    return found


def by_month(
    follow_up: FollowUp,
    known: Known,
    which: int,
    booked: Mapping[int, Mapping[Leaf, Months]],
) -> dict[int, Monthly]:
    """A unit cost by month of the years whose money is the ledger's."""
    of = known.unit_costs[which]
    ledger = [
        year
        for year in booked
        if BasisOf(which, Scenario.OUTCOME, year) not in known.bases
    ]
    units = _units(follow_up, known, of, ledger)
    return {
        year: _divided(
            months_of(
                booked[year],
                of.selection,
                measure=of.measure,
                revenue_groups=known.books.revenue_groups,
            ),
            units[year],
        )
        for year in ledger
        if year in units
    }


def _divided(ore: Months, units: Monthly) -> Monthly:
    """Cost by units, month by month."""
    return tuple(
        -Fraction(one) / each if one is not None and each else None
        for one, each in zip(ore, units, strict=True)
    )


def _units(
    follow_up: FollowUp, known: Known, of: UnitCostOf, years: list[int]
) -> dict[int, Monthly]:
    """What is divided by, month by month; None where any series is missing."""
    by_series = [_of_series(follow_up, known, series, years) for series in of.series]
    return {
        year: tuple(
            _sum(months[year][at] if year in months else None for months in by_series)
            for at in range(MONTHS)
        )
        for year in years
        if any(year in months for months in by_series)
    }


def _of_series(
    follow_up: FollowUp, known: Known, series: int, years: list[int]
) -> dict[int, Monthly]:
    """A series' months: what was done, or the place-years of a level."""
    kind = known.quantities.series.get(series)
    if kind is None or not years:
        return {}
    owing = owed(known.quantities, kind, follow_up)
    found = totals(known.quantities, kind, [*years, follow_up.year], owing=owing)
    return {
        year: tuple(
            None
            if milli is None
            else Fraction(milli, MILLI) * (_share(year, n) if kind.is_level else 1)
            for n, milli in enumerate(months, start=1)
        )
        for year, months in found.items()
    }


def _share(year: int, month: int) -> Fraction:
    """A month's part of its year, by the calendar's days."""
    when = When(Scenario.OUTCOME, year, month, month)
    return Fraction(days_of(when), days_of_year(year))


def _sum(values: Iterable[Fraction | None]) -> Fraction | None:
    """A sum; None where anything is missing."""
    total = Fraction(0)
    for value in values:
        if value is None:
            return None
        total += value
    return total
