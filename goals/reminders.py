"""Remind by e-mail of what is to be followed up: before the last day, on a return."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from committees.models import Deputy, Event, FollowUp, ReminderKind, User
from committees.reminders import (
    full_address,
    is_news,
    is_soon,
    letter_text,
    open_on,
    reachable,
    send,
)
from committees.templatetags.swedish import day
from goals.models import StandingState
from goals.topics import TopicAt, topics_at

OCCASION = "mål"


@dataclass(frozen=True, slots=True)
class Letter:
    """A reminder to a person about some topics of a follow-up."""

    follow_up: FollowUp
    user: User
    kind: ReminderKind
    topics: tuple[str, ...]
    occasion: str = OCCASION

    @property
    def subject(self) -> str:
        """What the letter is about."""
        if self.kind == ReminderKind.RETURNED:
            return f"Uppföljningen har kommit tillbaka: {self.follow_up.title}"
        return f"Snart sista dag för uppföljningen: {self.follow_up.title}"

    @property
    def body(self) -> str:
        """The letter's text."""
        listed = "\n".join(f"- {name}" for name in self.topics)
        what = "Det här ska ändras:"
        if self.kind != ReminderKind.RETURNED:
            what = "Det här är inte klarmarkerat än:"
        return letter_text(
            self.user,
            [
                f"{what}\n{listed}",
                f"Sista dag är {day(self.follow_up.deadline)}.",
                full_address("goals:overview", self.follow_up),
            ],
        )


def remind(now: datetime) -> int:
    """Send the reminders whose time has come; returns how many were sent."""
    today = timezone.localdate(now)
    return sum(
        send(letter)
        for follow_up in open_on(today)
        for letter in letters(follow_up, today=today)
    )


def letters(follow_up: FollowUp, *, today: date) -> Iterator[Letter]:
    """The letters of a follow-up whose time has come, sent or not."""
    waiting = [
        each
        for each in topics_at(follow_up, texts=False)
        if each.waits and each.topic.responsible_id
    ]
    if not waiting:
        return
    stand_ins = _stand_ins(follow_up, waiting, today=today)
    if is_soon(follow_up, today=today):
        for user, names in _by_person(waiting, stand_ins):
            yield Letter(follow_up, user, ReminderKind.DEADLINE, names)
    yield from _returns(follow_up, waiting, stand_ins, today=today)


def _stand_ins(
    follow_up: FollowUp, waiting: Iterable[TopicAt], *, today: date
) -> dict[int, list[User]]:
    """Who stands in today, by whom they stand in for."""
    found: dict[int, list[User]] = {}
    rows = Deputy.objects.filter(
        membership__committee=follow_up.committee_id,
        membership__user__in={each.topic.responsible_id for each in waiting},
        from_date__lte=today,
        to_date__gte=today,
    ).select_related("user", "membership")
    for row in rows:
        found.setdefault(row.membership.user_id, []).append(row.user)
    return found


def _people(each: TopicAt, stand_ins: dict[int, list[User]]) -> list[User]:
    """Those who hear of a topic."""
    who = each.topic.responsible
    if who is None:
        return []
    return reachable(dict.fromkeys([who, *stand_ins.get(who.pk, [])]))


def _by_person(
    waiting: Iterable[TopicAt], stand_ins: dict[int, list[User]]
) -> list[tuple[User, tuple[str, ...]]]:
    """The names of each person's topics."""
    found: dict[User, list[str]] = {}
    for each in waiting:
        for user in _people(each, stand_ins):
            found.setdefault(user, []).append(each.topic.name)
    return [(user, tuple(names)) for user, names in found.items()]


def _returns(
    follow_up: FollowUp,
    waiting: Iterable[TopicAt],
    stand_ins: dict[int, list[User]],
    *,
    today: date,
) -> Iterator[Letter]:
    """A letter for each return that is news."""
    returned = {
        str(each.standing.pk): each
        for each in waiting
        if each.standing and each.state is StandingState.RETURNED
    }
    for pk, at in _returned_at(follow_up, returned).items():
        each = returned[pk]
        if not is_news(at, today=today):
            continue
        occasion = f"{OCCASION} {each.topic.code} {at:%Y%m%d%H%M%S}"
        for user in _people(each, stand_ins):
            names = (each.topic.name,)
            yield Letter(follow_up, user, ReminderKind.RETURNED, names, occasion)


def _returned_at(follow_up: FollowUp, keys: Iterable[str]) -> dict[str, datetime]:
    """When standings were last sent back, by their keys."""
    events = Event.objects.filter(
        committee=follow_up.committee_id,
        subject="standing",
        subject_id__in=list(keys),
        field="state",
        new=StandingState.RETURNED,
    ).order_by("at")
    return dict(events.values_list("subject_id", "at"))
