"""What the report's charts show: figures of a follow-up turned into charts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from committees.models import FollowUp
from committees.numbers import Scale, Unit, scaled, with_unit
from committees.periods import Scenario, Span
from committees.trees import Node, Tree, activity_tree
from finance.figures import (
    Books,
    Measure,
    Selection,
    deviation,
    figure,
)
from finance.figures import (
    Series as Of,
)
from reports.catalogue import Reading
from reports.charts import Chart, ChartKind, Series
from reports.effect_bars import has_effects, table_effects
from reports.month_chart import month_chart
from reports.month_lines import has_months, month_lines
from reports.tables.spec import QuantityKind, TableSpec
from volumes.figures import OverTime

MKR = Scale(Unit.MKR, 1)
ROOM = 18
"""How many bars a chart of deviations has room for."""


@dataclass(frozen=True, slots=True)
class NodeDeviation:
    """An activity's forecast deviation in öre, plus is surplus."""

    node: Node
    ore: int


def forecast_deviations(
    follow_up: FollowUp, books: Books, tree: Tree
) -> tuple[NodeDeviation, ...]:
    """Forecast deviation by activity, the largest deficit first; none unforecast."""
    forecast = Of(Scenario.FORECAST, follow_up.year, Span.YEAR)
    budget = Of(Scenario.BUDGET, follow_up.year, Span.YEAR)
    if not books.knows(forecast):
        return ()
    found: list[NodeDeviation] = []
    for node in spoken_of(tree):
        selection = Selection(activities=tree.under([node.code]))
        ore = deviation(
            figure(books, selection, measure=Measure.NET, series=forecast),
            figure(books, selection, measure=Measure.NET, series=budget),
        )
        if ore is not None:
            found.append(NodeDeviation(node, ore))
    return tuple(sorted(found, key=lambda d: (d.ore, d.node.code)))


def spoken_of(tree: Tree) -> tuple[Node, ...]:
    """The activities that a chart has room for: as far down the tree as it lets.

    A whole level is opened at a time; an activity without any below it stays.
    """
    level = tree.roots()
    while True:
        below = tuple(
            child
            for node in level
            for child in (
                [tree.nodes[i] for i in tree.children.get(node.id, ())] or [node]
            )
        )
        if len(below) > ROOM or below == level:
            return level
        level = below


def deviation_chart(reading: Reading) -> Chart | None:
    """Bars of the forecast deviation by activity; None without a forecast."""
    here = reading.follow_up
    tree = activity_tree(here.committee, month=here.period)
    return deviation_chart_of(
        here, forecast_deviations(here, reading.known.books, tree)
    )


def deviation_chart_of(
    follow_up: FollowUp, deviations: tuple[NodeDeviation, ...]
) -> Chart | None:
    """The chart of deviations that are at hand."""
    shown = drawn_deviations(deviations)
    if not shown:
        return None
    return Chart(
        key="deviation-by-activity",
        kind=ChartKind.DEVIATION_BARS,
        title=_extremes(shown[0], shown[-1]),
        description=(
            "Liggande staplar från en gemensam nollinje: prognosens avvikelse mot"
            f" budget {follow_up.year} för {len(shown)} verksamheter, i mkr."
            " Plus är överskott och minus underskott."
        ),
        stub="Verksamhet",
        categories=tuple(d.node.name for d in shown),
        series=(
            Series("Prognosens avvikelse mot budget", tuple(d.ore for d in shown)),
        ),
        scale=MKR,
        source=f"budget och prognos, {follow_up.title}",
    )


def drawn_deviations(
    deviations: Iterable[NodeDeviation],
) -> tuple[NodeDeviation, ...]:
    """The deviations that are bars of the chart: those that are more than zero."""
    return tuple(each for each in deviations if scaled(each.ore, MKR))


def _extremes(lowest: NodeDeviation, highest: NodeDeviation) -> str:
    """A sentence on the largest deficit and the largest surplus."""
    parts = []
    if lowest.ore < 0:
        size = with_unit(-lowest.ore, MKR)
        parts.append(f"störst underskott väntas i {lowest.node.name} ({size})")
    if highest.ore > 0:
        size = with_unit(highest.ore, MKR)
        parts.append(f"störst överskott i {highest.node.name} ({size})")
    sentence = " och ".join(parts) or "verksamheterna följer budget"
    return sentence[0].upper() + sentence[1:]


def table_chart(key: str, reading: Reading) -> Chart | None:
    """A table that a chart can be made of: months as lines, effects as bars.

    None where the follow-up has no such table, or the table nothing to draw.
    """
    month = reading.follow_up.period
    for spec, table in zip(reading.specs, reading.tables, strict=True):
        if spec.key == key and has_months(spec):
            rule = _rule(spec, reading)
            return month_lines(table, spec, month=month, rule=rule)
        if spec.key == key and has_effects(spec):
            return table_effects(table, spec)
    return None


def _rule(spec: TableSpec, reading: Reading) -> OverTime | None:
    """How the table's months make a period; None where its rows differ."""
    known = reading.known.quantities.series
    rules = {
        known[one].over_time
        for quantity in spec.quantities
        if quantity.kind is QuantityKind.SERIES
        for one in quantity.ids
        if one in known
    }
    return rules.pop() if len(rules) == 1 else None


CHARTS: Mapping[str, Callable[[Reading], Chart | None]] = {
    "deviation-by-activity": deviation_chart,
    "net-cost-by-month": lambda reading: month_chart(reading.follow_up),
}
"""The charts an outline may name beside its tables."""


def chart(key: str, reading: Reading) -> Chart | None:
    """The chart that an outline names: one of CHARTS, or a table's."""
    if key in CHARTS:
        return CHARTS[key](reading)
    return table_chart(key, reading)
