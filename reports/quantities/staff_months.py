"""Staff by month: this year by category, its budget and the year before."""

from __future__ import annotations

from fractions import Fraction

from committees.numbers import Scale, Unit, money_text
from committees.periods import MONTH_HEADS, MONTH_NAMES, Month, Scenario
from reports.charts import Chart, ChartKind, Series, SeriesRole
from reports.quantities.staffing import CATEGORIES, COUNTS, DECIMALS, Staff, Stub
from reports.quantities.unit_costs import total
from reports.tables.model import Column, Row, RowKind, Table
from volumes.figures import When
from volumes.models import Counted


def month_table(staff: Staff, counted: Counted) -> Table:
    """What is counted by month: this year by category, its budget, the year before."""
    year = staff.at.year
    rows = [
        _row(staff, Stub(f"m{at}", str(each.label).capitalize()), ids)
        for at, each in enumerate(CATEGORIES)
        if (ids := staff.ids(counted, category=each))
    ]
    ids = staff.ids(counted)
    rows += [
        _row(staff, Stub("now", f"Summa {year}", RowKind.TOTAL), ids),
        _row(staff, Stub("budget", f"Budget {year}"), ids, Scenario.BUDGET),
        _row(staff, Stub("before", f"Utfall {year - 1}"), ids, back=1),
    ]
    return Table(
        key=f"staff-{COUNTS.index(counted) + 1}-months",
        title=f"{str(counted.label).capitalize()} per månad",
        stub="År",
        scale=Scale(Unit.COUNT, DECIMALS[counted]),
        columns=tuple(
            Column(f"m{n}", head) for n, head in enumerate(MONTH_HEADS, start=1)
        ),
        rows=tuple(rows),
        source=staff.source,
    )


def _row(
    staff: Staff,
    stub: Stub,
    ids: tuple[int, ...],
    scenario: Scenario = Scenario.OUTCOME,
    *,
    back: int = 0,
) -> Row:
    """Some series added, month by month; nothing is told of months to come."""
    year = staff.at.year - back
    values = tuple(
        None
        if scenario is Scenario.OUTCOME and Month(year, month) > staff.at
        else total(staff.known, ids, When(scenario, year, month, month)).value
        for month in range(1, len(MONTH_HEADS) + 1)
    )
    return Row(stub.key, stub.label, values, kind=stub.kind)


def month_chart(table: Table, year: int) -> Chart | None:
    """The months of what is counted as lines; None where nothing is reported."""
    named = (
        ("now", f"Utfall {year}", SeriesRole.OUTCOME),
        ("budget", f"Budget {year}", SeriesRole.BUDGET),
        ("before", f"Utfall {year - 1}", SeriesRole.EARLIER),
    )
    drawn = [
        Series(label, _numbers(table.row(key)), role) for key, label, role in named
    ]
    drawn = [each for each in drawn if any(v is not None for v in each.values)]
    now = [v for v in _numbers(table.row("now")) if v is not None]
    if not now:
        return None
    return Chart(
        key=table.key,
        kind=ChartKind.LINES,
        title=_sentence(table, year),
        description=(
            f"Linjer över årets månader: {table.title.lower()} {year}, med budgeten"
            f" som streckad linje och {year - 1} i grått där de finns."
        ),
        stub="Månad",
        categories=tuple(head.lower() for head in MONTH_HEADS),
        series=tuple(drawn),
        scale=table.scale,
        source=table.source,
        unit=table.title.split()[0].lower(),
        from_zero=False,
    )


def _sentence(table: Table, year: int) -> str:
    """The latest month, and how it differs from the same month the year before."""
    now, before = _numbers(table.row("now")), _numbers(table.row("before"))
    last = max(n for n, value in enumerate(now) if value is not None)
    what, month = table.title.split()[0], MONTH_NAMES[last]
    value, base = now[last], before[last]
    text = f"{what} i {month} {year}: {money_text(value, table.scale)}"
    if value is None or base is None:
        return text
    gap = value - base
    if not gap:
        return f"{text}, lika många som i {month} {year - 1}"
    word = "fler" if gap > 0 else "färre"
    size = money_text(gap if gap > 0 else -gap, table.scale)
    return f"{text}, {size} {word} än i {month} {year - 1}"


def _numbers(row: Row) -> tuple[int | Fraction | None, ...]:
    """A row's figures."""
    return tuple(None if isinstance(v, str) else v for v in row.values)
