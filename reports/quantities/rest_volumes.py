"""What the volumes of the rest of a year do to its result. Pure and exact.

Of each unit cost: the units that are expected after the follow-up's month less those
that are budgeted for the same time, at the budget's price for the year. Öre in stored
sign: fewer units than budgeted are a surplus.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from committees.periods import Month, Scenario, Span
from reports.known import Known, PriceOf, span_time
from reports.quantities.unit_costs import days_of, days_of_year, money, units_in
from volumes.figures import UncountableError, When, parts


@dataclass(frozen=True, slots=True)
class Rest:
    """The effect of some unit costs' volumes, and how many of them could be told."""

    ore: Fraction
    told: int
    of: int


def rest(
    known: Known,
    which: Iterable[int],
    at: Month,
    *,
    cost_centres: Collection[int] | None = None,
) -> Rest:
    """What the rest of the year's volumes do; of some cost centres, or of all.

    The unit costs must not overlap. Those without a forecast, a budget or a price are
    left out.
    """
    chosen = list(which)
    told = (of_unit_cost(known, one, at, cost_centres) for one in chosen)
    found = [ore for ore in told if ore is not None]
    return Rest(sum(found, Fraction(0)), len(found), len(chosen))


def of_unit_cost(
    known: Known, which: int, at: Month, units: Collection[int] | None = None
) -> Fraction | None:
    """One unit cost's effect; None where it cannot be told."""
    effects: list[Fraction] = []
    for series in known.unit_costs[which].series:
        found = _quantities(known, series, at, units)
        if all(each is None for each in found):
            continue
        gap, price = _gap(found), _price(known, which, series, at)
        if gap is None or (gap and price is None):
            return None
        effects.append(gap * (price or 0))
    return sum(effects, Fraction(0)) if effects else None


def _gap(found: Sequence[Fraction | None]) -> Fraction | None:
    """Units expected in the rest of the year less those budgeted for it."""
    forecast, so_far, budget, budget_so_far = found
    if forecast is None or so_far is None or budget is None or budget_so_far is None:
        return None
    return (forecast - so_far) - (budget - budget_so_far)


def _quantities(
    known: Known, series: int, at: Month, units: Collection[int] | None
) -> list[Fraction | None]:
    """A series' forecast, outcome to date, budget, and budget to date."""
    year, month = at.year, at.month
    return [
        _units(known, series, when, units)
        for when in (
            When(Scenario.FORECAST, year),
            When(Scenario.OUTCOME, year, last=month),
            When(Scenario.BUDGET, year),
            When(Scenario.BUDGET, year, last=month),
        )
    ]


def _units(
    known: Known, series: int, when: When, units: Collection[int] | None
) -> Fraction | None:
    """A series' units over a span: a sum, or place-years of a level."""
    try:
        found = parts(known.quantities, [series], when, units=units)
    except UncountableError:
        return None
    if not found:
        return None
    kind = known.quantities.series[series]
    share = Fraction(days_of(when), days_of_year(when.year)) if kind.is_level else 1
    return found[0][1] * share


def _price(known: Known, which: int, series: int, at: Month) -> Fraction | None:
    """What a unit does to the result: the decided price, or the budget's own."""
    decided = known.prices.get(PriceOf(series, at.year))
    if decided is not None:
        return -Fraction(decided.ore)
    time = span_time(Scenario.BUDGET, at.year, Span.YEAR, at=at)
    if time is None:
        return None
    ore = money(known, which, time)
    volume = units_in(known, known.unit_costs[which].series, time.when).value
    return None if ore is None or not volume else Fraction(ore) / volume
