"""What part of the money a page is of: its choice, the steps above, the ways on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.http import Http404, QueryDict

from committees.access import Place
from committees.models import FollowUp
from committees.numbers import Scale, Unit
from committees.trees import Node, Tree
from finance.delivery import RULE
from finance.sources import Axis, Where
from finance.within import left_out
from reports.dashboards.asked_figure import AskedFigure, What
from reports.dashboards.narrowing import Ground, Narrowing

SHOWN = 40
"""How many ways on are shown along an axis."""
MKR, TKR = Scale(Unit.MKR, 1), Scale(Unit.TKR)
LARGE = 10 * Unit.MKR.ore
"""Where the largest figure is at least so large, all are shown in mkr."""


@dataclass(frozen=True, slots=True)
class Step:
    """A choice as words and as what stands in the address."""

    label: str
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """An axis along which the choice goes on; `more` are not shown."""

    label: str
    steps: tuple[Step, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a committee's money, and what else the page's address chooses."""

    ground: Ground
    narrowing: Narrowing
    where: Where
    options: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, place: Place, query: QueryDict, *, options: Iterable[str] = ()) -> Part:
        """What an address chooses; Http404 in words where that is nothing."""
        ground, narrowing = Ground.of(place), Narrowing.of(query)
        told = {name: query.get(name, "") for name in options}
        return cls(ground, narrowing, ground.where(narrowing), told)

    @property
    def follow_up(self) -> FollowUp:
        """The follow-up that it is seen from."""
        return self.ground.follow_up

    @property
    def name(self) -> str:
        """What is chosen, in words."""
        return self.ground.name(self.narrowing)

    @property
    def of_name(self) -> str:
        """What is chosen, as the end of a heading; empty of the whole committee."""
        return "" if self.where.is_whole else f": {self.name}"

    @property
    def rule(self) -> tuple[str, ...]:
        """What tells own from external, and what is left out, where that matters."""
        own = (RULE,) if self.narrowing.provider else ()
        return (*own, *self.left_out())

    def left_out(self, by: Axis | None = None) -> tuple[str, ...]:
        """What is left out of the part, where it is parted by an axis."""
        of = self.where.parted_by(by) if by else self.where
        return left_out(self.follow_up.committee, of)

    @property
    def kept(self) -> str:
        """The choice as `?…`, for pages that have no other options."""
        return self.narrowing.query()

    @property
    def crumbs(self) -> tuple[Step, ...]:
        """The steps from the whole committee to what is chosen."""
        found = self.ground.crumbs(self.narrowing)
        return tuple(Step(each.label, self.to(each.to)) for each in found)

    @property
    def ways(self) -> tuple[Way, ...]:
        """How the choice can go on: the next activities, cost centres and groups."""
        ground, chosen = self.ground, self.narrowing
        activities = next_level(ground.activities, chosen.activity)
        centres = next_level(ground.cost_centres, chosen.cost_centre)
        groups = () if chosen.group else tuple(ground.groups.values())
        found = (
            self._way(
                "Verksamhet", "activity", [(n.code, _named(n)) for n in activities]
            ),
            self._way("Ansvar", "cost_centre", [(n.code, _named(n)) for n in centres]),
            self._way("Kontogrupp", "group", [(g.code, g.name) for g in groups]),
        )
        return tuple(way for way in found if way.steps)

    def _way(self, label: str, name: str, on: list[tuple[str, str]]) -> Way:
        """The ways on along an axis."""
        steps = tuple(
            Step(words, self.to(self.narrowing.with_(name, code)))
            for code, words in on[:SHOWN]
        )
        return Way(label, steps, more=len(on) - len(steps))

    def to(self, narrowing: Narrowing) -> str:
        """The same page of another choice."""
        return narrowing.query(**self.options)

    def chosen(self, name: str, among: Mapping[str, str]) -> str:
        """What an option chooses, the first where nothing is; Http404 naming them."""
        word = self.options.get(name) or next(iter(among))
        if word not in among:
            told = ", ".join(among)
            raise Http404(f"Det finns inget val {word} här. De som finns: {told}.")
        return word

    def choices(self, name: str, among: Mapping[str, str]) -> tuple[Step, ...]:
        """An option's values in words, with the address of each."""
        now, first = self.chosen(name, among), next(iter(among))
        return tuple(
            Step(
                words,
                self.narrowing.query(
                    **{**self.options, name: "" if word == first else word}
                ),
                is_current=word == now,
            )
            for word, words in among.items()
        )

    def figure(
        self,
        what: What,
        *,
        year: int = 0,
        period: int = 0,
        seen_from: FollowUp | None = None,
    ) -> str:
        """Where a figure of the part is explained."""
        asked = AskedFigure(what, self.narrowing, year, period)
        return asked.address(seen_from or self.follow_up)


def next_level(tree: Tree, code: str) -> tuple[Node, ...]:
    """The next level that parts what is chosen; nothing below a leaf."""
    ids = tree.children.get(tree.by_code[code] if code else 0, ())
    while len(ids) == 1 and tree.children.get(ids[0]):
        ids = tree.children[ids[0]]
    return tuple(tree.nodes[each] for each in ids)


def _named(node: Node) -> str:
    """`775 Hemtjänst`."""
    return f"{node.code} {node.name}"


def scale_for(figures: Collection[int | None]) -> Scale:
    """Mkr with a decimal where any figure is large, else tkr."""
    largest = max((abs(ore) for ore in figures if ore is not None), default=0)
    return MKR if largest >= LARGE else TKR
