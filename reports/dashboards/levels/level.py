"""A level with its figures: what is told of it, and its lines in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from committees.models import FollowUp, FollowUpKind
from committees.numbers import Scale, scaled, with_unit
from finance.around import Around, around
from finance.sums import WITHIN, Known, Sums, sums, together
from reports.dashboards.levels.pieces import AXES, By, Piece, Shown, pieces
from reports.dashboards.levels.providers import sums_by_provider
from reports.dashboards.part import Part, scale_for


class Told(StrEnum):
    """What the deviation of a follow-up is of."""

    FORECAST = "prognos"
    OUTCOME = "utfall"
    """A year that is closed."""
    TO_DATE = "hittills"
    """A month in which no forecast is made."""


class Order(StrEnum):
    """How lines are ordered; the value is the word in addresses."""

    DEVIATION = "avvikelse"
    """The largest deficit first, the largest surplus last."""
    SIZE = "storlek"
    CODE = "kod"


@dataclass(frozen=True, slots=True)
class Line:
    """A piece with its sums; the deviation is None where nothing can be told."""

    piece: Piece
    sums: Sums
    deviation: int | None


@dataclass(frozen=True, slots=True)
class Level:
    """A level of what is shown, all of its lines, and the choice's total."""

    follow_up: FollowUp
    shown: Shown
    told: Told
    lines: tuple[Line, ...]
    total: Line
    scale: Scale
    known: Known
    around: Around

    @property
    def last_month(self) -> int | None:
        """The month of the year's forecast before this one."""
        return self.known.last_month

    @property
    def has_budget(self) -> bool:
        """Whether there is anything to deviate from: a budget of the year."""
        return self.known.has_budget

    @property
    def can_tell(self) -> bool:
        """Whether the deviation that is told is known."""
        return _can_tell(self.known, self.told)

    @property
    def has_outcome(self) -> bool:
        """Whether the outcome of every month so far is there."""
        return self.known.has_outcome


def level(part: Part, shown: Shown, *, order: Order = Order.DEVIATION) -> Level:
    """A part of the money with its pieces, in order."""
    follow_up, where = part.follow_up, part.where
    beside = around(follow_up)
    if shown.by is By.PROVIDER:
        known = sums_by_provider(part.ground, where, beside)
    else:
        axis = AXES[shown.by]
        known = sums(follow_up, by=axis, where=where, beside=beside, in_full=True)
    held = known.places
    told = told_of(follow_up, known)
    held_by = [
        (piece, known.of(piece.places)) for piece in pieces(part.ground, shown, held)
    ]
    whole = together(of for _, of in held_by)
    can_tell = _can_tell(known, told)
    lines = [_line(piece, of, told if can_tell else None) for piece, of in held_by]
    if order in _KEYS:
        lines.sort(key=_KEYS[order])
    everything = Piece("", part.name, held)
    return Level(
        follow_up,
        shown,
        told,
        lines=tuple(lines),
        total=_line(everything, whole, told if can_tell else None),
        scale=scale_for([ore for _, of in held_by for ore in _shown(of)]),
        known=known,
        around=beside,
    )


def _shown(of: Sums) -> tuple[int | None, ...]:
    """What a level may show of a piece, the year's largest amounts."""
    return of.budget, of.outcome_to_date, of.forecast


def _can_tell(known: Known, told: Told) -> bool:
    """Whether the year's deviation is known, of any part."""
    return known.has_budget and (told is Told.FORECAST or known.has_outcome)


def told_of(follow_up: FollowUp, known: Known) -> Told:
    """What the follow-up's deviation is of."""
    if follow_up.kind == FollowUpKind.ANNUAL:
        return Told.OUTCOME
    return Told.FORECAST if known.has_forecast else Told.TO_DATE


def deviation_of(of: Sums, told: Told) -> int | None:
    """The deviation that is told of some sums."""
    if told is Told.FORECAST:
        return of.deviation
    return of.to_date


_AT = {name: at for at, name in enumerate(Sums._fields)}
PARTS = {
    Told.FORECAST: (_AT["forecast"], _AT["budget"]),
    Told.OUTCOME: (_AT["outcome_to_date"], _AT["budget_to_date"]),
    Told.TO_DATE: (_AT["outcome_to_date"], _AT["budget_to_date"]),
}
"""Which field of some sums less which is told, by its place among them."""


def _line(piece: Piece, of: Sums, told: Told | None) -> Line:
    """A piece's line; without anything to tell its deviation is not known."""
    return Line(piece, of, deviation_of(of, told) if told else None)


def _by_deviation(line: Line) -> tuple[object, ...]:
    """Deficits first, what cannot be told last."""
    ore = line.deviation
    return ore is None, ore or 0, line.piece.label


def _by_size(line: Line) -> tuple[object, ...]:
    """The largest first, whichever way it deviates."""
    ore = line.deviation
    return ore is None, -abs(ore or 0), line.piece.label


_KEYS: dict[Order, Callable[[Line], tuple[object, ...]]] = {
    Order.DEVIATION: _by_deviation,
    Order.SIZE: _by_size,
}
"""Parts are in order of code as they come."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A deviation as it is said: figure with sign and unit, its side and its word."""

    text: str
    side: str
    word: str

    @classmethod
    def of(cls, ore: int | None, scale: Scale) -> Amount:
        """The deviation in a scale; what rounds to nothing is as budgeted."""
        shown = None if ore is None else scaled(ore, scale)
        text = with_unit(ore, scale, plus=True)
        if shown is None:
            return cls(text, "even", "")
        if not shown:
            return cls(text, "even", "i nivå med budget")
        return cls(text, *SIDES[shown > 0])


SIDES = {True: ("surplus", "överskott"), False: ("deficit", "underskott")}


def worst_and_best(lines: Iterable[Line]) -> tuple[Line | None, Line | None]:
    """The line of the largest deficit and that of the largest surplus."""
    told = [
        line for line in lines if line.deviation and WITHIN not in line.piece.places
    ]
    low = min(told, key=_by_deviation, default=None)
    high = max(told, key=lambda line: line.deviation or 0, default=None)
    return (
        low if low and (low.deviation or 0) < 0 else None,
        high if high and (high.deviation or 0) > 0 else None,
    )
