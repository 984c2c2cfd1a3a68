"""Outcome by month at leaf level: what was booked of activities, January to December.

Closing entries are left out. Of the follow-up's own year only its months are told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import connection

from committees.models import FollowUp
from committees.periods import MONTH_NAMES
from finance.facts import OPERATING
from finance.figures import Leaf, Measure, Selection, leaves_of
from finance.models import SummaryKind

Months = tuple[int | None, ...]
"""Twelve öre in stored sign; None where nothing is booked."""

_BY_MONTH = ", ".join(
    f"SUM(CASE WHEN period = {month} THEN amount_ore END)"
    for month in range(1, len(MONTH_NAMES) + 1)
)
_BOOKED = """
SELECT kind, year, activity_id, group_id, {by_month}
  FROM finance_activitysummary
 WHERE committee_id = %s AND kind IN (%s, %s) AND year IN ({years})
   AND activity_id IN ({activities}) AND period BETWEEN 1 AND 12
   AND year * 100 + period <= %s
 GROUP BY kind, year, activity_id, group_id
"""


def monthly_outcome(
    follow_up: FollowUp, *, activities: Collection[int], years: Collection[int]
) -> dict[int, dict[Leaf, Months]]:
    """Outcome of some activities by year and leaf."""
    found: dict[int, dict[Leaf, Months]] = {}
    if not activities or not years:
        return found
    for kind, year, activity, group, *months in _rows(follow_up, activities, years):
        _, internal = OPERATING[kind]
        ore = tuple(None if each is None else int(each) for each in months)
        found.setdefault(year, {})[Leaf(activity, group, internal)] = ore
    return found


def _rows(
    follow_up: FollowUp, activities: Collection[int], years: Collection[int]
) -> list[tuple[Any, ...]]:
    """Kind, year, activity, group, then twelve months."""
    question = _BOOKED.format(
        by_month=_BY_MONTH,
        years=", ".join(["%s"] * len(years)),
        activities=", ".join(["%s"] * len(activities)),
    )
    kinds = [SummaryKind.OUTCOME.value, SummaryKind.OUTCOME_INTERNAL.value]
    which = [*sorted(years), *sorted(activities)]
    here: list[Any] = [follow_up.committee_id, *kinds]
    values = [*here, *which, follow_up.period.number]
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def months_of(
    leaves: Mapping[Leaf, Months],
    selection: Selection,
    *,
    measure: Measure,
    revenue_groups: Collection[int],
) -> Months:
    """The selected leaves' net, revenue or cost by month.

    None in months in which nothing of them is booked.
    """
    part = measure if measure in {Measure.REVENUE, Measure.COST} else None
    chosen = list(leaves_of(leaves, selection, part, revenue_groups))
    return tuple(
        _sum(months[at] for months in chosen) for at in range(len(MONTH_NAMES))
    )


def _sum(values: Iterable[int | None]) -> int | None:
    """The sum of what is booked; None of nothing."""
    found = [value for value in values if value is not None]
    return sum(found) if found else None
