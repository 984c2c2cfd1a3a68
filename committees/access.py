"""Who may see and do what: roles in a committee, and the gate in front of each page.

What is not yours answers 404, so that nothing is told about other committees.
A page of your own committee that your role does not reach answers 403.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from committees.models import Committee, FollowUp, Membership, Role, User
from committees.periods import Month

WORKING = frozenset(set(Role) - {Role.MEMBER})
"""Roles that see the working follow-up; elected members see what was sent out."""

EVERYONE = frozenset(Role)

OFFICE = frozenset({Role.ADMINISTRATOR, Role.CONTROLLER, Role.SECRETARY})
"""Roles that produce the report."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request stands: the person, the committee, her roles there.

    `chosen` is the follow-up in the address; None on pages above any follow-up.
    """

    user: User
    committee: Committee
    roles: frozenset[Role]
    chosen: FollowUp | None = None

    @property
    def follow_up(self) -> FollowUp:
        """The follow-up in the address; only asked on pages that have one."""
        if self.chosen is None:
            raise Http404
        return self.chosen

    def may(self, roles: frozenset[Role]) -> bool:
        """Whether the person holds any of the roles here."""
        return bool(self.roles & roles)

    def follow_ups(self) -> QuerySet[FollowUp]:
        """The follow-ups the person may see, newest first."""
        found = FollowUp.objects.for_committee(self.committee)
        return found.started() if self.may(WORKING) else found.sent()


def memberships(user: User, *, on: date) -> QuerySet[Membership]:
    """A person's roles that hold on a date."""
    return Membership.objects.filter(
        user=user, from_date__lte=on, to_date__gte=on
    ).select_related("committee__municipality", "cost_centre")


def visible_committees(user: User) -> list[Committee]:
    """The committees a person has any role in today, by name."""
    found = {m.committee_id: m.committee for m in memberships(user, on=today())}
    return sorted(found.values(), key=lambda c: (c.municipality.name, c.name))


def today() -> date:
    """Today's local date; the edge where time enters."""
    return timezone.localdate()


def place_of(user: User, slug: str, month: str | None = None) -> Place:
    """The place an address names; Http404 unless the person belongs there."""
    held = [m for m in memberships(user, on=today()) if m.committee.slug == slug]
    if not held:
        reason = (
            "Sidan finns inte, eller så hör den till en nämnd som du inte är med i."
        )
        raise Http404(reason)
    place = Place(user, held[0].committee, frozenset(Role(m.role) for m in held))
    if month is None:
        return place
    return Place(user, place.committee, place.roles, _follow_up(place, month))


def _follow_up(place: Place, text: str) -> FollowUp:
    """The follow-up of a month that the person may see."""
    try:
        month = Month.parse(text)
    except ValueError as error:
        raise Http404(str(error)) from error
    found = place.follow_ups().select_related("committee__municipality")
    follow_up = found.filter(year=month.year, month=month.month).first()
    if follow_up is None:
        names = ", ".join(str(f.period) for f in place.follow_ups()) or "inga än"
        reason = f"Det finns ingen uppföljning för {month}. De som finns: {names}."
        raise Http404(reason)
    return follow_up


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
