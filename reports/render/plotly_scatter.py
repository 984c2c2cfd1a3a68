"""Points for Plotly, with their names set where they are on paper."""

from __future__ import annotations

from reports.charts import Chart
from reports.render.plotly_fields import ABOVE, BELOW, HIGH, NAMES, WIDE, head, upright
from reports.render.plotly_parts import (
    BOLD,
    SIZE,
    Part,
    axis,
    exact_text,
    layout,
    note,
    number,
    shown,
    told,
)
from reports.render.svg_lines import axis_head
from reports.render.svg_parts import (
    ACCENT,
    GREY,
    GRID,
    INK,
    QUIET,
    point_name,
    text_width,
)
from reports.render.svg_scatter import SPOTS, Known, field

POSITIONS = dict(
    zip(
        SPOTS,
        (
            "top center",
            "middle right",
            "middle left",
            "bottom center",
            "top right",
            "top left",
            "bottom right",
            "bottom left",
        ),
        strict=True,
    )
)
"""What Plotly calls the spots of a point's name."""


def scatter_figure(chart: Chart) -> Part:
    """Named points in order, joined by a thin line."""
    drawn = field(chart, width=WIDE + NAMES)
    up, across, points = drawn.up, drawn.across, drawn.points
    left = max(text_width(text, size=SIZE) for text in up.texts) + 10
    trace = {
        "type": "scatter",
        "mode": "lines+markers+text",
        "x": [float(each.x) for each in points],
        "y": [number(each.y, chart) for each in points],
        "customdata": [point_name((1, each.category)) for each in points],
        "text": [shown(each.name) for each in points],
        "textfont": {"weight": [400] * (len(points) - 1) + [BOLD]},
        "textposition": [POSITIONS[spot] for spot in drawn.spots],
        "line": {"color": GREY, "width": 1},
        "marker": {"size": 8, "color": [ACCENT] * (len(points) - 1) + [INK]},
        "cliponaxis": False,
        "hovertext": [_point(chart, each) for each in points],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    foot = note(
        shown(chart.series[0].label if chart.series else ""),
        xref="paper",
        x=1,
        xanchor="right",
        yref="paper",
        y=0,
        yshift=-22,
        yanchor="top",
        font={"color": QUIET},
    )
    shape = layout(
        height=ABOVE + HIGH + BELOW * 2,
        margin={"l": left, "r": 16, "t": ABOVE, "b": BELOW * 2},
        notes=(head(axis_head(chart, float(up.at[0]), up.texts[0]), left=left), foot),
    )
    reach = float(across.at[-1]) - float(across.at[0])
    lying = axis(
        range=[float(across.at[0]) - reach * 0.06, float(across.at[-1]) + reach * 0.06],
        tickvals=[float(tick) for tick in across.at],
        ticktext=list(across.texts),
        tickangle=0,
        tickfont={"color": QUIET},
        showgrid=True,
        gridcolor=GRID,
    )
    axes = {"xaxis": lying, "yaxis": upright(chart, up.at, up.texts)}
    return {"data": [trace], "layout": {**shape, **axes, "hovermode": "closest"}}


def _point(chart: Chart, point: Known) -> str:
    """A point in words: its name, what is counted, and the amount."""
    name, x, y, _ = point
    counted, amount = chart.series[0].label, chart.series[1].label
    return (
        f"{shown(name)}<br>{shown(counted)}: {exact_text(x, chart.across)}"
        f"<br>{shown(amount)}: {told(y, chart)}"
    )
