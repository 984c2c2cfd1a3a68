"""Close what a closed follow-up rests on, so that its figures stand."""

from __future__ import annotations

from committees.models import FollowUp, FollowUpKind, FollowUpState
from committees.periods import CLOSING
from finance.models import LiveMonth


def close_months(follow_up: FollowUp) -> int:
    """Close the ledger periods that a follow-up covers; returns how many were open.

    A year's closing of the books covers the closing entries as well.
    """
    return LiveMonth.objects.filter(
        committee=follow_up.committee,
        year=follow_up.year,
        period__lte=last_period(follow_up),
        closed=False,
    ).update(closed=True)


def reopen_months(follow_up: FollowUp) -> int:
    """Open the periods that only this follow-up had closed; returns how many."""
    others = FollowUp.objects.filter(
        committee=follow_up.committee,
        year=follow_up.year,
        state=FollowUpState.CLOSED,
    ).exclude(pk=follow_up.pk)
    still_closed = max((last_period(other) for other in others), default=-1)
    return LiveMonth.objects.filter(
        committee=follow_up.committee,
        year=follow_up.year,
        period__gt=still_closed,
        period__lte=last_period(follow_up),
        closed=True,
    ).update(closed=False)


def last_period(follow_up: FollowUp) -> int:
    """The last ledger period that a follow-up covers."""
    return CLOSING if follow_up.kind == FollowUpKind.ANNUAL else follow_up.month
