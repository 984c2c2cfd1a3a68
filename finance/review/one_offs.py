"""What the rest of the year holds for units that call their deviation a one-off.

A one-off does not go on: of such a unit's activity, all that is left between the
adjusted deviation to date and the forecast's, beside the pattern of the year and
the actions, is the one-off's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from committees.models import FollowUp
from committees.periods import CLOSING, Scenario
from finance.figures import total
from finance.forecast.row_books import Grain
from finance.models import AdjustmentReason
from finance.parts import Ore, Slice, by_leaf
from finance.review.bridge import Budget, Pattern, phasing
from finance.review.bridge_facts import Beside, Pair, by_group, of_pairs


@dataclass(frozen=True, slots=True)
class Terms:
    """What the rest of the year is computed of, on rows with a one-off; öre.

    `by_pair` parts the forecast's deviation by unit and activity.
    """

    deviation: int
    so_far: int
    phased: int
    remaining: int
    by_pair: Mapping[Pair, int] = field(default_factory=dict)

    @property
    def rest(self) -> int:
        """What is left of the forecast's deviation for the one-off."""
        return self.deviation - self.so_far - self.phased - self.remaining


def one_off_rest(follow_up: FollowUp, facts: Beside, usual: Pattern) -> int | None:
    """What the rest of the year gives on rows with a one-off; None without any."""
    found = one_off_terms(follow_up, facts, usual)
    return found.rest if found else None


def one_off_terms(follow_up: FollowUp, facts: Beside, usual: Pattern) -> Terms | None:
    """What the rest of the year is computed of; None without any one-off."""
    pairs = facts.one_offs
    if not pairs:
        return None
    leaves = _leaves(follow_up, facts)
    budgets = _budgets(leaves)
    adjusted = of_pairs(facts.adjusted, pairs)
    holiday = by_group(adjusted, AdjustmentReason.HOLIDAY_PAY)
    outcome = sum(ore[0] or 0 for ore in leaves.values())
    forecast = sum(ore[3] or 0 for ore in leaves.values())
    remaining = total(each.ore for each in of_pairs(facts.effects, pairs)) or 0
    deviation = forecast - sum(budget.whole for budget in budgets.values())
    so_far = outcome - sum(budget.to_date for budget in budgets.values())
    so_far += sum(each.ore for each in adjusted)
    phased = phasing(budgets, usual, holiday=holiday) or 0
    return Terms(deviation, so_far, phased, remaining, _by_pair(leaves))


def _leaves(follow_up: FollowUp, facts: Beside) -> Mapping[Grain, Ore]:
    """Of the pairs: outcome to date, budget to date and of the year, and forecast."""
    year, month = follow_up.year, follow_up.month
    slices = (
        Slice(Scenario.OUTCOME, year, 1, month),
        Slice(Scenario.BUDGET, year, 1, month),
        Slice(Scenario.BUDGET, year, 1, CLOSING),
        Slice(Scenario.FORECAST, year, month, month),
    )
    units = {unit for unit, _ in facts.one_offs}
    found = by_leaf(follow_up, slices, units=units)
    return {
        grain: ore for grain, ore in found.items() if tuple(grain[:2]) in facts.one_offs
    }


def _by_pair(leaves: Mapping[Grain, Ore]) -> Mapping[Pair, int]:
    """The forecast's deviation by unit and activity."""
    found: dict[Pair, int] = {}
    for grain, (_, _, budget, forecast) in leaves.items():
        pair = (grain.cost_centre, grain.activity)
        found[pair] = found.get(pair, 0) + (forecast or 0) - (budget or 0)
    return found


def _budgets(leaves: Mapping[Grain, Ore]) -> Mapping[int, Budget]:
    """Budget by entry group."""
    found: dict[int, Budget] = {}
    for grain, (_, to_date, whole, _) in leaves.items():
        before = found.get(grain.group, Budget(0, 0))
        found[grain.group] = Budget(
            before.to_date + (to_date or 0), before.whole + (whole or 0)
        )
    return found
