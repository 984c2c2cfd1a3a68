"""A level of an axis under what is chosen: its parts, and the money each holds.

Every place that has money is in exactly one piece, so that they always sum to the
choice. A level that has only one piece is passed by.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from committees.models import Provider
from committees.trees import Node, Tree
from finance.sources import Axis
from finance.sums import ADJUSTED, WITHIN
from reports.dashboards.narrowing import PROVIDERS, WORDS, Ground, Narrowing


class By(StrEnum):
    """What a page of deviations is parted by; the value is the word in addresses."""

    ACTIVITY = "verksamhet"
    COST_CENTRE = "ansvar"
    GROUP = "kontogrupp"
    ROLE = "roll"
    LEGAL_BASIS = "lagrum"
    PROVIDER = "regi"


LABELS = {
    By.ACTIVITY: "Verksamhet",
    By.COST_CENTRE: "Ansvar",
    By.GROUP: "Kontogrupp",
    By.ROLE: "Roll",
    By.LEGAL_BASIS: "Lagrum",
    By.PROVIDER: "Egen regi och externa",
}
AXES = {
    By.ACTIVITY: Axis.ACTIVITY,
    By.LEGAL_BASIS: Axis.ACTIVITY,
    By.COST_CENTRE: Axis.COST_CENTRE,
    By.ROLE: Axis.COST_CENTRE,
    By.GROUP: Axis.GROUP,
    By.PROVIDER: Axis.GROUP,
}
"""Along which axis the money of a parting is asked of."""
TREES = frozenset({By.ACTIVITY, By.COST_CENTRE})
"""What has levels."""
ALL = "alla"
DEPTHS = {"en": "en nivå", ALL: "alla i en lista"}
"""How much of a tree is shown; the words in addresses."""
EVERYTHING = Narrowing()
ADJUSTMENT = "Justering på kontrollernivå"
APART = {
    ADJUSTED: ADJUSTMENT,
    WITHIN: "Köp och försäljning inom nämnden",
}
"""What has a row of its own: it lies on none of the places that a level parts."""
OWN, EXTERNAL = 1, 2
"""The places of a parting by who delivers."""
DELIVERED = {OWN: Provider.OWN.value, EXTERNAL: Provider.EXTERNAL.value}


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a level, with the places whose money it holds.

    `choice` is what is chosen, and as what, when the part is; None where no choice
    says it. `is_leaf`: it has no parts of its own on the axis.
    """

    code: str
    name: str
    places: frozenset[int]
    choice: tuple[str, str] | None = None
    within: Narrowing = EVERYTHING
    is_leaf: bool = True

    @property
    def to(self) -> Narrowing | None:
        """The choice that the part is."""
        return self.within.with_(*self.choice) if self.choice else None

    @property
    def label(self) -> str:
        """`775 Hemtjänst`."""
        return f"{self.code} {self.name}".strip()


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of the money: the choice, parted by something.

    `flat` shows all leaves of a tree in one list instead of a level.
    """

    narrowing: Narrowing
    by: By
    flat: bool = False


def pieces(ground: Ground, shown: Shown, held: Collection[int]) -> tuple[Piece, ...]:
    """The parts of what is shown that have money, in order of code."""
    places = frozenset(held) - APART.keys()
    match shown.by:
        case By.ACTIVITY | By.COST_CENTRE:
            found = _of_tree(ground, shown, places)
        case By.GROUP:
            found = _of_groups(ground, shown.narrowing, places)
        case By.ROLE:
            nodes = ground.cost_centres.nodes
            kinds = {i: node.role for i, node in nodes.items()}
            found = _of_kinds("role", shown, places, kinds)
        case By.LEGAL_BASIS:
            nodes = ground.activities.nodes
            kinds = {i: node.legal_basis for i, node in nodes.items()}
            found = _of_kinds("legal_basis", shown, places, kinds)
        case By.PROVIDER:
            found = _of_providers(shown.narrowing, places)
    apart = (Piece("", APART[at], frozenset({at})) for at in APART if at in held)
    return (*found, *apart)


def _of_tree(ground: Ground, shown: Shown, held: frozenset[int]) -> Iterator[Piece]:
    """The parts of a tree; what has no place in the month's tree is a part too."""
    name = "activity" if shown.by is By.ACTIVITY else "cost_centre"
    tree = ground.activities if name == "activity" else ground.cost_centres
    placed = held & tree.nodes.keys()
    if shown.flat:
        nodes = ((tree.nodes[i], frozenset({i})) for i in placed)
        found = sorted(nodes, key=lambda pair: pair[0].code)
    else:
        found = _level(tree, getattr(shown.narrowing, name), placed)
    gathering = {node.parent for node, _ in found}
    for node, places in found:
        direct = node.id in gathering
        yield Piece(
            node.code,
            f"{node.name}, direkt" if direct else node.name,
            places,
            None if direct else (name, node.code),
            shown.narrowing,
            is_leaf=places == {node.id},
        )
    if held - placed:
        word = "verksamheter" if name == "activity" else "ansvar"
        text = f"Utan plats bland {ground.follow_up.period.name}s {word}"
        yield Piece("", text, held - placed)


