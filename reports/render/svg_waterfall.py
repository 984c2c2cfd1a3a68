"""A waterfall lying down: levels from a common zero line, and the steps between.

Levels are dark; a step is blue when it improves and orange when it worsens, and
begins where the one before it ended. The sign stands at every bar.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from committees.numbers import Scale, money_text, scaled
from reports.charts import Amount, Chart
from reports.render.svg_bars import Axis
from reports.render.svg_parts import (
    DEFICIT,
    INK,
    PAPER,
    QUIET,
    SURPLUS,
    Drawing,
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

SLIM = 1
"""The width of a step that is too small to see."""


@dataclass(frozen=True, slots=True)
class Fall:
    """A row: its amount, where its bar begins and ends, and its series; öre."""

    ore: Amount | None
    start: Amount
    end: Amount
    series: int

    @property
    def is_level(self) -> bool:
        """Whether it is a level that is reached, not a step between two."""
        return self.series == 0


def waterfall(chart: Chart, *, width: int) -> Drawing:
    """The drawing of a waterfall, one row per category."""
    labels = tuple(wrapped(name, width=width * LABELS) for name in chart.categories)
    stub = max((text_width(row) for rows in labels for row in rows), default=0) + 10
    found = tuple(falls(chart))
    axis = fall_axis(found, chart.scale, left=stub, right=width)
    middles = tuple(row_middles(labels, top=HEAD))
    end = HEAD + sum(row_height(names) for names in labels)
    unit = cut(str(chart.scale.unit).capitalize(), width=width, size=SMALL)
    levels = [each for fall in found for each in (fall.start, fall.end)]
    steps = [fall.ore for fall in found]
    parts = [
        label(0, 14, unit, fill=QUIET, font_size=SMALL),
        *sides([*levels, *steps], zero=axis.zero, top=HEAD),
        line(
            (axis.zero, HEAD - 24),
            (axis.zero, max(end, HEAD) - GAP + 5),
            stroke=QUIET,
            kind="axis",
        ),
        *_ties(axis, found, middles),
    ]
    for names, fall, middle in zip(labels, found, middles, strict=True):
        parts += row_name(names, middle)
        parts += _bar(axis, fall, middle, chart.scale)
    spots = row_spots(middles, series=0, left=stub, right=width)
    told = tuple(
        replace(spot, point=(fall.series, spot.point[1]))
        for spot, fall in zip(spots, found, strict=True)
    )
    return Drawing(tuple(parts), round(max(end, HEAD) + 2), told)


def falls(chart: Chart) -> Iterator[Fall]:
    """Where every bar begins and ends."""
    running: Amount = 0
    for index in range(len(chart.categories)):
        values = [series.values[index] for series in chart.series]
        level, steps = values[0] if values else None, values[1:]
        known = [ore for ore in steps if ore is not None]
        if level is not None:
            yield Fall(level, 0, level, series=0)
            running = level
        else:
            ore = sum(known) if known else None
            told = (at for at, step in enumerate(steps, start=1) if step is not None)
            yield Fall(ore, running, running + (ore or 0), series=next(told, 1))
            running += ore or 0


def fall_axis(
    falls: Sequence[Fall], scale: Scale, *, left: float, right: float
) -> Axis:
    """One scale with room at both ends for the figures and the words of the sides."""
    ends = [0, *(end for fall in falls for end in (fall.start, fall.end))]
    low, high = float(min(ends)), float(max(ends))
    steps = [fall.ore for fall in falls if fall.ore is not None]
    texts = [money_text(ore, scale, plus=True) for ore in steps]
    room = max((text_width(text) for text in texts), default=0) + 8
    before = max(room, WORD) if any(each < 0 for each in (low, *steps)) else 4
    after = max(room, WORD if any(each > 0 for each in (high, *steps)) else DASH)
    per_ore = (right - left - before - after) / ((high - low) or 1)
    return Axis(left + before - low * per_ore, per_ore)


def _ties(axis: Axis, falls: Sequence[Fall], middles: Sequence[float]) -> Iterator[str]:
    """Thin lines from where a bar ends down to where the next one begins."""
    pairs = zip(falls, middles, middles[1:], strict=False)
    for fall, middle, below in pairs:
        x = axis.x(fall.end)
        yield line(
            (x, middle + BAR / 2), (x, below - BAR / 2), stroke=QUIET, kind="grid"
        )


def _bar(axis: Axis, fall: Fall, middle: float, scale: Scale) -> Iterator[str]:
    """A bar with its figure beyond the end it reaches."""
    text = money_text(fall.ore, scale, plus=True)
    low, high = sorted((axis.x(fall.start), axis.x(fall.end)))
    if fall.ore is None or scaled(fall.ore, scale) == 0:
        yield label(high + 6, middle + 5, text, fill=QUIET, kind="value")
        return
    kind, colour = look(fall)
    size = (max(high - low, SLIM), BAR)
    yield box((low, middle - BAR / 2), size, fill=colour, kind=f"mark {kind}")
    yield from _figure(axis, fall, (low, high), middle, text)


def _figure(
    axis: Axis, fall: Fall, ends: tuple[float, float], middle: float, text: str
) -> Iterator[str]:
    """A bar's figure; where the zero line would run through it, on paper white."""
    right = (fall.ore or 0) > 0
    width = text_width(text)
    start = ends[1] + 5 if right else ends[0] - 5 - width
    if start - 2 < axis.zero < start + width + 2:
        yield box((start, middle - 9), (width, 18), fill=PAPER, kind="ground")
    weight = {"font_weight": "600"} if fall.is_level else {}
    x, anchor = (start, "start") if right else (ends[0] - 5, "end")
    yield label(x, middle + 5, text, anchor=anchor, kind="value", **weight)


def look(fall: Fall) -> tuple[str, str]:
    """A bar's class and colour."""
    if fall.is_level:
        return "level", INK
    return ("surplus", SURPLUS) if (fall.ore or 0) > 0 else ("deficit", DEFICIT)
