"""Rows of decisions that are not executed: single ones, for case officers alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from committees.models import FollowUp
from goals.figures import Decision, elapsed
from goals.models import DecisionQuarter, UnexecutedDecision
from reports.listings.names import INTERRUPTED, INTERRUPTED_COUNT, Listing
from reports.tables.model import Row, Value
from reports.tables.spec import ColumnSpec

OF_INTERRUPTIONS = frozenset({INTERRUPTED, INTERRUPTED_COUNT})


def quarters(follow_up: FollowUp) -> tuple[DecisionQuarter, ...]:
    """The quarters counted by the follow-up's last day, the latest first."""
    found = DecisionQuarter.objects.filter(
        committee=follow_up.committee, as_of__lte=follow_up.period.last_day
    )
    return tuple(
        found.order_by("-year", "-quarter").prefetch_related("decisions__provision")
    )


def decisions_in(
    quarter: DecisionQuarter, listing: Listing
) -> tuple[UnexecutedDecision, ...]:
    """A quarter's decisions under a law: not executed, or interrupted."""
    interrupted = listing.kind in OF_INTERRUPTIONS
    return tuple(
        one
        for one in quarter.decisions.all()
        if one.provision.law == listing.which
        and (one.interrupted_on is not None) == interrupted
    )


def decision_rows(
    found: Sequence[DecisionQuarter], listing: Listing, columns: Sequence[ColumnSpec]
) -> Iterator[Row]:
    """The latest quarter's decisions one by one, with the months that have gone."""
    for quarter in found[:1]:
        for one in decisions_in(quarter, listing):
            yield Row(
                str(one.number),
                f"{one.provision.service} enligt {one.provision.reference}",
                tuple(_value(one, column, as_of=quarter.as_of) for column in columns),
            )


def months(decision: UnexecutedDecision, *, as_of: date) -> int | None:
    """Months since the decision or the interruption, to its end or a report's day."""
    begun = decision.decided_on or decision.interrupted_on
    if begun is None:
        return None
    days = Decision(begun, decision.executed_on, decision.ended_on)
    return elapsed(days, as_of=as_of)


def _value(decision: UnexecutedDecision, column: ColumnSpec, *, as_of: date) -> Value:
    """What a column tells of a decision."""
    told: dict[str, Value] = {
        "nummer": str(decision.number),
        "beslutad": _day(decision.decided_on),
        "avbruten": _day(decision.interrupted_on),
        "erbjuden": _day(decision.offered_on),
        "verkställd": _day(decision.executed_on),
        "avslutad": _day(decision.ended_on),
        "månader": months(decision, as_of=as_of),
        "skäl": str(decision.get_reason_display()).capitalize(),
        "kommentar": decision.comment,
    }
    return told.get(column.attribute)


def _day(day: date | None) -> str:
    """A date as it is written; empty where there is none."""
    return day.isoformat() if day else ""
