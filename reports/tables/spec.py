"""What a report table is made from: its definition as plain values.

A cell is asked for by its row and its column together: the row says of what, the
column how, when and under which heading; a row that says when itself (a year's months
side by side) is heard before its column.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from committees.numbers import Scale
from committees.periods import Month, Scenario, Span
from finance.figures import Measure, Selection
from reports.tables.model import RowKind


class Asked(StrEnum):
    """What a column may ask beside measures of money."""

    QUANTITY = "mängd"
    """The row's own quantity: volumes, a unit cost, a ratio."""
    QUANTITY_DIFFERENCE = "mängdskillnad"
    VOLUME_EFFECT = "volymeffekt"
    MIX_EFFECT = "mixeffekt"
    PRICE_EFFECT = "priseffekt"
    RECONCILED = "volymavstämning"
    """Money that volume reconciliation pays back (plus) or takes (minus)."""
    TEXT = "text"
    """The row's text under the column's key."""
    OUTCOME = "utfall"
    """What the row's indicator showed: a number, or words where there is none."""
    TARGET = "mål"
    WORDS = "i ord"
    """The words of the indicator's outcome."""
    SHARE = "andel"
    """Percent of the committee's total of the same measure."""
    ATTRIBUTE = "uppgift"
    """What a listing tells of its rows under the column's attribute."""


EFFECTS = frozenset(
    {Asked.VOLUME_EFFECT, Asked.MIX_EFFECT, Asked.PRICE_EFFECT, Asked.RECONCILED}
)
"""The parts of a deviation, in money."""
OF_INDICATORS = frozenset({Asked.OUTCOME, Asked.TARGET, Asked.WORDS})
"""What is asked of a row's indicator."""


