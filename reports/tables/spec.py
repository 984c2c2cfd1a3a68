"""What a report table is made from: its definition as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from committees.numbers import Scale
from committees.periods import Month, Span
from finance.figures import Measure, Scenario, Selection
from reports.tables.model import RowKind


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column: a measure of a scenario, or the difference of two other columns."""

    key: str
    label: str
    measure: Measure
    scenario: Scenario | None = None
    year_offset: int = 0
    span: Span | None = None
    minuend: str = ""
    subtrahend: str = ""


@dataclass(frozen=True, slots=True)
class RowSpec:
    """A row: what it selects, and the measure that it has whatever its column's."""

    key: str
    label: str
    kind: RowKind
    selection: Selection | None
    code: str = ""
    level: int = 0
    measure: Measure | None = None
    omitted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table. With `costs_positive` net, cost and investment turn sign when shown."""

    key: str
    title: str
    stub: str
    scale: Scale
    costs_positive: bool
    columns: tuple[ColumnSpec, ...]
    rows: tuple[RowSpec, ...]
    notes: tuple[str, ...] = ()

    @property
    def measures(self) -> frozenset[Measure]:
        """Every measure that the table reads."""
        found = {column.measure for column in self.columns}
        return frozenset(found | {row.measure for row in self.rows if row.measure})

    def years(self, month: Month) -> frozenset[int]:
        """Every year that the table reads."""
        return frozenset(
            month.year + column.year_offset
            for column in self.columns
            if column.scenario is not None
        )


def filled(label: str, month: Month) -> str:
    """A heading with its places filled in: {year}, {year-1}, {month}, {mon}, {date}."""
    places = {
        "{year}": str(month.year),
        **{f"{{year-{back}}}": str(month.year - back) for back in (1, 2, 3)},
        "{yy}": f"{month.year % 100:02d}",
        "{yy-1}": f"{(month.year - 1) % 100:02d}",
        "{month}": month.name,
        "{mon}": month.name[:3],
        "{Mon}": month.name[:3].capitalize(),
        "{date}": month.last_day.isoformat(),
    }
    for place, text in places.items():
        label = label.replace(place, text)
    return label
