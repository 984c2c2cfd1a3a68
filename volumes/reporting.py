"""Who has not reported: months that units owe, and months whose totals are whole.

A unit owes a month of the year when it has a budget for it or has reported earlier in
the year. A month in the past that a unit skipped, between others that it reported,
is a hole as well. A total over a hole would look like a fall, so none is made.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from committees.models import FollowUp
from committees.periods import Month, Scenario
from volumes.figures import MONTHS, Of, OverTime, Quantities, SeriesOf, month_totals
from volumes.figures import Months as Twelve

Owing = Mapping[int, frozenset[int]]
"""Units that have not reported a month, by month (1 to 12)."""


def owed(known: Quantities, series: SeriesOf, follow_up: FollowUp) -> Owing:
    """Units that have not reported months through the follow-up's.

    A stock is only asked for as it stands in the follow-up's month.
    """
    of = Of(series.id, Scenario.OUTCOME, follow_up.year)
    budget = known.months.get(of._replace(scenario=Scenario.BUDGET), {})
    reported = known.months.get(of, {})
    last = follow_up.month
    first = last if series.over_time is OverTime.LAST else 1
    months = {
        month: frozenset(_silent(reported, budget, month))
        for month in range(first, last + 1)
        if series.first <= Month(follow_up.year, month).number <= series.last
    }
    return {month: units for month, units in months.items() if units}


def _silent(
    reported: Mapping[int, Twelve], budget: Mapping[int, Twelve], month: int
) -> Iterator[int]:
    """Units that should have reported a month but have not."""
    for unit in reported.keys() | budget.keys():
        own, planned = reported.get(unit, ()), budget.get(unit, ())
        begun = any(value is not None for value in own[: month - 1])
        is_due = begun or planned[month - 1 : month] not in {(), (None,)}
        if is_due and own[month - 1 : month] in {(), (None,)}:
            yield unit


def totals(
    known: Quantities, series: SeriesOf, years: Collection[int], *, owing: Owing
) -> dict[int, Twelve]:
    """A series' months over its units by year, in thousandths.

    None where nothing is reported or a unit is missing; empty where the units' numbers
    make no whole. `owing` is of the latest of the years.
    """
    by_year = {
        year: found
        for year in sorted(years)
        if (found := known.months.get(Of(series.id, Scenario.OUTCOME, year)))
    }
    units = {unit for found in by_year.values() for unit in found}
    if not series.adds_up and len(units) > 1:
        return {}
    holes = set(_holes(by_year, units))
    holes |= {(max(years), month) for month in owing}
    return {
        year: tuple(
            None if (year, month) in holes else total
            for month, total in enumerate(month_totals(found), start=1)
        )
        for year, found in by_year.items()
    }


def _holes(
    by_year: Mapping[int, Mapping[int, Twelve]], units: Collection[int]
) -> Iterator[tuple[int, int]]:
    """Months that a unit skipped between others that it reported."""
    places = [(year, month) for year in by_year for month in range(1, MONTHS + 1)]
    for unit in units:
        own = [by_year[year].get(unit, ()) for year in by_year]
        values = [value for months in own for value in months or (None,) * MONTHS]
        there = [at for at, value in enumerate(values) if value is not None]
        if there:
            inside = range(there[0], there[-1] + 1)
            yield from (places[at] for at in inside if values[at] is None)
