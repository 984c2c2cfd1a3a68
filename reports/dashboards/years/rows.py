"""The rows that several years are told in: places of each year's organisation."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from committees.trees import Node, Tree
from finance.forecast.row_books import Group
from finance.models import AccountGroup
from finance.sources import Axis
from finance.sums import ADJUSTED
from reports.dashboards.narrowing import Ground
from reports.dashboards.part import Part, next_level

OTHER = "other"
"""The row of what has no row of its own: ended, or booked on the level above."""


@dataclass(slots=True)
class Line:
    """A row: öre by year, and the follow-up's year as it is budgeted and expected."""

    code: str
    name: str
    outcome: dict[int, int] = field(default_factory=dict)
    budget: int | None = None
    forecast: int | None = None
    taken_over: bool = False


class Lines:
    """Rows as they are filled, in the order of their codes."""

    def __init__(self, part: Part, axis: Axis) -> None:
        """No rows yet."""
        self.part, self.axis = part, axis
        self._found: dict[str, Line] = {}
        self._groups: dict[int, Group | AccountGroup] = dict(part.ground.groups)

    def line(self, code: str, name: str) -> Line:
        """The row of a code."""
        return self._found.setdefault(code, Line(code, name))

    def found(self) -> tuple[Line, ...]:
        """The rows that hold anything; groups in their own order."""
        held = (
            each
            for each in self._found.values()
            if each.outcome or each.budget is not None or each.forecast is not None
        )
        if self.axis is Axis.GROUP:
            return tuple(held)
        return tuple(sorted(held, key=lambda each: (each.code == OTHER, each.code)))

    def at(self, ground: Ground) -> Callable[[int], Line]:
        """The row of a place, in an organisation."""
        if self.axis is Axis.GROUP:
            return self._group
        tree = tree_of(ground, self.axis)
        code = chosen_code(self.part, self.axis)
        level = next_level(tree, code) if not code or code in tree.by_code else ()
        rows = {
            place: node
            for node in level or _itself(tree, code)
            for place in tree.under([node.code])
        }

        def row(place: int) -> Line:
            node = rows.get(place)
            return self.line(node.code, node.name) if node else self._other(place)

        return row

    def _other(self, place: int) -> Line:
        """The row of what has none of its own."""
        if place == ADJUSTED:
            return self.line("", "Justering på kontrollernivå")
        return self.line(OTHER, "Upphört eller bokfört på nivån ovanför")

    def _group(self, place: int) -> Line:
        """The row of an account group, by its code also in years that group anew."""
        if place not in self._groups:
            self._groups[place] = AccountGroup.objects.get(pk=place)
        group = self._groups[place]
        return self.line(group.code, group.name)


def chosen_code(part: Part, axis: Axis) -> str:
    """What is chosen of an axis; empty where nothing is."""
    chosen = part.narrowing
    return chosen.cost_centre if axis is Axis.COST_CENTRE else chosen.activity


def places_of(ground: Ground, part: Part, axis: Axis) -> Collection[int] | None:
    """The places of the choice along an axis; None: all."""
    where = ground.where(part.narrowing)
    if axis is Axis.GROUP:
        return where.groups
    return where.cost_centres if axis is Axis.COST_CENTRE else where.activities


def _itself(tree: Tree, code: str) -> tuple[Node, ...]:
    """What is chosen, where nothing lies below it."""
    return (tree.nodes[tree.by_code[code]],) if code in tree.by_code else ()


def tree_of(ground: Ground, axis: Axis) -> Tree:
    """The tree of an axis."""
    return ground.cost_centres if axis is Axis.COST_CENTRE else ground.activities
