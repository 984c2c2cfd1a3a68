"""What the rest of the year holds for units that call their deviation a one-off.

A one-off does not go on: of such a unit's activity, all that is left between the
adjusted deviation to date and the forecast's, beside the pattern of the year and
the actions, is the one-off's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet, Sum

from committees.models import FollowUp
from finance.browsing import forecast_rows
from finance.forecast.row_books import Grain
from finance.forecast.unit_rows import Sums, sums
from finance.models import (
    AdjustmentReason,
    Analysis,
    Duration,
    OutcomeAdjustment,
)
from finance.review.actions import counted_effects
from finance.review.bridge import Budget, Pattern, phasing
from finance.review.parts import PartOf

Pair = tuple[int, int]
"""A unit and one of its activities."""


def one_off_pairs(follow_up: FollowUp, part: PartOf) -> frozenset[Pair]:
    """Units and activities whose analysis says that the deviation is a one-off."""
    found = Analysis.objects.filter(follow_up=follow_up, duration=Duration.ONE_OFF)
    return frozenset(part.of(found).values_list("cost_centre_id", "activity_id"))


def one_off_rest(
    follow_up: FollowUp, pairs: Collection[Pair], usual: Pattern
) -> int | None:
    """What the rest of the year gives on rows with a one-off; None without any."""
    if not pairs:
        return None
    beside = _beside(follow_up, pairs)
    budgets = _budgets(beside)
    to_date = sum(each.outcome or 0 for _, each in beside)
    adjusted, holiday = _adjustments(follow_up, pairs)
    forecast = _sum(forecast_rows(follow_up), pairs)
    remaining = _sum(counted_effects(follow_up), pairs, field="remaining_ore")
    deviation = forecast - sum(budget.whole for budget in budgets.values())
    so_far = to_date - sum(budget.to_date for budget in budgets.values()) + adjusted
    phased = phasing(budgets, usual, holiday=holiday) or 0
    return deviation - so_far - phased - remaining


def _beside(
    follow_up: FollowUp, pairs: Collection[Pair]
) -> tuple[tuple[Grain, Sums], ...]:
    """Budget and outcome of the pairs."""
    found = sums(follow_up, cost_centres={unit for unit, _ in pairs})
    return tuple(
        (grain, each) for grain, each in found.items() if tuple(grain[:2]) in pairs
    )


def _budgets(beside: Iterable[tuple[Grain, Sums]]) -> Mapping[int, Budget]:
    """Budget by entry group."""
    found: dict[int, Budget] = {}
    for grain, each in beside:
        before = found.get(grain.group, Budget(0, 0))
        found[grain.group] = Budget(
            before.to_date + (each.budget_to_date or 0),
            before.whole + (each.budget or 0),
        )
    return found


def _of(rows: QuerySet[Any], pairs: Collection[Pair]) -> QuerySet[Any]:
    """Rows of the pairs."""
    condition = Q(pk__in=())
    by_unit: dict[int, list[int]] = defaultdict(list)
    for unit, activity in pairs:
        by_unit[unit].append(activity)
    for unit, activities in by_unit.items():
        condition |= Q(cost_centre=unit, activity__in=activities)
    return rows.filter(condition)


def _sum(
    rows: QuerySet[Any], pairs: Collection[Pair], *, field: str = "amount_ore"
) -> int:
    """The sum over the pairs; no rows give 0."""
    return int(_of(rows, pairs).aggregate(ore=Sum(field))["ore"] or 0)


def _adjustments(
    follow_up: FollowUp, pairs: Collection[Pair]
) -> tuple[int, Mapping[int, int]]:
    """Adjustments of the pairs in all, and those for holiday pay by group."""
    rows = _of(
        OutcomeAdjustment.objects.filter(follow_up=follow_up, booked=False), pairs
    ).values_list("group_id", "reason", "amount_ore")
    holiday: dict[int, int] = defaultdict(int)
    total = 0
    for group, reason, ore in rows:
        total += ore
        if reason == AdjustmentReason.HOLIDAY_PAY:
            holiday[group] += ore
    return total, holiday
