"""Charts as SVG built by hand: presentation attributes and classes, never styles.

The drawing scales with its box. Colours and sizes are chosen for white paper;
a stylesheet may restyle the classes `mark`, `axis`, `grid`, `name` and `value`.
"""

from __future__ import annotations

from html import escape

from reports.charts import Chart, ChartKind
from reports.render.svg_bars import bars
from reports.render.svg_effects import effects
from reports.render.svg_lines import lines
from reports.render.svg_parts import FONT, INK, SIZE, Drawing
from reports.render.svg_waterfall import waterfall

WIDTH = 480
"""Units across: text of 14 units is 9.5 pt in a report's column, 10 px on a phone."""

DRAWN_BY = {
    ChartKind.DEVIATION_BARS: bars,
    ChartKind.EFFECTS: effects,
    ChartKind.LINES: lines,
    ChartKind.WATERFALL: waterfall,
}


def chart_svg(chart: Chart, *, width: int = WIDTH) -> str:
    """A chart as one SVG element with its sentence as title, first of its children."""
    drawing: Drawing = DRAWN_BY[chart.kind](chart, width=width)
    name = escape(f"diagram-{chart.key}")
    described = (
        f'<desc id="{name}-beskrivning">{escape(chart.description)}</desc>'
        if chart.description
        else ""
    )
    tie = f' aria-describedby="{name}-beskrivning"' if described else ""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" class="chart-svg" '
        f'aria-labelledby="{name}-namn"{tie} width="{width}" '
        f'height="{drawing.height:g}" viewBox="0 0 {width} {drawing.height:g}" '
        f'font-family="{FONT}" font-size="{SIZE}" fill="{INK}">'
        f'<title id="{name}-namn">{escape(chart.title)}</title>{described}'
        f"{''.join(drawing.parts)}</svg>"
    )
