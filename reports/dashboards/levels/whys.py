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
from committees.navigation import address
from committees.scope import scope_of
from committees.stored import rows_of
from committees.trees import Node
from finance.review.analyses import sentences
from finance.sources import COLUMNS, Axis, Where, among_ids
from finance.sums import NOTHING
from reports.dashboards.levels.level import Amount, Level, Line, deviation_of
from reports.dashboards.levels.pieces import AXES
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
_TEXTS = """
SELECT CASE WHEN a.approved THEN 3 ELSE 2 END, a.cost_centre_id, a.activity_id, 0,
       a.cause
  FROM finance_analysis a
 WHERE a.committee_id = %s AND a.follow_up_id = %s AND a.cause <> ''
UNION ALL
SELECT 1, c.cost_centre_id, c.activity_id, 0, c.text
  FROM finance_activitycomment c
 WHERE c.committee_id = %s AND c.follow_up_id = %s AND c.text <> ''
UNION ALL
SELECT 0, r.cost_centre_id, r.activity_id, r.group_id, r.comment
  FROM finance_forecastrow r
  JOIN (SELECT MAX(LENGTH(r.comment) * 1000000000000 + r.id) AS longest
          FROM finance_forecastrow r
         WHERE r.follow_up_id = %s AND NOT (r.comment = ''){among}
         GROUP BY r.{axis}) x ON r.id = x.longest %% 1000000000000
"""
"""Of comments on rows, of which there may be thousands, the longest of each place."""


class Text(NamedTuple):
    """What is written of a unit's activity; `group` is 0 where it is of all of it."""

    rank: int
    cost_centre: int
    activity: int
    group: int
    text: str

    def at(self, axis: Axis) -> int:
        """Its place on an axis."""
        if axis is Axis.ACTIVITY:
            return self.activity
        return self.group if axis is Axis.GROUP else self.cost_centre

    def is_of(self, where: Where) -> bool:
        """Whether it is written of some of the money."""
        return (
            (where.activities is None or self.activity in where.activities)
            and (where.cost_centres is None or self.cost_centre in where.cost_centres)
            and (where.groups is None or self.group in where.groups)
        )


@dataclass(frozen=True, slots=True)
class Why:
    """What is said of a line, by whom, and where all of it is read."""

    label: str
    amount: Amount
    text: str
    whose: str
    way: str
    url: str

    @property
    def whose_words(self) -> str:
        """Whose it is, as a sentence; a name that is cut short has its full stop."""
        return f"{self.whose.removesuffix('.')}."


def whys(place: Place, part: Part, level: Level) -> tuple[Why, ...]:
    """What is said of the lines that deviate most, in the order of the level."""
    told = [line for line in level.lines if line.deviation and line.piece.choice]
    told.sort(key=lambda line: -abs(line.deviation or 0))
    lines = told[:ASKED]
    axis, among = AXES[level.shown.by], _heavy(level, lines)
    texts = _texts(place, part, axis, among=among) if lines else []
    best = _best(part, level, lines, texts)
    found = (
        (id(line), why)
        for line in lines
        if (why := _why(part.ground, level, line, best.get(id(line))))
    )
    shown = dict(islice(found, SHOWN))
    return tuple(shown[id(line)] for line in level.lines if id(line) in shown)


def _heavy(level: Level, lines: Sequence[Line]) -> frozenset[int] | None:
    """The cost centres that add most to each line; None where there are few in all."""
    is_of_units = AXES[level.shown.by] is Axis.COST_CENTRE
    if not is_of_units or len(level.known.by_place) <= MANY:
        return None
    told = level.told
    ore = {at: deviation_of(of, told) or 0 for at, of in level.known.by_place.items()}
    return frozenset(
        place
        for line in lines
        for place in (nlargest if (line.deviation or 0) > 0 else nsmallest)(
            HEAVY, line.piece.places, key=ore.__getitem__
        )
    )


def _texts(
    place: Place, part: Part, axis: Axis, *, among: frozenset[int] | None
) -> list[Text]:
    """What the reader may read; comments on rows only of some cost centres, if told."""
    follow_up, where = part.follow_up, part.where
    read = scope_of(place).cost_centres(part.ground.cost_centres)
    units = [ids for ids in (among, read, where.cost_centres) if ids is not None]
    narrowed = (
        ("cost_centre_id", frozenset.intersection(*units) if units else None),
        ("activity_id", where.activities),
        ("group_id", where.groups),
    )
    told = "".join(
        f" AND {among_ids(f'r.{column}', ids)}"
        for column, ids in narrowed
        if ids is not None
    )
    here = (follow_up.committee_id, follow_up.pk)
    question = _TEXTS.format(axis=COLUMNS[axis], among=told)
    found = [Text._make(row) for row in rows_of(question, [*here, *here, here[1]])]
    return [text for text in found if read is None or text.cost_centre in read]


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
        told = (text.rank, weights[at], len(text.text))
        if id(line) not in found or told > found[id(line)][0]:
            found[id(line)] = told, text
    return {line: text for line, (_, text) in found.items()}


def _weight(level: Level, line: Line, place: int) -> int:
    """How much a place adds to its line's deviation; öre."""
    sums = level.known.by_place.get(place, NOTHING)
    ore = deviation_of(sums, level.told) or 0
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


def _why(ground: Ground, level: Level, line: Line, best: Text | None) -> Why | None:
    """A text as the page shows it; None where its unit is not in the month's trees."""
    if best is None:
        return None
    unit = ground.cost_centres.nodes.get(best.cost_centre)
    activity = ground.activities.nodes.get(best.activity)
    if unit is None or activity is None:
        return None
    here = ground.follow_up
    if best.rank >= ANALYSIS:
        way = "Läs analysen"
        url = address("finance:analysis", here, unit=unit.code, activity=activity.code)
    else:
        way, url = "Se prognosen", address("finance:grid", here, unit=unit.code)
    return Why(
        line.piece.label,
        Amount.of(line.deviation, level.scale),
        _short(best.text),
        whose=f"{unit.name}, {activity.name}",
        way=way,
        url=url,
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
