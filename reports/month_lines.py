"""Tables that have a year's months side by side, drawn as lines over the months.

The follow-up's year is strong, budget dashed, earlier years grey. Where a year has
several rows and a total, the total is drawn; without other years its parts are too.
A month that nobody has reported is a gap, and no comparison is made across it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from committees.numbers import Unit, money_text, share_text
from committees.periods import MONTH_HEADS, MONTH_NAMES, Month, Scenario, Span
from committees.words import listed
from reports.charts import Amount, Chart, ChartKind, Series, SeriesRole
from reports.tables.model import Row, RowKind, Table
from reports.tables.spec import ColumnSpec, TableSpec
from volumes.figures import OverTime

TOTALS = frozenset({RowKind.SUBTOTAL, RowKind.TOTAL})
FLAT = 8
"""Where the lines lie within an eighth of their height, the axis begins above zero."""
MOST_PARTS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A row as a line. `year` counts from the follow-up's, back to -1, -2."""

    row: Row
    scenario: Scenario
    year: int
    values: tuple[Amount | None, ...]
    is_part: bool = False

    @property
    def role(self) -> SeriesRole:
        """What the line stands for."""
        if self.is_part:
            return SeriesRole.PART
        if self.scenario is Scenario.OUTCOME and self.year < 0:
            return SeriesRole.EARLIER
        return SeriesRole(self.scenario.name.lower())


def months_of(spec: TableSpec) -> tuple[ColumnSpec, ...]:
    """A table's columns of months."""
    return tuple(column for column in spec.columns if column.month)


def has_months(spec: TableSpec) -> bool:
    """Whether a table has months side by side."""
    return len(months_of(spec)) > 1


def month_lines(
    table: Table, spec: TableSpec, *, month: Month, rule: OverTime | None = None
) -> Chart | None:
    """A table's rows as lines over its months; None where none has a figure.

    `rule` is how months make the period that the title tells.
    """
    columns, lines = months_of(spec), lines_of(table, spec, month)
    if not lines:
        return None
    first = lines[0].row
    at = table.columns[table.column_index(columns[0].key)]
    scale = table.scale_of(first, at)
    unit = table.unit_of(first)
    series = tuple(Series(_name(line, month), line.values, line.role) for line in lines)
    from_zero = not _is_flat(series)
    return Chart(
        key=table.key,
        kind=ChartKind.LINES,
        title=_title(table, spec, lines, month, rule),
        description=_description(lines, unit, month, from_zero=from_zero),
        stub="Månad",
        categories=tuple(MONTH_HEADS[column.month - 1].lower() for column in columns),
        series=series,
        scale=scale,
        source=table.source,
        unit="" if unit == scale.unit else unit,
        from_zero=from_zero,
    )


def _lines(table: Table, spec: TableSpec, month: Month) -> Iterator[Line]:
    """Every row that has a figure in any month."""
    columns = months_of(spec)
    for row in spec.rows:
        own = row.scenario is not None
        scenario = row.scenario or columns[0].scenario
        year = row.year_offset if own else columns[0].year_offset
        if scenario is None or row.kind is RowKind.GROUP:
            continue
        shown = table.row(row.key)
        ahead = scenario is Scenario.OUTCOME and year == 0
        values = tuple(
            None
            if ahead and column.month > month.month
            else _figure(table, shown, column)
            for column in columns
        )
        if any(value is not None for value in values):
            yield Line(shown, scenario, year, values)


def _figure(table: Table, row: Row, column: ColumnSpec) -> Amount | None:
    """A cell's figure; None where it holds none."""
    place = table.column_index(column.key)
    value = row.values[place]
    omitted = bool(row.omitted) and row.omitted[place]
    return value if isinstance(value, int | Fraction) and not omitted else None


def lines_of(table: Table, spec: TableSpec, month: Month) -> tuple[Line, ...]:
    """The lines there is room for: a year's total before its parts."""
    lines = tuple(_lines(table, spec, month))
    found: list[Line] = []
    alone = len({(line.scenario, line.year) for line in lines}) == 1
    for line in lines:
        same = [
            other
            for other in lines
            if (other.scenario, other.year) == (line.scenario, line.year)
        ]
        totals = [other for other in same if other.row.kind in TOTALS]
        if len(same) == 1 or line in totals:
            found.append(line)
        elif not totals or (alone and len(same) <= MOST_PARTS + len(totals)):
            found.append(replace(line, is_part=True))
    return tuple(found)


