"""Where one can go from a level: down a line, to another parting, to another order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from committees.navigation import address
from reports.bars import bars
from reports.dashboards.levels.level import Level, Line, Order
from reports.dashboards.levels.markup import Look
from reports.dashboards.levels.pieces import (
    ADJUSTMENT,
    LABELS,
    TREES,
    By,
    Piece,
    Shown,
    way_on,
)
from reports.dashboards.narrowing import Narrowing
from reports.dashboards.part import Part, Step

ORDERS = {
    Order.DEVIATION: "Underskott först",
    Order.SIZE: "Störst först",
    Order.CODE: "Som i planen",
}


@dataclass(frozen=True, slots=True)
class Links:
    """The ways on from what is shown, which keep what else is chosen."""

    part: Part
    shown: Shown
    order: Order

    @property
    def partings(self) -> tuple[Step, ...]:
        """What the choice can be parted by."""
        return tuple(
            Step(label, self._to(Shown(self.shown.narrowing, by)), by is self.shown.by)
            for by, label in LABELS.items()
        )

    @property
    def orders(self) -> tuple[Step, ...]:
        """The orders of the lines."""
        return tuple(
            Step(label, self._to(self.shown, order), order is self.order)
            for order, label in ORDERS.items()
        )

    @property
    def depth(self) -> Step | None:
        """The tree's leaves in one list, or back to the level."""
        by, flat = self.shown.by, self.shown.flat
        if by not in TREES:
            return None
        what = "verksamheter" if by is By.ACTIVITY else "ansvar"
        label = "Visa nivå för nivå" if flat else f"Visa alla {what} i en lista"
        return Step(label, self._to(Shown(self.shown.narrowing, by, not flat)))

    @property
    def chosen(self) -> tuple[Step, ...]:
        """Each choice with the way to take it away, where there are several."""
        found = self.part.ground.chosen(self.shown.narrowing)
        by = self.shown.by
        steps = (Step(each.label, self._to(Shown(each.to, by))) for each in found)
        return tuple(steps) if found[1:] else ()

    def at_page(self, number: int) -> str:
        """A page of the list."""
        return self._to(self.shown, sida=str(number) if number > 1 else "")

    def head(self, piece: Piece) -> str:
        """Where a line's name leads: to its parts, on this axis or the next."""
        if piece.name == ADJUSTMENT:
            there = address("finance:adjustments", self.part.follow_up)
            return f"{there}#kontroller"
        if piece.to is None:
            return ""
        by: By | None = self.shown.by
        if piece.is_leaf:
            by = way_on(self.part.ground, piece.to)
        if by is None:
            return f"siffra/{piece.to.query(matt='avvikelse')}"
        return self._to(Shown(piece.to, by))

    def _to(self, shown: Shown, order: Order | None = None, sida: str = "") -> str:
        """The page of something else shown, in this order if in no other."""
        told = order or self.order
        return shown.narrowing.query(
            efter=shown.by.value,
            sortera="" if told is Order.DEVIATION else told.value,
            niva="alla" if shown.flat else "",
            sida=sida,
        )


def looks(links: Links, level: Level, lines: Sequence[Line]) -> tuple[Look, ...]:
    """What lines have beside their figures, and last the total."""
    values = [each.deviation or 0 for each in level.lines]
    ends = (min(values, default=0), max(values, default=0))
    drawn = bars((*ends, *(line.deviation or 0 for line in lines)))[2:]
    total = links.shown.narrowing
    return (
        *(
            Look(links.head(line.piece), _asked(line.piece.to), bar)
            for line, bar in zip(lines, drawn, strict=True)
        ),
        Look(part=_asked(total)),
    )


def _asked(narrowing: Narrowing | None) -> str | None:
    """A choice as parameters of a figure's address; None where none says it."""
    return None if narrowing is None else narrowing.query().removeprefix("?")
