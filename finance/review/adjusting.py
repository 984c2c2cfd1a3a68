"""Adjustments as they are listed and changed in a follow-up."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from committees.models import FollowUp
from finance.models import ControllerAdjustment, OutcomeAdjustment

OUTCOME_FIELDS = (
    "cost_centre",
    "activity",
    "group",
    "amount_ore",
    "reason",
    "text",
    "expected_month",
    "booked",
)
CONTROLLER_FIELDS = ("activity", "group", "amount_ore", "reason")


@dataclass(frozen=True, slots=True)
class Adjusted:
    """Sums of a follow-up's adjustments in öre; None: there is none.

    `booked` lapses: it is in the ledger now and counts there.
    """

    outcome: int | None
    booked: int | None
    controller: int | None


def outcome_adjustments(follow_up: FollowUp) -> QuerySet[OutcomeAdjustment]:
    """The follow-up's adjustments of outcome, those that count first."""
    return (
        OutcomeAdjustment.objects.filter(
            committee=follow_up.committee, follow_up=follow_up
        )
        .select_related("cost_centre", "activity", "group")
        .order_by(
            "booked", "reason", "cost_centre__code", "activity__code", "group__position"
        )
    )


def controller_adjustments(follow_up: FollowUp) -> QuerySet[ControllerAdjustment]:
    """The follow-up's adjustments on top of the forecasts."""
    return (
        ControllerAdjustment.objects.filter(
            committee=follow_up.committee, follow_up=follow_up
        )
        .select_related("activity", "group", "by")
        .order_by("activity__code", "group__position", "pk")
    )


def adjusted(follow_up: FollowUp) -> Adjusted:
    """What the adjustments come to."""
    by_booked = dict(
        OutcomeAdjustment.objects.filter(
            committee=follow_up.committee, follow_up=follow_up
        )
        .values_list("booked")
        .annotate(ore=Sum("amount_ore"))
    )
    return Adjusted(
        outcome=_whole(by_booked.get(False)),
        booked=_whole(by_booked.get(True)),
        controller=controller_sum(follow_up),
    )


def controller_sum(follow_up: FollowUp) -> int | None:
    """What controllers have adjusted, in öre on the result; None: nothing."""
    found = ControllerAdjustment.objects.filter(
        committee=follow_up.committee, follow_up=follow_up
    )
    return _whole(found.aggregate(ore=Sum("amount_ore"))["ore"])


def _whole(ore: int | None) -> int | None:
    """PostgreSQL sums to a decimal type."""
    return None if ore is None else int(ore)
