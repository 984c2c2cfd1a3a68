"""Actions that count in a follow-up, and the forecast as it would be without them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from committees.models import FollowUp
from finance.facts import counted_decisions
from finance.models import (
    ActionEffect,
    ActionState,
    ActivitySummary,
    ForecastRow,
    SummaryKind,
)
from finance.review.adjusting import controller_sum
from finance.review.parts import WHOLE, PartOf


@dataclass(frozen=True, slots=True)
class Effects:
    """Decided actions' effect in the year, in öre on the result; None: no action."""

    decided: int | None
    realised: int | None
    remaining: int | None


def effects_of(follow_up: FollowUp) -> QuerySet[ActionEffect]:
    """Every effect in the follow-up's year, of proposals too."""
    return ActionEffect.objects.filter(
        committee=follow_up.committee, year=follow_up.year
    )


def counted_effects(follow_up: FollowUp) -> QuerySet[ActionEffect]:
    """Effects of actions decided by the end of the follow-up's month.

    An action without a decision never counts.
    """
    return (
        effects_of(follow_up)
        .filter(action__decided_on__lte=follow_up.period.last_day)
        .exclude(action__state=ActionState.PROPOSED)
    )


def counted(follow_up: FollowUp, part: PartOf = WHOLE) -> Effects:
    """The sums of what counts; unplaced effects are in the whole only."""
    sums = part.of(counted_effects(follow_up)).aggregate(
        decided=Sum("decided_ore"),
        realised=Sum("realised_ore"),
        remaining=Sum("remaining_ore"),
    )
    return Effects(
        **{name: None if ore is None else int(ore) for name, ore in sums.items()}
    )


def before_actions(forecast: int | None, effects: Effects) -> int | None:
    """The forecast as it would be without what actions are still to give; öre."""
    return None if forecast is None else forecast - (effects.remaining or 0)


@dataclass(frozen=True, slots=True)
class Placed:
    """An effect as it is listed, with the forecast of its row; öre on the result.

    `forecast` is None where the effect is not placed on a row, or the row has no
    forecast.
    """

    effect: ActionEffect
    counts: bool
    forecast: int | None

    @property
    def before(self) -> int | None:
        """The row's forecast as it would be without what remains of the effect."""
        if self.forecast is None or not self.counts:
            return self.forecast
        return self.forecast - self.effect.remaining_ore


def placed(follow_up: FollowUp) -> tuple[Placed, ...]:
    """Every effect of the year by action, with what it is placed on."""
    found = list(
        effects_of(follow_up)
        .select_related("action", "cost_centre", "activity", "group")
        .order_by("action__code", "cost_centre__code", "activity__code", "pk")
    )
    counts = set(counted_effects(follow_up).values_list("pk", flat=True))
    forecasts = _forecasts(follow_up, found)
    return tuple(
        Placed(
            each,
            counts=each.pk in counts,
            forecast=forecasts.get(
                (each.cost_centre_id, each.activity_id, each.group_id)
            ),
        )
        for each in found
    )


def _forecasts(
    follow_up: FollowUp, effects: list[ActionEffect]
) -> dict[tuple[int | None, int | None, int | None], int]:
    """Forecasts of the rows that effects are placed on."""
    rows = ForecastRow.objects.filter(
        committee=follow_up.committee,
        follow_up=follow_up,
        cost_centre__in={e.cost_centre_id for e in effects if e.cost_centre_id},
    ).values_list("cost_centre_id", "activity_id", "group_id", "amount_ore")
    return {(unit, activity, group): ore for unit, activity, group, ore in rows}


def forecast_deviation(follow_up: FollowUp) -> int | None:
    """The units' and controllers' forecast less the budget; None without either."""
    rows = ActivitySummary.objects.filter(
        committee=follow_up.committee, year=follow_up.year
    )
    forecast = rows.filter(kind=SummaryKind.FORECAST, period=follow_up.month).aggregate(
        ore=Sum("amount_ore")
    )["ore"]
    budget = rows.filter(
        kind__in=(SummaryKind.BUDGET, SummaryKind.BUDGET_INTERNAL),
        decision_id__in=counted_decisions(follow_up).values("pk"),
    ).aggregate(ore=Sum("amount_ore"))["ore"]
    if forecast is None or budget is None:
        return None
    return int(forecast) + (controller_sum(follow_up) or 0) - int(budget)
