"""Who may see and do what: roles in a committee, and the gate in front of each page.

What is not yours answers 404, so that nothing is told about other committees.
A page of your own committee that your role does not reach answers 403.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, wraps
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from committees.models import (
    Committee,
    CostCentre,
    FollowUp,
    FollowUpState,
    Membership,
    Municipality,
    Role,
    User,
)
from committees.periods import Month
from committees.refusal import NotYourRoleError
from committees.stored import Stored, rows_of

WORKING = frozenset(set(Role) - {Role.MEMBER, Role.CASE_OFFICER})
"""Roles that see the working follow-up; the others see what was sent out."""

EVERYONE = frozenset(Role)

CONTROLLERS = frozenset({Role.ADMINISTRATOR, Role.CONTROLLER})
"""Roles that run follow-ups and enter for anybody; they see planned ones too."""

OFFICE = frozenset({Role.ADMINISTRATOR, Role.CONTROLLER, Role.SECRETARY})
"""Roles that produce the report."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request stands: the person, the committee, her roles there.

    `held` are the person's roles of today, in every committee; `follow_ups` those
    of this committee that she may see, newest first; `chosen` the one in the
    address, None on pages above any follow-up.
    """

    user: User
    committee: Committee
    held: tuple[Membership, ...]
    follow_ups: tuple[FollowUp, ...]
    chosen: FollowUp | None = None

    @property
    def follow_up(self) -> FollowUp:
        """The follow-up in the address; only asked on pages that have one."""
        if self.chosen is None:
            raise Http404
        return self.chosen

    @property
    def here(self) -> tuple[Membership, ...]:
        """The person's roles in this committee."""
        return tuple(m for m in self.held if m.committee_id == self.committee.pk)

    def may(self, roles: frozenset[Role]) -> bool:
        """Whether the person holds any of the roles here."""
        return any(Role(m.role) in roles for m in self.here)

    @property
    def committees(self) -> list[Committee]:
        """The committees the person has any role in, by name."""
        return _committees(self.held)


_MEMBERSHIPS, _COMMITTEES = Stored(Membership), Stored(Committee)
_MUNICIPALITIES, _COST_CENTRES = Stored(Municipality), Stored(CostCentre)
_FOLLOW_UPS = Stored(FollowUp)
_HELD = """
SELECT {held}, {committee}, {municipality}, {cost_centre}
  FROM committees_membership m
  JOIN committees_committee c ON c.id = m.committee_id
  JOIN committees_municipality k ON k.id = c.municipality_id
  LEFT JOIN committees_costcentre a ON a.id = m.cost_centre_id
 WHERE (m.user_id = %s OR m.id IN (
        SELECT membership_id FROM committees_deputy
         WHERE user_id = %s AND from_date <= %s AND to_date >= %s))
   AND m.from_date <= %s AND m.to_date >= %s
 ORDER BY m.id
"""
_OF_COMMITTEE = """
SELECT {columns} FROM committees_followup f
 WHERE f.committee_id IN ({{committees}}) ORDER BY f.year DESC, f.month DESC
"""


@cache
def _questions() -> tuple[str, str]:
    """The questions of roles and of follow-ups, with the columns they read."""
    held = _HELD.format(
        held=_MEMBERSHIPS.columns("m"),
        committee=_COMMITTEES.columns("c"),
        municipality=_MUNICIPALITIES.columns("k"),
        cost_centre=_COST_CENTRES.columns("a"),
    )
    return held, _OF_COMMITTEE.format(columns=_FOLLOW_UPS.columns("f"))


def memberships(user: User, *, on: date) -> tuple[Membership, ...]:
    """A person's roles that hold on a date, and those she stands in for that day."""
    rows = rows_of(_questions()[0], [user.pk, user.pk, on, on, on, on])
    committees: dict[int, Committee] = {}
    return tuple(_held(row, committees) for row in rows)


def _held(row: tuple[Any, ...], committees: dict[int, Committee]) -> Membership:
    """A role of a row, with its committee (each made once) and its cost centre."""
    held = _MEMBERSHIPS.made(row)
    first = len(_MEMBERSHIPS.names)
    if held.committee_id not in committees:
        committee = _COMMITTEES.made(row, first=first)
        at = first + len(_COMMITTEES.names)
        committee.municipality = _MUNICIPALITIES.made(row, first=at)
        committees[held.committee_id] = committee
    held.committee = committees[held.committee_id]
    if held.cost_centre_id is not None:
        at = first + len(_COMMITTEES.names) + len(_MUNICIPALITIES.names)
        held.cost_centre = _COST_CENTRES.made(row, first=at)
    return held


