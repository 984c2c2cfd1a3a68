"""Lines over months: outcome solid and dark, budget dashed, earlier years grey.

Every line carries its name where it ends, so that no legend has to be matched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from reports.charts import Amount, Chart, Series, SeriesRole
from reports.render.svg_names import names
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
from reports.render.svg_plot import (
    BOTTOM,
    HEIGHT,
    SMALL,
    TOP,
    Plot,
    tick_texts,
    ticks,
)

Look = dict[str, str | float]

NEAR = 12.0
"""So far above and beneath a figure it is still pointed at."""

_LOOKS: dict[SeriesRole, Look] = {
    SeriesRole.EARLIER: {"stroke": GREY, "stroke_width": 1.5},
    SeriesRole.BUDGET: {"stroke": INK, "stroke_width": 1.6, "stroke_dasharray": "6 4"},
    SeriesRole.FORECAST: {
        "stroke": ACCENT,
        "stroke_width": 2.2,
        "stroke_dasharray": "2 4",
        "stroke_linecap": "round",
    },
    SeriesRole.PART: {"stroke": ACCENT, "stroke_width": 1.8},
    SeriesRole.OUTCOME: {"stroke": INK, "stroke_width": 2.8},
}
_YEARS_BACK: tuple[Look, ...] = (
    {"stroke": QUIET, "stroke_width": 1.9},
    {"stroke": "#77818a", "stroke_width": 1.5},
)
"""The latest of several earlier years are a little darker than those before."""


def lines(chart: Chart, *, width: int) -> Drawing:
    """The drawing of a chart of lines, with a few gridlines."""
    values = [v for s in chart.series for v in s.values if v is not None]
    at = ticks(values, chart.scale, from_zero=chart.from_zero)
    texts = tick_texts(at, chart.scale)
    left = max(text_width(text, size=SMALL) for text in texts) + 10
    widths = [text_width(s.label, size=SMALL) for s in chart.series]
    right = width - min(max(widths, default=0) * 1.12 + 14, width * 0.3)
    plot = Plot(left, right, float(at[0]), float(at[-1]), len(chart.categories))
    drawn = looks(chart.series)
    order = sorted(chart.series, key=lambda series: list(_LOOKS).index(series.role))
    parts = [
        *_axes(plot, at, texts),
        *_head(chart, plot, texts[0], width=width),
        *_categories(plot, chart.categories),
        *(part for each in order for part in _series(plot, each, drawn[each.label])),
        *names(plot, chart.series, width=width),
    ]
    return Drawing(tuple(parts), HEIGHT, tuple(_spots(plot, chart.series)))


def _spots(plot: Plot, series: Sequence[Series]) -> Iterator[Spot]:
    """Where figures are pointed at: each so high as no other of its category is."""
    room = (plot.right - plot.left) / max(1, plot.count - 1)
    for index in range(plot.count):
        found = sorted(
            (plot.y(value), at)
            for at, each in enumerate(series)
            if (value := each.values[index]) is not None
        )
        tops = [TOP, *((a + b) / 2 for (a, _), (b, _) in pairwise(found)), BOTTOM]
        for (y, at), above, below in zip(found, tops, tops[1:], strict=False):
            top, end = max(above, y - NEAR), min(below, y + NEAR)
            corner = (plot.x(index) - room / 2, top)
            yield Spot((at, index), corner, (room, end - top))


def looks(series: Sequence[Series]) -> dict[str, Look]:
    """How each line is drawn, by its name."""
    found = {each.label: _LOOKS[each.role] for each in series}
    earlier = {each.label for each in series if each.role is SeriesRole.EARLIER}
    if len(earlier) > 1:
        latest = sorted(earlier, reverse=True)
        found.update(zip(latest, _YEARS_BACK, strict=False))
    return found


def _head(chart: Chart, plot: Plot, lowest: str, *, width: int) -> Iterator[str]:
    """The unit above the axis; where that does not begin at zero it is broken."""
    text = cut(axis_head(chart, plot.low, lowest), width=width, size=SMALL)
    yield label(0, 14, text, fill=QUIET, font_size=SMALL)
    if chart.from_zero or not plot.low:
        return
    x, y = plot.left, BOTTOM
    marks = [
        (x, y - 12),
        (x, y - 9),
        (x - 5, y - 7),
        (x + 5, y - 3),
        (x, y - 1),
        (x, y),
    ]
    yield path(marks, stroke=QUIET, stroke_width=1.2, kind="axis")


def axis_head(chart: Chart, low: float, lowest: str) -> str:
    """The unit of an axis; one that does not begin at zero says so."""
    unit = chart.unit_name[:1].upper() + chart.unit_name[1:]
    begins_at_zero = chart.from_zero or not low
    return unit if begins_at_zero else f"{unit}, axeln börjar vid {lowest}"


def _axes(plot: Plot, at: Sequence[Amount], texts: Sequence[str]) -> Iterator[str]:
    """Gridlines with their amounts; the zero line is darker."""
    for tick, text in zip(at, texts, strict=True):
        y = plot.y(tick)
        colour, kind = (QUIET, "axis") if tick == 0 else (GRID, "grid")
        yield line((plot.left, y), (plot.right, y), stroke=colour, kind=kind)
        yield label(
            plot.left - 7, y + 4, text, anchor="end", fill=QUIET, font_size=SMALL
        )


def _categories(plot: Plot, heads: Sequence[str]) -> Iterator[str]:
    """The categories beneath, as many as have room."""
    if not heads:
        return
    room = (plot.right - plot.left) / max(1, plot.count - 1)
    widest = min(max(text_width(name, size=SMALL) for name in heads), 90) + 6
    every = max(1, -int(-widest // room))
    for index in range(0, len(heads), every):
        text = cut(heads[index], width=90, size=SMALL)
        x = plot.x(index)
        yield label(x, BOTTOM + 20, text, anchor="middle", fill=QUIET, font_size=SMALL)


def _series(plot: Plot, series: Series, look: Look) -> Iterator[str]:
    """A line, broken where nothing is reported; a month on its own is a dot."""
    for run in plot.runs(series):
        if len(run) > 1:
            yield path(run, stroke_linejoin="round", kind=f"mark {series.role}", **look)
        if len(run) == 1 or series.role is SeriesRole.OUTCOME:
            yield dot(run[-1], fill=look["stroke"], kind=f"mark {series.role}")
