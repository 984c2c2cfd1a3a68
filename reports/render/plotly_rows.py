"""What stands in rows: deviations, effects and waterfalls, placed as on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.charts import Amount, Chart, SeriesRole
from reports.render.plotly_bars import Bar, Rows
from reports.render.plotly_parts import (
    BOLD,
    SIZE,
    Part,
    line,
    note,
    number,
    shown,
    told,
)
from reports.render.svg_bars import BETWEEN
from reports.render.svg_effects import TOP, groups
from reports.render.svg_parts import (
    DEFICIT_TEXT,
    QUIET,
    SURPLUS,
    text_width,
    wrapped,
)
from reports.render.svg_rows import (
    BAR,
    GAP,
    HEAD,
    Labels,
    row_height,
    row_middles,
)
from reports.render.svg_waterfall import falls, look

NAMES = 150.0
"""As wide as the names of rows may be, on a phone too."""
INDENT = 12


def deviation_rows(chart: Chart) -> Rows:
    """Bars from a common zero line, each series beneath the one before."""
    labels = _labels(chart)
    left = _stub(labels)
    bars: list[Bar] = []
    notes: list[Part] = []
    ties: list[Part] = []
    y = 0.0
    for at, series in enumerate(chart.series):
        middles = tuple(row_middles(labels, top=y + HEAD))
        end = y + HEAD + sum(row_height(names) for names in labels)
        notes.append(_head(f"{series.label}, {chart.scale.unit}", left=left, top=y))
        notes += _sides(series.values, top=y + HEAD)
        notes += _names(labels, middles, left=left)
        ties.append(line((0, y + HEAD - 24), (0, end - GAP + 5), QUIET))
        bars += _deviations(chart, at, middles)
        y = end + BETWEEN
    height = max(y - BETWEEN, HEAD)
    return Rows(tuple(bars), tuple(notes), tuple(ties), left, height)


def _deviations(chart: Chart, at: int, middles: Sequence[float]) -> Iterator[Bar]:
    """The bars of a series."""
    series = chart.series[at]
    rows = zip(chart.categories, series.values, middles, strict=True)
    for index, (name, value, middle) in enumerate(rows):
        hover = (
            f"{shown(name)}<br>{shown(series.label)}: {told(value, chart, plus=True)}"
        )
        yield Bar(middle, value, (at, index), kind=_tone(value), hover=hover)


def effect_rows(chart: Chart) -> Rows:
    """In each category a bar for each of the effects that are known."""
    found = tuple(groups(chart))
    widths = [text_width(_wrap(s.label)[0], size=SIZE) for s in chart.series]
    left = INDENT + max(widths, default=0) + 14
    values = [value for group in found for _, value in group.bars]
    end = found[-1].end if found else TOP
    notes = [_head(chart.unit_name.capitalize(), left=left), *_sides(values, top=TOP)]
    bars: list[Bar] = []
    for group in found:
        notes.append(
            _left(shown(group.name), group.top + 10, left=left, look={"weight": BOLD})
        )
        for (at, value), middle in zip(group.bars, group.middles, strict=True):
            series, point = chart.series[at], (at, group.index)
            part = shown(_wrap(series.label)[0])
            notes.append(_left(part, middle, left=left - INDENT, look={"color": QUIET}))
            total = series.role is SeriesRole.OUTCOME
            hover = f"{shown(group.name)}<br>{part}: {told(value, chart, plus=True)}"
            kind = "level" if total else _tone(value)
            bars.append(Bar(middle, value, point, kind=kind, hover=hover))
    zero = line((0, TOP - 18), (0, end - 10), QUIET)
    return Rows(tuple(bars), tuple(notes), (zero,), left, end)


def fall_rows(chart: Chart) -> Rows:
    """Levels and the steps between them."""
    labels = _labels(chart)
    left, found = _stub(labels), tuple(falls(chart))
    middles = tuple(row_middles(labels, top=HEAD))
    end = max(HEAD + sum(row_height(names) for names in labels), HEAD)
    rows = zip(chart.categories, found, middles, strict=True)
    bars = tuple(
        Bar(
            middle,
            fall.ore,
            (fall.series, index),
            start=0 if fall.is_level else fall.start,
            kind=look(fall)[0],
            hover=f"{shown(name)}: {told(fall.ore, chart, plus=True)}",
        )
        for index, (name, fall, middle) in enumerate(rows)
    )
    notes = (
        _head(chart.unit_name.capitalize(), left=left),
        *_sides(
            [each for fall in found for each in (fall.start, fall.end, fall.ore)],
            top=HEAD,
        ),
        *_names(labels, middles, left=left),
    )
    ties = [
        line((x, upper + BAR / 2), (x, lower - BAR / 2), QUIET)
        for fall, upper, lower in zip(found, middles, middles[1:], strict=False)
        for x in [number(fall.end, chart)]
    ]
    zero = line((0, HEAD - 24), (0, end - GAP + 5), QUIET)
    return Rows(bars, notes, (zero, *ties), left, end)


def _labels(chart: Chart) -> Labels:
    """The categories' names, broken into lines."""
    return tuple(_wrap(name) for name in chart.categories)


def _wrap(name: str) -> tuple[str, ...]:
    """A name broken into lines; an empty one has one that is empty."""
    return wrapped(name, width=NAMES) or ("",)


def _stub(labels: Labels) -> float:
    """The width of the names of rows."""
    return (
        max((text_width(row, size=SIZE) for rows in labels for row in rows), default=0)
        + 6
    )


def _names(labels: Labels, middles: Sequence[float], *, left: float) -> Iterator[Part]:
    """The names of rows, at the left of their bars."""
    for rows, middle in zip(labels, middles, strict=True):
        yield _left("<br>".join(map(shown, rows)), middle, left=left)


def _left(text: str, middle: float, *, left: float, look: Part | None = None) -> Part:
    """A text at the left edge of the figure, or indented from it."""
    return note(
        text,
        xref="paper",
        x=0,
        xshift=-left,
        xanchor="left",
        align="left",
        y=middle,
        yanchor="middle",
        font=look or {},
    )


def _head(text: str, *, left: float, top: float = 0) -> Part:
    """What is shown and in which unit."""
    return _left(shown(text), top + 10, left=left, look={"color": QUIET})


def _sides(values: Sequence[Amount | None], *, top: float) -> Iterator[Part]:
    """Which side of the zero line is which, where there is something on it."""
    known = [value for value in values if value is not None]
    place = {"x": 0, "y": top - 16, "yanchor": "middle"}
    if any(value < 0 for value in known):
        font = {"color": DEFICIT_TEXT, "weight": BOLD}
        yield note("Underskott", **place, xanchor="right", xshift=-4, font=font)
    if any(value > 0 for value in known):
        font = {"color": SURPLUS, "weight": BOLD}
        yield note("Överskott", **place, xanchor="left", xshift=4, font=font)


def _tone(value: Amount | None) -> str:
    """The side of the zero line that a bar lies on."""
    return "deficit" if (value or 0) < 0 else "surplus"
