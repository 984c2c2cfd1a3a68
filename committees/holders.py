"""Who answers for a cost centre on a day, who stands in, and who is above them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from committees.models import Committee, Role, User
from committees.stored import Stored, rows_of
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
        node = unit
        while node in self.tree.nodes:
            if node in self.at:
                return node
            node = self.tree.nodes[node].parent
        return WHOLE if WHOLE in self.at else None

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


_USERS = Stored(User)
_ANSWERING = """
SELECT COALESCE(m.cost_centre_id, 0), 0, m.role, u.name, {user}
  FROM committees_membership m
  JOIN committees_user u ON u.id = m.user_id
 WHERE m.committee_id = %s AND m.role IN ({roles})
   AND m.from_date <= %s AND m.to_date >= %s AND u.is_active
UNION ALL
SELECT COALESCE(m.cost_centre_id, 0), 1, '', u.name, {user}
  FROM committees_deputy d
  JOIN committees_membership m ON m.id = d.membership_id
  JOIN committees_user u ON u.id = d.user_id
 WHERE m.committee_id = %s AND m.role IN ({roles})
   AND m.from_date <= %s AND m.to_date >= %s AND u.is_active
   AND d.from_date <= %s AND d.to_date >= %s
 ORDER BY 2, 3, 4
"""
"""Holders by role and name, then those who stand in for them by name; the committee
is 0, as WHOLE is."""


def answering(committee: Committee, *, tree: Tree, on: date) -> Answering:
    """Who answers for what in a committee on a day, in one question."""
    roles = sorted(role.value for role in HOLDING)
    marks = ", ".join(["%s"] * len(roles))
    question = _ANSWERING.format(user=_USERS.columns("u"), roles=marks)
    held = [committee.pk, *roles, on, on]
    found: dict[int, list[User]] = {}
    for node, _, _, _, *row in rows_of(question, [*held, *held, on, on]):
        found.setdefault(node, []).append(_USERS.made(row))
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
