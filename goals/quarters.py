"""Decisions that are not executed: what stands in a quarter's report, and since when.

A decision belongs in a quarter when it had waited three months or more by the quarter's
end and had neither been executed nor ended before the quarter began (SoL and LSS ask
for a report every quarter).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from committees import events
from committees.models import Committee, User
from goals.figures import MONTHS, Decision, elapsed, months_elapsed
from goals.models import DecisionQuarter, UnexecutedDecision

QUARTER_MONTHS = 3
LONGEST_WAIT = 3
"""Whole months after which a decision is reported."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a year."""

    year: int
    number: int

    @property
    def first_day(self) -> date:
        """The day it begins."""
        return date(self.year, QUARTER_MONTHS * (self.number - 1) + 1, 1)

    @property
    def next_day(self) -> date:
        """The day after its last."""
        month = QUARTER_MONTHS * self.number + 1
        if month > MONTHS:
            return date(self.year + 1, 1, 1)
        return date(self.year, month, 1)

    def __str__(self) -> str:
        """`kvartal 2 2017`."""
        return f"kvartal {self.number} {self.year}"


def begun(decision: UnexecutedDecision) -> date:
    """The day that waiting is counted from: of the decision or the interruption."""
    day = decision.decided_on or decision.interrupted_on
    if day is None:
        raise ValueError("a decision has a day of its own or of an interruption")
    return day


def waited(decision: UnexecutedDecision, *, as_of: date) -> int:
    """Whole months that a decision had waited by a day."""
    days = Decision(begun(decision), decision.executed_on, decision.ended_on)
    return elapsed(days, as_of=as_of)


def belongs(decision: UnexecutedDecision, quarter: Quarter) -> bool:
    """Whether a decision is to be reported for a quarter."""
    over = [day for day in (decision.executed_on, decision.ended_on) if day]
    if any(day < quarter.first_day for day in over):
        return False
    return months_elapsed(begun(decision), quarter.next_day) >= LONGEST_WAIT


def proposed(
    decisions: Iterable[UnexecutedDecision], quarter: Quarter
) -> tuple[UnexecutedDecision, ...]:
    """The decisions that a quarter's report should hold."""
    return tuple(d for d in decisions if belongs(d, quarter))


def put_together(
    committee: Committee, quarter: Quarter, *, as_of: date, by: User
) -> DecisionQuarter:
    """Make a quarter's report anew from the decisions there are, counted to a day."""
    found = UnexecutedDecision.objects.filter(committee=committee)
    chosen = proposed(found, quarter)
    with transaction.atomic():
        report, _ = DecisionQuarter.objects.update_or_create(
            committee=committee,
            year=quarter.year,
            quarter=quarter.number,
            defaults={"as_of": as_of},
        )
        before = report.decisions.count()
        report.decisions.set(chosen)
        events.record(
            report,
            by=by,
            committee=committee,
            field="decisions",
            old=before,
            new=len(chosen),
            origin="typed",
        )
    return report
