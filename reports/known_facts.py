"""From rows to what tables rest on: money and quantities read for a set of tables.

What unit costs and ratios stand for is kept while the committee's structure stands;
what is read anew is at most four questions beside those of the books.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar
from uuid import UUID

from committees.kept import Kept
from committees.models import FollowUp
from committees.periods import Month, Scenario
from committees.trees import activity_tree
from finance import facts as money
from finance.figures import Books, Measure, Selection
from finance.unit_facts import by_unit
from goals.facts import readings
from reports.known import Known, RatioOf, UnitCostOf
from reports.known_money import money_beside
from volumes import facts as volumes
from volumes.models import CostBasis, Ratio, UnitCost, VolumeSeries

T = TypeVar("T")
MEASURES = {CostBasis.NET: Measure.NET, CostBasis.GROSS: Measure.COST}


@dataclass(frozen=True, slots=True)
class Definitions:
    """What a committee's unit costs and ratios stand for, by id, in their order.

    `series` are its series, of which some are part of another (varav).
    """

    unit_costs: Mapping[int, UnitCostOf] = field(default_factory=dict)
    ratios: Mapping[int, RatioOf] = field(default_factory=dict)
    series: Mapping[int, VolumeSeries] = field(default_factory=dict)

    @property
    def wholes(self) -> Mapping[int, int]:
        """The series that each varav series is part of."""
        every = self.series.values()
        return {each.pk: each.part_of_id for each in every if each.part_of_id}


@dataclass(frozen=True, slots=True)
class Need:
    """What is read: measures of money, years, and quantities by id.

    `asked` narrows quantities to scenarios of years; None: all of them. With `prices`
    the decided prices are read too, and the net that they part; with `units` money by
    cost centre. Indicators have years of their own, since targets
    lie ahead.
    """

    measures: frozenset[Measure] = frozenset()
    years: frozenset[int] = frozenset()
    series: frozenset[int] = frozenset()
    unit_costs: frozenset[int] = frozenset()
    ratios: frozenset[int] = frozenset()
    prices: bool = False
    asked: frozenset[tuple[Scenario, int]] | None = None
    units: bool = False
    indicators: frozenset[int] = frozenset()
    indicator_years: frozenset[int] = frozenset()


def known(follow_up: FollowUp, need: Need) -> Known:
    """What is needed, as a follow-up sees it."""
    found = readings(follow_up, indicators=need.indicators, years=need.indicator_years)
    if not (need.series or need.unit_costs or need.ratios):
        return Known(_books(follow_up, need, need.measures), readings=found)
    defined = definitions(follow_up)
    chosen = _chosen(defined.unit_costs, need.unit_costs)
    measures = need.measures | {of.measure for of in chosen.values()}
    if need.prices:
        measures |= {Measure.NET}
    series = need.series | _series(defined, need)
    priced = series if need.prices else ()
    bases, prices = money_beside(chosen, priced, need.years)
    return Known(
        books=_books(follow_up, need, measures),
        quantities=volumes.quantities(
            follow_up, series=series, years=need.years, asked=need.asked
        ),
        unit_costs=chosen,
        ratios=_chosen(defined.ratios, need.ratios),
        bases=bases,
        prices=prices,
        readings=found,
    )


def _books(follow_up: FollowUp, need: Need, measures: frozenset[Measure]) -> Books:
    """Money by activity, and by cost centre where that is needed."""
    books = money.books(follow_up, money.Need(measures, need.years))
    if not need.units:
        return books
    return replace(books, by_unit=by_unit(follow_up, need.years))


def everything(follow_up: FollowUp, years: Collection[int]) -> Known:
    """All unit costs, ratios and prices of the follow-up's committee in some years."""
    defined = definitions(follow_up)
    return known(
        follow_up,
        Need(
            years=frozenset(years),
            unit_costs=frozenset(defined.unit_costs),
            ratios=frozenset(defined.ratios),
            prices=True,
        ),
    )


def _chosen(among: Mapping[int, T], ids: Iterable[int]) -> dict[int, T]:
    """The definitions of some ids."""
    return {one: among[one] for one in ids if one in among}


def _series(defined: Definitions, need: Need) -> frozenset[int]:
    """The series that unit costs and ratios rest on."""
    found: set[int] = set()
    for unit_cost in _chosen(defined.unit_costs, need.unit_costs).values():
        found.update(unit_cost.series)
    for ratio in _chosen(defined.ratios, need.ratios).values():
        found.update(ratio.above, ratio.below)
    return frozenset(found)


_KEPT: Kept[tuple[UUID, Month], Definitions] = Kept(most=200)


def definitions(follow_up: FollowUp) -> Definitions:
    """The committee's unit costs and ratios, with activities as placed in the month."""
    key = follow_up.committee.structure, follow_up.period
    return _KEPT.get(key, lambda: _read_definitions(follow_up))


def _read_definitions(follow_up: FollowUp) -> Definitions:
    """The same, read."""
    return Definitions(
        _unit_costs(follow_up),
        _ratios(follow_up),
        VolumeSeries.objects.filter(committee=follow_up.committee).in_bulk(),
    )


def _unit_costs(follow_up: FollowUp) -> dict[int, UnitCostOf]:
    """Unit costs by id, read with their series and activities in one question."""
    rows = UnitCost.objects.filter(committee=follow_up.committee).values_list(
        "pk", "basis", "groups", "per_day", "family", "series", "activities__code"
    )
    parts: dict[int, tuple[set[int], set[str]]] = {}
    shared: dict[int, tuple[str, str, bool, str]] = {}
    for pk, basis, groups, per_day, family, series, activity in rows:
        shared[pk] = (basis, groups, per_day, family)
        ids, codes = parts.setdefault(pk, (set(), set()))
        ids.update({series} - {None})
        codes.update({activity} - {None})
    if not shared:
        return {}
    tree = activity_tree(follow_up.committee, month=follow_up.period)
    lines = money.lines(follow_up.committee, year=follow_up.year).groups
    return {
        pk: UnitCostOf(
            series=tuple(sorted(parts[pk][0])),
            selection=Selection(
                activities=tree.under(parts[pk][1]), groups=_groups(groups, lines)
            ),
            measure=MEASURES[CostBasis(basis)],
            per_day=per_day,
            family=family,
        )
        for pk, (basis, groups, per_day, family) in shared.items()
    }


def _groups(codes: str, lines: Mapping[str, frozenset[int]]) -> frozenset[int] | None:
    """Entry groups of the lines that are named; None for all where none is."""
    if not codes.strip():
        return None
    return frozenset().union(*(lines.get(code, ()) for code in codes.split()))


def _ratios(follow_up: FollowUp) -> dict[int, RatioOf]:
    """Ratios by id, read with their series in one question."""
    rows = Ratio.objects.filter(committee=follow_up.committee).values_list(
        "pk", "percent", "above", "below"
    )
    percents: dict[int, bool] = {}
    sides: dict[int, tuple[set[int], set[int]]] = {}
    for pk, percent, above, below in rows:
        percents[pk] = percent
        over, under = sides.setdefault(pk, (set(), set()))
        over.update({above} - {None})
        under.update({below} - {None})
    return {
        pk: RatioOf(tuple(sorted(over)), tuple(sorted(under)), percents[pk])
        for pk, (over, under) in sides.items()
    }
