"""Deviations as horizontal bars from a common zero line, blue surplus, orange deficit.

The sign stands at every bar and the words above the zero line, so that colour is
never alone. Several series stand beneath each other on one scale.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from committees.numbers import Scale, money_text, scaled
from reports.charts import Amount, Chart
from reports.render.svg_parts import (
    DEFICIT,
    QUIET,
    SURPLUS,
    Drawing,
    Spot,
    box,
    cut,
    label,
    line,
    text_width,
    wrapped,
)
from reports.render.svg_rows import (
    BAR,
    DASH,
    GAP,
    HEAD,
    LABELS,
    SMALL,
    WORD,
    row_height,
    row_middles,
    row_name,
    row_spots,
    sides,
)

BETWEEN = 14.0


@dataclass(frozen=True, slots=True)
class Axis:
    """Where zero stands, and units of width per öre."""

    zero: float
    per_ore: float

    def x(self, ore: Amount) -> float:
        """The place of an amount."""
        return self.zero + ore * self.per_ore


def bars(chart: Chart, *, width: int) -> Drawing:
    """The drawing of a chart of deviations, one row per category."""
    labels = tuple(wrapped(name, width=width * LABELS) for name in chart.categories)
    stub = max((text_width(row) for rows in labels for row in rows), default=0) + 10
    axis = axis_of(chart, left=stub, right=width)
    parts: list[str] = []
    spots: list[Spot] = []
    y = 0.0
    for at, series in enumerate(chart.series):
        rows = tuple(row_middles(labels, top=y + HEAD))
        end = y + HEAD + sum(row_height(names) for names in labels)
        parts += _head(f"{series.label}, {chart.scale.unit}", width=width, top=y)
        parts += sides(series.values, zero=axis.zero, top=y + HEAD)
        parts.append(
            line(
                (axis.zero, y + HEAD - 24),
                (axis.zero, end - GAP + 5),
                stroke=QUIET,
                kind="axis",
            )
        )
        for names, value, middle in zip(labels, series.values, rows, strict=True):
            parts += row_name(names, middle)
            parts += bar(axis, value, middle, chart.scale)
        spots += row_spots(rows, series=at, left=stub, right=width)
        y = end + BETWEEN
    return Drawing(tuple(parts), round(max(y - BETWEEN, HEAD) + 2), tuple(spots))


def axis_of(chart: Chart, *, left: float, right: float) -> Axis:
    """One scale for all series, with room for the figures at both ends."""
    values = [v for s in chart.series for v in s.values if v is not None]
    low, high = float(min([0, *values])), float(max([0, *values]))
    texts = [money_text(v, chart.scale, plus=True) for v in values]
    room = max((text_width(text) for text in texts), default=0) + 8
    before = room if low < 0 else 4
    after = max(room, WORD) if high > 0 else DASH
    per_ore = (right - left - before - after) / ((high - low) or 1)
    return Axis(left + before - low * per_ore, per_ore)


def _head(name: str, *, width: int, top: float) -> Iterator[str]:
    """What a series shows and in which unit."""
    short = cut(name, width=width, size=SMALL)
    yield label(0, top + 14, short, fill=QUIET, font_size=SMALL)


def bar(axis: Axis, value: Amount | None, middle: float, scale: Scale) -> Iterator[str]:
    """A bar with its figure beyond its end; what is not reported has a dash."""
    text = money_text(value, scale, plus=True)
    if value is None or scaled(value, scale) == 0:
        yield label(axis.zero + 6, middle + 5, text, fill=QUIET, kind="value")
        return
    length = (value if value > 0 else -value) * axis.per_ore
    start = axis.zero if value > 0 else axis.zero - length
    kind, colour = ("surplus", SURPLUS) if value > 0 else ("deficit", DEFICIT)
    corner = (start, middle - BAR / 2)
    yield box(corner, (length, BAR), fill=colour, kind=f"mark {kind}")
    if value > 0:
        yield label(start + length + 5, middle + 5, text, kind="value")
    else:
        yield label(start - 5, middle + 5, text, anchor="end", kind="value")
