"""Points against two amounts, in order: each named, the last one dark.

A thin line joins them, so that a reader can follow the way from year to year.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from committees.numbers import Scale
from reports.charts import Amount, Chart
from reports.render.svg_lines import axis_head
from reports.render.svg_parts import (
    ACCENT,
    GREY,
    GRID,
    INK,
    QUIET,
    Drawing,
    Spot,
    cut,
    dot,
    label,
    line,
    path,
    text_width,
)
from reports.render.svg_plot import BOTTOM, SMALL, TOP, tick_texts, ticks

HEIGHT = 276
HEAD = 20.0
"""So far down the axis's heading reaches; no name stands in it."""
NEAR = 12.0
"""So far from a point it is still pointed at."""
EDGE = 24.0
"""From the field's sides to the outermost points, so that names have room."""
Point = tuple[float, float]
Box = tuple[float, float, float, float]
Side = tuple[int, int, str]
SPOTS: tuple[Side, ...] = (
    (0, -10, "middle"),
    (9, 4, "start"),
    (-9, 4, "end"),
    (0, 20, "middle"),
    (9, -9, "start"),
    (-9, -9, "end"),
    (9, 17, "start"),
    (-9, 17, "end"),
)
"""Where a name may stand at its point, the best first."""


class Known(NamedTuple):
    """A point of which both amounts are known, and which category it is."""

    name: str
    x: Amount
    y: Amount
    category: int


@dataclass(frozen=True, slots=True)
class Field:
    """What is drawn of a scatter: axes, points, and the spot of each point's name."""

    up: Along
    across: Along
    points: tuple[Known, ...]
    texts: tuple[str, ...]
    spots: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Along:
    """One of the two axes: its gridlines, their texts, and where they stand."""

    at: tuple[Amount, ...]
    texts: tuple[str, ...]
    start: float
    end: float

    def place(self, value: Amount) -> float:
        """Where an amount stands."""
        low, high = float(self.at[0]), float(self.at[-1])
        return self.start + (self.end - self.start) * (float(value) - low) / (
            high - low
        )


def points(chart: Chart) -> list[Known]:
    """The points of which both amounts are known, in order."""
    match chart.series:
        case [across, up, *_]:
            rows = zip(chart.categories, across.values, up.values, strict=True)
            return [
                Known(name, x, y, at)
                for at, (name, x, y) in enumerate(rows)
                if x is not None and y is not None
            ]
        case _:
            return []


def field(chart: Chart, *, width: float) -> Field:
    """A scatter as it is drawn so many steps wide."""
    found = points(chart)
    up, across = _axes(chart, found, width=width)
    at = [(across.place(each.x), up.place(each.y)) for each in found]
    texts = [cut(each.name, width=width * 0.3, size=SMALL) for each in found]
    spots = _spots(at, texts, width=width)
    return Field(up, across, tuple(found), tuple(texts), tuple(spots))


def scatter(chart: Chart, *, width: int) -> Drawing:
    """The drawing of a scatter; the axes begin where the points do."""
    drawn = field(chart, width=width)
    up, across = drawn.up, drawn.across
    at = [(across.place(each.x), up.place(each.y)) for each in drawn.points]
    head = axis_head(chart, float(up.at[0]), up.texts[0])
    foot = chart.series[0].label if chart.series else ""
    parts = [
        *_grid(up, across),
        label(0, 14, cut(head, width=width, size=SMALL), fill=QUIET, font_size=SMALL),
        label(
            across.end,
            HEIGHT - 8,
            cut(foot, width=width * 0.9, size=SMALL),
            anchor="end",
            fill=QUIET,
            font_size=SMALL,
        ),
    ]
    if len(at) > 1:
        parts.append(path(at, stroke=GREY, stroke_width=1, kind="tie"))
    parts += _named(at, drawn)
    spots = tuple(
        Spot((1, each.category), (x - NEAR, y - NEAR), (2 * NEAR, 2 * NEAR))
        for each, (x, y) in zip(drawn.points, at, strict=True)
    )
    return Drawing(tuple(parts), HEIGHT, spots)


