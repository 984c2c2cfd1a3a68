"""What charts of rows share: rows of bars with their names, and the two sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reports.charts import Amount
from reports.render.svg_parts import DEFICIT_TEXT, LINE, SURPLUS, Spot, label

BAR = 15
GAP = 9
SMALL = 13.0
HEAD = 42.0
"""Above the first bar: what is shown, and the two words."""
LABELS = 0.36
"""The part of the width that the categories' names may take."""
WORD = 78
"""Room for the word at the right of the zero line."""
DASH = 24
"""Room beyond the zero line for a dash or a zero, which always stand at its right."""

Labels = tuple[tuple[str, ...], ...]


def row_height(names: tuple[str, ...]) -> float:
    """The height of a category's row."""
    return max(BAR, LINE * len(names) - 2) + GAP


def row_middles(labels: Labels, *, top: float) -> Iterator[float]:
    """The middle of every category's bar."""
    for names in labels:
        yield top + (row_height(names) - GAP) / 2
        top += row_height(names)


def row_name(rows: tuple[str, ...], middle: float) -> Iterator[str]:
    """A category's name, centred on its bar."""
    first = middle + 5 - LINE * (len(rows) - 1) / 2
    for index, row in enumerate(rows):
        yield label(0, first + index * LINE, row, kind="name")


def row_spots(
    middles: Iterable[float], *, series: int, left: float, right: float
) -> Iterator[Spot]:
    """Where a series' figures are pointed at: each row beside its name."""
    high = BAR + GAP
    for category, middle in enumerate(middles):
        corner = (left, middle - high / 2)
        yield Spot((series, category), corner, (right - left, high))


def sides(values: Iterable[Amount | None], *, zero: float, top: float) -> Iterator[str]:
    """Which side of the zero line is which, where there is something on it."""
    known = [v for v in values if v is not None]
    if any(v < 0 for v in known):
        yield label(
            zero - 6,
            top - 12,
            "Underskott",
            anchor="end",
            font_size=SMALL,
            font_weight="600",
            fill=DEFICIT_TEXT,
            kind="deficit",
        )
    if any(v > 0 for v in known):
        yield label(
            zero + 6,
            top - 12,
            "Överskott",
            font_size=SMALL,
            font_weight="600",
            fill=SURPLUS,
            kind="surplus",
        )
