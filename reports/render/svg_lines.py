"""Lines over months: outcome solid and dark, budget dashed, earlier years grey.

Every line carries its name where it ends, so that no legend has to be matched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from committees.numbers import Scale, scaled, swedish
from reports.charts import Chart, Series, SeriesRole
from reports.render.svg_parts import (
    ACCENT,
    GREY,
    GRID,
    INK,
    QUIET,
    Drawing,
    cut,
    dot,
    label,
    line,
    path,
    text_width,
)

HEIGHT = 258
TOP, BOTTOM = 30.0, 228.0
SMALL = 13.0
MOST_STEPS = 5
"""Gridlines beside the first, at most."""
CLEAR = 9.0
"""From the middle of a name to the nearest line."""
APART = 16.0
"""Between the names at the right, so that they do not overlap."""

_LOOKS: dict[SeriesRole, dict[str, str | float]] = {
    SeriesRole.EARLIER: {"stroke": GREY, "stroke_width": 1.6},
    SeriesRole.BUDGET: {"stroke": INK, "stroke_width": 1.6, "stroke_dasharray": "6 4"},
    SeriesRole.FORECAST: {
        "stroke": ACCENT,
        "stroke_width": 2.2,
        "stroke_dasharray": "2 4",
        "stroke_linecap": "round",
    },
    SeriesRole.OUTCOME: {"stroke": INK, "stroke_width": 2.8},
}
_NAME_COLOUR = {SeriesRole.EARLIER: QUIET, SeriesRole.FORECAST: ACCENT}

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where categories and amounts stand."""

    left: float
    right: float
    low: float
    high: float
    count: int

    def x(self, index: int) -> float:
        """The place of a category; a single one stands in the middle."""
        if self.count == 1:
            return (self.left + self.right) / 2
        return self.left + (self.right - self.left) * index / (self.count - 1)

    def y(self, value: float) -> float:
        """The height of an amount."""
        return BOTTOM - (BOTTOM - TOP) * (value - self.low) / (self.high - self.low)


def lines(chart: Chart, *, width: int) -> Drawing:
    """The drawing of a chart of lines, with a few gridlines from zero."""
    ticks = _ticks([v for s in chart.series for v in s.values if v is not None])
    texts = _tick_texts(ticks, chart.scale)
    left = max(text_width(text, size=SMALL) for text in texts) + 10
    names = [text_width(s.label, size=SMALL) for s in chart.series]
    right = width - min(max(names, default=0) + 12, width * 0.3)
    plot = _Plot(left, right, ticks[0], ticks[-1], len(chart.categories))
    order = sorted(chart.series, key=lambda series: list(_LOOKS).index(series.role))
    parts = [
        *_axes(plot, ticks, texts),
        label(0, 14, _unit_text(chart), fill=QUIET, font_size=SMALL),
        *_categories(plot, chart.categories),
        *(part for series in order for part in _series(plot, series)),
        *_names(plot, chart.series, width=width),
    ]
    return Drawing(tuple(parts), height=HEIGHT)


def _unit_text(chart: Chart) -> str:
    """The unit above the axis."""
    return str(chart.scale.unit).capitalize()


def _ticks(values: Sequence[int]) -> list[int]:
    """Three to six round amounts that hold zero and every value."""
    low, high = min([0, *values]), max([0, *values])
    span = (high - low) or 1
    step = 1
    while span / step > MOST_STEPS:
        step = _next_round(step)
    first, last = low // step, -(-high // step)
    return [step * n for n in range(first, max(last, first + 1) + 1)]


def _next_round(step: int) -> int:
    """The next of 1, 2, 5, 10, 20, 50 and so on."""
    return step * 5 // 2 if str(step).startswith("2") else step * 2


def _tick_texts(ticks: Sequence[int], scale: Scale) -> list[str]:
    """The amounts at the gridlines with as few decimals as show them exactly."""
    ore = scale.unit.ore
    decimals = next(
        (n for n in range(3) if all(tick * 10**n % ore == 0 for tick in ticks)), 2
    )
    finer = Scale(scale.unit, decimals)
    return [swedish(scaled(tick, finer), decimals=decimals) for tick in ticks]


def _axes(plot: _Plot, ticks: Sequence[int], texts: Sequence[str]) -> Iterator[str]:
    """Gridlines with their amounts; the zero line is darker."""
    for tick, text in zip(ticks, texts, strict=True):
        y = plot.y(tick)
        colour, kind = (QUIET, "axis") if tick == 0 else (GRID, "grid")
        yield line((plot.left, y), (plot.right, y), stroke=colour, kind=kind)
        yield label(
            plot.left - 7, y + 4, text, anchor="end", fill=QUIET, font_size=SMALL
        )


def _categories(plot: _Plot, names: Sequence[str]) -> Iterator[str]:
    """The categories beneath, as many as have room."""
    if not names:
        return
    room = (plot.right - plot.left) / max(1, plot.count - 1)
    widest = min(max(text_width(name, size=SMALL) for name in names), 90) + 6
    every = max(1, -int(-widest // room))
    for index in range(0, len(names), every):
        text = cut(names[index], width=90, size=SMALL)
        x = plot.x(index)
        yield label(x, BOTTOM + 20, text, anchor="middle", fill=QUIET, font_size=SMALL)


def _series(plot: _Plot, series: Series) -> Iterator[str]:
    """A line, broken where nothing is reported; a month on its own is a dot."""
    look = _LOOKS[series.role]
    for run in _runs(plot, series):
        if len(run) > 1:
            yield path(run, stroke_linejoin="round", kind=f"mark {series.role}", **look)
        if len(run) == 1 or series.role is SeriesRole.OUTCOME:
            yield dot(run[-1], fill=look["stroke"], kind=f"mark {series.role}")


def _runs(plot: _Plot, series: Series) -> Iterator[list[Point]]:
    """Unbroken stretches of a line."""
    run: list[Point] = []
    for index, value in enumerate(series.values):
        if value is not None:
            run.append((plot.x(index), plot.y(value)))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _names(plot: _Plot, series: Sequence[Series], *, width: int) -> Iterator[str]:
    """The lines' names: at the right where they end there, else beside their end."""
    ends = [(s, i) for s in series if (i := _last(s)) is not None]
    whole = [(s, i) for s, i in ends if i == plot.count - 1]
    heights = _spread([plot.y(s.values[i] or 0) for s, i in whole])
    room = width - plot.right - 10
    for (one, _), y in zip(whole, heights, strict=True):
        yield _name(one, (plot.right + 8, y + 4), room=room)
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
        fill=_NAME_COLOUR.get(series.role, INK),
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


def _beside(plot: _Plot, one: Series, every: Sequence[Series]) -> tuple[Point, str]:
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
    clear = [
        _clearance(
            plot,
            every,
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
    plot: _Plot, every: Sequence[Series], *, span: tuple[float, float], height: float
) -> float:
    """How far the nearest line is from a height, over a stretch of the drawing."""
    start, end = span
    steps = [start + (end - start) * n / 8 for n in range(9)]
    heights = [
        y
        for series in every
        for run in _runs(plot, series)
        for x in steps
        if (y := _height_at(run, x)) is not None
    ]
    return min((abs(y - height) for y in heights), default=99.0)


def _height_at(run: Sequence[Point], x: float) -> float | None:
    """The height of an unbroken line at a place between its ends."""
    for (x1, y1), (x2, y2) in pairwise(run):
        if x1 <= x <= x2:
            return y1 + (y2 - y1) * (x - x1) / (x2 - x1)
    return None
