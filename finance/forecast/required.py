"""What a unit's forecast must have before it is handed in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from committees.models import Committee, FollowUp
from finance.forecast.unit_rows import UnitRow, unit_rows
from finance.models import ActivityComment


class Lack(StrEnum):
    """What is missing."""

    COMMENT = "comment"
    FORECAST = "forecast"


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something missing in a unit: a comment on an activity, or a row's forecast.

    `group` is 0 where the whole activity is meant; `reason` is Swedish.
    """

    lack: Lack
    cost_centre: int
    activity: int
    group: int
    reason: str


def required(
    follow_up: FollowUp, *, cost_centres: Collection[int] | None = None
) -> dict[int, tuple[Requirement, ...]]:
    """What is missing by cost centre; those that lack nothing are left out."""
    rows = unit_rows(follow_up, cost_centres=cost_centres)
    return lacking(rows, commented(follow_up), committee=follow_up.committee)


def commented(follow_up: FollowUp) -> frozenset[tuple[int, int]]:
    """Units' activities (cost centre, activity) that have a comment of their own."""
    found = ActivityComment.objects.filter(follow_up=follow_up).exclude(text="")
    return frozenset(found.values_list("cost_centre_id", "activity_id"))


def lacking(
    rows: Iterable[UnitRow],
    comments: Collection[tuple[int, int]],
    *,
    committee: Committee,
) -> dict[int, tuple[Requirement, ...]]:
    """What is missing in some rows. Locked rows ask nothing of the unit."""
    by_activity: dict[tuple[int, int], list[UnitRow]] = {}
    for row in rows:
        if not row.locked:
            key = (row.grain.cost_centre, row.grain.activity)
            by_activity.setdefault(key, []).append(row)
    found: dict[int, list[Requirement]] = {}
    for key, some in by_activity.items():
        lacks = list(_unforecast(some))
        if key not in comments:
            lacks += _uncommented(some, committee)
        if lacks:
            found.setdefault(key[0], []).extend(lacks)
    return {unit: tuple(lacks) for unit, lacks in found.items()}


def _unforecast(rows: Iterable[UnitRow]) -> Iterable[Requirement]:
    """Rows that cannot stay as they were inherited."""
    for row in rows:
        if row.must_be_forecast:
            yield Requirement(Lack.FORECAST, *row.grain, reason=row.must_be_forecast)


def _uncommented(rows: list[UnitRow], committee: Committee) -> Iterable[Requirement]:
    """The activity, when its deviation asks for a comment and no row has one."""
    if any(row.comment.strip() for row in rows):
        return
    if asks_for_comment(rows, committee=committee):
        unit, activity, _ = rows[0].grain
        reason = "avvikelsen är över gränsen och saknar kommentar"
        yield Requirement(Lack.COMMENT, unit, activity, 0, reason)


def asks_for_comment(rows: Iterable[UnitRow], *, committee: Committee) -> bool:
    """Whether an activity's deviation is above the committee's both limits.

    The share is of the budgeted cost, or revenue where that is larger: a unit that
    sells what it does has a net budget near zero.
    """
    some = list(rows)
    deviation = abs(sum(row.deviation for row in some))
    cost = abs(sum(row.sums.budget or 0 for row in some if not row.is_revenue))
    revenue = abs(sum(row.sums.budget or 0 for row in some if row.is_revenue))
    above_share = deviation * 100 > max(cost, revenue) * committee.comment_above_percent
    return deviation > committee.comment_above_ore and above_share


def counted(requirements: Mapping[int, tuple[Requirement, ...]], unit: int) -> str:
    """`2 kommentarer, 1 rad utan prognos`: what a unit lacks, in words."""
    lacks = requirements.get(unit, ())
    comments = sum(each.lack is Lack.COMMENT for each in lacks)
    rows = len(lacks) - comments
    parts = []
    if comments:
        parts.append(f"{comments} kommentar{'er' if comments > 1 else ''}")
    if rows:
        parts.append(f"prognos på {rows} rad{'er' if rows > 1 else ''}")
    return ", ".join(parts)
