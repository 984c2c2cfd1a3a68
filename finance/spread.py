"""A year's forecast by month: as budget holders spread it, else as the budget runs."""

from __future__ import annotations

from collections.abc import Sequence

from committees.models import FollowUp
from committees.numbers import round_half_away
from committees.stored import rows_of
from finance.sources import COLUMNS, EVERYTHING, Where

_SPREAD = """
SELECT s.period, SUM(s.amount_ore)
  FROM finance_forecastmonth s
  JOIN finance_forecastrow r ON r.id = s.row_id
 WHERE r.committee_id = %s AND r.follow_up_id = %s AND s.period > %s{chosen}
 GROUP BY s.period
"""


def spread_months(follow_up: FollowUp, where: Where = EVERYTHING) -> dict[int, int]:
    """What budget holders have spread over the year's open months, in öre by month."""
    columns = {axis: f"r.{column}" for axis, column in COLUMNS.items()}
    chosen = "".join(f" AND {each}" for each in where.conditions(columns))
    here = (follow_up.committee_id, follow_up.pk, follow_up.month)
    rows = rows_of(_SPREAD.format(chosen=chosen), here)
    return {int(period): int(ore) for period, ore in rows}


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
