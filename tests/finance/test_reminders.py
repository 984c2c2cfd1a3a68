"""Letters go once, to those who want them, and hold no amounts."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from smtplib import SMTPException
from unittest.mock import patch

import pytest
from django.core import mail
from django.utils import timezone

from committees.access import today
from committees.models import Deputy, FollowUp, Membership, Reminder, User
from finance.models import UnitForecast, UnitState
from finance.month.reminders import remind
from finance.month.steps import Step, take
from tests.finance.month import (
    controller,
    held_by,
    here,
    holder_of,
    in_state,
    node,
    unit,
)

pytestmark = pytest.mark.django_db


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))  # noqa: DTZ001


@pytest.fixture(autouse=True)
def only_one() -> None:
    """Only Botkyrka's follow-up is open, and only 5311 and 5312 are not handed in."""
    FollowUp.objects.exclude(pk=here().pk).filter(state="open").update(state="sent")
    UnitForecast.objects.filter(follow_up=here()).update(
        state=UnitState.APPROVED, changed_at=None
    )
    for code in ("5311", "5312"):
        in_state(code, UnitState.NOT_STARTED)


def sent() -> list[tuple[str, str]]:
    """Whom letters went to, and what they are about."""
    return sorted((m.to[0], m.subject.partition(":")[0]) for m in mail.outbox)


def test_holders_hear_that_a_forecast_is_open_once() -> None:
    day = here().opens_on
    assert remind(noon(day)) == 2
    assert sent() == [
        ("leila.haddad@example.se", "Prognosen är öppen"),
        ("tomas.ek@example.se", "Prognosen är öppen"),
    ]
    assert remind(noon(day + timedelta(days=1))) == 0
    assert Reminder.objects.count() == 2


def test_the_last_days_are_told_to_those_who_have_not_handed_in() -> None:
    in_state("5311", UnitState.SUBMITTED)
    assert remind(noon(here().deadline - timedelta(days=3))) == 1
    assert sent() == [("leila.haddad@example.se", "Snart sista dag för prognosen")]


@pytest.mark.parametrize("days", [-30, 1])
def test_nothing_is_sent_before_the_opening_or_after_the_last_day(days: int) -> None:
    here_ = here()
    day = here_.opens_on if days < 0 else here_.deadline
    assert remind(noon(day + timedelta(days=days))) == 0


def test_a_return_is_told_each_time() -> None:
    in_state("5311", UnitState.SUBMITTED)
    manager = held_by(holder_of("531"))
    take(manager, node("5311"), Step.RETURN, note="Räkna om.")
    assert remind(timezone.now()) == 1
    assert remind(timezone.now()) == 0
    assert sent() == [("tomas.ek@example.se", "Prognosen har kommit tillbaka")]
    take(held_by(holder_of("5311")), node("5311"), Step.SUBMIT)
    take(manager, node("5311"), Step.RETURN, note="En gång till.")
    UnitForecast.objects.filter(pk=unit("5311").pk).update(
        changed_at=timezone.now() + timedelta(seconds=2)
    )
    assert remind(timezone.now()) == 1


def test_who_does_not_want_letters_gets_none_and_deputies_get_theirs() -> None:
    User.objects.filter(email="tomas.ek@example.se").update(wants_reminders=False)
    membership = Membership.objects.get(user__email="tomas.ek@example.se")
    Deputy.objects.create(
        membership=membership,
        user=controller(),
        from_date=here().opens_on,
        to_date=today(),
    )
    remind(noon(here().opens_on))
    assert [to for to, _ in sent()] == [controller().email, "leila.haddad@example.se"]


def test_a_letter_holds_no_amounts_and_leads_to_the_board() -> None:
    FollowUp.objects.filter(pk=here().pk).update(instructions="Tänk på vikarierna.")
    remind(noon(here().opens_on))
    body = str(mail.outbox[0].body)
    assert "/botkyrka-von/2017-08/prognos/" in body
    assert "/konto/installningar/" in body
    assert "Tänk på vikarierna." in body
    without_links = re.sub(r"http\S+", "", body)
    assert not re.search(r"\bt?kr\b|mkr|−|\d{5,}", without_links)


def test_a_letter_that_did_not_go_is_sent_later() -> None:
    with patch("committees.reminders.send_mail", side_effect=SMTPException):
        assert remind(noon(here().opens_on)) == 0
    assert Reminder.objects.count() == 0
    assert remind(noon(here().opens_on)) == 2


def test_nothing_is_sent_of_a_forecast_that_is_settled() -> None:
    FollowUp.objects.filter(pk=here().pk).update(settled_at=timezone.now())
    assert remind(noon(here().opens_on)) == 0
