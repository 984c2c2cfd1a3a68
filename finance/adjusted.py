"""What controllers adjusted of the year's forecasts, with reason and author."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from committees.models import FollowUp
from committees.periods import Scenario
from finance.parts import Slice, fetched


@dataclass(frozen=True, slots=True)
class Adjusted:
    """A controller's adjustment of the forecast of a follow-up of the year."""

    id: int
    month: int
    activity: int
    group: int
    ore: int
    reason: str
    by: str


def adjusted(follow_up: FollowUp) -> tuple[Adjusted, ...]:
    """Controllers' adjustments of the year, through the follow-up's month."""
    sql = """
SELECT a.id, f.month, a.activity_id, a.group_id, a.amount_ore, a.reason, u.name
  FROM finance_controlleradjustment a
  JOIN committees_followup f ON f.id = a.follow_up_id
  LEFT JOIN committees_user u ON u.id = a.by_id
 WHERE a.committee_id = %s AND f.year = %s AND f.month <= %s
"""
    here = (follow_up.committee_id, follow_up.year, follow_up.month)
    return tuple(
        Adjusted(pk, month, activity, group, int(ore), reason, by or "")
        for pk, month, activity, group, ore, reason, by in fetched(sql, here)
    )


def among(rows: Iterable[Adjusted], asked: Slice) -> tuple[Adjusted, ...]:
    """The adjustments that a slice holds: none of units, and of forecasts only."""
    where = asked.where
    if asked.scenario is not Scenario.FORECAST or where.cost_centres is not None:
        return ()
    return tuple(
        each
        for each in rows
        if asked.first <= each.month <= asked.last
        and (where.activities is None or each.activity in where.activities)
        and (where.groups is None or each.group in where.groups)
    )
