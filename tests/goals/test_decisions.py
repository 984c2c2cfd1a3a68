"""Decisions that are not executed: for named roles, and counted by quarter."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from committees.models import Event, Role
from goals.models import DecisionQuarter, Provision, UnexecutedDecision
from goals.quarters import Quarter, belongs, proposed, waited
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db

SLUG = "botkyrka-von"
LIST = reverse("goals:decisions", kwargs={"slug": SLUG})
NEW = reverse("goals:decision_new", kwargs={"slug": SLUG})


def provision() -> str:
    """The code of a provision that was in force in 2017."""
    found = Provision.objects.filter(from_date__lte=date(2017, 1, 1), law="LSS").first()
    assert found is not None
    return found.code


def form(**changed: str) -> dict[str, str]:
    """A decision as it is sent."""
    return {
        "provision": provision(),
        "decided_on": "2017-01-10",
        "reason": "resursbrist",
        "comment": "Plats erbjuds i höst.",
        **changed,
    }


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CASE_OFFICER}))
def test_nobody_else_reads_the_list(role: Role) -> None:
    assert signed_in(SLUG, role).get(LIST).status_code == 403


def test_a_decision_is_added_under_the_next_number_and_told_in_the_trail() -> None:
    numbers = UnexecutedDecision.objects.filter(committee__slug=SLUG).values_list(
        "number", flat=True
    )
    last = max(numbers, default=0)
    answer = signed_in(SLUG, Role.CASE_OFFICER).post(NEW, form())
    assert answer.status_code == 302
    made = UnexecutedDecision.objects.get(committee__slug=SLUG, number=last + 1)
    assert made.decided_on == date(2017, 1, 10)
    assert Event.objects.filter(
        subject="unexecuteddecision", subject_id=str(made.pk)
    ).exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"executed_on": "2016-12-01"}, "Dagen är före beslutet, 2017-01-10."),
        ({"interrupted_on": "2017-02-01"}, "Skriv antingen beslutsdag"),
        ({"decided_on": ""}, "Skriv beslutsdag, eller dag för avbrott."),
        ({"decided_on": "i våras"}, "Skriv datumet som 2017-09-12."),
        ({"decided_on": "1950-01-10"}, "Lagrummet gällde inte 1950-01-10."),
        ({"comment": "Gäller 811228-9874."}, "personnummer"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_nothing_is_lost(
    changed: dict[str, str], said: str
) -> None:
    before = UnexecutedDecision.objects.count()
    answer = signed_in(SLUG, Role.CASE_OFFICER).post(NEW, form(**changed))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert said in page
    assert changed.get("comment", "Plats erbjuds i höst.") in page
    assert UnexecutedDecision.objects.count() == before


def test_a_change_over_somebody_elses_is_a_conflict() -> None:
    client = signed_in(SLUG, Role.CASE_OFFICER)
    client.post(NEW, form())
    made = UnexecutedDecision.objects.filter(committee__slug=SLUG).latest("pk")
    where = reverse("goals:decision", kwargs={"slug": SLUG, "decision": made.number})
    answer = client.post(where, {**form(), "was": "nyss"})
    assert "Någon annan har ändrat beslutet" in answer.content.decode()
    again = {**form(reason="annat"), "was": made.changed_at.isoformat()}
    assert client.post(where, again).status_code == 302
    made.refresh_from_db()
    assert made.reason == "annat"


def decision(**days: date) -> UnexecutedDecision:
    """A decision that is not stored."""
    return UnexecutedDecision(**days)


def test_a_quarter_holds_who_has_waited_three_months_and_still_waits_in_it() -> None:
    second = Quarter(2017, 2)
    early, late = (
        decision(decided_on=date(2017, 3, 31)),
        decision(decided_on=date(2017, 4, 2)),
    )
    done = decision(decided_on=date(2016, 1, 1), executed_on=date(2017, 3, 31))
    during = decision(decided_on=date(2016, 1, 1), executed_on=date(2017, 4, 1))
    assert proposed([early, late, done, during], second) == (early, during)
    assert belongs(late, Quarter(2017, 3))


def test_an_interruption_is_counted_from_its_day() -> None:
    stopped = decision(interrupted_on=date(2016, 11, 11))
    assert waited(stopped, as_of=date(2017, 8, 31)) == 9


def test_a_quarter_cannot_be_counted_before_it_has_ended() -> None:
    client = signed_in(SLUG, Role.CASE_OFFICER)
    sent = {"year": "2017", "quarter": "3", "as_of": "2017-09-01"}
    assert (
        "Kvartalet är inte slut förrän 2017-10-01"
        in client.post(LIST, sent).content.decode()
    )
    assert not DecisionQuarter.objects.filter(
        committee__slug=SLUG, year=2017, quarter=3
    ).exists()


def test_another_committees_decision_does_not_exist() -> None:
    client = signed_in(SLUG, Role.CASE_OFFICER)
    where = reverse("goals:decision", kwargs={"slug": SLUG, "decision": 9999})
    assert client.get(where).status_code == 404
