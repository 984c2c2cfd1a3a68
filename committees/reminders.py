"""Reminders by e-mail: whom they reach, when, and that each is sent once.

What a letter says is the rooms' own. Reminders hold no amounts, and each person can
turn them off; a summary is sent to those who ask for it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from smtplib import SMTPException
from typing import Protocol

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from committees.models import (
    FollowUp,
    FollowUpState,
    Reminder,
    ReminderKind,
    User,
)

LOG = logging.getLogger("delaret.reminders")
RETURN_DAYS = 7
"""A return that is older than this is no news."""


class Letter(Protocol):
    """A reminder to a person about a follow-up; `occasion` tells it from others."""

    @property
    def follow_up(self) -> FollowUp:
        """What it is about."""

    @property
    def user(self) -> User:
        """Whom it is to."""

    @property
    def kind(self) -> ReminderKind:
        """Why it is sent."""

    @property
    def occasion(self) -> str:
        """What tells it from others of its kind."""

    @property
    def subject(self) -> str:
        """Its heading."""

    @property
    def body(self) -> str:
        """Its text."""


def open_on(today: date) -> QuerySet[FollowUp]:
    """Follow-ups that are open on a day."""
    return FollowUp.objects.filter(
        state=FollowUpState.OPEN, opens_on__lte=today
    ).select_related("committee__municipality")


def is_soon(follow_up: FollowUp, *, today: date) -> bool:
    """Whether the last day is near, and not past."""
    early = timedelta(days=follow_up.committee.reminder_days)
    return follow_up.deadline - early <= today <= follow_up.deadline


def is_news(at: datetime | None, *, today: date) -> bool:
    """Whether something was sent back lately."""
    if at is None:
        return False
    return timezone.localdate(at) >= today - timedelta(days=RETURN_DAYS)


def reachable(users: Iterable[User]) -> list[User]:
    """Those who want reminders."""
    return [user for user in users if user.wants_reminders and user.is_active]


def full_address(name: str, follow_up: FollowUp | None = None) -> str:
    """The full address of a page, of a follow-up or above all."""
    where = (
        {"slug": follow_up.committee.slug, "month": str(follow_up.period)}
        if follow_up
        else {}
    )
    return settings.SITE_ADDRESS + reverse(name, kwargs=where)


def letter_text(
    user: User,
    lines: Iterable[str],
    *,
    peace: str = "Du kan stänga av påminnelserna här:",
) -> str:
    """A letter's text: to whom, its lines, and how one is left in peace."""
    last = f"{peace}\n{full_address('finance:my_settings')}"
    return "\n\n".join([f"Hej {user.name}", *lines, last]) + "\n"


def send(letter: Letter) -> int:
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