def _axes(chart: Chart, found: Sequence[Known], *, width: float) -> tuple[Along, Along]:
    """The axis upwards and the one across."""
    high = _ticks([each.y for each in found], chart.scale, from_zero=chart.from_zero)
    wide = _ticks([each.x for each in found], chart.across, from_zero=chart.from_zero)
    left = max(text_width(text, size=SMALL) for text in high[1]) + 10
    right = width - text_width(wide[1][-1], size=SMALL) / 2 - EDGE
    return Along(*high, BOTTOM, TOP + 6), Along(*wide, left + EDGE, right)


def _ticks(
    values: Sequence[Amount], scale: Scale, *, from_zero: bool
) -> tuple[tuple[Amount, ...], tuple[str, ...]]:
    """Round amounts that hold the values, and how they are written."""
    at = ticks(values, scale, from_zero=from_zero)
    return tuple(at), tuple(tick_texts(at, scale))


def _grid(up: Along, across: Along) -> Iterator[str]:
    """Thin lines at round amounts, both ways."""
    left, right = across.start - EDGE, across.end + EDGE
    for tick, text in zip(up.at, up.texts, strict=True):
        y = up.place(tick)
        colour, kind = (QUIET, "axis") if tick == 0 else (GRID, "grid")
        yield line((left, y), (right, y), stroke=colour, kind=kind)
        yield label(left - 7, y + 4, text, anchor="end", fill=QUIET, font_size=SMALL)
    room, last = (across.end - across.start) / (len(across.at) - 1), float("-inf")
    widest = max(text_width(text, size=SMALL) for text in across.texts) + 6
    for tick, text in zip(across.at, across.texts, strict=True):
        x = across.place(tick)
        yield line((x, up.end), (x, up.start), stroke=GRID, kind="grid")
        if room >= widest or x - last >= widest:
            yield label(
                x, BOTTOM + 20, text, anchor="middle", fill=QUIET, font_size=SMALL
            )
            last = x


def _named(at: Sequence[Point], drawn: Field) -> Iterator[str]:
    """The points with their names, none over another."""
    newest = len(at) - 1
    for index, ((x, y), text) in enumerate(zip(at, drawn.texts, strict=True)):
        yield dot((x, y), fill=INK if index == newest else ACCENT, kind="mark point")
        dx, dy, anchor = drawn.spots[index]
        yield label(
            x + dx,
            y + dy,
            text,
            anchor=anchor,
            font_size=SMALL,
            font_weight="600" if index == newest else "400",
            kind="name",
        )


def _spots(at: Sequence[Point], texts: Sequence[str], *, width: float) -> list[Side]:
    """For each name the spot where it stands least in the way."""
    taken: list[Box] = [(x - 4, y - 4, x + 4, y + 4) for x, y in at]
    lines = list(pairwise(at))
    found: list[Side] = []
    for place, text in zip(at, texts, strict=True):
        crowds = [
            _crowd(_box(place, spot, text), taken, lines, width=width) for spot in SPOTS
        ]
        found.append(SPOTS[crowds.index(min(crowds))])
        taken.append(_box(place, found[-1], text))
    return found


def _box(at: Point, spot: Side, text: str) -> Box:
    """What a name at a spot would cover."""
    dx, dy, anchor = spot
    wide = text_width(text, size=SMALL)
    left = at[0] + dx - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
    return left, at[1] + dy - 10, left + wide, at[1] + dy + 3


def _crowd(
    box: Box,
    taken: Sequence[Box],
    lines: Sequence[tuple[Point, Point]],
    *,
    width: float,
) -> float:
    """How much a name would stand in the way of; outside the field counts most."""
    left, top, right, bottom = box
    over = sum(
        left < x2 and x1 < right and top < y2 and y1 < bottom
        for x1, y1, x2, y2 in taken
    )
    crossed = 0
    for (x1, y1), (x2, y2) in lines:
        steps = ((x1 + (x2 - x1) * n / 8, y1 + (y2 - y1) * n / 8) for n in range(9))
        crossed += any(left < x < right and top < y < bottom for x, y in steps)
    outside = left < 0 or right > width or top < HEAD or bottom > BOTTOM
    return 100 * outside + 10 * over + crossed
