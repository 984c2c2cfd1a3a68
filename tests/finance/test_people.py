"""Roles are given, ended and stood in for by those who may; nobody is deleted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from committees.access import Place, today
from committees.intake.sheets import IntakeError
from committees.models import CostCentre, Deputy, Event, Membership, Role, User
from committees.scope import writes
from finance.month.people import (
    Given,
    PeopleError,
    end,
    give,
    stand_down,
    stand_in,
    take_in_file,
)
from tests.conftest import person
from tests.finance.month import SLUG, at, client_of, controller, holder_of, node

pytestmark = pytest.mark.django_db
PAGE = "/botkyrka-von/installningar/personer/"


def office(role: Role = Role.CONTROLLER) -> Place:
    return at(person(SLUG, role))


def unit(code: str) -> CostCentre:
    return CostCentre.objects.get(pk=node(code))


def holding(code: str) -> Membership:
    return Membership.objects.get(
        committee__slug=SLUG, role=Role.BUDGET_HOLDER, cost_centre__code=code
    )


def test_a_new_person_gets_a_role_and_chooses_a_password_by_mail() -> None:
    held = give(
        office(), Given("Ny@Example.se", "Ny Person", Role.BUDGET_HOLDER, unit("5311"))
    )
    assert held.user.email == "ny@example.se"
    assert not held.user.has_usable_password()
    assert writes(at(held.user), node("5311"))
    Client().post("/konto/nytt-losenord/", {"email": "ny@example.se"})
    assert [m.to for m in mail.outbox] == [["ny@example.se"]]


def test_a_known_person_keeps_her_name() -> None:
    known = holder_of("5103")
    give(
        office(),
        Given(known.email.upper(), "Annat", Role.BUDGET_HOLDER, unit("5311")),
    )
    assert User.objects.get(pk=known.pk).name == known.name
    with pytest.raises(PeopleError, match="har redan den rollen"):
        give(office(), Given(known.email, "", Role.BUDGET_HOLDER, unit("5311")))


def test_a_role_that_has_ended_opens_nothing_and_can_be_given_again() -> None:
    held = holding("5311")
    end(office(), held.pk)
    assert Membership.objects.get(pk=held.pk).to_date < today()
    assert not Membership.objects.filter(
        user=held.user, to_date__gte=today(), committee__slug=SLUG
    ).exists()
    give(office(), Given(held.user.email, "", Role.BUDGET_HOLDER, unit("5311")))
    assert writes(at(held.user), node("5311"))
    assert Event.objects.filter(subject="membership", field="role").count() == 2


@pytest.mark.parametrize(
    "role", [Role.ADMINISTRATOR, Role.CONTROLLER, Role.SECRETARY, Role.AUDITOR]
)
def test_a_controller_gives_and_ends_only_roles_that_answer_for_money(
    role: Role,
) -> None:
    with pytest.raises(PeopleError, match="av administratören"):
        give(office(), Given("ny@example.se", "Ny", role, None))
    held = Membership.objects.filter(committee__slug=SLUG, role=role)[0]
    with pytest.raises(PeopleError, match="av administratören"):
        end(office(), held.pk)
    give(office(Role.ADMINISTRATOR), Given("ny@example.se", "Ny", role, None))


def test_an_administrator_does_not_end_her_own_role() -> None:
    place = office(Role.ADMINISTRATOR)
    held = Membership.objects.get(
        user=place.user, committee__slug=SLUG, role=Role.ADMINISTRATOR
    )
    with pytest.raises(PeopleError, match="din egen roll"):
        end(place, held.pk)


def test_roles_of_another_committee_do_not_exist_here() -> None:
    other = Membership.objects.filter(committee__slug="enkoping-von")[0]
    with pytest.raises(PeopleError, match="finns inte"):
        end(office(Role.ADMINISTRATOR), other.pk)
    days = (today(), today())
    with pytest.raises(PeopleError, match="finns inte"):
        stand_in(office(), other.pk, email=holder_of("5103").email, days=days)


def test_a_deputy_has_dates_and_can_be_taken_away() -> None:
    user, days = holder_of("5103"), (today(), today() + timedelta(days=7))
    deputy = stand_in(office(), holding("5311").pk, email=user.email, days=days)
    assert writes(at(user), node("5311"))
    stand_down(office(), deputy.pk)
    assert not Deputy.objects.filter(pk=deputy.pk).exists()
    assert not writes(at(user), node("5311"))
    begun = Deputy.objects.create(
        membership=holding("5311"),
        user=user,
        from_date=today() - timedelta(days=3),
        to_date=today(),
    )
    stand_down(office(), begun.pk)
    assert Deputy.objects.get(pk=begun.pk).to_date < today()


@pytest.mark.parametrize(
    ("email", "days", "reason"),
    [
        ("finns.inte@example.se", 0, "ingen person med adressen"),
        ("tomas.ek@example.se", 0, "egen ersättare"),
        ("daniel.frisk@example.se", -1, "före den första"),
    ],
)
def test_a_deputy_that_cannot_be(email: str, days: int, reason: str) -> None:
    last = today() + timedelta(days=days)
    with pytest.raises(PeopleError, match=reason):
        stand_in(office(), holding("5311").pk, email=email, days=(today(), last))


HEAD = "E-post;Namn;Roll;Ansvar\n"


def file(text: str, place: Place | None = None) -> int:
    return take_in_file(
        place or office(), file_name="personer.csv", content=(HEAD + text).encode()
    )


def test_people_are_taken_in_from_a_file_and_others_stay() -> None:
    before = Membership.objects.filter(committee__slug=SLUG).count()
    given = file(
        "a@example.se;A;budgethållare;5311 5312\ntomas.ek@example.se;T;chef;531\n"
    )
    assert given == 3
    assert Membership.objects.filter(committee__slug=SLUG).count() == before + 3
    again = file("a@example.se;A;budgethållare;5311 5312\n")
    assert again == 0


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("a@example.se;A;kung;5311\n", "kolumn Roll: kung finns inte"),
        ("a@example.se;A;budgethållare;9999\n", "9999 hör inte till nämnden"),
        ("a@example.se;A;administratör;\n", "ges av administratören"),
        (";A;budgethållare;5311\n", "kolumn E-post: fältet är tomt"),
    ],
)
def test_a_file_with_faults_gives_nobody_anything(line: str, fault: str) -> None:
    before = Membership.objects.count(), User.objects.count()
    with pytest.raises(IntakeError, match=fault):
        file("b@example.se;B;budgethållare;5312\n" + line)
    assert (Membership.objects.count(), User.objects.count()) == before


def test_the_page_gives_ends_and_stands_in() -> None:
    client = client_of(controller())
    data = {"vad": "roll", "role": "budget_holder", "unit": "5311"}
    new = {"email": "ny@example.se", "name": ""}
    shown = client.post(PAGE, data | new).content.decode()
    assert "Skriv namnet på den nya personen." in shown
    client.post(PAGE, data | new | {"name": "Ny Person"})
    held = Membership.objects.get(user__email="ny@example.se")
    first = str(today())
    deputy = {"vad": "ersattare", "membership": str(held.pk), "first": first}
    deputy |= {"last": first, "email": holder_of("5103").email}
    client.post(PAGE, deputy)
    assert held.deputies.count() == 1
    client.post(PAGE, {"vad": "avsluta", "nummer": str(held.pk)})
    held.refresh_from_db()
    assert held.to_date < today()
    wrong = client.post(PAGE, data | {"email": "inte en adress", "name": "x"})
    assert wrong.status_code == 200
