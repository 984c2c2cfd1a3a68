"""Charts as values: what is drawn, in exact figures, with the sentence it shows.

A chart reads the same figures as the tables. It is drawn as SVG on paper and in
pages without script, and by Plotly where a reader can point at it; always beside
a table of the same figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from committees.numbers import Scale, Unit
from reports.tables.model import Column, Row, Table, Tone

Amount: TypeAlias = int | Fraction
"""Exact: öre, or ones of what is counted."""

Point: TypeAlias = tuple[int, int]
"""A figure of a chart: which series, and which category; from zero."""

Opens: TypeAlias = Mapping[Point, str]
"""The addresses that tell what figures of a chart are made of, as seen from its page.

They are no part of the chart, which a report keeps as it was sent out.
"""

LARGE = 100
"""What is counted so many times is shown without decimals."""


class ChartKind(StrEnum):
    """The few forms that are used."""

    DEVIATION_BARS = "deviation-bars"
    """Horizontal bars from a common zero line, one per category."""
    EFFECTS = "effects"
    """As deviation bars, with a bar per series in each category."""
    LINES = "lines"
    """Lines over categories, usually months."""
    WATERFALL = "waterfall"
    """Levels (the first series) and the steps between them (the others), in order."""
    SCATTER = "scatter"
    """Named points in order: the second series, in the chart's scale, against the
    first, which is counted in ones and stands across; its label says what is counted.
    """


class SeriesRole(StrEnum):
    """What a line stands for; it decides how it is drawn, never by colour alone."""

    OUTCOME = "outcome"
    PART = "part"
    """One of several that make up the outcome."""
    BUDGET = "budget"
    FORECAST = "forecast"
    EARLIER = "earlier"


@dataclass(frozen=True, slots=True)
class Series:
    """One line or one set of bars. None: nothing reported, a gap and never a zero."""

    label: str
    values: tuple[Amount | None, ...]
    role: SeriesRole = SeriesRole.OUTCOME


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart. `title` is the sentence it shows; `description` says it in full.

    `unit` says what is counted where the scale's name does not. An axis of lines
    begins at zero unless `from_zero` is off, which the drawing then tells. `figures_in`
    names the report's table of the same key, if it holds the figures. `signed`: the
    lines are deviations, whose figures carry their sign.
    """

    key: str
    kind: ChartKind
    title: str
    description: str
    stub: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    scale: Scale
    source: str = ""
    unit: str = ""
    from_zero: bool = True
    figures_in: str = ""
    signed: bool = False

    @property
    def has_figures(self) -> bool:
        """Whether anything at all is reported."""
        return any(v is not None for series in self.series for v in series.values)

    @property
    def across(self) -> Scale:
        """How the first series of a scatter is shown: ones, small amounts by tenths."""
        counted = [v for series in self.series[:1] for v in series.values]
        whole = all(not v or v == int(v) or not -LARGE < v < LARGE for v in counted)
        return Scale(Unit.COUNT, decimals=0 if whole else 1)

    @property
    def unit_name(self) -> str:
        """What the figures count."""
        return self.unit or str(self.scale.unit)

    def as_table(self) -> Table:
        """The same figures as a table, shown beside the chart."""
        plain = self.kind in {ChartKind.LINES, ChartKind.SCATTER} and not self.signed
        tone = Tone.FIGURE if plain else Tone.DEVIATION
        own = self.across if self.kind is ChartKind.SCATTER else None
        return Table(
            key=self.key,
            title=self.title,
            stub=self.stub,
            scale=self.scale,
            columns=tuple(
                Column(
                    key=f"s{index}",
                    label=series.label,
                    tone=tone,
                    scale=None if index else own,
                )
                for index, series in enumerate(self.series)
            ),
            rows=tuple(
                Row(
                    key=f"c{index}",
                    label=category,
                    values=tuple(series.values[index] for series in self.series),
                    unit=self.unit,
                )
                for index, category in enumerate(self.categories)
            ),
            source=self.source,
        )


def point_of(row: Row, column: Column) -> Point:
    """Which figure a cell of a chart's table holds."""
    return int(column.key.removeprefix("s")), int(row.key.removeprefix("c"))
