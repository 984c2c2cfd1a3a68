"""Sums by who delivers: what the committee runs itself, and what it buys.

Rule: external is what lies on an activity that is placed as external, or on an account
group that holds accounts which buy services; the rest is the committee's own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from committees.models import FollowUp, Provider
from committees.stored import rows_of
from finance.models import AccountGroupMember, Purpose
from finance.sources import Axis, Where, question
from finance.sums import Known, Sums, year_columns
from reports.dashboards.around import Around
from reports.dashboards.levels.pieces import EXTERNAL, OWN
from reports.dashboards.narrowing import Ground

RULE = (
    "Externa utförare är det som ligger på verksamheter som drivs externt eller på"
    " kontogrupper med konton för köp av verksamhet. Resten är egen regi."
)


def sums_by_provider(ground: Ground, where: Where, around: Around) -> Known:
    """The follow-up's year by who delivers."""
    follow_up, side = ground.follow_up, _side(ground)
    months = around.made
    last = max((month for month in months if month < follow_up.month), default=None)
    found: dict[int, Sums] = {}
    for activity, group, *ore in _rows(follow_up, where, last):
        _add(found, side(activity, group), Sums(*ore))
    for each in around.adjustments(where):
        place = side(each.activity, each.group)
        if each.month == follow_up.month:
            _add(found, place, Sums(forecast=each.ore))
        elif each.month == last:
            _add(found, place, Sums(last_forecast=each.ore))
    return Known(found, has_forecast=follow_up.month in months, last_month=last)


def _add(found: dict[int, Sums], place: int, sums: Sums) -> None:
    """Add sums to a place."""
    found[place] = found.get(place, Sums()).plus(sums)


def _rows(follow_up: FollowUp, where: Where, last: int | None) -> list[tuple[Any, ...]]:
    """Sums by activity and account group, in one question."""
    axes = (Axis.ACTIVITY, Axis.GROUP)
    asked = question(follow_up, where, years=[follow_up.year], by=axes)
    columns = year_columns(asked.source, follow_up, last)
    return rows_of(asked.sql(columns, by="activity_id, group_id"), asked.values)


def _side(ground: Ground) -> Callable[[int, int], int]:
    """Who delivers what lies on an activity's account group."""
    nodes = ground.activities.nodes.values()
    run = {node.id for node in nodes if node.provider == Provider.EXTERNAL}
    bought = set(
        AccountGroupMember.objects.filter(
            grouping__committee=ground.follow_up.committee_id,
            grouping__purpose=Purpose.ENTRY,
            account__buys_services=True,
        ).values_list("group_id", flat=True)
    )

    def side(activity: int, group: int) -> int:
        """Who delivers."""
        return EXTERNAL if activity in run or group in bought else OWN

    return side