def _name(line: Line, month: Month) -> str:
    """What stands at a line's end: its scenario and year, or which part it is."""
    if line.is_part:
        return line.row.label
    return f"{line.scenario.capitalize()} {month.year + line.year}"


def _is_flat(series: Sequence[Series]) -> bool:
    """Whether the lines would look like one from zero."""
    known = [v for each in series for v in each.values if v is not None]
    low, high = min(known), max(known)
    return 0 < low < high and (high - low) * FLAT < high


def _title(
    table: Table,
    spec: TableSpec,
    lines: Sequence[Line],
    month: Month,
    rule: OverTime | None,
) -> str:
    """What the period came to, and how it stands against budget or the year before."""
    until = f"till och med {month.name}" if month.month > 1 else "i januari"
    how = ", i genomsnitt" if rule is OverTime.MEAN else ""
    heading = f"{table.title}{how} {until} {month.year}"
    period = _period_column(spec)
    now = _one(lines, Scenario.OUTCOME, 0)
    value = _figure(table, now.row, period) if now and period else None
    if now is None or period is None or value is None:
        return heading
    place = table.columns[table.column_index(period.key)]
    text = money_text(value, table.scale_of(now.row, place))
    unit = table.unit_of(now.row)
    said = unit == Unit.COUNT or unit.lower() in table.title.lower()
    told = text if said else f"{text}\N{NO-BREAK SPACE}{unit}"
    return f"{heading}: {told}{_against(table, lines, period, month)}"


def _period_column(spec: TableSpec) -> ColumnSpec | None:
    """The column that tells the year so far."""
    spans = (c for c in spec.columns if c.span is Span.PERIOD and not c.month)
    return next(spans, None)


def _one(lines: Sequence[Line], scenario: Scenario, year: int) -> Line | None:
    """The only whole line of a scenario's year."""
    found = [
        line
        for line in lines
        if (line.scenario, line.year) == (scenario, year) and not line.is_part
    ]
    return found[0] if len(found) == 1 else None


def _against(
    table: Table, lines: Sequence[Line], period: ColumnSpec, month: Month
) -> str:
    """How the period stands against the same months of budget, or of last year."""
    now = _one(lines, Scenario.OUTCOME, 0)
    for scenario, year in ((Scenario.BUDGET, 0), (Scenario.OUTCOME, -1)):
        other = _one(lines, scenario, year)
        if now is None or other is None or _gaps(now, month) or _gaps(other, month):
            continue
        value = _figure(table, now.row, period)
        base = _figure(table, other.row, period)
        if value is None or not base:
            continue
        if scenario is Scenario.BUDGET:
            return _beside(value, base, ("över", "under"), "budget", "som budgeterat")
        before = f"samma tid {month.year + year}"
        words = ("mer än", "mindre än")
        return _beside(value, base, words, before, f"som {before}")
    return ""


def _beside(
    value: Amount, base: Amount, words: tuple[str, str], what: str, same: str
) -> str:
    """`, 28 % under budget`; what is less than a percent is told with a decimal."""
    gap, whole = abs(Fraction(value) - base), abs(Fraction(base))
    decimals = 0 if gap * 100 >= whole else 1
    size = share_text(gap, whole, decimals=decimals).lstrip("+")
    if not size.strip("0,"):
        return f", {same}"
    return f", {size}\N{NO-BREAK SPACE}% {words[value < base]} {what}"


def _gaps(line: Line, month: Month) -> tuple[str, ...]:
    """The months so far of which nothing is reported."""
    known = zip(MONTH_NAMES, line.values[: month.month], strict=False)
    return tuple(name for name, value in known if value is None)


def _description(
    lines: Sequence[Line], unit: str, month: Month, *, from_zero: bool
) -> str:
    """The chart in full, for those who do not see it."""
    counted = "" if unit == Unit.COUNT else f", i {unit}"
    text = f"Linjer över årets månader: {month.year} till och med {month.name}{counted}"
    budget = any(line.scenario is Scenario.BUDGET for line in lines)
    earlier = {line.year for line in lines if line.role is SeriesRole.EARLIER}
    years = [str(month.year + year) for year in sorted(earlier)]
    beside = ["budgeten som streckad linje"] if budget else []
    beside += [f"{listed(years)} i grått"] if years else []
    text += f", med {listed(beside)}." if beside else "."
    now = _one(lines, Scenario.OUTCOME, 0)
    missing = _gaps(now, month) if now else ()
    if missing:
        text += f" Uppgift saknas för {listed(missing)}."
    return text if from_zero else f"{text} Axeln börjar inte vid noll."
