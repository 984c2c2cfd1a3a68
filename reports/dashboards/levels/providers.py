"""Sums by who delivers: what the committee runs itself, and what it buys."""

from __future__ import annotations

from typing import Any

from committees.stored import rows_of
from finance.around import Around
from finance.delivery import external
from finance.sources import Axis, Where, question
from finance.sums import NOTHING, Known, Sums, columns_of, known, year_columns
from reports.dashboards.levels.pieces import EXTERNAL, OWN
from reports.dashboards.narrowing import Ground


def sums_by_provider(ground: Ground, where: Where, beside: Around) -> Known:
    """The follow-up's year by who delivers."""
    follow_up = ground.follow_up
    bought = external(follow_up.committee, month=follow_up.period)
    found: dict[int, Sums] = {}
    for activity, group, *ore in _rows(where, beside):
        place = EXTERNAL if bought.holds(activity, group) else OWN
        found[place] = found.get(place, NOTHING).plus(Sums(*ore))
    adjusted = [
        (
            each.month,
            EXTERNAL if bought.holds(each.activity, each.group) else OWN,
            each.ore,
        )
        for each in beside.adjustments(where)
    ]
    return known(columns_of(found), adjusted, beside=beside)


def _rows(where: Where, beside: Around) -> list[tuple[Any, ...]]:
    """Sums by activity and account group, in one question."""
    follow_up, axes = beside.follow_up, (Axis.ACTIVITY, Axis.GROUP)
    of = where.parted_by(Axis.GROUP)
    asked = question(follow_up, of, years=[follow_up.year], by=axes)
    columns = year_columns(
        asked.source, follow_up, beside.last, has_outcome=not beside.missing
    )
    return rows_of(asked.sql(columns, by="activity_id, group_id"), asked.values)
