"""What others say of a row's year: the proposals, and the follow-ups before this."""

from __future__ import annotations

from dataclasses import dataclass

from committees.models import FollowUp
from committees.numbers import Scale, money_text
from committees.series import Proposal
from finance.forecast.row_months import Months
from finance.models import ForecastRow


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier follow-up said of the row, with the sign it is typed with."""

    follow_up: FollowUp
    forecast: str
    comment: str


def earlier(months: Months, *, scale: Scale) -> tuple[Earlier, ...]:
    """What earlier follow-ups of the year said, the latest first."""
    follow_up, sign = months.grid.follow_up, 1 if months.row.is_revenue else -1
    rows = ForecastRow.objects.filter(
        committee=follow_up.committee_id,
        follow_up__year=follow_up.year,
        follow_up__month__lt=follow_up.month,
        cost_centre=months.unit.id,
        activity=months.row.activity_id,
        group=months.row.group_id,
    )
    return tuple(
        Earlier(row.follow_up, money_text(sign * row.amount_ore, scale), row.comment)
        for row in rows.select_related("follow_up").order_by("-follow_up__month")
    )


def proposed(months: Months, *, scale: Scale) -> tuple[tuple[str, Proposal], ...]:
    """The row's proposals with their amounts, in the sign that they are typed with."""
    sign = 1 if months.row.is_revenue else -1
    return tuple(
        (money_text(sign * each.ore, scale), each) for each in months.row.proposals
    )
