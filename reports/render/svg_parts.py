"""What the charts are drawn with: palette, shapes, and the width of a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from reports.charts import Point

INK = "#1b2733"
SURPLUS = "#2166ac"
DEFICIT = "#c2600b"
DEFICIT_TEXT = "#9a4a06"
"""Darker, for text: 4.5:1 on white."""
GREY = "#8a949e"
QUIET = "#5b6670"
"""Small secondary text: grey, yet 4.5:1 on white."""
GRID = "#dde2e6"
ACCENT = "#1f4e5f"
PAPER = "#ffffff"
FONT = "'Source Sans 3', 'Source Sans Pro', Helvetica, Arial, sans-serif"
"""Quoted: no unquoted name may have a word that begins with a digit."""
SIZE = 14
LINE = 17
"""Between the baselines of a wrapped label."""
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"

_NARROW = frozenset("ijlt.,:;|!()[]/' \N{NARROW NO-BREAK SPACE}")
_WIDE = frozenset("mwMWÅÄÖABCDEGHKNOQRUVXY%")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a reader points at a figure: a rectangle's corner and size."""

    point: Point
    corner: tuple[float, float]
    size: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The elements of a drawing, the height they take, and where figures stand."""

    parts: tuple[str, ...]
    height: float
    spots: tuple[Spot, ...] = ()


def point_name(point: Point) -> str:
    """A figure's name to the scripts: `s0c3` is the first series' fourth figure."""
    return "s{}c{}".format(*point)


def text_width(text: str, *, size: float = SIZE) -> float:
    """About how wide a text is set; a little generous, so that nothing collides."""
    units = sum(
        0.30 if sign in _NARROW else 0.70 if sign in _WIDE else 0.52 for sign in text
    )
    return units * size


def cut(text: str, *, width: float, size: float = SIZE) -> str:
    """The text, or as much of it as fits with an ellipsis."""
    if text_width(text, size=size) <= width:
        return text
    while text and text_width(text + ELLIPSIS, size=size) > width:
        text = text[:-1]
    return text.rstrip(" ,.-") + ELLIPSIS


def wrapped(text: str, *, width: float, most: int = 3) -> tuple[str, ...]:
    """The text broken between words into at most so many lines, the last one cut."""
    rows: list[str] = []
    for word in text.split():
        joined = f"{rows[-1]} {word}" if rows else word
        if rows and (len(rows) == most or text_width(joined) <= width):
            rows[-1] = joined
        else:
            rows.append(word)
    return tuple(cut(row, width=width) for row in rows)


def label(
    x: float, y: float, text: str, *, anchor: str = "start", **attributes: str | float
) -> str:
    """Text at a point; `anchor` says which end of it stands there."""
    more = _attributes(attributes)
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{more}>'
        f"{escape(text)}</text>"
    )


def line(
    start: tuple[float, float], end: tuple[float, float], **attributes: str | float
) -> str:
    """A straight line."""
    (x1, y1), (x2, y2) = start, end
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
        f"{_attributes(attributes)}/>"
    )


def box(
    corner: tuple[float, float], size: tuple[float, float], **attributes: str | float
) -> str:
    """A rectangle."""
    (x, y), (width, height) = corner, size
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
        f"{_attributes(attributes)}/>"
    )


def path(points: Sequence[tuple[float, float]], **attributes: str | float) -> str:
    """A broken line through points."""
    steps = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return f'<path d="M{steps}" fill="none"{_attributes(attributes)}/>'


def dot(centre: tuple[float, float], **attributes: str | float) -> str:
    """A small filled circle."""
    x, y = centre
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5"{_attributes(attributes)}/>'


def _attributes(attributes: dict[str, str | float]) -> str:
    """Keyword arguments as attributes; `kind` is the class."""
    return "".join(
        f' {"class" if name == "kind" else name.replace("_", "-")}="{value}"'
        for name, value in attributes.items()
    )
