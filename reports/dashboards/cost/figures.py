"""What a unit cost against its volume: by year, and by month of the follow-up's year.

Exact: öre, a cost positive, and units of the volume. None: not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from committees.models import FollowUp, FollowUpKind
from committees.numbers import Scale, Unit
from committees.periods import MONTH_HEADS, Scenario, Span
from finance.monthly import monthly_outcome, months_of
from reports.known import BasisOf, Known, Time, span_time
from reports.known_facts import Need, known
from reports.quantities.unit_cost_tables import change, is_in_ledger, scale_of, unit_of
from reports.quantities.unit_costs import (
    Amount,
    days_of_year,
    is_reproduced,
    money,
    total,
    unit_cost,
    units_in,
)
from volumes.figures import When
from volumes.models import UnitCost, VolumeSeries

YEARS_BACK = 4


@dataclass(frozen=True, slots=True)
class Point:
    """A year or a month: the volume, the money and what a unit cost.

    `is_plan` where it is a budget; `reproduced` where the money was made from a
    printed unit cost.
    """

    key: str
    label: str
    volume: Amount
    ore: Fraction | None
    cost: Amount
    is_plan: bool = False
    reproduced: bool = False

    @property
    def is_known(self) -> bool:
        """Whether volume and unit cost are both there."""
        return self.volume.value is not None and self.cost.value is not None


@dataclass(frozen=True, slots=True)
class CostAndVolume:
    """A unit cost with its points in order of time; `missing` says why it has none."""

    follow_up: FollowUp
    unit_cost: UnitCost
    series: tuple[VolumeSeries, ...]
    points: tuple[Point, ...]
    by_month: bool = False
    missing: str = ""

    @property
    def scale(self) -> Scale:
        """The money unit and decimals of the unit cost."""
        return scale_of(self.unit_cost)

    @property
    def unit(self) -> str:
        """`kr per timme`."""
        return unit_of(self.unit_cost)

    @property
    def volume_unit(self) -> str:
        """What is counted: the series' unit, where they share one."""
        units = {each.unit for each in self.series}
        return units.pop() if len(units) == 1 else self.unit_cost.per

    @property
    def volume_scale(self) -> Scale:
        """The decimals that the volume is shown with."""
        return Scale(Unit.COUNT, max((s.decimals for s in self.series), default=0))

    @property
    def name(self) -> str:
        """The unit cost in words."""
        return f"{self.unit_cost.name}, {self.unit}"

    def steps(self) -> Iterator[tuple[Point, Point, Amount, Amount]]:
        """Points beside the one before that is known: both, change of volume, of cost.

        A budget is no step on the way.
        """
        known_ = [each for each in self.points if each.is_known and not each.is_plan]
        for before, now in pairwise(known_):
            yield (
                before,
                now,
                change(now.volume, before.volume),
                change(now.cost, before.cost),
            )


def by_year(follow_up: FollowUp, one: UnitCost) -> CostAndVolume:
    """Earlier years, the budget and the forecast of the follow-up's year."""
    years = range(follow_up.year - YEARS_BACK, follow_up.year + 1)
    held = known(follow_up, _need(one, years))
    asked = [(Scenario.OUTCOME, year) for year in years[:-1]]
    if follow_up.kind == FollowUpKind.ANNUAL:
        asked += [(Scenario.BUDGET, years[-1]), (Scenario.OUTCOME, years[-1])]
    else:
        asked += [(Scenario.BUDGET, years[-1]), (Scenario.FORECAST, years[-1])]
    points = tuple(
        _of_year(held, one, scenario, time)
        for scenario, year in asked
        if (time := span_time(scenario, year, Span.YEAR, at=follow_up.period))
    )
    told = tuple(each for each in points if each.volume.value or each.ore is not None)
    return CostAndVolume(follow_up, one, _series(one), told)


def _need(one: UnitCost, years: Iterable[int]) -> Need:
    """What a unit cost is read from."""
    return Need(years=frozenset(years), unit_costs=frozenset({one.pk}))


def _series(one: UnitCost) -> tuple[VolumeSeries, ...]:
    """The series that a unit cost divides by."""
    return tuple(one.series.all())


def _of_year(held: Known, one: UnitCost, scenario: Scenario, time: Time) -> Point:
    """A year's point."""
    words = {Scenario.BUDGET: "budget ", Scenario.FORECAST: "prognos "}
    of = held.unit_costs[one.pk]
    ore = money(held, one.pk, time)
    return Point(
        key=f"{scenario}{time.when.year}",
        label=f"{words.get(scenario, '')}{time.when.year}",
        volume=total(held, of.series, time.when),
        ore=None if ore is None else -Fraction(ore),
        cost=_positive(unit_cost(held, one.pk, time)),
        is_plan=scenario is Scenario.BUDGET,
        reproduced=is_reproduced(held, one.pk, time),
    )


def _positive(amount: Amount) -> Amount:
    """A cost as a positive amount."""
    return amount if amount.value is None else Amount(-amount.value)


NOT_BY_MONTH = (
    "Huvudboken skiljer inte ut de här pengarna under året. Nyckeltalet finns bara"
    " per år."
)


def by_month(follow_up: FollowUp, one: UnitCost) -> CostAndVolume:
    """The months of the follow-up's year."""
    year = follow_up.year
    held = known(follow_up, _need(one, [year]))
    series = _series(one)
    own = BasisOf(one.pk, Scenario.OUTCOME, year) in held.bases
    if own or not is_in_ledger(held, one.pk, year):
        return CostAndVolume(
            follow_up, one, series, (), by_month=True, missing=NOT_BY_MONTH
        )
    ore = _ore(follow_up, held, one)
    points = tuple(
        _of_month(held, one, When(Scenario.OUTCOME, year, month, month), ore[month - 1])
        for month in range(1, follow_up.month + 1)
    )
    return CostAndVolume(follow_up, one, series, points, by_month=True)


def _ore(follow_up: FollowUp, held: Known, one: UnitCost) -> Sequence[int | None]:
    """The months' money, in stored sign."""
    of, year = held.unit_costs[one.pk], follow_up.year
    activities = of.selection.activities or ()
    booked = monthly_outcome(follow_up, activities=activities, years=[year])
    return months_of(
        booked.get(year, {}),
        of.selection,
        measure=of.measure,
        revenue_groups=held.books.revenue_groups,
    )


def _of_month(held: Known, one: UnitCost, when: When, ore: int | None) -> Point:
    """A month's point."""
    of = held.unit_costs[one.pk]
    units = units_in(held, of.series, when)
    days = days_of_year(when.year) if of.per_day else 1
    cost = Amount(why=units.why)
    if ore is not None and units.value:
        cost = Amount(-Fraction(ore) / (units.value * days))
    return Point(
        key=f"m{when.first}",
        label=MONTH_HEADS[when.first - 1].lower(),
        volume=total(held, of.series, when),
        ore=None if ore is None else -Fraction(ore),
        cost=cost,
    )
