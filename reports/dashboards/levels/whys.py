"""Why a part of the money deviates: what its holders have written, a line each.

An approved analysis says it before one that is not, an analysis before a comment, and
what is said of the place that deviates most before the rest. Only what the reader
may read in detail is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest, nsmallest
from itertools import islice
from typing import NamedTuple

from committees.access import Place
from committees.models import FollowUp
from committees.navigation import address
from committees.trees import Node
from finance.review.analyses import sentences
from finance.sources import Axis
from reports.dashboards.levels.level import (
    PARTS,
    Amount,
    Level,
    Line,
    deviation_of,
)
from reports.dashboards.levels.pieces import AXES, By
from reports.dashboards.levels.why_texts import Text, said_in, texts_of
from reports.dashboards.narrowing import Ground
from reports.dashboards.part import Part

SHOWN = 6
"""How many parts a page explains."""
MANY, HEAVY = 200, 5
"""Of more cost centres than the first, rows of the heaviest of each line are read."""
ASKED = 25
"""How many parts are looked at for something said."""
ANALYSIS = 2
"""Of this rank and above a text is an analysis, below a comment."""
LONGEST = 180
"""So many signs of a text are shown; the whole lies behind the link."""


@dataclass(frozen=True, slots=True)
class Why:
    """What is said of a line, by whom, and where all of it is read.

    `when` tells an earlier follow-up that said it.
    """

    label: str
    amount: Amount
    text: str
    whose: str
    way: str
    url: str
    when: str = ""

    @property
    def whose_words(self) -> str:
        """Whose it is, as a sentence; a name that is cut short has its full stop."""
        return f"{self.whose.removesuffix('.')}."


def whys(place: Place, part: Part, level: Level) -> tuple[Why, ...]:
    """What is said of the lines that deviate most, in the order of the level."""
    # A text of a whole activity may be of both its own and its external money.
    if level.shown.by is By.PROVIDER:
        return ()
    told = [line for line in level.lines if line.deviation and line.piece.choice]
    told.sort(key=lambda line: -abs(line.deviation or 0))
    lines = told[:ASKED]
    among = _heavy(level, lines)
    texts = texts_of(place, part, level, among=among) if lines else []
    best = _best(part, level, lines, texts)
    found = (
        (id(line), why)
        for line in lines
        if (text := best.get(id(line)))
        and (why := _why(part.ground, level, line, _Said(text, said_in(place, level))))
    )
    shown = dict(islice(found, SHOWN))
    return tuple(shown[id(line)] for line in level.lines if id(line) in shown)


def _heavy(level: Level, lines: Sequence[Line]) -> frozenset[int] | None:
    """The cost centres that add most to each line; None where there are few in all."""
    is_of_units = AXES[level.shown.by] is Axis.COST_CENTRE
    if not is_of_units or len(level.total.piece.places) <= MANY:
        return None
    # Of thousands of cost centres, so without a call for each.
    plus, minus = PARTS[level.told]
    told, budget = level.known.columns[plus], level.known.columns[minus]
    ore = {
        place: (told.get(place) or 0) - (budget.get(place) or 0)
        for place in level.total.piece.places
    }
    return frozenset(
        place
        for line in lines
        for place in (nlargest if (line.deviation or 0) > 0 else nsmallest)(
            HEAVY, line.piece.places, key=ore.__getitem__
        )
    )


def _best(
    part: Part, level: Level, lines: Sequence[Line], texts: Iterable[Text]
) -> dict[int, Text]:
    """By line the text that best explains it: where most of its deviation is."""
    axis, everything = AXES[level.shown.by], part.where.is_whole
    owners = _Owners.of(part.ground, axis, lines)
    weights: dict[int, int] = {}
    found: dict[int, tuple[tuple[int, int, int], Text]] = {}
    for text in texts:
        at = text.at(axis)
        line = owners.line(at)
        if line is None or not (everything or text.is_of(part.where)):
            continue
        if at not in weights:
            weights[at] = _weight(level, line, at)
        weight = _toward(line, text.ore) if axis is Axis.GROUP else weights[at]
        told = (text.rank, weight, len(text.text))
        if id(line) not in found or told > found[id(line)][0]:
            found[id(line)] = told, text
    return {line: text for line, (_, text) in found.items()}


def _weight(level: Level, line: Line, place: int) -> int:
    """How much a place adds to its line's deviation; öre."""
    sums = level.known.at(place)
    return _toward(line, deviation_of(sums, level.told) or 0)


def _toward(line: Line, ore: int) -> int:
    """How much of a line's deviation some of it is; minus where it goes against it."""
    return ore if (line.deviation or 0) > 0 else -ore


@dataclass(frozen=True, slots=True)
class _Owners:
    """Which line a text is of: where its place, or one above it, is a line's own."""

    nodes: Mapping[int, Node]
    lines: Mapping[int, Line]

    @classmethod
    def of(cls, ground: Ground, axis: Axis, lines: Iterable[Line]) -> _Owners:
        """The lines by the node that each is, or else by its places."""
        trees = {"activity": ground.activities, "cost_centre": ground.cost_centres}
        found: dict[int, Line] = {}
        for line in lines:
            name, code = line.piece.choice or ("", "")
            nodes = trees[name].by_code if name in trees else {}
            for place in (nodes[code],) if code in nodes else line.piece.places:
                found[place] = line
        tree = {Axis.ACTIVITY: ground.activities, Axis.COST_CENTRE: ground.cost_centres}
        return cls(tree[axis].nodes if axis in tree else {}, found)

    def line(self, at: int) -> Line | None:
        """The line of a place; None where no line has it."""
        while at and at not in self.lines:
            at = self.nodes[at].parent if at in self.nodes else 0
        return self.lines.get(at)


class _Said(NamedTuple):
    """A text, and the follow-up that it was written in."""

    text: Text
    here: FollowUp | None


def _why(ground: Ground, level: Level, line: Line, said: _Said) -> Why | None:
    """A text as the page shows it; None where its unit is not in the month's trees."""
    best, here = said
    unit = ground.cost_centres.nodes.get(best.cost_centre)
    activity = ground.activities.nodes.get(best.activity)
    if unit is None or activity is None or here is None:
        return None
    if best.rank >= ANALYSIS:
        way = "Läs analysen"
        url = address("finance:analysis", here, unit=unit.code, activity=activity.code)
    else:
        way, url = "Se prognosen", address("finance:grid", here, unit=unit.code)
    month = here.period.name
    return Why(
        line.piece.label,
        Amount.of(line.deviation, level.scale),
        _short(best.text),
        whose=f"{unit.name}, {activity.name}",
        way=way,
        url=url,
        when="" if here == level.follow_up else f"Sagt i {month}: ",
    )


def _short(text: str) -> str:
    """As many of the first sentences as there is room for."""
    found = ""
    for sentence in sentences(text):
        if found and len(found) + len(sentence) >= LONGEST:
            break
        found = f"{found} {sentence}".strip()
    if len(found) <= LONGEST:
        return found
    return found[:LONGEST].rsplit(" ", 1)[0] + "\N{HORIZONTAL ELLIPSIS}"