def _committees(held: Iterable[Membership]) -> list[Committee]:
    """The committees of some roles, each once, by name."""
    found = {m.committee_id: m.committee for m in held}
    return sorted(found.values(), key=lambda c: (c.municipality.name, c.name))


def today() -> date:
    """Today's local date; the edge where time enters."""
    return timezone.localdate()


def place_of(user: User, slug: str, month: str | None = None) -> Place:
    """The place an address names; Http404 unless the person belongs there."""
    held = memberships(user, on=today())
    here = [m for m in held if m.committee.slug == slug]
    if not here:
        reason = (
            "Sidan finns inte, eller så hör den till en nämnd som du inte är med i."
        )
        raise Http404(reason)
    committee = here[0].committee
    follow_ups = _follow_ups(committee, roles={Role(m.role) for m in here})
    if month is None:
        return Place(user, committee, held, follow_ups)
    return Place(user, committee, held, follow_ups, _chosen(follow_ups, month))


def places_of(user: User) -> tuple[Place, ...]:
    """A person's place in each of her committees, by name, in two questions."""
    held = memberships(user, on=today())
    committees = _committees(held)
    found: dict[int, list[FollowUp]] = {each.pk: [] for each in committees}
    for follow_up in _follow_ups_of(found) if found else ():
        found[follow_up.committee_id].append(follow_up)
    return tuple(
        Place(user, each, held, _seen(found[each.pk], each, roles=_roles(held, each)))
        for each in committees
    )


SENT = frozenset({FollowUpState.SENT, FollowUpState.CLOSED})
STARTED = frozenset(FollowUpState) - {FollowUpState.PLANNED}


def _follow_ups(committee: Committee, *, roles: set[Role]) -> tuple[FollowUp, ...]:
    """The committee's follow-ups that may be seen in some roles, newest first."""
    return _seen(_follow_ups_of([committee.pk]), committee, roles=roles)


def _follow_ups_of(committees: Collection[int]) -> Iterable[FollowUp]:
    """All follow-ups of some committees, newest first."""
    marks = ", ".join(["%s"] * len(committees))
    question = _questions()[1].format(committees=marks)
    return map(_FOLLOW_UPS.made, rows_of(question, [*committees]))


def _roles(held: Iterable[Membership], committee: Committee) -> set[Role]:
    """The roles that are held in a committee."""
    return {Role(m.role) for m in held if m.committee_id == committee.pk}


def _seen(
    found: Iterable[FollowUp], committee: Committee, *, roles: set[Role]
) -> tuple[FollowUp, ...]:
    """Those of a committee's follow-ups that may be seen in some roles."""
    states = frozenset(FollowUpState)
    if not roles & CONTROLLERS:
        states = STARTED if roles & WORKING else SENT
    follow_ups = tuple(each for each in found if each.state in states)
    for follow_up in follow_ups:
        follow_up.committee = committee
    return follow_ups


def _chosen(follow_ups: Iterable[FollowUp], text: str) -> FollowUp:
    """The follow-up of a month, among those that may be seen."""
    try:
        month = Month.parse(text)
    except ValueError as error:
        raise Http404(str(error)) from error
    for follow_up in follow_ups:
        if follow_up.period == month:
            return follow_up
    names = ", ".join(str(f.period) for f in follow_ups) or "inga än"
    reason = f"Det finns ingen uppföljning för {month}. De som finns: {names}."
    raise Http404(reason)


View = Callable[..., HttpResponse]


def committee_view(roles: frozenset[Role] = EVERYONE) -> Callable[[View], View]:
    """Gate a view: `slug` and `month` of the address become a Place.

    The view is called as view(request, place, **rest).
    """

    def gate(view: View) -> View:
        @wraps(view)
        def gated(
            request: HttpRequest, slug: str, month: str | None = None, **rest: Any
        ) -> HttpResponse:
            place = place_of(cast("User", request.user), slug, month)
            if not place.may(roles):
                raise NotYourRoleError(place)
            return view(request, place, **rest)

        gated.required_roles = roles  # type: ignore[attr-defined]
        return gated

    return gate
