"""Why nobody may write in a follow-up: it is not open, or its forecast is settled."""

from __future__ import annotations

from committees.models import FollowUp, FollowUpState

CLOSED = {
    FollowUpState.PLANNED: "Uppföljningen är inte öppnad än.",
    FollowUpState.SENT: "Uppföljningen är utsänd och kan inte ändras.",
    FollowUpState.CLOSED: "Uppföljningen är stängd och kan inte ändras.",
}
SETTLED = "Prognosen är fastställd. En controller kan öppna den igen."


def closed_because(follow_up: FollowUp) -> str:
    """Why nobody may write in a follow-up; empty when it may be written."""
    return why_closed(follow_up.state, is_settled=follow_up.settled_at is not None)


def why_closed(state: str, *, is_settled: bool) -> str:
    """Why nobody may write in a follow-up in a state; empty when it may be written."""
    if state != FollowUpState.OPEN:
        return CLOSED[FollowUpState(state)]
    return SETTLED if is_settled else ""
