"""Lines for Plotly, with their names set where they are on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.charts import Amount, Chart, Series, SeriesRole
from reports.render.plotly_parts import (
    BOLD,
    SIZE,
    Part,
    axis,
    layout,
    note,
    number,
    shown,
    told,
)
from reports.render.svg_lines import axis_head, looks
from reports.render.svg_names import named
from reports.render.svg_parts import (
    GRID,
    QUIET,
    cut,
    point_name,
    text_width,
)
from reports.render.svg_plot import Plot, tick_texts, ticks

HIGH = 240.0
"""The height of the field."""
ABOVE, BELOW = 32.0, 30.0
NAMES = 130.0
"""As wide as the names at the right may be."""
WIDE = 300.0
"""The field's width for which names are placed; most screens have more."""
DOT = 7


def lines_figure(chart: Chart) -> Part:
    """Lines over categories; all of them are told where the reader points."""
    values = [v for series in chart.series for v in series.values if v is not None]
    at = ticks(values, chart.scale, from_zero=chart.from_zero)
    texts = tick_texts(at, chart.scale)
    left = max(text_width(text, size=SIZE) for text in texts) + 10
    plot = Plot(
        0, WIDE, float(at[0]), float(at[-1]), len(chart.categories), top=0, bottom=HIGH
    )
    spots = tuple(named(plot, chart.series, width=WIDE + NAMES + 12))
    whole = [each for each in spots if each.at[0] == plot.right]
    widths = [text_width(each.series.label, size=SIZE) * 1.08 for each in whole]
    heads = _once(chart.categories)
    notes = [head(axis_head(chart, plot.low, texts[0]), left=left)]
    for each in spots:
        at_end = each in whole and plot.count > 1
        place = {"xref": "paper", "x": 1} if at_end else {"x": heads[each.index]}
        notes.append(
            note(
                shown(cut(each.series.label, width=each.room, size=SIZE)),
                **place,
                y=number(each.series.values[each.index] or 0, chart),
                xanchor="right" if each.anchor == "end" else "left",
                xshift=each.shift[0],
                yshift=-each.shift[1],
                yanchor="middle",
                font={"color": each.colour, "weight": _weight(each.series)},
            )
        )
    right = min(max(widths, default=0), NAMES) + 16
    shape = layout(
        height=ABOVE + HIGH + BELOW,
        margin={"l": left, "r": right, "t": ABOVE, "b": BELOW},
        notes=notes,
    )
    drawn = looks(chart.series)
    traces = [
        {
            **_line(each, chart, heads, drawn[each.label]),
            "customdata": _points(at, each),
        }
        for at, each in enumerate(chart.series)
    ]
    order = {"type": "category", "categoryarray": heads, "tickvals": heads}
    across = axis(
        **order,
        ticktext=[shown(name) for name in chart.categories],
        range=[-0.5, 0.5] if plot.count == 1 else [0, max(plot.count - 1, 1)],
        tickangle=0,
        tickfont={"color": QUIET},
        showline=True,
        linecolor=QUIET if at[0] == 0 else GRID,
        ticklabelstandoff=5,
    )
    axes = {"xaxis": across, "yaxis": upright(chart, at, texts)}
    return {"data": traces, "layout": {**shape, **axes, "hovermode": "x unified"}}


def _once(names: Sequence[str]) -> list[str]:
    """Names that differ, told apart by signs without width where they are alike."""
    return [
        shown(name) + "\u200b" * names[:n].count(name) for n, name in enumerate(names)
    ]


def _weight(series: Series) -> int:
    """How heavy a line's name is."""
    return BOLD if series.role is SeriesRole.OUTCOME else 400


def _line(series: Series, chart: Chart, heads: Sequence[str], look: Part) -> Part:
    """A line, broken where nothing is reported; a month on its own is a dot."""
    dash = str(look.get("stroke_dasharray", ""))
    stroke = {
        "color": look["stroke"],
        "width": look["stroke_width"],
        "dash": "px,".join(dash.split()) + "px" if dash else "solid",
    }
    return {
        "type": "scatter",
        "name": shown(series.label),
        "mode": "lines+markers",
        "x": heads,
        "y": [None if v is None else number(v, chart) for v in series.values],
        "line": stroke,
        "marker": {
            "size": [DOT if dotted else 0 for dotted in _dots(series)],
            "color": look["stroke"],
            "line": {"width": 0},
            "opacity": 1,
        },
        "cliponaxis": False,
        "connectgaps": False,
        "hovertext": [
            f"{shown(series.label)}: {told(value, chart, plus=chart.signed)}"
            for value in series.values
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _points(at: int, series: Series) -> list[str]:
    """A line's figures as the scripts name them."""
    return [point_name((at, index)) for index in range(len(series.values))]


def _dots(series: Series) -> Iterator[bool]:
    """Where a dot stands: at what is on its own, and at the end of an outcome."""
    known = [value is not None for value in series.values]
    last = max((i for i, each in enumerate(known) if each), default=-1)
    for index, here in enumerate(known):
        beside = known[max(index - 1, 0) : index] + known[index + 1 : index + 2]
        ends = series.role is SeriesRole.OUTCOME and index == last
        yield here and (ends or not any(beside))


def upright(chart: Chart, at: Sequence[Amount], texts: Sequence[str]) -> Part:
    """The axis of amounts, with thin lines at round ones and a darker one at zero."""
    places = [number(tick, chart) for tick in at]
    return axis(
        range=[places[0], places[-1]],
        tickvals=places,
        ticktext=list(texts),
        tickfont={"color": QUIET},
        ticklabelstandoff=4,
        showgrid=True,
        gridcolor=GRID,
        zeroline=True,
        zerolinecolor=QUIET,
        zerolinewidth=1,
    )


def head(text: str, *, left: float) -> Part:
    """The unit above the axis."""
    return note(
        shown(text),
        xref="paper",
        x=0,
        xshift=-left,
        xanchor="left",
        yref="paper",
        y=1,
        yshift=10,
        yanchor="bottom",
        font={"color": QUIET},
    )
