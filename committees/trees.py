"""The two trees as they stood in a month, and what lies under a node."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from committees.kept import Kept
from committees.models import (
    ActivityPlacement,
    Committee,
    CostCentrePlacement,
)
from committees.periods import Month


@dataclass(frozen=True, slots=True)
class Node:
    """A placed node. `id` and `parent` are identities; the parent is 0 at the top.

    A cost centre has a role, an activity a law and whoever delivers it; else empty.
    """

    id: int
    code: str
    name: str
    parent: int
    role: str = ""
    legal_basis: str = ""
    provider: str = ""


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree by identity, as placed in one month."""

    nodes: dict[int, Node]
    children: dict[int, tuple[int, ...]]
    by_code: dict[str, int]
    _beneath: dict[int, frozenset[int]] = field(
        default_factory=dict, repr=False, compare=False
    )
    """What was asked of before, by node."""

    def under(self, codes: Iterable[str]) -> frozenset[int]:
        """Identities of the coded nodes and everything below them.

        A code the tree does not hold selects nothing.
        """
        tops = [self.by_code[code] for code in codes if code in self.by_code]
        return frozenset().union(*map(self.beneath, tops))

    def beneath(self, node: int) -> frozenset[int]:
        """A node and everything below it; all of a tree beneath 0."""
        if node not in self._beneath:
            found, waiting = {node} & self.nodes.keys(), [node]
            while waiting:
                below = self.children.get(waiting.pop(), ())
                found.update(below)
                waiting.extend(below)
            self._beneath[node] = frozenset(found)
        return self._beneath[node]

    def path(self, node: int) -> tuple[Node, ...]:
        """The node and its ancestors, top first."""
        found: list[Node] = []
        while node in self.nodes:
            found.insert(0, self.nodes[node])
            node = self.nodes[node].parent
        return tuple(found)

    def roots(self) -> tuple[Node, ...]:
        """Nodes without a parent, by code."""
        return tuple(self.nodes[i] for i in self.children.get(0, ()))


_KEPT: Kept[tuple[str, UUID, Month], Tree] = Kept(most=400)


def activity_tree(committee: Committee, *, month: Month) -> Tree:
    """The committee's activities as placed in a month; kept while nothing changes."""
    return _kept("activity", committee, month, _activity_tree)


def cost_centre_tree(committee: Committee, *, month: Month) -> Tree:
    """The committee's cost centres as placed in a month; kept while nothing changes."""
    return _kept("cost centre", committee, month, _cost_centre_tree)


def _kept(
    what: str,
    committee: Committee,
    month: Month,
    read: Callable[[Committee, Month], Tree],
) -> Tree:
    """A tree that was read before, or is read now."""
    key = what, committee.structure, month
    return _KEPT.get(key, lambda: read(committee, month))


def _activity_tree(committee: Committee, month: Month) -> Tree:
    """The tree of activities read from its placements."""
    placed = ActivityPlacement.objects.filter(committee=committee).at(month)
    return _tree(
        Node(i, code, name, parent or 0, legal_basis=basis, provider=provider)
        for i, code, name, parent, basis, provider in placed.values_list(
            "activity_id",
            "activity__code",
            "name",
            "parent_id",
            "legal_basis",
            "provider",
        )
    )


def _cost_centre_tree(committee: Committee, month: Month) -> Tree:
    """The tree of cost centres read from its placements."""
    placed = CostCentrePlacement.objects.filter(committee=committee).at(month)
    return _tree(
        Node(i, code, name, parent or 0, role=role)
        for i, code, name, parent, role in placed.values_list(
            "cost_centre_id", "cost_centre__code", "name", "parent_id", "role"
        )
    )


def _tree(placed: Iterable[Node]) -> Tree:
    """Nodes in code order with links to their children."""
    nodes = {node.id: node for node in placed}
    children: dict[int, list[int]] = {}
    for node in sorted(nodes.values(), key=lambda n: n.code):
        parent = node.parent if node.parent in nodes else 0
        children.setdefault(parent, []).append(node.id)
    return Tree(
        nodes=nodes,
        children={parent: tuple(ids) for parent, ids in children.items()},
        by_code={node.code: node.id for node in nodes.values()},
    )
