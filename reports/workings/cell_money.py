"""What a cell of money is: the money of its terms, and of what they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from committees.models import FollowUp
from committees.periods import Scenario, periods_of
from committees.trees import Tree
from finance.facts import revenue_groups
from finance.figures import Measure, Selection, Series
from finance.models import AccountGroup, Purpose
from finance.parts import Slice
from finance.sources import Where
from reports.known import Time
from reports.quantities.unit_costs import basis
from reports.tables.spec import (
    Asked,
    ColumnSpec,
    Quantity,
    QuantityKind,
    RowSpec,
    filled,
)
from reports.workings.cell import Cell
from reports.workings.links import Here
from reports.workings.money import MoneyFigure, Term

OPERATING = frozenset({Measure.NET, Measure.REVENUE, Measure.COST})
"""Measures that ledger, budget and forecast rows make."""
NAMES = {
    Measure.NET: "Netto",
    Measure.REVENUE: "Intäkter från andra än nämnden själv",
    Measure.COST: "Kostnader till andra än nämnden själv",
    Measure.GRANT: "Nämndbidrag",
    Measure.RESULT: "Resultat",
    Measure.INVESTMENT: "Investering",
    Measure.BALANCE: "Balans",
}
FEW = 6
"""So many names a selection is told by."""


def money_of_cell(cell: Cell, chosen: Where) -> MoneyFigure | None:
    """The operating money that a cell sums, of what is chosen; None where it is none.

    Of a result it is the net; of a unit cost, a share or a linked indicator the money
    that is divided or read.
    """
    column, row = cell.column_spec, cell.row_spec
    if row is None:
        return None
    if column.measure is Measure.DEVIATION:
        sides = (column.minuend, column.subtrahend)
        terms = [
            _term(cell, each, chosen)
            for side in sides
            for each in cell.spec.columns
            if each.key == side
        ]
        found = tuple(term for term in terms if term is not None)
        label = f"{cell.row.label}, {cell.column.label}"
        return MoneyFigure(label, found, is_deviation=True) if len(found) > 1 else None
    term = _term(cell, column, chosen)
    return MoneyFigure(term.label, (term,)) if term else None


def _term(cell: Cell, column: ColumnSpec, chosen: Where) -> Term | None:
    """The money of a column in the cell's row."""
    row, month = cell.row_spec, cell.follow_up.period
    if row is None:
        return None
    time, of = cell.time_in(column), _selected(cell, column)
    if time is None or time.series is None or of is None:
        return None
    if _rests_on_its_own(cell, row, column, time):
        return None
    selection, measure = of
    where = _where(cell.follow_up, selection, measure)
    held = slice_of(cell.follow_up, time.series, both(where, chosen))
    label = f"{NAMES[measure]}, {filled(column.label, month)}"
    own = {"rad": cell.row.key, "kolumn": column.key}
    return Term(
        label=label,
        slice=replace(held, external=measure is not Measure.NET),
        unknown="" if cell.known.books.knows(time.series) else "ingen prognos är gjord",
        asked=own,
    )


def _rests_on_its_own(cell: Cell, row: RowSpec, column: ColumnSpec, time: Time) -> bool:
    """Whether a unit cost divides money of its own, which no stored rows make."""
    quantity = row.quantity
    if quantity is None or quantity.kind is not QuantityKind.UNIT_COST:
        return False
    asks = column.measure in {Asked.QUANTITY, Asked.OUTCOME}
    return asks and basis(cell.known, quantity.ids[0], time) is not None


def _selected(cell: Cell, column: ColumnSpec) -> tuple[Selection, Measure] | None:
    """What a column sums in the cell's row, where that is operating money."""
    row, what = cell.row_spec, column.measure
    if row is not None and row.quantity and what in {Asked.QUANTITY, Asked.OUTCOME}:
        return _of_quantity(cell, row.quantity)
    if row is None or row.selection is None:
        return None
    measure = row.measure or what
    if what in {Asked.OUTCOME, Asked.SHARE}:
        measure = row.measure or Measure.NET
    elif isinstance(what, Asked):
        return None
    measure = Measure.NET if measure is Measure.RESULT else measure
    return (row.selection, Measure(measure)) if measure in OPERATING else None


