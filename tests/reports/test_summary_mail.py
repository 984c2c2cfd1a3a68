"""Summaries go once, to those who asked, with what each of them may read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from committees.models import Event, FollowUp, FollowUpState, Reminder, Role, User
from committees.numbers import with_unit
from finance.models import ForecastRow
from finance.review.changes import compared, last_with_forecast, rows_of
from finance.sources import Axis
from finance.sums import sums
from reports.dashboards.summary_mail import MKR, newly_settled, send_summaries
from tests.conftest import follow_up, person
from tests.finance.month import controller, here, holder_of, node

pytestmark = pytest.mark.django_db
UNIT = "5311"


@pytest.fixture(autouse=True)
def settled() -> None:
    """Botkyrka's forecast was settled an hour ago; nobody else's was lately."""
    FollowUp.objects.filter(pk=here().pk).update(
        settled_at=timezone.now() - timedelta(hours=1)
    )


def asked(*users: User) -> None:
    """These want summaries."""
    pks = [user.pk for user in users]
    User.objects.filter(pk__in=pks).update(wants_summaries=True)


def body() -> str:
    """The one letter's text, with plain spaces."""
    (letter,) = mail.outbox
    return str(letter.body).replace("\xa0", " ").replace("\u202f", " ")


def test_summaries_are_off_until_they_are_turned_on() -> None:
    assert send_summaries(timezone.now()) == 0
    user, client = controller(), Client()
    client.force_login(user)
    form = {"amount_unit": "tkr", "wants_summaries": "on"}
    client.post("/konto/installningar/", form)
    assert send_summaries(timezone.now()) == 1
    assert [letter.to for letter in mail.outbox] == [[user.email]]


def test_a_summary_goes_once() -> None:
    asked(controller())
    assert send_summaries(timezone.now()) == 1
    assert send_summaries(timezone.now()) == 0
    FollowUp.objects.filter(pk=here().pk).update(settled_at=timezone.now())
    assert send_summaries(timezone.now()) == 0
    assert Reminder.objects.filter(kind="summary").count() == 1


def test_what_was_settled_long_ago_is_no_news() -> None:
    asked(controller())
    assert send_summaries(timezone.now() + timedelta(days=8)) == 0
    FollowUp.objects.filter(pk=here().pk).update(settled_at=None)
    assert send_summaries(timezone.now()) == 0


def test_a_follow_up_that_is_closed_unsettled_is_news() -> None:
    FollowUp.objects.filter(pk=here().pk).update(
        settled_at=None, state=FollowUpState.CLOSED
    )
    assert not newly_settled(timezone.now())
    Event.objects.create(
        committee=here().committee,
        subject="followup",
        subject_id=str(here().pk),
        field="state",
        new=FollowUpState.CLOSED,
    )
    assert newly_settled(timezone.now()) == {here().pk}


def test_the_letter_tells_the_deviation_and_the_three_largest_changes() -> None:
    there = follow_up("sodertalje-on", "2017-08")
    FollowUp.objects.filter(pk=there.pk).update(settled_at=timezone.now())
    asked(person("sodertalje-on", Role.CONTROLLER))
    send_summaries(timezone.now())
    known, last = sums(there, by=Axis.ACTIVITY), last_with_forecast(there)
    deviation = known.deviation(known.of(known.by_place))
    told = with_unit(deviation, MKR, plus=True).replace("\xa0", " ")
    assert f"Hela nämnden: prognosen är {told} mot budgeten (överskott)" in body()
    assert last is not None
    largest = compared(rows_of(last), rows_of(there))[:3]
    lines = [line for line in body().splitlines() if line.startswith("- ")]
    assert [line.split()[1] for line in lines] == [each.key.unit for each in largest]
    assert "/sodertalje-on/2017-08/\n" in body()
    assert "/sodertalje-on/2017-08/prognos/andringar/" in body()


def test_a_budget_holder_hears_of_changes_in_her_own_units_only() -> None:
    rows = ForecastRow.objects.filter(follow_up=here(), cost_centre=node(UNIT))
    for at, row in enumerate(rows.order_by("pk")[:4]):
        row.amount_ore -= (4 - at) * 10_000_000_00
        row.save()
    asked(holder_of(UNIT))
    send_summaries(timezone.now())
    lines = [line for line in body().splitlines() if line.startswith("- ")]
    assert [line.split()[1] for line in lines] == [UNIT] * 3
    assert "Dina ansvar: prognosen är" in body()


def test_a_small_change_is_told_without_its_amount_and_comments_never() -> None:
    last = last_with_forecast(here())
    assert last is not None
    before = ForecastRow.objects.filter(follow_up=last, cost_centre=node(UNIT))
    for row in before:
        ForecastRow.objects.filter(
            follow_up=here(),
            cost_centre=row.cost_centre_id,
            activity=row.activity_id,
            group=row.group_id,
        ).update(amount_ore=row.amount_ore - 12_345_00, comment="Hemligt")
    asked(holder_of(UNIT))
    send_summaries(timezone.now())
    assert "ändringen är mindre än 0,1 mkr." in body()
    assert "12 345" not in body()
    assert "Hemligt" not in body()


def test_other_committees_and_members_hear_nothing() -> None:
    asked(
        person("enkoping-von", Role.CONTROLLER),
        person("botkyrka-von", Role.MEMBER),
    )
    assert send_summaries(timezone.now()) == 0
