"""Charts as figures for Plotly: the same figures, colours and places as on paper.

Plotly's own library makes them, so that nothing it does not know is ever sent; that
takes some milliseconds a chart, which is why the figures are asked for beside the
page and never before it.
"""

from __future__ import annotations

from typing import Any

from plotly import graph_objects

from reports.charts import Chart, ChartKind
from reports.render.plotly_bars import rows_figure
from reports.render.plotly_fields import lines_figure
from reports.render.plotly_parts import Part
from reports.render.plotly_rows import (
    deviation_rows,
    effect_rows,
    fall_rows,
)
from reports.render.plotly_scatter import scatter_figure
from reports.render.svg import IN_FIELDS
from reports.render.svg_parts import (
    ACCENT,
    DEFICIT,
    DEFICIT_TEXT,
    INK,
    PAPER,
    QUIET,
    SURPLUS,
)

PALETTE = {
    INK: "--ink",
    SURPLUS: "--surplus",
    DEFICIT: "--deficit",
    DEFICIT_TEXT: "--deficit-ink",
    QUIET: "--quiet",
    ACCENT: "--accent-ink",
    PAPER: "--paper",
}
"""The stylesheet's names of the colours, which a municipality may have its own of."""


def figure(chart: Chart) -> dict[str, Any]:
    """A chart as data and layout; ValueError where Plotly knows no such thing."""
    made = graph_objects.Figure(_figure(chart))
    # Plotly's own template is left out: it is larger than the figure.
    made.layout.template = None
    found: dict[str, Any] = made.to_plotly_json()
    return found


def _figure(chart: Chart) -> Part:
    """A chart's traces and layout; none where its drawing says that it is empty."""
    if chart.kind in IN_FIELDS and not chart.has_figures:
        return {"data": [], "layout": {}}
    match chart.kind:
        case ChartKind.DEVIATION_BARS:
            return rows_figure(deviation_rows(chart), chart)
        case ChartKind.EFFECTS:
            return rows_figure(effect_rows(chart), chart)
        case ChartKind.WATERFALL:
            return rows_figure(fall_rows(chart), chart)
        case ChartKind.LINES:
            return lines_figure(chart)
        case ChartKind.SCATTER:
            return scatter_figure(chart)
