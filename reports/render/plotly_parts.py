"""What figures for Plotly are made of: exact texts, places, and the common layout."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any, TypeAlias

from committees.numbers import MISSING, Scale, exact, kronor, swedish
from reports.charts import Amount, Chart
from reports.render.headings import in_kronor
from reports.render.svg_parts import FONT, INK, PAPER

Part: TypeAlias = dict[str, Any]
"""A trace, a note or an axis, as Plotly knows it."""

SIZE = 13
BOLD = 600
"""Told as a weight: markup in a text becomes a style, which the policy refuses."""
ORE_SHOWN = 2
FINEST = 3
"""Decimals that are told of an exact number that is not money, at most."""


def told(value: Amount | None, chart: Chart, *, plus: bool = False) -> str:
    """An exact figure in words, `59 110 000 kr`; öre only where there are any."""
    if value is None:
        return f"{MISSING} (inte rapporterat)"
    unit = in_kronor(chart.unit_name, chart.scale.unit)
    return f"{exact_text(value, chart.scale, plus=plus)} {shown(unit)}"


def exact_text(value: Amount, scale: Scale, *, plus: bool = False) -> str:
    """An exact figure: kronor, with öre where there are any, or what is counted."""
    if scale.unit.is_money:
        decimals = 0 if value % 100 == 0 else ORE_SHOWN
        return swedish(kronor(value), decimals=decimals, plus=plus)
    counted = exact(value)
    places = -int(counted.normalize().as_tuple().exponent)
    return swedish(counted, decimals=min(FINEST, max(0, places)), plus=plus)


def shown(text: str) -> str:
    """Text that Plotly takes for nothing but text."""
    return escape(text, quote=False)


def number(value: Amount, chart: Chart) -> float:
    """An amount in the chart's unit, unrounded, as a drawing takes it."""
    return float(value) / chart.scale.unit.ore


def note(text: str, **place: Any) -> Part:
    """A text in the drawing."""
    return {"text": text, "showarrow": False, **place}


def line(start: tuple[float, float], end: tuple[float, float], colour: str) -> Part:
    """A thin line in the drawing, beneath what is drawn."""
    (x0, y0), (x1, y1) = start, end
    look = {"color": colour, "width": 1}
    ends = {"x0": x0, "y0": y0, "x1": x1, "y1": y1}
    return {"type": "line", "layer": "below", "line": look, **ends}


def layout(
    *, height: float, margin: Part, notes: Iterable[Part], shapes: Iterable[Part] = ()
) -> Part:
    """What all figures share: no legend, nothing that moves when it is touched."""
    font = {"family": FONT, "size": SIZE, "color": INK}
    hover = {"align": "left", "bgcolor": PAPER, "bordercolor": INK, "font": font}
    return {
        "height": round(height),
        "margin": {"pad": 0, **margin},
        "autosize": True,
        "showlegend": False,
        "dragmode": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": font,
        "hoverlabel": hover,
        "annotations": tuple(notes),
        "shapes": tuple(shapes),
    }


def axis(**more: Any) -> Part:
    """An axis that shows nothing of its own accord and stays where it is."""
    still = {"fixedrange": True, "showgrid": False, "zeroline": False}
    return {**still, "ticks": "", "automargin": False, **more}
