"""The names of lines, set where they end so that they touch neither lines nor names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reports.charts import Series, SeriesRole
from reports.render.svg_parts import (
    ACCENT,
    GREY,
    INK,
    QUIET,
    cut,
    label,
    line,
    text_width,
)
from reports.render.svg_plot import SMALL, Plot, Point

CLEAR = 9.0
"""From the middle of a name to the nearest line."""
APART = 16.0
"""Between the names at the right, so that they do not overlap."""
MOVED = 5.0
"""A name that stands further from its line's end than this is tied to it."""
_COLOURS = {
    SeriesRole.EARLIER: QUIET,
    SeriesRole.FORECAST: ACCENT,
    SeriesRole.PART: ACCENT,
}


@dataclass(frozen=True, slots=True)
class Named:
    """Where a line's name stands: from its end, or at the right of the field.

    `shift` is how far it is moved from its line's end, across and down; `room` how
    wide it may be.
    """

    series: Series
    index: int
    at: Point
    shift: Point
    room: float
    anchor: str = "start"

    @property
    def colour(self) -> str:
        """The name's colour."""
        return _COLOURS.get(self.series.role, INK)


def named(plot: Plot, series: Sequence[Series], *, width: float) -> Iterator[Named]:
    """The lines' names: at the right where they end there, else beside their end."""
    ends = [(s, i) for s in series if (i := _last(s)) is not None]
    whole = [(s, i) for s, i in ends if i == plot.count - 1]
    heights = [plot.y(s.values[i] or 0) for s, i in whole]
    room = width - plot.right - 12
    spread = _spread(heights, plot)
    for (one, index), end, y in zip(whole, heights, spread, strict=True):
        yield Named(one, index, (plot.right, end), (11, y - end), room)
    for one, index in ends:
        if index < plot.count - 1:
            at = plot.x(index), plot.y(one.values[index] or 0)
            shift, anchor = _beside(plot, one, series)
            yield Named(one, index, at, shift, width * 0.4, anchor)


def names(plot: Plot, series: Sequence[Series], *, width: float) -> Iterator[str]:
    """The lines' names, tied to their ends where they had to be moved."""
    for each in named(plot, series, width=width):
        (x, y), (across, down) = each.at, each.shift
        if each.index == plot.count - 1 and abs(down) > MOVED:
            tie = (x + 2, y), (x + 9, y + down)
            yield line(*tie, stroke=GREY, stroke_width=0.8, kind="tie")
        yield label(
            x + across,
            y + down + 4,
            cut(each.series.label, width=each.room, size=SMALL),
            anchor=each.anchor,
            font_size=SMALL,
            font_weight="600" if each.series.role is SeriesRole.OUTCOME else "400",
            fill=each.colour,
            kind="name",
        )


def _last(series: Series) -> int | None:
    """The last category that a line reaches."""
    known = [i for i, value in enumerate(series.values) if value is not None]
    return known[-1] if known else None


def _spread(heights: Sequence[float], plot: Plot) -> list[float]:
    """Heights moved apart as little as keeps names from touching, order kept."""
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    placed = list(heights)
    lowest = plot.top - APART
    for i in order:
        placed[i] = lowest = max(placed[i], lowest + APART)
    highest = plot.bottom
    for i in reversed(order):
        placed[i] = min(placed[i], highest)
        highest = placed[i] - APART
    return placed


def _beside(plot: Plot, one: Series, every: Sequence[Series]) -> tuple[Point, str]:
    """The nearest place by a line's end that the lines leave free, and its anchor.

    The place is told from the line's end.
    """
    index = _last(one) or 0
    x, y = plot.x(index), plot.y(one.values[index] or 0)
    wide = text_width(one.label, size=SMALL) + 12
    places = [
        (shift, anchor)
        for shift in (0, 15, -13, 24, -22, 36, -34)
        for anchor in ("start", "end")
        if plot.top < y + shift < plot.bottom - 6
    ]
    runs = [run for series in every for run in plot.runs(series)]
    clear = [
        _clearance(
            runs,
            span=(x, x + wide) if anchor == "start" else (x - wide, x),
            height=y + shift,
        )
        for shift, anchor in places
    ]
    free = [place for place, room in zip(places, clear, strict=True) if room >= CLEAR]
    shift, anchor = free[0] if free else places[clear.index(max(clear))]
    side = 8 if anchor == "start" else -8
    return (side, shift), anchor


def _clearance(
    runs: Sequence[Sequence[Point]], *, span: tuple[float, float], height: float
) -> float:
    """How far the nearest line is from a height, over a stretch of the drawing."""
    start, end = span
    steps = [start + (end - start) * n / 8 for n in range(9)]
    heights = [
        y for run in runs for x in steps if (y := _height_at(run, x)) is not None
    ]
    return min((abs(y - height) for y in heights), default=99.0)


def _height_at(run: Sequence[Point], x: float) -> float | None:
    """The height of an unbroken line at a place between its ends."""
    for (x1, y1), (x2, y2) in pairwise(run):
        if x1 <= x <= x2:
            return y1 + (y2 - y1) * (x - x1) / (x2 - x1)
    return None
