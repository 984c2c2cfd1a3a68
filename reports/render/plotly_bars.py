"""Rows of bars for Plotly: the bars, the figures beyond them, and room for those.

One step along the upright axis is one dot of the screen, so that every row stands
where it does in the drawing that is printed.
"""

from __future__ import annotations

from dataclasses import dataclass

from committees.numbers import money_text, scaled
from reports.charts import Amount, Chart, Point
from reports.render.plotly_parts import BOLD, SIZE, Part, axis, layout, note, number
from reports.render.svg_parts import (
    DEFICIT,
    INK,
    PAPER,
    QUIET,
    SURPLUS,
    point_name,
    text_width,
)
from reports.render.svg_rows import BAR, WORD

COLOURS = {"level": INK, "surplus": SURPLUS, "deficit": DEFICIT}


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: the row's middle, how far it reaches, its figure, where it begins."""

    middle: float
    ore: Amount | None
    point: Point
    start: Amount = 0
    kind: str = "surplus"
    hover: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """All of a figure: bars, notes and thin lines, and how high it is."""

    bars: tuple[Bar, ...]
    notes: tuple[Part, ...]
    ties: tuple[Part, ...]
    left: float
    height: float


def rows_figure(rows: Rows, chart: Chart) -> Part:
    """The rows as traces and layout."""
    known = [bar for bar in rows.bars if _is_seen(bar, chart)]
    beyond = [_beyond(bar, chart) for bar in rows.bars if not _is_plain(bar, chart)]
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": [number(bar.ore or 0, chart) for bar in known],
        "base": [number(bar.start, chart) for bar in known],
        "y": [bar.middle for bar in known],
        "width": [BAR] * len(known),
        "marker": {"color": [COLOURS[bar.kind] for bar in known]},
        "text": [_figure(bar, chart) if _is_plain(bar, chart) else "" for bar in known],
        "textposition": "outside",
        "textfont": {"weight": [BOLD if bar.kind == "level" else 400 for bar in known]},
        "cliponaxis": False,
        "constraintext": "none",
        "customdata": [point_name(bar.point) for bar in known],
        "hovertext": [bar.hover for bar in known],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    shape = layout(
        height=rows.height + 4,
        margin={"l": rows.left, "r": 2, "t": 2, "b": 2},
        notes=(*rows.notes, *beyond),
        shapes=rows.ties,
    )
    upright = axis(range=[rows.height, 0], showticklabels=False)
    room = _room(rows, chart)
    lying = axis(range=[room["low"], room["high"]], showticklabels=False)
    axes = {"xaxis": lying, "yaxis": upright, "hovermode": "closest"}
    return {"data": [trace], "layout": {**shape, **axes, "bargap": 0, "meta": room}}


def _room(rows: Rows, chart: Chart) -> Part:
    """Between which amounts bars reach, and the dots that texts need.

    `before` and `after` are for the figures beyond the bars, `left` and `right` for
    the words at the zero line. The script that draws them knows how wide the field
    is, and sets the axis by it.
    """
    ends = [end for bar in rows.bars for end in (bar.start, bar.start + (bar.ore or 0))]
    low, high = min([0, *ends]), max([0, *ends])
    steps = [bar.ore or 0 for bar in rows.bars]
    widths = [
        ((bar.ore or 0) < 0, text_width(_figure(bar, chart), size=SIZE) * 1.08 + 6)
        for bar in rows.bars
    ]
    return {
        "low": number(low, chart),
        "high": number(high, chart),
        "before": max((width for less, width in widths if less), default=2.0),
        "after": max((width for less, width in widths if not less), default=2.0),
        "left": WORD if any(each < 0 for each in (low, *steps)) else 2,
        "right": WORD if any(each > 0 for each in (high, *steps)) else 2,
    }


def _beyond(bar: Bar, chart: Chart) -> Part:
    """The figure of a step, which stands over the zero line, or of what has no bar."""
    seen, less = _is_seen(bar, chart), (bar.ore or 0) < 0
    at_left = seen and less
    return note(
        _figure(bar, chart),
        x=number(bar.start + (bar.ore or 0), chart),
        y=bar.middle,
        xanchor="right" if at_left else "left",
        xshift=-2 if at_left else 2,
        bgcolor=PAPER,
        borderpad=1,
        font={"color": INK if seen else QUIET},
    )


def _is_plain(bar: Bar, chart: Chart) -> bool:
    """Whether a bar begins at zero, so that its figure stands clear of the line."""
    return bar.start == 0 and _is_seen(bar, chart)


def _is_seen(bar: Bar, chart: Chart) -> bool:
    """Whether a bar is more than nothing, as its figure is shown."""
    return bar.ore is not None and scaled(bar.ore, chart.scale) != 0


def _figure(bar: Bar, chart: Chart) -> str:
    """What stands beyond a bar's end."""
    return money_text(bar.ore, chart.scale, plus=True)
