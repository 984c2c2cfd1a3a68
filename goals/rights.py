"""Who may write of what is followed up: who answers for it, and the report's office."""

from __future__ import annotations

from committees.access import OFFICE, WORKING, Place
from committees.closing import why_closed
from committees.models import Role
from goals.beside import OFFICES
from goals.models import Indicator, Topic

WRITING = WORKING - {Role.AUDITOR}
"""Roles that may have something to write of."""
NOT_MINE = "Du kan läsa {what} men inte ändra den."
NOT_THE_PLAN = "Vad som kontrolleras ändras av den som tar fram rapporten."


def closed_because(place: Place) -> str:
    """Why nobody writes in the follow-up; a settled forecast does not hinder texts."""
    return why_closed(place.follow_up.state, is_settled=False)


def answering_for(place: Place) -> frozenset[int]:
    """Identities of the person and of those whose roles she stands in for today."""
    return frozenset({place.user.pk, *(held.user_id for held in place.here)})


def may_write(place: Place, topic: Topic | Indicator) -> bool:
    """Whether the person writes of it, as far as her roles say."""
    if not place.may(WRITING):
        return False
    return place.may(OFFICE) or topic.responsible_id in answering_for(place)


def locked_because(place: Place, topic: Topic | Indicator) -> str:
    """Why the person may not write of it; empty when she may."""
    still = closed_because(place)
    if still:
        return still
    if may_write(place, topic):
        return ""
    what = "indikatorn" if isinstance(topic, Indicator) else "punkten"
    not_mine, who = NOT_MINE.format(what=what), topic.responsible
    return f"{not_mine} {who.name} svarar för den." if who else not_mine


def beside_locked_because(place: Place, topic: Topic) -> str:
    """Why the person may not write what stands beside a topic; empty when she may."""
    if topic.kind in OFFICES and not place.may(OFFICE):
        return NOT_THE_PLAN
    return locked_because(place, topic)
