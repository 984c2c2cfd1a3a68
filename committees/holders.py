"""Who answers for a cost centre on a day, who stands in, and who is above them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from committees.models import Committee, Deputy, Membership, Role, User
from committees.trees import Tree

HOLDING = frozenset({Role.BUDGET_HOLDER, Role.MANAGER})
"""Roles that answer for the money of a cost centre and what is under it."""

WHOLE = 0
"""Stands for the whole committee where a cost centre is expected."""


@dataclass(frozen=True, slots=True)
class Answering:
    """Who answers for what, by the cost centre of the role; WHOLE is the committee.

    A role's deputies of the day stand beside its holder.
    """

    tree: Tree
    at: Mapping[int, tuple[User, ...]]

    def holding_node(self, unit: int) -> int | None:
        """The nearest cost centre, from the unit upwards, that somebody answers for."""
        path = [node.id for node in reversed(self.tree.path(unit))]
        return next((node for node in [*path, WHOLE] if node in self.at), None)

    def people(self, unit: int) -> tuple[User, ...]:
        """Those who answer for a unit; nobody where no role reaches it."""
        node = self.holding_node(unit)
        return () if node is None else self.at[node]

    def above(self, unit: int) -> tuple[User, ...]:
        """Those who answer for more than the unit's own holders do, nearest first."""
        holding = self.holding_node(unit)
        if holding is None or holding == WHOLE:
            return ()
        path = [node.id for node in reversed(self.tree.path(holding))][1:]
        found = [user for node in [*path, WHOLE] for user in self.at.get(node, ())]
        own = {user.pk for user in self.at[holding]}
        return tuple(user for user in found if user.pk not in own)


def answering(committee: Committee, *, tree: Tree, on: date) -> Answering:
    """Who answers for what in a committee on a day."""
    roles = Membership.objects.filter(
        committee=committee,
        role__in=HOLDING,
        from_date__lte=on,
        to_date__gte=on,
    )
    found: dict[int, list[User]] = {}
    for membership in roles.select_related("user").order_by("role", "user__name"):
        if membership.user.is_active:
            held = found.setdefault(membership.cost_centre_id or WHOLE, [])
            held.append(membership.user)
    deputies = Deputy.objects.filter(
        membership__in=roles, from_date__lte=on, to_date__gte=on, user__is_active=True
    ).select_related("user", "membership")
    for deputy in deputies.order_by("user__name"):
        place = deputy.membership.cost_centre_id or WHOLE
        found.setdefault(place, []).append(deputy.user)
    return Answering(tree, {node: _once(users) for node, users in found.items()})


def _once(users: list[User]) -> tuple[User, ...]:
    """The same people, each of them once."""
    return tuple({user.pk: user for user in users}.values())


def heads(who: Answering) -> frozenset[int]:
    """Identities of those who answer for the whole committee.

    Where no role is for the whole, the only node at the top of the tree stands for it.
    """
    whole = who.at.get(WHOLE, ())
    roots = who.tree.roots()
    if not whole and len(roots) == 1:
        whole = who.at.get(roots[0].id, ())
    return frozenset(user.pk for user in whole)
