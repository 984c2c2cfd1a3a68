"""Texts that others may not read yet: kept for their authors alone, never lost.

What the guard of free texts stops lies here under the place it was written in:
`2017-08/prognos/5411/…/comment`. First stands the month of the follow-up that it is
to be a part of, then the section of the site. What is part of no follow-up, such as
a reason beside a step, has `-` for its month and holds nothing up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q, QuerySet

from committees.access import Place, today
from committees.models import (
    Committee,
    Deputy,
    FollowUp,
    FollowUpState,
    Membership,
    TextDraft,
    User,
)
from committees.text_guard import first_reason

NO_MONTH = "-"
MOST_REASON = 500
OVER = frozenset({FollowUpState.SENT, FollowUpState.CLOSED})
"""States in which no draft can become a part of the follow-up any more."""


class Author(NamedTuple):
    """A person who writes in a committee."""

    committee: Committee
    user: User

    @classmethod
    def of(cls, place: Place) -> Author:
        """The person of a request."""
        return cls(place.committee, place.user)


@dataclass(frozen=True, slots=True)
class Draft:
    """A text as its author wrote it, and why others may not read it."""

    text: str
    reason: str


def spot(follow_up: FollowUp | None, section: str, *parts: object) -> str:
    """Where a text is written: `2017-08/prognos/5411/711/50/comment`.

    Without a follow-up it is part of none.
    """
    month = str(follow_up.period) if follow_up else NO_MONTH
    return "/".join([month, section, *map(str, parts)])


def refusal(author: Author, where: str, text: str) -> str:
    """Why others may not read a text; empty when they may.

    A text that they may not read is kept as the author's draft; with one that they
    may, her draft has served its purpose.
    """
    reason = first_reason(text)
    if reason:
        keep(author, where, text)
    else:
        forget(author, [where])
    return reason


def keep(author: Author, where: str, text: str) -> None:
    """Keep a text that others may not read, in place of an earlier one there."""
    TextDraft.objects.update_or_create(
        committee=author.committee,
        user=author.user,
        place=where,
        defaults={"text": text, "reason": first_reason(text)[:MOST_REASON]},
    )


def forget(author: Author, places: Iterable[str]) -> None:
    """Let go of a person's drafts at some places."""
    TextDraft.objects.filter(
        committee=author.committee, user=author.user, place__in=list(places)
    ).delete()


def own(author: Author, prefix: str) -> dict[str, Draft]:
    """A person's drafts at the places that begin with something."""
    rows = TextDraft.objects.filter(committee=author.committee, user=author.user)
    found = rows.filter(place__startswith=prefix)
    return {
        where: Draft(text, reason)
        for where, text, reason in found.values_list("place", "text", "reason")
        if where.startswith(prefix)
    }


def shown(drafts: dict[str, Draft], where: str, stored: str) -> Draft | None:
    """What a person is to mend in a place: her draft, or what is stored there."""
    reason = "" if where in drafts else first_reason(stored)
    return drafts.get(where) or (Draft(stored, reason) if reason else None)


def open_drafts(of: FollowUp | Committee, prefix: str = "") -> list[TextDraft]:
    """Everybody's drafts in a follow-up or a committee, by author.

    In a follow-up the prefix comes after its month. One that is over has none, and
    neither has who is no longer there to mend them.
    """
    if isinstance(of, FollowUp):
        if of.state in OVER:
            return []
        return open_drafts(of.committee, f"{of.period}/{prefix}")
    rows = TextDraft.objects.filter(committee=of, place__startswith=prefix)
    rows = rows.filter(_is_there(of)).select_related("user")
    found = rows.order_by("user__name", "place")
    return [draft for draft in found if draft.place.startswith(prefix)]


def _is_there(committee: Committee) -> Q:
    """Whether a draft's author may still sign in and write in the committee."""
    days = {"from_date__lte": today(), "to_date__gte": today()}
    held: QuerySet[Membership] = Membership.objects.filter(committee=committee, **days)
    stood = Deputy.objects.filter(membership__committee=committee, **days)
    return Q(user__is_active=True) & (
        Q(user__in=held.values("user")) | Q(user__in=stood.values("user"))
    )
