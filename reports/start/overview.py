"""The start page's figures: where the committee stands in a follow-up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from committees.models import FollowUp, FollowUpKind
from committees.numbers import scaled
from committees.scope import Scope
from committees.trees import Node, activity_tree, cost_centre_tree
from finance.by_month import ByMonth, by_month
from finance.figures import deviation, gap, plus
from finance.loaded import missing_months
from finance.sums import Known, Sums
from reports import drawing
from reports.charts import Chart
from reports.dashboards.levels.since import deficit_since, ended_since, since_word
from reports.drawing import MKR, NodeDeviation
from reports.start.facts import Beside, beside
from reports.start.largest import Largest, Told, largest
from reports.start.map import MonthMap, month_map
from reports.start.texts import whys
from volumes.owing_count import Kept, kept

SHOWN = 5
"""How many of the largest deviations the start page shows."""
EVERYTHING = Scope(tops=None)


@dataclass(frozen=True, slots=True)
class Standing:
    """Four figures in öre (plus is surplus). None: nothing to compute it from.

    Of a year that is closed, the closing entries count to date. `forecast_change` is
    the forecast less that of the last follow-up, whose title is `last_title`.
    `actions` are decided actions' effect this year, `new_budget` what has been decided
    since the last follow-up.
    """

    sums: Sums
    deviation_to_date: int | None
    adjusted_deviation: int | None
    forecast_deviation: int | None
    frame: int | None
    forecast_change: int | None
    last_title: str
    actions: int | None
    actions_realised: int | None
    controller: int | None = None
    actions_remaining: int | None = None
    new_budget: int | None = None

    @property
    def beyond_forecast(self) -> int | None:
        """The outcome to date less the year's last forecast, of a closed year."""
        return gap(self.sums.outcome_to_date, self.sums.last_forecast)

    @property
    def before_actions(self) -> int | None:
        """The forecast deviation without what decided actions are still to give."""
        if self.forecast_deviation is None:
            return None
        return self.forecast_deviation - (self.actions_remaining or 0)

    @property
    def units_deviation(self) -> int | None:
        """The forecast deviation as the units give it, before any adjustment."""
        if self.forecast_deviation is None:
            return None
        return self.forecast_deviation - (self.controller or 0)

    @property
    def only_by_adjustment(self) -> bool:
        """Whether the forecast meets zero, as it reads, only by adjustment."""
        units, whole = self.units_deviation, self.forecast_deviation
        if units is None or whole is None or self.controller is None:
            return False
        return scaled(units, MKR) < 0 <= scaled(whole, MKR)


@dataclass(frozen=True, slots=True)
class Overview:
    """What the start page of a follow-up shows.

    The largest deviations are those of the forecast or, of a closed year
    (`is_outcome`), of the outcome.
    """

    standing: Standing
    largest: tuple[Largest, ...]
    deviations: tuple[NodeDeviation, ...]
    chart: Chart | None
    map: MonthMap
    beside: Beside
    volumes: Kept
    known: Known
    missing: tuple[int, ...]
    is_outcome: bool

    @property
    def example_data(self) -> bool:
        """Whether some of the figures are generated."""
        return self.beside.is_generated

    @property
    def is_empty(self) -> bool:
        """Whether there is neither budget nor outcome nor forecast of the year."""
        return not self.known.places


def overview(follow_up: FollowUp, *, reads: Scope = EVERYTHING) -> Overview:
    """The start page of a follow-up; texts are those that a scope reads."""
    tree = activity_tree(follow_up.committee, month=follow_up.period)
    spoken = {node: tree.under([node.code]) for node in drawing.spoken_of(tree)}
    money = by_month(follow_up)
    known = money.known
    found = beside(follow_up, last_month=known.last_month)
    is_outcome = follow_up.kind == FollowUpKind.ANNUAL and not known.has_forecast
    sums = {node: known.of(under) for node, under in spoken.items()}
    deviations = _deviations(known, sums, is_outcome=is_outcome)
    first = sorted((d for d in deviations if d.ore), key=lambda d: -abs(d.ore))[:SHOWN]
    said_in = found.last if is_outcome and found.last else follow_up
    told = whys(
        said_in,
        [
            _adds(known, spoken[each.node], each, is_outcome=is_outcome)
            for each in first
        ],
        cost_centres=_read(follow_up, reads),
    )
    return Overview(
        standing=_standing(known, found),
        largest=tuple(
            largest(
                each,
                _since(money, each, spoken[each.node], is_outcome=is_outcome),
                known.change(sums[each.node]),
                Told(why, said_in, follow_up) if why else None,
            )
            for each, why in zip(first, told, strict=True)
        ),
        deviations=deviations,
        chart=None if is_outcome else drawing.deviation_chart_of(follow_up, deviations),
        map=month_map(follow_up, money, spoken=spoken),
        missing=missing_months(money.loaded, until=follow_up.month),
        beside=found,
        volumes=kept(follow_up),
        known=known,
        is_outcome=is_outcome,
    )


def _read(follow_up: FollowUp, reads: Scope) -> frozenset[int] | None:
    """The cost centres whose texts are read; None: all."""
    if reads.is_whole:
        return None
    month = follow_up.period
    return reads.cost_centres(cost_centre_tree(follow_up.committee, month=month))


def _deviations(
    known: Known, sums: Mapping[Node, Sums], *, is_outcome: bool
) -> tuple[NodeDeviation, ...]:
    """Deviations by activity, the largest deficit first; none of what is not told."""
    found = [
        NodeDeviation(node, ore)
        for node, each in sums.items()
        if (ore := _told(known, each, is_outcome=is_outcome)) is not None
    ]
    return tuple(sorted(found, key=lambda d: (d.ore, d.node.code)))


def _told(known: Known, sums: Sums, *, is_outcome: bool) -> int | None:
    """The deviation that the page tells of some money."""
    return known.to_date(sums) if is_outcome else known.deviation(sums)


def _adds(
    known: Known, within: Iterable[int], whole: NodeDeviation, *, is_outcome: bool
) -> dict[int, int]:
    """How much each activity adds to a deviation, by activity."""
    sign = 1 if whole.ore > 0 else -1
    told = {each: known.at(each) for each in within}
    return {
        each: sign * (_told(known, sums, is_outcome=is_outcome) or 0)
        for each, sums in told.items()
    }


def _standing(known: Known, found: Beside) -> Standing:
    """The four figures of the whole committee."""
    sums = known.whole
    to_date = known.to_date(sums)
    return Standing(
        sums=sums,
        deviation_to_date=to_date,
        adjusted_deviation=None
        if to_date is None
        else plus(to_date, found.adjustments),
        forecast_deviation=known.deviation(sums),
        frame=deviation(None, sums.budget) if found.grant is None else found.grant,
        forecast_change=known.change(sums),
        last_title=found.last.title if found.last else "",
        actions=found.decided,
        actions_realised=found.realised,
        controller=found.controller,
        actions_remaining=found.remaining,
        new_budget=found.new_budget,
    )


def _since(
    money: ByMonth, each: NodeDeviation, within: Iterable[int], *, is_outcome: bool
) -> str:
    """Since when a deviation has been a deficit, as on the pages of deviations."""
    if not money.made:
        return ""
    first = deficit_since(money.said_of(within))
    if is_outcome:
        return ended_since(first, each.ore)
    return since_word(first, money.made, now=money.until)
