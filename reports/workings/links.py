"""Where a figure's parts are explained: the same page, of a narrower choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from committees.access import Place
from committees.trees import Node, Tree
from finance.sources import Axis
from reports.dashboards.narrowing import Ground, Narrowing

NAMES = {
    Axis.ACTIVITY: "activity",
    Axis.COST_CENTRE: "cost_centre",
    Axis.GROUP: "group",
}
"""The choices of a narrowing by axis."""


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step above what is shown, and the page's address with its choice."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Here:
    """A page that explains a figure: its ground, its choice, what else it asks.

    `asked` is what the address holds beside the choice: which figure, or which cell.
    `top` is what the whole is called, where that is not the committee.
    """

    place: Place
    ground: Ground
    narrowing: Narrowing
    asked: Mapping[str, str] = field(default_factory=dict)
    top: str = ""

    def query(self, narrowing: Narrowing | None = None, **rest: str) -> str:
        """The page of another choice, or of the same, as `?…`."""
        to = self.narrowing if narrowing is None else narrowing
        return to.query(**self.asked, **rest)

    def of(self, axis: Axis, place: int) -> Narrowing | None:
        """The choice of one place on an axis; None where no code leads to it alone."""
        code = self.code(axis, place)
        if not code or self._has_more_beneath(axis, place):
            return None
        return self.narrowing.with_(NAMES[axis], code)

    def chooses(self, axis: Axis, place: int) -> bool:
        """Whether the page's choice is of one place on an axis already."""
        return self.of(axis, place) == self.narrowing

    def _has_more_beneath(self, axis: Axis, place: int) -> bool:
        """Whether the code of a place chooses others too."""
        tree = self._tree(axis)
        return tree is not None and bool(tree.children.get(place))

    def code(self, axis: Axis, place: int) -> str:
        """The code of a place; empty where the month's trees do not hold it."""
        if axis is Axis.GROUP:
            group = self.ground.groups.get(place)
            return group.code if group else ""
        node = self.node(axis, place)
        return node.code if node else ""

    def name(self, axis: Axis, place: int) -> str:
        """The name of a place."""
        if axis is Axis.GROUP:
            group = self.ground.groups.get(place)
            return group.name if group else "Kontogrupp från ett annat år"
        node = self.node(axis, place)
        when = self.ground.follow_up.period
        return node.name if node else f"Finns inte i organisationen {when}"

    def node(self, axis: Axis, place: int) -> Node | None:
        """An activity or a cost centre as placed in the month."""
        tree = self._tree(axis)
        return tree.nodes.get(place) if tree else None

    def _tree(self, axis: Axis) -> Tree | None:
        """The tree of an axis; account groups have none."""
        trees = {
            Axis.ACTIVITY: self.ground.activities,
            Axis.COST_CENTRE: self.ground.cost_centres,
        }
        return trees.get(axis)

    def crumbs(self) -> tuple[Crumb, ...]:
        """The steps from the whole committee down to what is chosen."""
        found = self.ground.crumbs(self.narrowing)
        steps = [Crumb(each.label, self.query(each.to)) for each in found]
        if self.top:
            steps[0] = Crumb(self.top, steps[0].url)
        return tuple(steps)
