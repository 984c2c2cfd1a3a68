"""What figures of money are made of: sums by place on an axis, or by leaf of few units.

Net, in whole öre and stored sign. What controllers adjusted stands apart (`adjusted`),
since no cost centre bears it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from committees.models import FollowUp
from committees.periods import Scenario
from finance.figures import total
from finance.forecast.row_books import Grain
from finance.models import SummaryKind
from finance.sources import (
    BY_BOTH,
    COLUMNS,
    EVERYTHING,
    Axis,
    Where,
    among_ids,
    question,
    source_of,
)

Ore = tuple[int | None, ...]
"""A sum for each slice that was asked for; None where no row tells any."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Some money of a scenario over ledger periods of a year.

    A forecast's periods are the month of the follow-up that made it. `external` leaves
    out what is bought and sold within the committee, as revenue and cost do.
    """

    scenario: Scenario
    year: int
    first: int
    last: int
    where: Where = EVERYTHING
    external: bool = False


def by_axis(follow_up: FollowUp, slices: Sequence[Slice], axis: Axis) -> dict[int, Ore]:
    """Sums by place on an axis: one question where all slices are of the same money."""
    first = slices[0]
    if all(_beside(first, each) for each in slices) and _is_summed(first, axis):
        return _of_summary(follow_up, slices, axis)
    found: dict[int, list[int | None]] = {}
    for at, ids, ore in _of_rows(follow_up, slices, [COLUMNS[axis]]):
        found.setdefault(ids[0], [None] * len(slices))[at] = ore
    return {place: tuple(ore) for place, ore in found.items()}


def _beside(first: Slice, other: Slice) -> bool:
    """Whether two slices are of the same money of the same year."""
    return (first.year, first.where, first.external) == (
        other.year,
        other.where,
        other.external,
    )


def _is_summed(asked: Slice, axis: Axis) -> bool:
    """Whether a summary tells a slice by an axis; else its rows do."""
    source = source_of({*asked.where.axes, axis})
    knows_external = source.table and source is not BY_BOTH
    return bool(knows_external or not asked.external)


def _of_summary(
    follow_up: FollowUp, slices: Sequence[Slice], axis: Axis
) -> dict[int, Ore]:
    """Sums of the smallest source that holds the axes."""
    first = slices[0]
    asked = question(follow_up, first.where, years=[first.year], by=axis)
    amount = _outside if first.external else asked.source.amount
    # No follow-up of the year may have made an earlier forecast: month 0.
    columns = [
        amount(each.scenario, each.first, each.last) if each.last else "NULL"
        for each in slices
    ]
    rows = fetched(asked.sql(columns, by=COLUMNS[axis]), asked.values)
    return {
        place: tuple([None if each is None else int(each) for each in ore])
        for place, *ore in rows
        if any(each is not None for each in ore)
    }


KINDS = {
    Scenario.OUTCOME: SummaryKind.OUTCOME,
    Scenario.BUDGET: SummaryKind.BUDGET,
    Scenario.FORECAST: SummaryKind.FORECAST,
}
"""What a summary calls money that is not bought and sold within the committee."""


def _outside(scenario: Scenario, first: int, last: int) -> str:
    """SQL of the öre of some ledger periods, with somebody outside the committee."""
    return (
        f"SUM(CASE WHEN kind = '{KINDS[scenario].value}'"
        f" AND period BETWEEN {int(first)} AND {int(last)} THEN amount_ore END)"
    )


def by_decision(follow_up: FollowUp, asked: Slice) -> dict[int, int]:
    """A budget by the decisions that gave it."""
    if asked.external:
        rows = _of_rows(follow_up, [asked], ["decision_id"])
        return {ids[0]: ore for _, ids, ore in rows}
    source = question(follow_up, asked.where, years=[asked.year])
    amount = source.source.amount(asked.scenario, asked.first, asked.last)
    found = fetched(source.sql([amount], by="decision_id"), source.values)
    return {decision: int(ore) for decision, ore in found if ore is not None}


def by_leaf(
    follow_up: FollowUp, slices: Sequence[Slice], *, units: Collection[int]
) -> dict[Grain, Ore]:
    """Sums of a few cost centres' rows by activity and account group, in one question.

    The rows themselves are summed, so that what is listed is what is told.
    """
    found: dict[Grain, list[int | None]] = {}
    columns = [COLUMNS[axis] for axis in (Axis.COST_CENTRE, Axis.ACTIVITY, Axis.GROUP)]
    for at, ids, ore in _of_rows(follow_up, slices, columns, units=units):
        found.setdefault(Grain(*ids), [None] * len(slices))[at] = ore
    return {grain: tuple(ore) for grain, ore in found.items()}


_GROUPED = """
  JOIN finance_accountgroupmember m ON m.account_id = r.account_id
  JOIN finance_accountgrouping g ON g.id = m.grouping_id
   AND g.committee_id = r.committee_id AND g.purpose = 'inmatning'
   AND r.year BETWEEN g.from_year AND g.to_year
