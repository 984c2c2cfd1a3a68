"""Mark what somebody has vouched for when the outcome under it changes.

Rows of units that are handed in are marked "utfall ändrat", and a reconciliation
against the ledger no longer holds. A year's forecast stands as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet, Sum

from committees.models import (
    Committee,
    Event,
    FollowUp,
    FollowUpState,
    User,
)
from finance.models import (
    AccountGroupMember,
    ForecastRow,
    LiveMonth,
    OutcomeRow,
    Purpose,
    Reconciliation,
    UnitForecast,
    UnitState,
)
from finance.month.closing import last_period
from finance.month.reconciling import unsign

VOUCHED_FOR = (UnitState.SUBMITTED, UnitState.HOLDER_APPROVED, UnitState.APPROVED)


class Booked(NamedTuple):
    """A grain of the outcome in one ledger period, by identities."""

    period: int
    cost_centre: int
    activity: int
    account: int


def live_rows(
    committee: Committee, *, year: int, periods: Sequence[int]
) -> QuerySet[OutcomeRow]:
    """The rows that count as outcome in some ledger periods."""
    live = LiveMonth.objects.filter(
        committee=OuterRef("committee"),
        year=OuterRef("year"),
        period=OuterRef("period"),
        batch=OuterRef("batch"),
    )
    return OutcomeRow.objects.filter(
        Exists(live), committee=committee, year=year, period__in=list(periods)
    )


def live_sums(
    committee: Committee, *, year: int, periods: Sequence[int]
) -> dict[Booked, int]:
    """What counts as outcome in some ledger periods, in öre."""
    rows = (
        live_rows(committee, year=year, periods=periods)
        .order_by()
        .values_list("period", "cost_centre_id", "activity_id", "account_id")
        .annotate(ore=Sum("amount_ore"))
    )
    return {Booked(p, u, a, k): int(ore) for p, u, a, k, ore in rows if ore}


def watched(committee: Committee, *, year: int) -> list[FollowUp]:
    """The year's open follow-ups in which something has been vouched for."""
    found = FollowUp.objects.filter(
        committee=committee, year=year, state=FollowUpState.OPEN
    )
    signed = Reconciliation.objects.filter(follow_up=OuterRef("pk"))
    handed_in = UnitForecast.objects.filter(
        follow_up=OuterRef("pk"), state__in=VOUCHED_FOR
    )
    return list(found.filter(Exists(signed) | Exists(handed_in)))


def mark(
    follow_ups: Sequence[FollowUp],
    before: dict[Booked, int],
    after: dict[Booked, int],
    *,
    by: User | None,
) -> int:
    """Mark rows whose outcome differs; returns how many were marked."""
    changed = {b for b in before.keys() | after.keys() if before.get(b) != after.get(b)}
    marked = 0
    for follow_up in follow_ups:
        seen = {b for b in changed if b.period <= last_period(follow_up)}
        if seen:
            unsign(follow_up, by=by, reason="utfallet har ändrats")
            marked += _mark_rows(follow_up, seen, by=by)
    return marked


def _mark_rows(follow_up: FollowUp, changed: set[Booked], *, by: User | None) -> int:
    """Mark a follow-up's rows in units that are handed in."""
    groups = dict(
        AccountGroupMember.objects.filter(
            grouping__committee=follow_up.committee, grouping__purpose=Purpose.ENTRY
        ).values_list("account_id", "group_id")
    )
    touched = {
        (b.cost_centre, b.activity, groups[b.account])
        for b in changed
        if b.account in groups
    }
    units = UnitForecast.objects.filter(follow_up=follow_up, state__in=VOUCHED_FOR)
    rows = [
        row
        for row in ForecastRow.objects.filter(
            committee=follow_up.committee,
            follow_up=follow_up,
            cost_centre__in=units.values("cost_centre"),
            outcome_changed=False,
        )
        if (row.cost_centre_id, row.activity_id, row.group_id) in touched
    ]
    ForecastRow.objects.filter(pk__in=[row.pk for row in rows]).update(
        outcome_changed=True
    )
    Event.objects.bulk_create(
        Event(
            committee=follow_up.committee,
            by=by,
            subject="forecastrow",
            subject_id=str(row.pk),
            field="outcome_changed",
            new="utfall ändrat",
            origin="import",
        )
        for row in rows
    )
    return len(rows)
