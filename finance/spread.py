"""A year's forecast by month: as budget holders spread it, else as the budget runs."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Sum

from committees.models import FollowUp
from committees.numbers import round_half_away
from finance.models import ForecastMonth
from finance.sources import EVERYTHING, Where


def spread_months(follow_up: FollowUp, where: Where = EVERYTHING) -> dict[int, int]:
    """What budget holders have spread over the year's open months, in öre by month."""
    rows = ForecastMonth.objects.filter(
        row__committee=follow_up.committee_id, row__follow_up=follow_up
    )
    if where.cost_centres is not None:
        rows = rows.filter(row__cost_centre__in=where.cost_centres)
    if where.activities is not None:
        rows = rows.filter(row__activity__in=where.activities)
    if where.groups is not None:
        rows = rows.filter(row__group__in=where.groups)
    sums = rows.order_by().values_list("period").annotate(ore=Sum("amount_ore"))
    return {period: int(ore) for period, ore in sums.filter(period__gt=follow_up.month)}


def phased(ore: int, weights: Sequence[int]) -> tuple[int, ...]:
    """An amount in parts that are to each other as weights, and sum to it exactly.

    In equal parts where the weights are of both signs, or all nothing.
    """
    if min(weights, default=0) < 0 < max(weights, default=0) or not any(weights):
        weights = [1] * len(weights)
    sizes = [abs(weight) for weight in weights]
    whole, before, found = sum(sizes), 0, []
    for at in range(len(sizes)):
        until = round_half_away(ore * sum(sizes[: at + 1]), divisor=whole)
        found.append(until - before)
        before = until
    return tuple(found)
