"""A figure of money as a formula over stored rows, and what it is made of.

The same for a figure of the pages of deviations and a cell of a report table. Parts
are the lowest places of each axis; they sum to the figure, to the öre.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from committees.models import FollowUp
from finance.adjusted import Adjusted, among
from finance.figure_facts import FigureFacts, figure_facts
from finance.figures import deviation
from finance.forecast.row_books import Grain
from finance.parts import Ore, Slice, by_axis, by_leaf, together
from finance.sources import Axis
from finance.sums import ADJUSTED

FEW_UNITS = 20
"""Rows are listed when no more cost centres than this have any of the figure.

So that a page reads some thousand rows at most, by index, however large the ledger.
"""


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a figure: what it is called, and its money.

    `unknown` says why it cannot be told, where it cannot. `asked` is what the address
    of the term's own page holds, beside the choice of money.
    """

    label: str
    slice: Slice
    unknown: str = ""
    asked: Mapping[str, str] = field(default_factory=dict)

    @property
    def known(self) -> bool:
        """Whether it can be told."""
        return not self.unknown


@dataclass(frozen=True, slots=True)
class MoneyFigure:
    """A figure of money: a term, or the first term less the second."""

    label: str
    terms: tuple[Term, ...]
    is_deviation: bool = False

    @property
    def slices(self) -> tuple[Slice, ...]:
        """The money of the terms."""
        return tuple(term.slice for term in self.terms)

    @property
    def is_known(self) -> bool:
        """Whether every term may be told."""
        return all(term.known for term in self.terms)

    def of(self, ore: Ore) -> int | None:
        """The figure of its terms' sums; None where a term may not be told."""
        if not self.is_known:
            return None
        return ore[0] if len(ore) == 1 else deviation(*ore)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a figure is made of: sums of its terms, in all and by place on each axis.

    `leaves` are sums of the rows themselves, where they are few enough to be listed.
    """

    figure: MoneyFigure
    total: Ore
    by_axis: Mapping[Axis, Mapping[int, Ore]]
    facts: FigureFacts
    adjusted: tuple[tuple[Adjusted, ...], ...] = ()
    leaves: Mapping[Grain, Ore] | None = None
    units: frozenset[int] = field(default=frozenset())

    @property
    def value(self) -> int | None:
        """The figure."""
        return self.figure.of(self.total)

    def ordered(self, axis: Axis) -> list[tuple[int, Ore]]:
        """The parts of an axis, the largest first."""
        if not self.figure.is_known:
            return sorted(self.by_axis[axis].items())
        return sorted(
            self.by_axis[axis].items(), key=lambda part: (-_size(part[1]), part[0])
        )


def _size(ore: Ore) -> int:
    """How large a part is, whichever its sign; there may be thousands of them."""
    first = ore[0] or 0
    return abs(first if len(ore) == 1 else first - (ore[1] or 0))


def parted(follow_up: FollowUp, figure: MoneyFigure) -> Parts:
    """What a figure is made of, in four questions at most."""
    slices = figure.slices
    facts = figure_facts(follow_up, {each.year for each in slices})
    held = tuple(among(facts.adjusted, each) for each in slices)
    chosen = _chosen(slices)
    by_unit = {} if chosen else by_axis(follow_up, slices, Axis.COST_CENTRE)
    units, leaves = chosen or frozenset(by_unit), None
    if len(units) <= FEW_UNITS:
        leaves = by_leaf(follow_up, slices, units=units)
        parts = {axis: _summed(leaves, at, len(slices)) for axis, at in PLACES.items()}
        units = frozenset(parts[Axis.COST_CENTRE])
    else:
        parts = {
            Axis.COST_CENTRE: by_unit,
            Axis.ACTIVITY: by_axis(follow_up, slices, Axis.ACTIVITY),
            Axis.GROUP: by_axis(follow_up, slices, Axis.GROUP),
        }
    for axis, found in parts.items():
        parts[axis] = _with_adjusted(found, held, axis)
    total = together(parts[Axis.COST_CENTRE].values(), slices=len(slices))
    return Parts(figure, total, parts, facts, held, leaves, units)


PLACES = {Axis.COST_CENTRE: 0, Axis.ACTIVITY: 1, Axis.GROUP: 2}
"""Where a leaf has its place on an axis."""


def _chosen(slices: Iterable[Slice]) -> frozenset[int] | None:
    """The cost centres that are chosen, where they are few: no sums are asked then."""
    sets = [each.where.cost_centres for each in slices]
    if any(ids is None for ids in sets):
        return None
    units = frozenset().union(*(ids for ids in sets if ids is not None))
    return units if len(units) <= FEW_UNITS else None


def _summed(leaves: Mapping[Grain, Ore], at: int, slices: int) -> dict[int, Ore]:
    """Leaves by one of their identities."""
    found: dict[int, list[Ore]] = {}
    for grain, ore in leaves.items():
        found.setdefault(grain[at], []).append(ore)
    return {place: together(parts, slices=slices) for place, parts in found.items()}


def _with_adjusted(
    found: Mapping[int, Ore], held: tuple[tuple[Adjusted, ...], ...], axis: Axis
) -> dict[int, Ore]:
    """Parts of an axis with what controllers adjusted, which is of no cost centre."""
    parts = dict(found)
    for at, rows in enumerate(held):
        for each in rows:
            places = {Axis.ACTIVITY: each.activity, Axis.GROUP: each.group}
            place = places.get(axis, ADJUSTED)
            more: Ore = tuple(
                each.ore if slot == at else None for slot in range(len(held))
            )
            parts[place] = together(
                [parts[place], more] if place in parts else [more], slices=len(held)
            )
    return parts