"""
_OUTSIDE = """
  JOIN finance_counterpart o ON o.id = r.counterpart_id AND o.kind <> 'internal'
"""
_FROM = {
    Scenario.OUTCOME: """
  FROM finance_outcomerow r
  JOIN finance_livemonth l ON l.batch_id = r.batch_id AND l.period = r.period
   AND l.year = r.year AND l.committee_id = r.committee_id
""",
    Scenario.BUDGET: """
  FROM finance_budgetrow r
  JOIN finance_budgetdecision d ON d.id = r.decision_id
   AND d.state = 'decided' AND d.decided_on <= %s
""",
    Scenario.FORECAST: """
  FROM finance_forecastrow r
""",
}


def _of_rows(
    follow_up: FollowUp,
    slices: Sequence[Slice],
    columns: Sequence[str],
    *,
    units: Collection[int] | None = None,
) -> Iterable[tuple[int, tuple[int, ...], int]]:
    """The rows of slices summed by columns: slice, identities and öre."""
    told: list[str] = []
    values: list[object] = []
    for at, each in enumerate(slices):
        sql, parameters = _rows_of(follow_up, each, columns, units=units)
        told.append(f"SELECT {at} AS slice, {sql}")
        values += parameters
    for at, *ids, ore in fetched(" UNION ALL ".join(told), tuple(values)):
        yield at, tuple(ids), int(ore)


def _rows_of(
    follow_up: FollowUp,
    asked: Slice,
    columns: Sequence[str],
    *,
    units: Collection[int] | None,
) -> tuple[str, list[Any]]:
    """A slice's rows summed by columns, and the parameters of the question."""
    rows, values = rows_of(follow_up, asked, units=units)
    by = ", ".join(_column(asked, each) for each in columns)
    return f"{by}, SUM(r.amount_ore) {rows} GROUP BY {by}", values


def _column(asked: Slice, name: str) -> str:
    """A column of rows; the account group is its account's, but of a forecast."""
    is_booked = name == "group_id" and asked.scenario is not Scenario.FORECAST
    return f"m.{name}" if is_booked else f"r.{name}"


def rows_of(
    follow_up: FollowUp,
    asked: Slice,
    *,
    units: Collection[int] | None = None,
    beside: str = "",
) -> tuple[str, list[Any]]:
    """The rows of a slice, called r, from where on; and the parameters.

    `beside` are tables that name what the rows hold.
    """
    is_forecast = asked.scenario is Scenario.FORECAST
    columns = {axis: _column(asked, name) for axis, name in COLUMNS.items()}
    conditions = ["r.committee_id = %s", *asked.where.conditions(columns)]
    if units is not None:
        conditions.append(among_ids("r.cost_centre_id", units))
    conditions.append(_MADE_IN if is_forecast else _BOOKED_IN)
    grouped = "" if is_forecast else _GROUPED
    outside = _OUTSIDE if asked.external and not is_forecast else ""
    until: list[Any] = []
    if asked.scenario is Scenario.BUDGET:
        until = [follow_up.period.last_day]
    here = [follow_up.committee_id] * (1 + is_forecast)
    joined = f"{_FROM[asked.scenario]}{grouped}{outside}{beside}"
    rows = f"{joined} WHERE {' AND '.join(conditions)}"
    return rows, [*until, *here, asked.year, asked.first, asked.last]


_BOOKED_IN = "r.year = %s AND r.period BETWEEN %s AND %s"
_MADE_IN = """r.follow_up_id IN (
SELECT id FROM committees_followup
 WHERE committee_id = %s AND year = %s AND month BETWEEN %s AND %s)"""


def together(parts: Iterable[Ore], *, slices: int) -> Ore:
    """Some parts' sums, slice by slice."""
    every = list(parts)
    return tuple(
        total([ore for part in every if (ore := part[at]) is not None])
        for at in range(slices)
    )


def fetched(sql: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """The rows that a question gives."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
