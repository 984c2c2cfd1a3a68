"""What tests of a forecast's month share: people by unit, and places they stand in."""

from __future__ import annotations

from datetime import date

from django.test import Client

from committees.access import Place, place_of
from committees.models import (
    Committee,
    CostCentre,
    FollowUp,
    FollowUpKind,
    Membership,
    Role,
    User,
)
from finance.models import ActivityComment, ForecastRow, UnitForecast, UnitState
from finance.month.steps import Rights, rights
from tests.conftest import follow_up, person

SLUG, MONTH = "botkyrka-von", "2017-08"
HOLDER_UNIT = "5101"
"""A unit of the first budget holder (Birgit Öhrn: 5101 5102 5105)."""


def here() -> FollowUp:
    """The open follow-up of the demo."""
    return follow_up(SLUG, MONTH)


def node(code: str, slug: str = SLUG) -> int:
    """The identity of a cost centre."""
    committee = Committee.objects.get(slug=slug)
    return CostCentre.objects.get(municipality=committee.municipality, code=code).pk


def holder_of(code: str, role: Role = Role.BUDGET_HOLDER) -> User:
    """Who has a role at just this cost centre."""
    held = Membership.objects.get(
        committee__slug=SLUG, role=role, cost_centre__code=code
    )
    return held.user


def at(user: User, month: str = MONTH) -> Place:
    """A person's place in a follow-up."""
    return place_of(user, SLUG, month)


def held_by(user: User) -> Rights:
    """What a person may do in the open follow-up."""
    return rights(at(user))


def controller() -> User:
    """A controller of the committee."""
    return person(SLUG, Role.CONTROLLER)


def head() -> User:
    """The head of the administration."""
    found = Membership.objects.get(
        committee__slug=SLUG, role=Role.MANAGER, cost_centre=None
    )
    return found.user


def unit(code: str) -> UnitForecast:
    """A unit's forecast in the open follow-up, as stored now."""
    return UnitForecast.objects.get(follow_up=here(), cost_centre__code=code)


def in_state(code: str, state: UnitState) -> UnitForecast:
    """A unit put in a state, with nothing missing in it."""
    found = unit(code)
    ForecastRow.objects.filter(follow_up=here(), cost_centre=found.cost_centre).update(
        comment="Förklaras i texten.", method="manual"
    )
    found.state = state
    found.save()
    return found


def uncommented(code: str) -> None:
    """Take every comment of a unit away."""
    rows = ForecastRow.objects.filter(follow_up=here(), cost_centre__code=code)
    rows.update(comment="")
    ActivityComment.objects.filter(follow_up=here(), cost_centre__code=code).delete()


def planned(month: int = 9) -> FollowUp:
    """A follow-up that is planned after the open one."""
    return FollowUp.objects.create(
        committee=here().committee,
        year=2017,
        month=month,
        kind=FollowUpKind.MONTH,
        opens_on=date(2017, 10, 2),
        deadline=date(2017, 10, 9),
    )


def client_of(user: User) -> Client:
    """A client signed in as a person."""
    client = Client()
    client.force_login(user)
    return client
