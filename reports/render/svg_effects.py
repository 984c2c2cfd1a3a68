"""What deviations are made of: in each category a bar for volume, mix and price.

All bars share one zero line. What adds up the others is dark and stands last.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from committees.numbers import money_text, scaled
from reports.charts import Amount, Chart, SeriesRole
from reports.render.svg_bars import Axis, axis_of, bar
from reports.render.svg_parts import (
    INK,
    QUIET,
    Drawing,
    Spot,
    box,
    cut,
    label,
    line,
    text_width,
)
from reports.render.svg_rows import BAR, LABELS, SMALL, sides

TOP = 42.0
"""Above the first category: the unit, and the two words."""
NAME = 22.0
STEP = 21.0
BETWEEN = 10.0
INDENT = 12.0
BOLD = 1.08
"""How much wider a bold text is."""


@dataclass(frozen=True, slots=True)
class Group:
    """A category with its bars, by series, and where it begins."""

    name: str
    index: int
    bars: tuple[tuple[int, Amount], ...]
    top: float

    @property
    def middles(self) -> Iterator[float]:
        """The middles of the bars."""
        for at in range(len(self.bars)):
            yield self.top + NAME + STEP * at + BAR / 2

    @property
    def end(self) -> float:
        """Where the next one may begin."""
        return self.top + NAME + STEP * len(self.bars) + BETWEEN


def effects(chart: Chart, *, width: int) -> Drawing:
    """The drawing of a chart of effects; what is not known has no bar."""
    found = tuple(groups(chart))
    names = [text_width(s.label, size=SMALL) for s in chart.series]
    stub = INDENT + min(max(names, default=0), width * LABELS) + 20
    axis = axis_of(chart, left=stub, right=width)
    end = found[-1].end if found else TOP
    values = [value for group in found for _, value in group.bars]
    unit = cut(chart.unit_name.capitalize(), width=width, size=SMALL)
    zero = (axis.zero, TOP - 18), (axis.zero, end - BETWEEN)
    parts = [
        label(0, 14, unit, fill=QUIET, font_size=SMALL),
        *sides(values, zero=axis.zero, top=TOP),
        line(*zero, stroke=QUIET, kind="axis"),
    ]
    for group in found:
        parts += _drawn(group, axis, chart, width=width)
    spots = [
        Spot((at, group.index), (stub, middle - STEP / 2), (width - stub, STEP))
        for group in found
        for (at, _), middle in zip(group.bars, group.middles, strict=True)
    ]
    return Drawing(tuple(parts), round(end + 2), tuple(spots))


def groups(chart: Chart) -> Iterator[Group]:
    """The categories beneath each other."""
    top = TOP
    for index, name in enumerate(chart.categories):
        known = tuple(
            (at, value)
            for at, series in enumerate(chart.series)
            if (value := series.values[index]) is not None
        )
        group = Group(name, index, known, top)
        yield group
        top = group.end


def _drawn(group: Group, axis: Axis, chart: Chart, *, width: int) -> Iterator[str]:
    """A category's name and bars."""
    name = cut(group.name, width=width * 0.9)
    wide = text_width(name) * BOLD
    if axis.zero < wide + 6:
        ground = (0.0, group.top + 1), (wide, NAME - 5)
        yield box(*ground, fill="#ffffff", kind="ground")
    yield label(0, group.top + 14, name, font_weight="600", kind="name")
    for (at, value), middle in zip(group.bars, group.middles, strict=True):
        series = chart.series[at]
        part = cut(series.label, width=width * LABELS, size=SMALL)
        yield label(INDENT, middle + 5, part, fill=QUIET, font_size=SMALL, kind="name")
        if series.role is SeriesRole.OUTCOME and scaled(value, chart.scale):
            yield from _sum(axis, value, middle, chart)
        else:
            yield from bar(axis, value, middle, chart.scale)


def _sum(axis: Axis, value: Amount, middle: float, chart: Chart) -> Iterator[str]:
    """The bar of what the others add up to."""
    text = money_text(value, chart.scale, plus=True)
    start, end = sorted((axis.zero, axis.zero + value * axis.per_ore))
    yield box(
        (start, middle - BAR / 2), (end - start, BAR), fill=INK, kind="mark level"
    )
    right = value > 0
    x, anchor = (end + 5, "start") if right else (start - 5, "end")
    yield label(x, middle + 5, text, anchor=anchor, font_weight="600", kind="value")
