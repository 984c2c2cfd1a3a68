"""The two trees as they stood in a month, and what lies under a node."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from committees.models import (
    ActivityPlacement,
    Committee,
    CostCentrePlacement,
)
from committees.periods import Month


@dataclass(frozen=True, slots=True)
class Node:
    """A placed node. `id` and `parent` are identities; the parent is 0 at the top."""

    id: int
    code: str
    name: str
    parent: int


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree by identity, as placed in one month."""

    nodes: dict[int, Node]
    children: dict[int, tuple[int, ...]]
    by_code: dict[str, int]

    def under(self, codes: Iterable[str]) -> frozenset[int]:
        """Identities of the coded nodes and everything below them.

        A code the tree does not hold selects nothing.
        """
        waiting = [self.by_code[code] for code in codes if code in self.by_code]
        found: set[int] = set()
        while waiting:
            node = waiting.pop()
            if node not in found:
                found.add(node)
                waiting.extend(self.children.get(node, ()))
        return frozenset(found)

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


_KEPT: dict[tuple[UUID, Month], Tree] = {}
"""Activity trees by the committee's structure, which changes when they do."""
KEPT_AT_MOST = 200


def activity_tree(committee: Committee, *, month: Month) -> Tree:
    """The committee's activities as placed in a month; kept while nothing changes."""
    key = committee.structure, month
    if key not in _KEPT:
        if len(_KEPT) >= KEPT_AT_MOST:
            _KEPT.clear()
        _KEPT[key] = _activity_tree(committee, month)
    return _KEPT[key]


def _activity_tree(committee: Committee, month: Month) -> Tree:
    """The tree read from its placements."""
    placed = ActivityPlacement.objects.filter(committee=committee).at(month)
    return _tree(
        placed.values_list("activity_id", "activity__code", "name", "parent_id")
    )


def cost_centre_tree(committee: Committee, *, month: Month) -> Tree:
    """The committee's cost centres as placed in a month."""
    placed = CostCentrePlacement.objects.filter(committee=committee).at(month)
    return _tree(
        placed.values_list("cost_centre_id", "cost_centre__code", "name", "parent_id")
    )


def _tree(rows: Iterable[tuple[int, str, str, int | None]]) -> Tree:
    """Nodes in code order with links to their children."""
    nodes = {i: Node(i, code, name, parent or 0) for i, code, name, parent in rows}
    children: dict[int, list[int]] = {}
    for node in sorted(nodes.values(), key=lambda n: n.code):
        parent = node.parent if node.parent in nodes else 0
        children.setdefault(parent, []).append(node.id)
    return Tree(
        nodes=nodes,
        children={parent: tuple(ids) for parent, ids in children.items()},
        by_code={node.code: node.id for node in nodes.values()},
    )
