"""Where a stored row is used: the pages and the report's rows that sum it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from committees.models import FollowUp
from committees.periods import Month, Scenario, periods_of
from finance.facts import revenue_groups
from finance.figures import Measure, Selection
from finance.forecast.row_books import Grain
from reports.known_facts import definitions
from reports.models import TableDefinition
from reports.table_specs import specs
from reports.tables.cells import time_of
from reports.tables.spec import (
    ColumnSpec,
    QuantityKind,
    RowSpec,
    TableSpec,
    filled,
)

OPERATING = frozenset({Measure.NET, Measure.REVENUE, Measure.COST, Measure.RESULT})


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a stored row is summed as, and when it counts."""

    grain: Grain
    scenario: Scenario
    year: int
    period: int
    internal: bool = False


@dataclass(frozen=True, slots=True)
class InTable:
    """A row of a report table that sums a stored row, and the columns it does so in."""

    table: str
    title: str
    row: str
    columns: tuple[str, ...]


def in_tables(follow_up: FollowUp, leaf: Leaf) -> tuple[InTable, ...]:
    """Every row of the follow-up's report tables that sums a stored row."""
    found = list(TableDefinition.objects.for_follow_up(follow_up))
    revenue = revenue_groups(follow_up.committee)
    unit_costs = {
        pk: (of.selection, of.measure)
        for pk, of in definitions(follow_up).unit_costs.items()
    }
    used: list[InTable] = []
    for spec in specs(follow_up, found):
        if spec.listing:
            continue
        for row in spec.rows:
            held = _held(row, unit_costs)
            if held is None or not _holds(held[0], leaf):
                continue
            columns = tuple(
                filled(each.label, follow_up.period)
                for each in _columns(spec, row, leaf, follow_up.period)
                if _measures(row.measure or held[1] or each.measure, leaf, revenue)
            )
            if columns:
                title = filled(spec.title, follow_up.period)
                label = filled(row.label, follow_up.period)
                used.append(InTable(spec.key, title, label, columns))
    return tuple(used)


Held = tuple[Selection, Measure | None]


def _held(
    row: RowSpec, unit_costs: dict[int, tuple[Selection, Measure]]
) -> Held | None:
    """What a row selects of money; a unit cost selects with a measure of its own."""
    if row.selection is not None:
        return row.selection, None
    quantity = row.quantity
    if quantity and quantity.kind is QuantityKind.UNIT_COST:
        return unit_costs.get(quantity.ids[0])
    return None


def _holds(selection: Selection, leaf: Leaf) -> bool:
    """Whether a selection of operating money holds a leaf."""
    if selection.projects or selection.accounts:
        return False
    axes = (
        (selection.activities, leaf.grain.activity),
        (selection.groups, leaf.grain.group),
        (selection.cost_centres, leaf.grain.cost_centre),
    )
    return all(ids is None or place in ids for ids, place in axes)


def _columns(
    spec: TableSpec, row: RowSpec, leaf: Leaf, month: Month
) -> Iterator[ColumnSpec]:
    """The columns whose time a leaf counts in, and the differences of them."""
    mine: set[str] = set()
    for column in spec.columns:
        if column.key not in row.omitted and _counts(row, column, leaf, month):
            mine.add(column.key)
    for column in spec.columns:
        is_less = bool(mine & {column.minuend, column.subtrahend})
        if column.key in mine or (is_less and column.key not in row.omitted):
            yield column


def _counts(row: RowSpec, column: ColumnSpec, leaf: Leaf, month: Month) -> bool:
    """Whether a cell is of the scenario, year and months of a leaf."""
    time = time_of(row, column, month)
    if time is None or time.series is None:
        return False
    series = time.series
    if (series.scenario, series.year) != (leaf.scenario, leaf.year):
        return False
    if leaf.scenario is Scenario.FORECAST:
        return leaf.period == month.month
    return leaf.period in periods_of(series.span, month.month)


def _measures(measure: object, leaf: Leaf, revenue: Collection[int]) -> bool:
    """Whether a measure takes a leaf: revenue and cost take their own, from outside."""
    if measure in {Measure.REVENUE, Measure.COST}:
        is_revenue = leaf.grain.group in revenue
        return not leaf.internal and is_revenue == (measure is Measure.REVENUE)
    return not isinstance(measure, Measure) or measure in {
        *OPERATING,
        Measure.DEVIATION,
    }
