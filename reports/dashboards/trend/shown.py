"""The months as a chart and a table. Net cost is shown positive, revenue negative."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from committees.periods import CLOSING, MONTH_HEADS, MONTH_NAMES
from finance.sums import Periods
from reports.charts import Chart, ChartKind, Opens, Series, SeriesRole
from reports.dashboards.asked_figure import What
from reports.dashboards.part import Part, scale_for
from reports.dashboards.trend.figures import NONE, Trend, total
from reports.dashboards.trend.words import heading, months_to
from reports.render.html import Link
from reports.tables.model import Column, Row, RowKind, Table, Tone, Value
from reports.workings.chart_links import cell_opens

CLOSED, WITH_CLOSED = "Bokslutsposter", "Med bokslutsposter"


def trend_chart(seen: Trend, shown: Trend, part: Part) -> Chart | None:
    """Lines by month; None where nothing is known. `shown` may be accumulated."""
    is_running = shown is not seen
    count = len(shown.periods) if is_running else len(MONTH_NAMES)
    lines = [
        Series(f"Utfall {seen.year}", _cost(shown.outcome, count)),
        Series(f"Budget {seen.year}", _cost(shown.budget, count), SeriesRole.BUDGET),
        Series(f"Prognos {seen.year}", _cost(shown.rest, count), SeriesRole.FORECAST),
    ]
    lines += [
        Series(f"Utfall {year}", _cost(values, count), SeriesRole.EARLIER)
        for year, values in shown.earlier.items()
    ]
    known = tuple(line for line in lines if any(v is not None for v in line.values))
    if not known:
        return None
    scale = scale_for([v for line in known for v in line.values if isinstance(v, int)])
    how = "ackumulerad nettokostnad" if is_running else "nettokostnad per månad"
    return Chart(
        key="net-cost-by-month",
        kind=ChartKind.LINES,
        title=heading(seen, scale=scale_for(seen.outcome)),
        description=(
            f"Linjer över årets månader för {part.name}: {how} i {scale.unit}."
            f" {', '.join(line.label for line in known)}."
            " Budgeten är streckad och tidigare år är grå."
        ),
        stub="Månad",
        categories=tuple(
            "bokslut" if period == CLOSING else MONTH_HEADS[period - 1].lower()
            for period in range(1, count + 1)
        ),
        series=known,
        scale=scale,
        source=source(seen),
        from_zero=is_running,
    )


def _cost(values: Periods, count: int) -> tuple[int | None, ...]:
    """Net as net cost."""
    return tuple(None if ore is None else -ore for ore in values[:count])


def source(seen: Trend) -> str:
    """What the figures rest on."""
    return f"huvudbok, budget och prognos, {seen.follow_up.title}"


def trend_table(seen: Trend, shown: Trend, part: Part) -> Table:
    """A row per month; sums beneath where months stand for themselves."""
    is_running = shown is not seen
    years = tuple(seen.earlier)
    columns = [
        Column("budget", f"Budget {seen.year}"),
        Column("outcome", f"Utfall {seen.year}"),
        Column("deviation", "Avvikelse", Tone.DEVIATION),
        *([Column("forecast", "Prognos")] if seen.rest != NONE else []),
        *(Column(f"outcome{year}", f"Utfall {year}") for year in years),
    ]
    how = "Ackumulerad nettokostnad" if is_running else "Nettokostnad per månad"
    closed = WITH_CLOSED if is_running else CLOSED
    rows = [*_months(shown, closed), *(() if is_running else _sums(seen))]
    return Table(
        key="months",
        title=f"{how}{part.of_name}",
        stub="Månad",
        scale=scale_for([*seen.outcome, *seen.budget]),
        columns=tuple(columns),
        rows=tuple(rows),
        notes=("Nettokostnaden är kostnader minus intäkter; minus är nettointäkt.",),
        source=source(seen),
    )


def _months(shown: Trend, closed: str) -> Iterator[Row]:
    """The months and the closing entries, by what those are called."""
    for period in shown.periods:
        at = period - 1
        closing = period == CLOSING
        values: list[Value] = [
            _minus(shown.budget[at]),
            _minus(shown.outcome[at]),
            shown.deviations[at],
        ]
        if shown.rest != NONE:
            values.append(_minus(shown.rest[at]))
        values += [_minus(each[at]) for each in shown.earlier.values()]
        label = closed if closing else MONTH_NAMES[at].capitalize()
        yield Row(f"m{period}", label, tuple(values))


def _sums(seen: Trend) -> Iterator[Row]:
    """The months so far and the year."""
    month, annual = seen.follow_up.month, seen.until == CLOSING
    if not annual:
        values: list[Value] = [
            _minus(seen.budgeted(until=month)),
            _minus(seen.sum_of(seen.year, until=month)),
            seen.to_date,
        ]
        if seen.rest != NONE:
            values.append(None)
        values += [_minus(seen.sum_of(year, until=month)) for year in seen.earlier]
        yield Row("to-date", months_to(month), tuple(values), kind=RowKind.SUBTOTAL)
    values = [
        _minus(total(seen.budget)),
        _minus(seen.sum_of(seen.year, until=CLOSING)) if annual else None,
        seen.to_date if annual else None,
    ]
    if seen.rest != NONE:
        values.append(_minus(seen.forecast))
    values += [_minus(seen.sum_of(year, until=CLOSING)) for year in seen.earlier]
    left_out = [False, not annual, not annual, *([False] * (len(values) - 3))]
    yield Row(
        "year", "Hela året", tuple(values), kind=RowKind.TOTAL, omitted=tuple(left_out)
    )


def _minus(ore: int | None) -> int | None:
    """Net as net cost."""
    return None if ore is None else -ore


OF_MONTH = {
    "budget": What.BUDGET_OF_MONTH,
    "outcome": What.OUTCOME_OF_MONTH,
    "deviation": What.DEVIATION_OF_MONTH,
}
TO_DATE = {
    "budget": What.BUDGET_TO_DATE,
    "outcome": What.OUTCOME_TO_DATE,
    "deviation": What.DEVIATION_TO_DATE,
}
OF_YEAR = {
    "budget": What.BUDGET,
    "outcome": What.OUTCOME_TO_DATE,
    "deviation": What.DEVIATION_TO_DATE,
    "forecast": What.FORECAST,
}


def link(
    table: Table, seen: Trend, part: Part, *, is_running: bool
) -> Callable[[Row, Column], str | None]:
    """Where a figure is explained. What is accumulated leads to the months it sums."""

    def to(row: Row, column: Column) -> str | None:
        if table.value(row.key, column.key) is None:
            return None
        if is_running and row.key != f"m{seen.until}":
            return part.kept or "?"
        return _address(seen, part, row.key, column.key, is_running=is_running)

    return to


def chart_opens(chart: Chart | None, table: Table, seen: Trend, to: Link) -> Opens:
    """The lines' figures, where the table's same months and years are explained."""
    columns = {
        f"Utfall {seen.year}": "outcome",
        f"Budget {seen.year}": "budget",
        f"Prognos {seen.year}": "forecast",
        **{f"Utfall {year}": f"outcome{year}" for year in seen.earlier},
    }
    places = (
        ((at, index), f"m{index + 1}", columns[series.label])
        for at, series in enumerate(chart.series if chart else ())
        for index, value in enumerate(series.values)
        if value is not None
    )
    return cell_opens(table, to, places)


def _address(
    seen: Trend, part: Part, row: str, column: str, *, is_running: bool
) -> str | None:
    """Where a month's figure, or a sum of them, is explained."""
    year = 0
    if column.removeprefix("outcome").isdigit():
        year, column = int(column.removeprefix("outcome")), "outcome"
    if column == "forecast":
        return part.figure(What.FORECAST)
    if row == "year":
        return part.figure(What.OUTCOME_OF_YEAR if year else OF_YEAR[column], year=year)
    if row == "to-date" or (is_running and not year):
        return part.figure(TO_DATE[column], year=year)
    if is_running:
        return part.kept or "?"
    period = int(row.removeprefix("m"))
    return part.figure(OF_MONTH[column], year=year or seen.year, period=period)
