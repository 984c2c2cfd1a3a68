"""Remind by e-mail: when a forecast opens, before its last day, and on a return.

Letters hold no amounts. Each person can turn them off, and gets each of them once;
the periodic work sends those whose time has come.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from committees.holders import Answering, answering
from committees.models import FollowUp, ReminderKind, User
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
from committees.trees import cost_centre_tree
from finance.models import UnitForecast, UnitState

TO_DO = (UnitState.NOT_STARTED, UnitState.IN_PROGRESS, UnitState.RETURNED)


@dataclass(frozen=True, slots=True)
class Letter:
    """A reminder to a person about some units of a follow-up."""

    follow_up: FollowUp
    user: User
    kind: ReminderKind
    units: tuple[str, ...]
    occasion: str = ""

    @property
    def subject(self) -> str:
        """What the letter is about."""
        title = self.follow_up.title
        return {
            ReminderKind.OPENED: f"Prognosen är öppen: {title}",
            ReminderKind.DEADLINE: f"Snart sista dag för prognosen: {title}",
            ReminderKind.RETURNED: f"Prognosen har kommit tillbaka: {title}",
        }[self.kind]

    @property
    def body(self) -> str:
        """The letter's text."""
        follow_up, units = self.follow_up, ", ".join(self.units)
        what = {
            ReminderKind.OPENED: f"Nu kan du göra prognosen för {units}.",
            ReminderKind.DEADLINE: f"Prognosen för {units} är inte inlämnad än.",
            ReminderKind.RETURNED: f"Prognosen för {units} ska ändras.",
        }[self.kind]
        lines = [what, f"Sista dag är {day(follow_up.deadline)}."]
        if self.kind == ReminderKind.OPENED and follow_up.instructions:
            lines.append(follow_up.instructions)
        lines.append(full_address("finance:board", follow_up))
        return letter_text(self.user, lines)


def remind(now: datetime) -> int:
    """Send the reminders whose time has come; returns how many were sent."""
    today = timezone.localdate(now)
    return sum(
        send(letter)
        for follow_up in open_on(today).filter(settled_at__isnull=True)
        for letter in letters(follow_up, today=today)
    )


def letters(follow_up: FollowUp, *, today: date) -> Iterator[Letter]:
    """The letters of a follow-up whose time has come, sent or not."""
    units = list(
        UnitForecast.objects.filter(
            follow_up=follow_up, state__in=TO_DO
        ).select_related("cost_centre")
    )
    if not units:
        return
    tree = cost_centre_tree(follow_up.committee, month=follow_up.period)
    who = answering(follow_up.committee, tree=tree, on=today)
    by_person = _by_person(units, who)
    if today <= follow_up.deadline:
        soon = is_soon(follow_up, today=today)
        kind = ReminderKind.DEADLINE if soon else ReminderKind.OPENED
        for user, codes in by_person:
            yield Letter(follow_up, user, kind, codes)
    for unit in units:
        returned = unit.state == UnitState.RETURNED
        if returned and is_news(unit.changed_at, today=today):
            for user in reachable(who.people(unit.cost_centre_id)):
                yield Letter(
                    follow_up,
                    user,
                    ReminderKind.RETURNED,
                    (unit.cost_centre.code,),
                    occasion=f"{unit.cost_centre.code} {unit.changed_at:%Y%m%d%H%M%S}",
                )


def _by_person(
    units: Iterable[UnitForecast], who: Answering
) -> list[tuple[User, tuple[str, ...]]]:
    """The codes of each person's units."""
    people: dict[int, User] = {}
    codes: dict[int, list[str]] = {}
    for unit in units:
        for user in reachable(who.people(unit.cost_centre_id)):
            people[user.pk] = user
            codes.setdefault(user.pk, []).append(unit.cost_centre.code)
    return [(people[pk], tuple(sorted(own))) for pk, own in sorted(codes.items())]
