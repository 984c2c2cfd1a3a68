"""Which months of a follow-up's year may be written, and why the others may not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from committees.closing import why_closed
from committees.models import FollowUp, FollowUpState
from committees.periods import MONTH_NAMES

MONTHS = 12
FUTURE = "Månaden har inte varit än."


class MonthState(StrEnum):
    """Where a month stands, seen from a follow-up."""

    OPEN = "open"
    CLOSED = "closed"
    FUTURE = "future"


class Step(NamedTuple):
    """A follow-up of the year: its month and state."""

    month: int
    state: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """The months of a follow-up's year as they stand now.

    `still` is why the follow-up takes no figures at all, `settled` why it takes no
    forecasts; empty when it does. `closed_by` is the month of the closed follow-up
    that closed a month.
    """

    year: int
    month: int
    still: str = ""
    settled: str = ""
    closed_by: Mapping[int, int] = field(default_factory=dict)

    def state(self, month: int) -> MonthState:
        """Where a month stands."""
        if month > self.month:
            return MonthState.FUTURE
        return MonthState.CLOSED if month in self.closed_by else MonthState.OPEN

    def why(self, month: int) -> str:
        """Why a month may not be written; empty when it may, or with a reason."""
        match self.state(month):
            case MonthState.FUTURE:
                return FUTURE
            case MonthState.CLOSED:
                return self._closed(month)
            case _:
                return ""

    def _closed(self, month: int) -> str:
        """What closed a month."""
        name, by = MONTH_NAMES[month - 1], MONTH_NAMES[self.closed_by[month] - 1]
        return (
            f"{name.capitalize()} är stängd: uppföljningen för {by} {self.year} "
            "är stängd."
        )


def calendar(follow_up: FollowUp) -> Calendar:
    """The months of a follow-up's year, as the database has them now."""
    steps, settled, state = [], False, str(follow_up.state)
    rows = FollowUp.objects.filter(
        committee=follow_up.committee_id, year=follow_up.year
    ).values_list("month", "state", "settled_at")
    for month, its_state, settled_at in rows:
        steps.append(Step(month, its_state))
        if month == follow_up.month:
            settled, state = settled_at is not None, its_state
    return Calendar(
        year=follow_up.year,
        month=follow_up.month,
        still=why_closed(state, is_settled=False),
        settled=why_closed(state, is_settled=settled),
        closed_by=closing(steps),
    )


def closing(steps: Iterable[Step]) -> dict[int, int]:
    """The closed follow-up that closed each closed month.

    A month is worked with in the first follow-up that covers it while that is open,
    whatever comes after.
    """
    ordered = sorted(steps)
    found = {}
    for month in range(1, MONTHS + 1):
        covering = (
            step
            for step in ordered
            if step.month >= month
            and step.state in {FollowUpState.CLOSED, FollowUpState.OPEN}
        )
        first = next(covering, None)
        if first is not None and first.state == FollowUpState.CLOSED:
            found[month] = first.month
    return found
