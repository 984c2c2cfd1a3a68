"""Who may see and do what: roles in a committee, and the gate in front of each page.

What is not yours answers 404, so that nothing is told about other committees.
A page of your own committee that your role does not reach answers 403.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from committees.models import (
    Committee,
    Deputy,
    FollowUp,
    Membership,
    Role,
    User,
)
from committees.periods import Month

WORKING = frozenset(set(Role) - {Role.MEMBER})
"""Roles that see the working follow-up; elected members see what was sent out."""

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


def memberships(user: User, *, on: date) -> QuerySet[Membership]:
    """A person's roles that hold on a date, and those she stands in for that day."""
    stands_in = Deputy.objects.filter(user=user, from_date__lte=on, to_date__gte=on)
    return Membership.objects.filter(
        Q(user=user) | Q(pk__in=stands_in.values("membership")),
        from_date__lte=on,
        to_date__gte=on,
    ).select_related("committee__municipality", "cost_centre")


def visible_committees(user: User) -> list[Committee]:
    """The committees a person has any role in today, by name."""
    return _committees(memberships(user, on=today()))


def _committees(held: Iterable[Membership]) -> list[Committee]:
    """The committees of some roles, each once, by name."""
    found = {m.committee_id: m.committee for m in held}
    return sorted(found.values(), key=lambda c: (c.municipality.name, c.name))


def today() -> date:
    """Today's local date; the edge where time enters."""
    return timezone.localdate()


def place_of(user: User, slug: str, month: str | None = None) -> Place:
    """The place an address names; Http404 unless the person belongs there."""
    held = tuple(memberships(user, on=today()))
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


def _follow_ups(committee: Committee, *, roles: set[Role]) -> tuple[FollowUp, ...]:
    """The committee's follow-ups that may be seen in some roles, newest first."""
    found = FollowUp.objects.for_committee(committee)
    if not roles & CONTROLLERS:
        found = found.started() if roles & WORKING else found.sent()
    follow_ups = tuple(found)
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
                reason = "Din roll i nämnden räcker inte för den här sidan."
                raise PermissionDenied(reason)
            return view(request, place, **rest)

        gated.required_roles = roles  # type: ignore[attr-defined]
        return gated

    return gate
