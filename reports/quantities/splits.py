"""Which sub-series and money a deviation is parted by, from what is known.

Money that is not parted by series can still be told by volume and price: by the
prices decided for each series, or, without them, by one price for all. Own and
external are never priced as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

from committees.periods import Month, Scenario, Span
from reports.known import Known, PriceOf, Time, span_time
from reports.quantities.unit_costs import money, units_in
from reports.quantities.volume_price import Split, SubSeries, split, together

MIXED = "Egen regi och extern utförare räknas var för sig."


class Times(NamedTuple):
    """The budget, and what is compared with it over the same time."""

    budget: Time
    expected: Time


class Ore(NamedTuple):
    """Money in the budget and as expected; öre in stored sign, None where unknown."""

    budget: int | None
    expected: int | None


@dataclass(frozen=True, slots=True)
class Parted:
    """A split, or none; `why` says why it is not applicable, where it is not.

    With neither, something that it needs is missing.
    """

    split: Split | None = None
    why: str = ""


class _NotToldError(Exception):
    """What is missing (no text), or why a split is not applicable."""


def times(
    at: Month,
    *,
    scenario: Scenario = Scenario.FORECAST,
    span: Span = Span.YEAR,
    year_offset: int = 0,
) -> Times | None:
    """The forecast of the year, or another scenario and span, beside its budget."""
    year = at.year + year_offset
    budget = span_time(Scenario.BUDGET, year, span, at=at)
    expected = span_time(scenario, year, span, at=at)
    return Times(budget, expected) if budget and expected else None


def of_series(known: Known, series: Sequence[int], ore: Ore, compared: Times) -> Parted:
    """The split of some series and of the money that is theirs together."""
    try:
        return Parted(_together(_sub_series(known, series, ore, compared)))
    except _NotToldError as error:
        return Parted(why=str(error))


def of_unit_costs(known: Known, which: Iterable[int], compared: Times) -> Parted:
    """The split of unit costs that make up a whole, such as those of one family."""
    found: list[SubSeries] = []
    try:
        for one in which:
            ore = Ore(*(money(known, one, time) for time in compared))
            series = known.unit_costs[one].series
            found += _sub_series(known, series, ore, compared)
    except _NotToldError as error:
        return Parted(why=str(error))
    return Parted(_together(found))


def _together(parts: Sequence[SubSeries]) -> Split | None:
    """Each provider's split, added; None of no parts."""
    if not parts:
        return None
    by_provider: dict[str, list[SubSeries]] = {}
    for part in parts:
        by_provider.setdefault(part.provider, []).append(part)
    return together(split(some) for some in by_provider.values())


def _sub_series(
    known: Known, series: Sequence[int], ore: Ore, compared: Times
) -> list[SubSeries]:
    """Series each at its own decided price, or all as one.

    Where prices are decided only the sum of the money counts, so that the first may
    carry all of it.
    """
    found = [part for one in series if (part := _part(known, one, compared))]
    if not found:
        raise _NotToldError
    if all(part.price is not None for part in found):
        first = replace(found[0], budget_ore=ore.budget, expected_ore=ore.expected)
        return [first, *found[1:]]
    return [_as_one(found, ore)]


def _as_one(parts: Sequence[SubSeries], ore: Ore) -> SubSeries:
    """Series of one provider as one volume with one price."""
    providers = {part.provider for part in parts} - {""}
    if len(providers) > 1:
        raise _NotToldError(MIXED)
    return SubSeries(
        budget=sum((part.budget for part in parts), Fraction(0)),
        expected=sum((part.expected for part in parts), Fraction(0)),
        budget_ore=ore.budget,
        expected_ore=ore.expected,
        provider=min(providers, default=""),
    )


def _part(known: Known, series: int, compared: Times) -> SubSeries | None:
    """One series without its money; None where it is neither budgeted nor expected."""
    volumes = [units_in(known, [series], time.when) for time in compared]
    for volume in volumes:
        if volume.why:
            raise _NotToldError(volume.why)
    budget, expected = (volume.value for volume in volumes)
    if budget is None and expected is None:
        return None
    if budget is None or expected is None:
        raise _NotToldError
    price = known.prices.get(PriceOf(series, compared.budget.when.year))
    return SubSeries(
        budget=budget,
        expected=expected,
        budget_ore=0,
        expected_ore=0,
        price=Fraction(price.ore) if price else None,
        reconciled=bool(price and price.reconciled),
        provider=known.quantities.series[series].provider,
    )
