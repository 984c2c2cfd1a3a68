"""What the report's charts show: figures of a follow-up turned into charts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from committees.models import FollowUp
from committees.numbers import Scale, Unit, scaled, with_unit
from committees.periods import MONTH_HEADS, MONTH_NAMES, Scenario, Span
from committees.trees import Node, Tree, activity_tree
from finance import facts
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
from reports.charts import Chart, ChartKind, Series, SeriesRole
from reports.effect_bars import has_effects, table_effects
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


def net_books(follow_up: FollowUp) -> Books:
    """Leaf sums for net figures of the follow-up's year."""
    need = facts.Need(frozenset({Measure.NET}), frozenset({follow_up.year}))
    return facts.books(follow_up, need)


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
    shown = [d for d in deviations if scaled(d.ore, MKR)]
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


def month_chart(follow_up: FollowUp) -> Chart | None:
    """Net cost by month against budget and last year; None without outcome."""
    net = facts.monthly_net(follow_up)
    year, month = follow_up.year, follow_up.month
    outcome = net.get((Scenario.OUTCOME, year))
    if outcome is None:
        return None
    outcome = outcome[:month] + (None,) * (12 - month)
    lines = [Series(f"Utfall {year}", outcome, SeriesRole.OUTCOME)]
    budget = net.get((Scenario.BUDGET, year))
    if budget:
        lines.append(Series(f"Budget {year}", budget, SeriesRole.BUDGET))
    earlier = net.get((Scenario.OUTCOME, year - 1))
    if earlier:
        lines.append(Series(f"Utfall {year - 1}", earlier, SeriesRole.EARLIER))
    return Chart(
        key="net-cost-by-month",
        kind=ChartKind.LINES,
        title=_to_date(outcome[:month], budget, month),
        description=(
            f"Linjer över årets månader: nettokostnad per månad {year} till och med"
            f" {MONTH_NAMES[month - 1]}, i mkr"
            + (", med budgeten som streckad linje" if budget else "")
            + (f" och {year - 1} i grått." if earlier else ".")
        ),
        stub="Månad",
        categories=tuple(head.lower() for head in MONTH_HEADS),
        series=tuple(lines),
        scale=MKR,
        source=f"huvudbok och budget, {follow_up.title}",
    )


def _to_date(
    outcome: tuple[int | None, ...], budget: tuple[int | None, ...] | None, month: int
) -> str:
    """A sentence on the net cost to date and how it stands against budget."""
    spent = sum(ore or 0 for ore in outcome)
    until = MONTH_NAMES[month - 1]
    text = f"Nettokostnaden till och med {until} är {with_unit(spent, MKR)}"
    if not budget:
        return text
    gap = sum(ore or 0 for ore in budget[:month]) - spent
    shown = scaled(gap, MKR)
    if shown == 0:
        return f"{text}, som budgeterat"
    side = "mindre" if shown > 0 else "mer"
    return f"{text}, {with_unit(abs(gap), MKR)} {side} än budget"


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