def _of_quantity(cell: Cell, quantity: Quantity) -> tuple[Selection, Measure] | None:
    """The money that a unit cost divides; series and ratios have none."""
    if quantity.kind is not QuantityKind.UNIT_COST:
        return None
    of = cell.known.unit_costs.get(quantity.ids[0])
    return (of.selection, of.measure) if of else None


def slice_of(follow_up: FollowUp, series: Series, where: Where) -> Slice:
    """The money of a series; a forecast's period is the month it was made in."""
    if series.scenario is Scenario.FORECAST:
        month = follow_up.month
        return Slice(series.scenario, series.year, month, month, where)
    periods = periods_of(series.span, follow_up.month)
    return Slice(series.scenario, series.year, periods[0], periods[-1], where)


def _where(follow_up: FollowUp, selection: Selection, measure: Measure) -> Where:
    """The leaves of a selection; revenue and cost are of their own account groups."""
    groups = None if selection.groups is None else frozenset(selection.groups)
    if measure is not Measure.NET:
        groups = _of_kind(follow_up, groups, measure)
    return Where(
        activities=_set(selection.activities),
        cost_centres=_set(selection.cost_centres),
        groups=groups,
    )


def _of_kind(
    follow_up: FollowUp, groups: frozenset[int] | None, measure: Measure
) -> frozenset[int]:
    """The entry groups that hold revenue, or all others, among some."""
    revenue = revenue_groups(follow_up.committee)
    if measure is Measure.REVENUE:
        return revenue if groups is None else revenue & groups
    if groups is not None:
        return groups - revenue
    others = AccountGroup.objects.filter(
        grouping__committee=follow_up.committee, grouping__purpose=Purpose.ENTRY
    ).exclude(pk__in=revenue)
    return frozenset(others.values_list("pk", flat=True))


def _set(ids: Iterable[int] | None) -> frozenset[int] | None:
    """Identities as a set; None: all."""
    return None if ids is None else frozenset(ids)


def both(first: Where, second: Where) -> Where:
    """What two choices have in common."""
    return Where(
        activities=_common(first.activities, second.activities),
        cost_centres=_common(first.cost_centres, second.cost_centres),
        groups=_common(first.groups, second.groups),
        delivery=first.delivery or second.delivery,
    )


def _common(
    first: frozenset[int] | None, second: frozenset[int] | None
) -> frozenset[int] | None:
    """The identities of both; None stands for all."""
    if first is None or second is None:
        return second if first is None else first
    return first & second


def selection_words(cell: Cell, here: Here) -> str:
    """What a row selects of money, in words; empty where it selects none."""
    of = _selected(cell, cell.column_spec)
    row = cell.row_spec
    selection = of[0] if of else row.selection if row else None
    if selection is None:
        return ""
    ground = here.ground
    parts = [
        _nodes(selection.activities, ground.activities, "alla verksamheter"),
        _nodes(selection.cost_centres, ground.cost_centres, ""),
    ]
    if selection.groups is not None:
        names = [ground.groups[i].name for i in selection.groups if i in ground.groups]
        parts.append(f"kontogrupperna {_listed(sorted(names))}")
    return "; ".join(filter(None, parts))


def _nodes(ids: Iterable[int] | None, tree: Tree, everything: str) -> str:
    """The topmost nodes of a selection, by code and name."""
    if ids is None:
        return everything
    chosen = set(ids)
    tops = [
        tree.nodes[each]
        for each in chosen
        if each in tree.nodes and tree.nodes[each].parent not in chosen
    ]
    return _listed([f"{n.code} {n.name}" for n in sorted(tops, key=lambda n: n.code)])


def _listed(names: list[str]) -> str:
    """Names in a row; a long one ends with how many more there are."""
    more = len(names) - FEW
    told = ", ".join(names[:FEW])
    return f"{told} och {more} till" if more > 0 else told
