"""Remind by e-mail: when a forecast opens, before its last day, and on a return.

Letters hold no amounts. Each person can turn them off, and gets each of them once;
the periodic work sends those whose time has come.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from committees.holders import Answering, answering
from committees.models import (
    FollowUp,
    FollowUpState,
    Reminder,
    ReminderKind,
    User,
)
from committees.templatetags.swedish import day
from committees.trees import cost_centre_tree
from finance.models import UnitForecast, UnitState

LOG = logging.getLogger("delaret.reminders")
TO_DO = (UnitState.NOT_STARTED, UnitState.IN_PROGRESS, UnitState.RETURNED)
RETURN_DAYS = 7
"""A return that is older than this is no news."""


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
        lines = [
            f"Hej {self.user.name}",
            what,
            f"Sista dag är {day(follow_up.deadline)}.",
        ]
        if self.kind == ReminderKind.OPENED and follow_up.instructions:
            lines.append(follow_up.instructions)
        lines.append(self._link("finance:board", follow_up=True))
        lines.append(
            "Du kan stänga av påminnelserna här:\n" + self._link("finance:my_settings")
        )
        return "\n\n".join(lines) + "\n"

    def _link(self, name: str, *, follow_up: bool = False) -> str:
        """The full address of a page."""
        here = self.follow_up
        where = {"slug": here.committee.slug, "month": str(here.period)}
        return settings.SITE_ADDRESS + reverse(name, kwargs=where if follow_up else {})


def remind(now: datetime) -> int:
    """Send the reminders whose time has come; returns how many were sent."""
    today = timezone.localdate(now)
    open_ones = FollowUp.objects.filter(
        state=FollowUpState.OPEN, settled_at__isnull=True, opens_on__lte=today
    ).select_related("committee__municipality")
    return sum(
        _send(letter)
        for follow_up in open_ones
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
    early = timedelta(days=follow_up.committee.reminder_days)
    if today <= follow_up.deadline:
        kind = ReminderKind.OPENED
        if today >= follow_up.deadline - early:
            kind = ReminderKind.DEADLINE
        for user, codes in by_person:
            yield Letter(follow_up, user, kind, codes)
    for unit in units:
        if _is_news(unit, today=today):
            for user in _reachable(who.people(unit.cost_centre_id)):
                yield Letter(
                    follow_up,
                    user,
                    ReminderKind.RETURNED,
                    (unit.cost_centre.code,),
                    occasion=f"{unit.cost_centre.code} {unit.changed_at:%Y%m%d%H%M%S}",
                )


def _is_news(unit: UnitForecast, *, today: date) -> bool:
    """Whether a unit was sent back lately."""
    if unit.state != UnitState.RETURNED or unit.changed_at is None:
        return False
    return timezone.localdate(unit.changed_at) >= today - timedelta(days=RETURN_DAYS)


def _by_person(
    units: Iterable[UnitForecast], who: Answering
) -> list[tuple[User, tuple[str, ...]]]:
    """The codes of each person's units."""
    people: dict[int, User] = {}
    codes: dict[int, list[str]] = {}
    for unit in units:
        for user in _reachable(who.people(unit.cost_centre_id)):
            people[user.pk] = user
            codes.setdefault(user.pk, []).append(unit.cost_centre.code)
    return [(people[pk], tuple(sorted(own))) for pk, own in sorted(codes.items())]


def _reachable(users: Iterable[User]) -> list[User]:
    """Those who want reminders."""
    return [user for user in users if user.wants_reminders and user.is_active]


def _send(letter: Letter) -> int:
    """Send a letter unless it has been; 1 when it went.

    It is noted first, so that two who work at once do not both send it.
    """
    key = {
        "follow_up": letter.follow_up,
        "user": letter.user,
        "kind": letter.kind,
        "occasion": letter.occasion,
    }
    if Reminder.objects.filter(**key).exists():
        return 0
    try:
        with transaction.atomic():
            noted = Reminder.objects.create(**key)
    except IntegrityError:
        return 0
    try:
        send_mail(letter.subject, letter.body, None, [letter.user.email])
    except (SMTPException, OSError):
        LOG.exception("a reminder was not sent")
        noted.delete()
        return 0
    return 1
