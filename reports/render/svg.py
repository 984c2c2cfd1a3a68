"""Charts as SVG built by hand: presentation attributes and classes, never styles.

The drawing scales with its box. Colours and sizes are chosen for white paper;
a stylesheet may restyle the classes `mark`, `axis`, `grid`, `name` and `value`.
"""

from __future__ import annotations

from html import escape

from reports.charts import Chart, ChartKind, Opens
from reports.render.svg_bars import bars
from reports.render.svg_effects import effects
from reports.render.svg_lines import lines
from reports.render.svg_parts import (
    FONT,
    INK,
    LINE,
    QUIET,
    SIZE,
    Drawing,
    box,
    label,
    point_name,
    wrapped,
)
from reports.render.svg_rows import SMALL
from reports.render.svg_scatter import scatter
from reports.render.svg_waterfall import waterfall

WIDER = 1.15
"""How much wider a text may be where the typeface is not at hand."""
BOLD = 1.08 * WIDER
"""How much wider a bold text may be."""
WIDTH = 480
"""Units across: text of 14 units is 9.5 pt in a report's column, 10 px on a phone."""

DRAWN_BY = {
    ChartKind.DEVIATION_BARS: bars,
    ChartKind.EFFECTS: effects,
    ChartKind.LINES: lines,
    ChartKind.WATERFALL: waterfall,
    ChartKind.SCATTER: scatter,
}
IN_FIELDS = frozenset({ChartKind.LINES, ChartKind.SCATTER})
"""Kinds that are empty where nothing is reported; rows of bars keep their names."""
NOTHING = "Inget är rapporterat"


def chart_svg(chart: Chart, *, width: int = WIDTH, opens: Opens | None = None) -> str:
    """A chart as one SVG element with its sentence as title, first of its children.

    Figures that `opens` tells an address of lead there. The links lie over the picture
    and outside it, for the pointer alone: the table of the same figures has them too.
    """
    drawing = _drawing(chart, width=width)
    name = escape(f"diagram-{chart.key}")
    described = (
        f'<desc id="{name}-beskrivning">{escape(chart.description)}</desc>'
        if chart.description
        else ""
    )
    tie = f' aria-describedby="{name}-beskrivning"' if described else ""
    picture, parts = f'role="img" aria-labelledby="{name}-namn"{tie}', drawing.parts
    links, own = _links(drawing, opens or {}), f" {picture}"
    if links:
        parts, own = (f"<g {picture}>", *parts, f"</g>{links}"), ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg"{own} class="chart-svg" '
        f'width="{width}" '
        f'height="{drawing.height:g}" viewBox="0 0 {width} {drawing.height:g}" '
        f'font-family="{FONT}" font-size="{SIZE}" fill="{INK}">'
        f'<title id="{name}-namn">{escape(chart.title)}</title>{described}'
        f"{''.join(parts)}</svg>"
    )


def _links(drawing: Drawing, opens: Opens) -> str:
    """The figures that open as links of nothing but a place; empty of none."""
    links = "".join(
        f'<a href="{escape(opens[spot.point])}" data-point="{point_name(spot.point)}"'
        f' tabindex="-1">{box(spot.corner, spot.size)}</a>'
        for spot in drawing.spots
        if spot.point in opens
    )
    return f'<g class="chart-opens" aria-hidden="true">{links}</g>' if links else ""


def picture_svg(chart: Chart, *, width: int = WIDTH) -> str:
    """A chart as a picture on its own: its sentence above, what it rests on beneath."""
    sentence = wrapped(chart.title, width=width / BOLD, most=4)
    source = f"Källa: {chart.source}" if chart.source else ""
    foot = wrapped(source, width=width * SIZE / SMALL / WIDER, most=3)
    drawing = _drawing(chart, width=width)
    top = LINE * len(sentence) + 12
    height = top + drawing.height + (LINE * len(foot) + 8 if foot else 0)
    above = (
        label(0, LINE * n, text, font_weight="600")
        for n, text in enumerate(sentence, start=1)
    )
    beneath = (
        label(0, top + drawing.height + LINE * n, text, fill=QUIET, font_size=SMALL)
        for n, text in enumerate(foot, start=1)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" '
        f'height="{height:g}" viewBox="0 0 {width} {height:g}" '
        f'font-family="{FONT}" font-size="{SIZE}" fill="{INK}">'
        f"<title>{escape(chart.title)}</title><desc>{escape(chart.description)}</desc>"
        f'{"".join(above)}<g transform="translate(0 {top})">'
        f"{''.join(drawing.parts)}</g>{''.join(beneath)}</svg>"
    )


def _drawing(chart: Chart, *, width: int) -> Drawing:
    """The elements of a chart; a field of which nothing is reported says so."""
    if chart.kind in IN_FIELDS and not chart.has_figures:
        said = label(0, 14, NOTHING, fill=QUIET)
        return Drawing((said,), height=LINE + 5)
    draw = DRAWN_BY[chart.kind]
    return draw(chart, width=width)
