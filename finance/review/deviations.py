"""Forecast deviations of activities at several follow-ups of a year: then and now.

Each follow-up counts the budget that was decided by the end of its own month.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery, Sum

from committees.models import FollowUp
from finance.figures import deviation, total
from finance.models import (
    ActivitySummary,
    BudgetDecision,
    ControllerAdjustment,
    DecisionState,
    SummaryKind,
)

ByActivity = Mapping[int, int]
"""Öre by activity, the effect on the result."""


@dataclass(frozen=True, slots=True)
class Standpoint:
    """What a follow-up expected of the year and had as budget.

    `forecast` is empty where the units had not forecast anything; what controllers
    adjusted is in it.
    """

    forecast: ByActivity
    budget: ByActivity

    def deviation(self, activities: Collection[int] | None = None) -> int | None:
        """Forecast less budget of some activities, or of all.

        None without a forecast, or where there is neither forecast nor budget.
        """
        if not self.forecast:
            return None
        return deviation(_sum(self.forecast, activities), _sum(self.budget, activities))


def _sum(leaves: ByActivity, activities: Collection[int] | None) -> int | None:
    """The sum over some activities; None where they have no rows."""
    return total(
        ore
        for activity, ore in leaves.items()
        if activities is None or activity in activities
    )


def standpoints(follow_ups: Sequence[FollowUp]) -> dict[int, Standpoint]:
    """What follow-ups of one committee's year expected, by key: three questions."""
    if not follow_ups:
        return {}
    forecasts, adjusted = _forecasts(follow_ups), _adjusted(follow_ups)
    budgets = _budgets(follow_ups)
    return {
        each.pk: Standpoint(
            forecast=_with(forecasts.get(each.month, {}), adjusted.get(each.pk, {})),
            budget=budgets[each.pk],
        )
        for each in follow_ups
    }


def _with(forecast: ByActivity, adjusted: ByActivity) -> ByActivity:
    """Forecasts with what controllers adjusted; nothing of what is not forecast."""
    if not forecast:
        return {}
    activities = {*forecast, *adjusted}
    return {a: forecast.get(a, 0) + adjusted.get(a, 0) for a in activities}


def _forecasts(follow_ups: Sequence[FollowUp]) -> dict[int, dict[int, int]]:
    """The units' forecasts by month and activity."""
    first = follow_ups[0]
    rows = (
        ActivitySummary.objects.filter(
            committee=first.committee_id,
            year=first.year,
            kind=SummaryKind.FORECAST,
            period__in={each.month for each in follow_ups},
        )
        .values_list("period", "activity")
        .annotate(ore=Sum("amount_ore"))
    )
    found: dict[int, dict[int, int]] = {}
    for month, activity, ore in rows:
        found.setdefault(month, {})[activity] = int(ore)
    return found


def _adjusted(follow_ups: Sequence[FollowUp]) -> dict[int, dict[int, int]]:
    """What controllers adjusted by follow-up and activity."""
    rows = (
        ControllerAdjustment.objects.filter(
            committee=follow_ups[0].committee_id, follow_up__in=follow_ups
        )
        .values_list("follow_up", "activity")
        .annotate(ore=Sum("amount_ore"))
    )
    found: dict[int, dict[int, int]] = {}
    for follow_up, activity, ore in rows:
        found.setdefault(follow_up, {})[activity] = int(ore)
    return found


def _budgets(follow_ups: Sequence[FollowUp]) -> dict[int, dict[int, int]]:
    """The budget by follow-up and activity, as each follow-up counts it."""
    first = follow_ups[0]
    decisions = BudgetDecision.objects.filter(
        pk=OuterRef("decision_id"),
        committee=first.committee_id,
        state=DecisionState.DECIDED,
    )
    rows = (
        ActivitySummary.objects.filter(
            committee=first.committee_id,
            year=first.year,
            kind__in=(SummaryKind.BUDGET, SummaryKind.BUDGET_INTERNAL),
        )
        .annotate(decided_on=Subquery(decisions.values("decided_on")))
        .values_list("decided_on", "activity")
        .annotate(ore=Sum("amount_ore"))
    )
    found: dict[int, dict[int, int]] = {each.pk: {} for each in follow_ups}
    for decided_on, activity, ore in rows:
        for each in follow_ups:
            if decided_on and decided_on <= each.period.last_day:
                leaves = found[each.pk]
                leaves[activity] = leaves.get(activity, 0) + int(ore)
    return found
