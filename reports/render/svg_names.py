"""The names of lines, set where they end so that they touch neither lines nor names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from reports.render.svg_plot import BOTTOM, SMALL, TOP, Plot, Point

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


def names(plot: Plot, series: Sequence[Series], *, width: int) -> Iterator[str]:
    """The lines' names: at the right where they end there, else beside their end."""
    ends = [(s, i) for s in series if (i := _last(s)) is not None]
    whole = [(s, i) for s, i in ends if i == plot.count - 1]
    heights = [plot.y(s.values[i] or 0) for s, i in whole]
    room = width - plot.right - 12
    for (one, _), end, y in zip(whole, heights, _spread(heights), strict=True):
        if abs(end - y) > MOVED:
            tie = (plot.right + 2, end), (plot.right + 9, y)
            yield line(*tie, stroke=GREY, stroke_width=0.8, kind="tie")
        yield _name(one, (plot.right + 11, y + 4), room=room)
    for one, index in ends:
        if index < plot.count - 1:
            place, anchor = _beside(plot, one, series)
            yield _name(one, place, room=width * 0.4, anchor=anchor)


def _name(series: Series, place: Point, *, room: float, anchor: str = "start") -> str:
    """A line's name."""
    weight = "600" if series.role is SeriesRole.OUTCOME else "400"
    return label(
        *place,
        cut(series.label, width=room, size=SMALL),
        anchor=anchor,
        font_size=SMALL,
        font_weight=weight,
        fill=_COLOURS.get(series.role, INK),
        kind="name",
    )


def _last(series: Series) -> int | None:
    """The last category that a line reaches."""
    known = [i for i, value in enumerate(series.values) if value is not None]
    return known[-1] if known else None


def _spread(heights: Sequence[float]) -> list[float]:
    """Heights moved apart as little as keeps names from touching, order kept."""
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    placed = list(heights)
    lowest = TOP - APART
    for i in order:
        placed[i] = lowest = max(placed[i], lowest + APART)
    highest = BOTTOM
    for i in reversed(order):
        placed[i] = min(placed[i], highest)
        highest = placed[i] - APART
    return placed


def _beside(plot: Plot, one: Series, every: Sequence[Series]) -> tuple[Point, str]:
    """The nearest place by a line's end that the lines leave free, and its anchor."""
    index = _last(one) or 0
    x, y = plot.x(index), plot.y(one.values[index] or 0)
    wide = text_width(one.label, size=SMALL) + 12
    places = [
        (shift, anchor)
        for shift in (0, 15, -13, 24, -22, 36, -34)
        for anchor in ("start", "end")
        if TOP < y + shift < BOTTOM - 6
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
    return (x + side, y + shift + 4), anchor


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