class QuantityKind(StrEnum):
    """What a row's quantity is."""

    SERIES = "serier"
    UNIT_COST = "nyckeltal"
    RATIO = "kvot"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A row's quantity: series that are added, or one unit cost or ratio; by ids."""

    kind: QuantityKind
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column: a measure of a scenario, or the difference of two other columns.

    `month` (1 to 12) is a single month instead of a span; `scale` is the column's own
    where the rows' units do not apply, as to money in a table of volumes. `sex` parts
    an indicator's outcome; `attribute` is what a listing's column tells, and `month`
    there says of which follow-up or quarter.
    """

    key: str
    label: str
    measure: Measure | Asked
    scenario: Scenario | None = None
    year_offset: int = 0
    span: Span | None = None
    minuend: str = ""
    subtrahend: str = ""
    month: int = 0
    scale: Scale | None = None
    attribute: str = ""
    sex: str = ""


@dataclass(frozen=True, slots=True)
class RowSpec:
    """A row: what it selects, and the measure that it has whatever its column's.

    `selection` is its money, `quantity` its volume, unit cost or ratio. `scale` and
    `unit` are how the quantity is shown and called. Where the row is of an
    `indicator` (its id), a quantity or selection is what the indicator is read from.
    """

    key: str
    label: str
    kind: RowKind
    selection: Selection | None
    code: str = ""
    level: int = 0
    measure: Measure | None = None
    omitted: frozenset[str] = frozenset()
    quantity: Quantity | None = None
    scenario: Scenario | None = None
    year_offset: int = 0
    texts: Mapping[str, str] = field(default_factory=dict)
    scale: Scale | None = None
    unit: str = ""
    indicator: int = 0

    @property
    def is_linked(self) -> bool:
        """Whether the row's indicator is read from another room's figures."""
        return bool(self.indicator) and (
            self.quantity is not None or self.selection is not None
        )


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table. With `costs_positive` net, cost and investment turn sign when shown.

    A `listing` names what its rows are, instead of rows that are defined.
    """

    key: str
    title: str
    stub: str
    scale: Scale
    costs_positive: bool
    columns: tuple[ColumnSpec, ...]
    rows: tuple[RowSpec, ...]
    notes: tuple[str, ...] = ()
    listing: str = ""

    @property
    def measures(self) -> frozenset[Measure]:
        """Every measure of money that the table reads."""
        found = {c.measure for c in self.columns if isinstance(c.measure, Measure)}
        read_net = any(row.indicator and row.selection for row in self.rows)
        if read_net or Asked.SHARE in self.asks:
            found.add(Measure.NET)
        return frozenset(found | {row.measure for row in self.rows if row.measure})

    @property
    def asks(self) -> frozenset[Asked]:
        """What the table asks beside measures of money."""
        return frozenset(
            c.measure for c in self.columns if isinstance(c.measure, Asked)
        )

    @property
    def asks_effects(self) -> bool:
        """Whether the table parts deviations in volume, mix and price."""
        return bool(self.asks & EFFECTS)

    @property
    def is_money(self) -> bool:
        """Whether the table holds money alone, with the times of its columns."""
        return (
            not self.listing
            and not self.asks
            and not any(row.quantity or row.scenario for row in self.rows)
        )

    @property
    def by_unit(self) -> bool:
        """Whether the table reads money by cost centre."""
        return any(
            row.selection is not None and row.selection.cost_centres is not None
            for row in self.rows
        )

    @property
    def indicators(self) -> frozenset[int]:
        """The indicators of the table's rows, by id."""
        return frozenset(row.indicator for row in self.rows if row.indicator)

    def indicator_years(self, month: Month) -> frozenset[int]:
        """Every year in which the table asks of indicators."""
        asked = {c.year_offset for c in self.columns if c.measure in OF_INDICATORS}
        return frozenset(month.year + offset for offset in asked)

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """The quantities of the table's rows."""
        return tuple(row.quantity for row in self.rows if row.quantity)

    def years(self, month: Month) -> frozenset[int]:
        """Every year that the table reads."""
        offsets = {c.year_offset for c in self.columns if c.scenario is not None}
        offsets |= {row.year_offset for row in self.rows if row.scenario is not None}
        offsets |= {c.year_offset for c in self.columns if c.measure in EFFECTS}
        if any(row.is_linked for row in self.rows):
            read = {c.year_offset for c in self.columns if c.measure is Asked.OUTCOME}
            offsets |= read
        return frozenset(month.year + offset for offset in offsets)

    def asked(self, month: Month) -> frozenset[tuple[Scenario, int]]:
        """Every scenario of a year that the table reads quantities of."""
        columns = ((each.scenario, each.year_offset) for each in self.columns)
        rows = ((each.scenario, each.year_offset) for each in self.rows)
        found = {(s, back) for s, back in (*columns, *rows) if s is not None}
        for column in self.columns:
            if isinstance(column.measure, Asked) and column.measure not in TIMED:
                found |= {(each, column.year_offset) for each in Scenario}
        return frozenset((scenario, month.year + back) for scenario, back in found)


TIMED = frozenset({Asked.QUANTITY, Asked.QUANTITY_DIFFERENCE, Asked.TEXT})
"""What is asked of the very times that columns and rows name, or of none."""


def filled(label: str, month: Month) -> str:
    """A heading with its places filled in, such as {year}, {mon}, {date} and {day}."""
    if "{" not in label:
        return label
    places = {
        "{year}": str(month.year),
        **{f"{{year-{back}}}": str(month.year - back) for back in (1, 2, 3)},
        **{f"{{year+{on}}}": str(month.year + on) for on in (1, 2, 3, 4)},
        "{yy}": f"{month.year % 100:02d}",
        "{yy-1}": f"{(month.year - 1) % 100:02d}",
        "{month}": month.name,
        "{mon}": month.name[:3],
        "{Mon}": month.name[:3].capitalize(),
        "{date}": month.last_day.isoformat(),
        "{day}": str(month.last_day.day),
    }
    for place, text in places.items():
        label = label.replace(place, text)
    return label