def _level(
    tree: Tree, code: str, held: frozenset[int]
) -> list[tuple[Node, frozenset[int]]]:
    """The first level under a node that has several parts with money."""
    top = tree.by_code[code] if code else 0
    while True:
        found = [
            (tree.nodes[i], places)
            for i in tree.children.get(top, ())
            if (places := tree.beneath(i) & held)
        ]
        if top in held:
            found.insert(0, (tree.nodes[top], frozenset({top})))
        if len(found) != 1 or found[0][0].id not in tree.children:
            return found
        if found[0][0].id == top:
            return found
        top = found[0][0].id


def _of_groups(
    ground: Ground, narrowing: Narrowing, held: frozenset[int]
) -> Iterator[Piece]:
    """The account groups in their order; those of another grouping together."""
    for group in ground.groups.values():
        if group.id in held:
            places = frozenset({group.id})
            choice = ("group", group.code)
            yield Piece("", group.name, places, choice, narrowing)
    other = held - ground.groups.keys()
    if other:
        yield Piece("", f"Utan kontogrupp {ground.follow_up.year}", other)


def _of_kinds(
    name: str, shown: Shown, held: frozenset[int], kinds: Mapping[int, str]
) -> Iterator[Piece]:
    """The roles of cost centres or the laws of activities, and what has none."""
    words = WORDS[name]
    by_kind: dict[str, set[int]] = {}
    for place in held:
        by_kind.setdefault(kinds.get(place, ""), set()).add(place)
    for kind, word in words.items():
        if kind in by_kind:
            places = frozenset(by_kind[kind])
            label = word[:1].upper() + word[1:]
            yield Piece("", label, places, (name, kind), shown.narrowing)
    if "" in by_kind:
        without = f"Utan {LABELS[shown.by].lower()}"
        yield Piece("", without, frozenset(by_kind[""]))


def _of_providers(narrowing: Narrowing, held: frozenset[int]) -> Iterator[Piece]:
    """Own and external delivery."""
    for place, code in DELIVERED.items():
        if place in held:
            choice = ("provider", code)
            yield Piece("", PROVIDERS[code], frozenset({place}), choice, narrowing)


WAYS = (
    (By.ACTIVITY, "activity"),
    (By.COST_CENTRE, "cost_centre"),
    (By.GROUP, "group"),
)


def way_on(ground: Ground, narrowing: Narrowing) -> By | None:
    """What a choice can be parted by next; None where it has no parts left."""
    trees = {"activity": ground.activities, "cost_centre": ground.cost_centres}
    for by, name in WAYS:
        code = getattr(narrowing, name)
        tree = trees.get(name)
        if not code or (tree and tree.by_code.get(code) in tree.children):
            return by
    return None
