"""Who writes where, who stands in, and who is above whom."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.http import Http404

from committees.access import Place, place_of, today
from committees.holders import answering, heads
from committees.models import CostCentre, Deputy, FollowUp, Membership, Role, User
from committees.scope import scope_of, write_scope_of, writes
from committees.trees import cost_centre_tree
from tests.conftest import follow_up, person

pytestmark = pytest.mark.django_db
SLUG, MONTH = "botkyrka-von", "2017-08"


def at(user: User, month: str = MONTH) -> Place:
    return place_of(user, SLUG, month)


def unit(code: str) -> CostCentre:
    here = follow_up(SLUG, MONTH)
    return CostCentre.objects.get(municipality=here.committee.municipality, code=code)


def role_at(code: str, role: Role = Role.BUDGET_HOLDER) -> Membership:
    return Membership.objects.get(
        committee__slug=SLUG, role=role, cost_centre__code=code
    )


@pytest.mark.parametrize(
    ("code", "role", "inside", "outside"),
    [
        ("5311", Role.BUDGET_HOLDER, "5311", "5312"),
        ("531", Role.BUDGET_HOLDER, "5312", "5321"),
        ("530", Role.MANAGER, "5321", "5201"),
    ],
)
def test_a_holder_writes_in_her_subtree_only(
    code: str, role: Role, inside: str, outside: str
) -> None:
    place = at(role_at(code, role).user)
    assert writes(place, unit(inside))
    assert writes(place, unit(inside).pk)
    assert not writes(place, unit(outside))


@pytest.mark.parametrize("role", [Role.CONTROLLER, Role.ADMINISTRATOR])
def test_controllers_and_administrators_write_everywhere(role: Role) -> None:
    assert writes(at(person(SLUG, role)), unit("5311"))


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AUDITOR])
def test_who_reads_all_need_not_write_anything(role: Role) -> None:
    place = at(person(SLUG, role))
    assert scope_of(place).is_whole
    assert write_scope_of(place).tops == ()
    assert not writes(place, unit("5311"))


@pytest.mark.parametrize("state", ["planned", "sent", "closed"])
def test_nobody_writes_in_a_follow_up_that_is_not_open(state: str) -> None:
    FollowUp.objects.filter(pk=follow_up(SLUG, MONTH).pk).update(state=state)
    assert not writes(at(person(SLUG, Role.CONTROLLER)), unit("5311"))


def deputise(code: str, user: User, *, first: date, last: date) -> None:
    Deputy.objects.create(
        membership=role_at(code), user=user, from_date=first, to_date=last
    )


def test_a_deputy_writes_and_reads_as_the_holder_on_her_days() -> None:
    user = role_at("5103").user
    assert not writes(at(user), unit("5311"))
    day = timedelta(days=1)
    deputise("5311", user, first=today() - day, last=today())
    assert writes(at(user), unit("5311"))
    assert writes(at(user), unit("5103"))
    assert scope_of(at(user)).tops == ("5103", "5311")


@pytest.mark.parametrize(("first", "last"), [(-9, -1), (1, 9)])
def test_a_deputy_is_nobody_on_other_days(first: int, last: int) -> None:
    user = role_at("5103").user
    deputise(
        "5311",
        user,
        first=today() + timedelta(days=first),
        last=today() + timedelta(days=last),
    )
    assert not writes(at(user), unit("5311"))


def test_a_deputy_of_a_role_that_has_ended_is_nobody() -> None:
    user = role_at("5103").user
    deputise("5311", user, first=today(), last=today())
    Membership.objects.filter(pk=role_at("5311").pk).update(to_date=date(2020, 1, 1))
    assert not writes(at(user), unit("5311"))


def test_a_deputy_from_elsewhere_gets_in_by_the_role_she_stands_in_for() -> None:
    stranger = person("enkoping-von", Role.BUDGET_HOLDER)
    deputise("5311", stranger, first=today(), last=today())
    assert writes(at(stranger), unit("5311"))
    assert at(stranger).may(frozenset({Role.BUDGET_HOLDER}))
    assert not at(stranger).may(frozenset(Role) - {Role.BUDGET_HOLDER})


def test_the_nearest_role_answers_and_the_next_ones_are_above() -> None:
    here = follow_up(SLUG, MONTH)
    tree = cost_centre_tree(here.committee, month=here.period)
    who = answering(here.committee, tree=tree, on=today())
    names = [user.name for user in who.people(unit("5312").pk)]
    assert names == ["Leila Haddad"]
    above = [user.name for user in who.above(unit("5312").pk)]
    assert above == ["Anneli Virta", "Amina Yusuf", "Maud Stenlund"]
    assert [u.name for u in who.people(unit("5321").pk)] == ["Camilla Roos"]
    assert [u.name for u in who.above(unit("5321").pk)] == [
        "Amina Yusuf",
        "Maud Stenlund",
    ]


@pytest.mark.parametrize(
    ("slug", "month", "name"),
    [
        ("botkyrka-von", "2017-08", "Maud Stenlund"),
        ("enkoping-von", "2024-08", "Petra Hollsten"),
        ("sodertalje-on", "2018-04", "Margareta Öhlin"),
    ],
)
def test_the_head_is_who_answers_for_all(slug: str, month: str, name: str) -> None:
    here = follow_up(slug, month)
    tree = cost_centre_tree(here.committee, month=here.period)
    found = heads(answering(here.committee, tree=tree, on=today()))
    assert [User.objects.get(pk=pk).name for pk in found] == [name]


def test_only_those_who_run_follow_ups_see_a_planned_one() -> None:
    FollowUp.objects.filter(pk=follow_up(SLUG, MONTH).pk).update(state="planned")
    assert place_of(person(SLUG, Role.CONTROLLER), SLUG, MONTH).chosen is not None
    with pytest.raises(Http404):
        place_of(person(SLUG, Role.BUDGET_HOLDER), SLUG, MONTH)
