"""Close what a closed follow-up rests on, so that its figures stand."""

from __future__ import annotations

from committees.models import FollowUp, FollowUpKind
from committees.periods import CLOSING
from finance.models import LiveMonth


def close_months(follow_up: FollowUp) -> int:
    """Close the ledger periods that a follow-up covers; returns how many were open.

    A year's closing of the books covers the closing entries as well.
    """
    last = CLOSING if follow_up.kind == FollowUpKind.ANNUAL else follow_up.month
    return LiveMonth.objects.filter(
        committee=follow_up.committee,
        year=follow_up.year,
        period__lte=last,
        closed=False,
    ).update(closed=True)
