"""What a person may read in detail and write: all of a committee, or her own units.

Totals of all units are open to everyone who works with the follow-up; rows and
comments are open to those who answer for the whole committee and, of her own
units, to whoever answers for a part of it. A role's deputy reads and writes as its
holder does, on the days she stands in.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from committees.access import CONTROLLERS, WORKING, Place
from committees.holders import HOLDING
from committees.models import CostCentre, FollowUpState, Role
from committees.trees import Tree, cost_centre_tree

ANSWERING = CONTROLLERS | HOLDING
"""Roles that answer for forecasts: everybody's, or those of one's own units."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Codes of the cost centres at the top of what is reached; None: everything."""

    tops: tuple[str, ...] | None

    @property
    def is_whole(self) -> bool:
        """Whether the scope is the whole committee."""
        return self.tops is None

    def cost_centres(self, tree: Tree) -> frozenset[int] | None:
        """Identities of the cost centres that are reached; None: all."""
        return None if self.tops is None else tree.under(self.tops)

    def reaches(self, cost_centre: int, *, tree: Tree) -> bool:
        """Whether a cost centre is within the scope."""
        units = self.cost_centres(tree)
        return units is None or cost_centre in units


def scope_of(place: Place) -> Scope:
    """What the person may read in detail in the committee today."""
    return _scope(place, WORKING)


def write_scope_of(place: Place) -> Scope:
    """Where the person may enter forecasts today, while a follow-up is open."""
    if place.may(CONTROLLERS):
        return Scope(tops=None)
    return _scope(place, HOLDING)


def _scope(place: Place, roles: Collection[Role]) -> Scope:
    """The cost centres that the person's roles of some kinds are for."""
    units = [m.cost_centre for m in place.here if Role(m.role) in roles]
    if any(unit is None for unit in units):
        return Scope(tops=None)
    return Scope(tops=tuple(sorted(u.code for u in units if u is not None)))


def writes(
    place: Place, cost_centre: CostCentre | int, *, tree: Tree | None = None
) -> bool:
    """Whether the person may enter a cost centre's forecast in the follow-up.

    False in every follow-up that is not open. The tree is that of the follow-up's
    month; it is read where it is not given.
    """
    if place.follow_up.state != FollowUpState.OPEN:
        return False
    scope = write_scope_of(place)
    if scope.is_whole:
        return True
    month = place.follow_up.period
    placed = tree or cost_centre_tree(place.committee, month=month)
    unit = cost_centre if isinstance(cost_centre, int) else cost_centre.pk
    return scope.reaches(unit, tree=placed)
