"""What a person may read in detail: all of a committee, or the units she answers for.

Totals of all units are open to everyone who works with the follow-up; rows and
comments are open to those who answer for the whole committee and, of her own
units, to whoever answers for a part of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from committees.access import WORKING, Place
from committees.models import Role
from committees.trees import Tree


@dataclass(frozen=True, slots=True)
class Scope:
    """Codes of the cost centres at the top of what may be read; None: everything."""

    tops: tuple[str, ...] | None

    @property
    def is_whole(self) -> bool:
        """Whether the person reads the whole committee in detail."""
        return self.tops is None

    def cost_centres(self, tree: Tree) -> frozenset[int] | None:
        """Identities of the cost centres that may be read; None: all."""
        return None if self.tops is None else tree.under(self.tops)


def scope_of(place: Place) -> Scope:
    """The person's scope in the committee today."""
    units = [m.cost_centre for m in place.here if Role(m.role) in WORKING]
    if any(unit is None for unit in units):
        return Scope(tops=None)
    return Scope(tops=tuple(sorted(u.code for u in units if u is not None)))
