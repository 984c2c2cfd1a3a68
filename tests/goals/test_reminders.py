"""Letters about what is not ready go once, to those who answer and want them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from committees.access import today
from committees.models import Deputy, FollowUp, Membership, User
from goals.models import Standing
from goals.reminders import remind
from goals.writing.steps import Step, take
from tests.goals.topics import (
    COMMITMENT,
    GOAL,
    OWNER,
    READY,
    SECRETARY,
    STRANGER,
    here,
    place,
    user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def only_one() -> None:
    """One follow-up is open, and one person has something left to do."""
    FollowUp.objects.exclude(pk=here().pk).filter(state="open").update(state="sent")
    left = Standing.objects.filter(follow_up=here())
    left.exclude(topic__code__in=(GOAL, COMMITMENT)).update(state="ready")


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))  # noqa: DTZ001


def sent() -> list[tuple[str, str]]:
    """Whom letters went to, and what they are about."""
    return sorted((m.to[0], m.subject.partition(":")[0]) for m in mail.outbox)


def test_who_has_something_left_hears_before_the_last_day_and_once() -> None:
    soon = here().deadline - timedelta(days=3)
    assert remind(noon(soon - timedelta(days=1))) == 0
    assert remind(noon(soon)) == 1
    assert remind(noon(soon + timedelta(days=1))) == 0
    assert sent() == [(OWNER, "Snart sista dag för uppföljningen")]
    body = str(mail.outbox[0].body)
    assert "- Personalmål\n" in body
    assert "/sodertalje-on/2017-08/mal/" in body
    assert "/konto/installningar/" in body


def test_nothing_is_sent_after_the_last_day_or_of_what_is_ready() -> None:
    assert remind(noon(here().deadline + timedelta(days=1))) == 0
    Standing.objects.filter(follow_up=here()).update(state="ready")
    assert remind(noon(here().deadline)) == 0


def test_a_return_is_told_to_whoever_answers() -> None:
    take(place(SECRETARY), READY, Step.RETURN, note="Skriv kortare.")
    assert remind(timezone.now()) == 1
    assert remind(timezone.now()) == 0
    assert sent() == [
        ("kristina.wallander@example.se", "Uppföljningen har kommit tillbaka")
    ]
    assert remind(timezone.now() + timedelta(days=8)) == 0


def test_stand_ins_hear_and_those_who_do_not_want_letters_do_not() -> None:
    User.objects.filter(email=OWNER).update(wants_reminders=False)
    Deputy.objects.create(
        membership=Membership.objects.filter(user=user(OWNER))[0],
        user=user(STRANGER),
        from_date=here().deadline,
        to_date=today(),
    )
    assert remind(noon(here().deadline)) == 1
    assert sent() == [(STRANGER, "Snart sista dag för uppföljningen")]
