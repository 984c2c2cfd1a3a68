"""Figures of money: sums over leaves, and what is derived from them. Pure values.

Öre in stored sign, the effect on the result. None means that nothing is reported:
a sum over no rows. In a closed period that counts as zero in a sum and is shown
as a dash; an explicit zero is zero.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, TypeVar

from committees.periods import Scenario, Span

T = TypeVar("T")


class Measure(StrEnum):
    """What a figure measures."""

    NET = "netto"
    REVENUE = "intäkter"
    COST = "kostnader"
    GRANT = "bidrag"
    RESULT = "resultat"
    INVESTMENT = "investering"
    BALANCE = "balans"
    DEVIATION = "avvikelse"


class Series(NamedTuple):
    """A scenario of a year over a span of it."""

    scenario: Scenario
    year: int
    span: Span


class Leaf(NamedTuple):
    """The grain that operating money is summed to, by identities."""

    activity: int
    group: int
    internal: bool


class UnitLeaf(NamedTuple):
    """The grain that money is summed to by cost centre, by identities."""

    cost_centre: int
    group: int
    internal: bool


class GrantLeaf(NamedTuple):
    """The grain of the grant."""

    activity: int
    decision: str


@dataclass(frozen=True, slots=True)
class Books:
    """Leaf sums of everything that a follow-up's tables read.

    `by_unit` is the operating money again, by cost centre, and is only there when it
    was asked for; its forecasts are those of budget holders alone.
    """

    operating: Mapping[Series, Mapping[Leaf, int]] = field(default_factory=dict)
    grants: Mapping[Series, Mapping[GrantLeaf, int]] = field(default_factory=dict)
    investments: Mapping[Series, Mapping[int, int]] = field(default_factory=dict)
    balance: Mapping[Series, Mapping[int, int]] = field(default_factory=dict)
    revenue_groups: frozenset[int] = frozenset()
    by_unit: Mapping[Series, Mapping[UnitLeaf, int]] = field(default_factory=dict)

    def knows(self, series: Series) -> bool:
        """Whether a series may be told: a forecast only where one has been made."""
        return series.scenario is not Scenario.FORECAST or any(
            rows.get(series) for rows in (self.operating, self.investments)
        )


@dataclass(frozen=True, slots=True)
class Selection:
    """Which leaves a figure sums. None selects all of an axis.

    Operating money lies by activity or by cost centre: what selects cost centres
    selects no activities.
    """

    activities: Collection[int] | None = None
    groups: Collection[int] | None = None
    projects: Collection[int] = ()
    accounts: Collection[int] = ()
    decisions: Collection[str] | None = None
    cost_centres: Collection[int] | None = None


def figure(
    books: Books, selection: Selection, *, measure: Measure, series: Series
) -> int | None:
    """One figure, in öre and stored sign.

    Revenue and cost leave out what is bought and sold within the committee; the net
    is the same with and without.
    """
    match measure:
        case Measure.GRANT:
            return grant(books, selection, series)
        case Measure.RESULT:
            return result(books, selection, series)
        case Measure.INVESTMENT:
            leaves = books.investments.get(series, {})
            return total(leaves[p] for p in selection.projects if p in leaves)
        case Measure.BALANCE:
            leaves = books.balance.get(series, {})
            return total(leaves[a] for a in selection.accounts if a in leaves)
        case Measure.REVENUE | Measure.COST:
            return operating(books, selection, series, part=measure)
        case _:
            return operating(books, selection, series)


def operating(
    books: Books, selection: Selection, series: Series, *, part: Measure | None = None
) -> int | None:
    """Net of the selected leaves, or their revenue or cost alone."""
    if selection.cost_centres is not None:
        return total(_of_units(books, selection, series, part))
    leaves = books.operating.get(series, {})
    return total(leaves_of(leaves, selection, part, books.revenue_groups))


def _of_units(
    books: Books, selection: Selection, series: Series, part: Measure | None
) -> Iterator[int]:
    """What the selected cost centres hold, or their revenue or cost alone."""
    groups, centres = selection.groups, selection.cost_centres or ()
    return (
        ore
        for leaf, ore in books.by_unit.get(series, {}).items()
        if leaf.cost_centre in centres
        and (groups is None or leaf.group in groups)
        and (part is None or _is_part(leaf, part, books.revenue_groups))
    )


def leaves_of(
    leaves: Mapping[Leaf, T],
    selection: Selection,
    part: Measure | None,
    revenue_groups: Collection[int],
) -> Iterator[T]:
    """What the selected leaves hold, or those of revenue or cost alone."""
    activities, groups = selection.activities, selection.groups
    return (
        held
        for leaf, held in leaves.items()
        if (activities is None or leaf.activity in activities)
        and (groups is None or leaf.group in groups)
        and (part is None or _is_part(leaf, part, revenue_groups))
    )


def _is_part(
    leaf: Leaf | UnitLeaf, part: Measure, revenue_groups: Collection[int]
) -> bool:
    """Whether a leaf is revenue, or cost, with somebody outside the committee."""
    is_revenue = leaf.group in revenue_groups
    return not leaf.internal and is_revenue == (part is Measure.REVENUE)


def grant(books: Books, selection: Selection, series: Series) -> int | None:
    """The grant to the selected activities, under the selected decisions.

    A grant has no outcome of its own: it is received as decided.
    """
    leaves = books.grants.get(series._replace(scenario=Scenario.BUDGET), {})
    return total(
        ore
        for leaf, ore in leaves.items()
        if (selection.activities is None or leaf.activity in selection.activities)
        and (selection.decisions is None or leaf.decision in selection.decisions)
    )


def result(books: Books, selection: Selection, series: Series) -> int | None:
    """Grant plus net; none is expected before there is a forecast."""
    if not books.knows(series):
        return None
    return plus(grant(books, selection, series), operating(books, selection, series))


def total(parts: Iterable[int]) -> int | None:
    """The sum; None of no parts."""
    found = list(parts)
    return sum(found) if found else None


def plus(first: int | None, second: int | None) -> int | None:
    """The sum of two figures; what is missing counts as zero unless both are."""
    if first is None and second is None:
        return None
    return (first or 0) + (second or 0)


def deviation(minuend: int | None, subtrahend: int | None) -> int | None:
    """Forecast or outcome less budget: positive is surplus."""
    return plus(minuend, None if subtrahend is None else -subtrahend)


def gap(minuend: int | None, subtrahend: int | None) -> int | None:
    """A figure less another; None unless both are there."""
    return None if None in (minuend, subtrahend) else deviation(minuend, subtrahend)
