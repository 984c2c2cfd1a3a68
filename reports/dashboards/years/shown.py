"""Several years as a chart and a table. Net cost is shown positive."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from committees.access import Place
from committees.models import FollowUp, FollowUpKind
from committees.numbers import Scale, Unit
from finance.sources import Axis
from reports.charts import Chart, ChartKind, Opens, Series, SeriesRole
from reports.dashboards.asked_figure import AskedFigure, What
from reports.dashboards.narrowing import Narrowing
from reports.dashboards.part import Part
from reports.dashboards.years.figures import How, Years, change_of
from reports.dashboards.years.rows import OTHER, Line
from reports.dashboards.years.words import drawn_heading, scale_of, short_names
from reports.quantities.unit_costs import Amount
from reports.render.html import Link
from reports.tables.model import Column, Row, RowKind, Table, Value
from reports.workings.chart_links import cell_opens

PERCENT = Scale(Unit.PERCENT, 1)
HOW_WORDS = {How.RECALCULATED: "Omräknat", How.BOOKED: "Som bokfört"}
AXIS_WORDS = {
    Axis.ACTIVITY: "verksamhet",
    Axis.COST_CENTRE: "ansvar",
    Axis.GROUP: "kontogrupp",
}
FIELDS = {
    Axis.ACTIVITY: "activity",
    Axis.COST_CENTRE: "cost_centre",
    Axis.GROUP: "group",
}
FEW = 4
"""So many rows are drawn as a line each; of more only their sum."""
TOTAL, WHOLE = "total", "Hela nämnden"


def title(seen: Years, part: Part) -> str:
    """What is shown, and by whose organisation the years are told."""
    by = f"Nettokostnad per {AXIS_WORDS[seen.axis]} och år{part.of_name}"
    if seen.axis is Axis.GROUP:
        return f"{by}, kontogrupper som bokfört varje år"
    if seen.how is How.BOOKED:
        return f"{by}, som bokfört varje år"
    month = seen.follow_up.period
    return f"{by}, omräknat till organisationen i {month.name} {month.year}"


def years_chart(seen: Years, part: Part) -> Chart | None:
    """Lines over the years, with the year that is expected; None of fewer than two."""
    points = [str(year) for year in seen.years]
    expected = seen.has_forecast and seen.follow_up.year not in seen.years
    if expected:
        points.append(f"prognos {seen.follow_up.year}")
    if len(points) == 1 or not seen.lines:
        return None
    drawn: Iterable[Line] = seen.lines if len(seen.lines) <= FEW else (seen.total(),)
    several, names = len(seen.lines) <= FEW, short_names(seen.lines)
    whole = WHOLE if part.where.is_whole else part.name
    series = tuple(
        Series(
            names[line.code] if several else whole,
            tuple(_cost(line, seen.years, expected=expected)),
            SeriesRole.PART if several else SeriesRole.OUTCOME,
        )
        for line in drawn
    )
    scale = scale_of(seen)
    return Chart(
        key="net-cost-by-year",
        kind=ChartKind.LINES,
        title=drawn_heading(seen, scale=scale, several=several) or title(seen, part),
        description=(
            f"Linjer över åren {points[0]} till {points[-1]}: {title(seen, part)},"
            f" i {scale.unit}."
        ),
        stub="År",
        categories=tuple(points),
        series=series,
        scale=scale,
        source=_source(seen),
        from_zero=several,
    )


def _cost(line: Line, years: Iterable[int], *, expected: bool) -> Iterable[int | None]:
    """A row's net cost by year, the expected one last."""
    for year in years:
        yield _minus(line.outcome.get(year))
    if expected:
        yield _minus(line.forecast)


def _minus(ore: int | None) -> int | None:
    """Net as net cost."""
    return None if ore is None else -ore


def _source(seen: Years) -> str:
    """What the figures rest on."""
    return f"huvudbok, budget och prognos, {seen.follow_up.title}"


def years_table(seen: Years, part: Part) -> Table:
    """Budget and forecast of the year, the years before it, and how they changed."""
    total = seen.total()
    rows = [_row(seen, line) for line in seen.lines]
    if len(rows) != 1:
        rows.append(_row(seen, total, is_total=True))
    return Table(
        key="years",
        title=title(seen, part),
        stub=AXIS_WORDS[seen.axis].capitalize(),
        scale=scale_of(seen),
        columns=_columns(seen),
        rows=tuple(rows),
        notes=(
            "Nettokostnaden är kostnader minus intäkter, med bokslutsposter.",
            "Ändring är mot året före, i procent av dess storlek.",
        ),
        source=_source(seen),
    )


def _columns(seen: Years) -> tuple[Column, ...]:
    """The columns, the latest year first."""
    here = seen.follow_up
    found = [Column("budget", f"Budget {here.year}", span="Nettokostnad")]
    if _expects(seen):
        label = f"Prognos {here.period.name} {here.year}"
        found.append(Column("forecast", label, span="Nettokostnad"))
    found += [
        Column(f"y{year}", str(year), span="Nettokostnad")
        for year in reversed(seen.years)
    ]
    changes = [*((here.year,) if _expects(seen) else ()), *reversed(seen.years)]
    found += [
        Column(f"c{year}", str(year), span="Ändring", scale=PERCENT)
        for year in changes
        if year - 1 in seen.years
    ]
    return tuple(found)


def _expects(seen: Years) -> bool:
    """Whether the follow-up's year is told as a forecast."""
    return seen.has_forecast and seen.follow_up.year not in seen.years


def _row(seen: Years, line: Line, *, is_total: bool = False) -> Row:
    """A row's years."""
    values: list[Value] = []
    omitted: list[bool] = []
    for column in _columns(seen):
        found = _value(seen, line, column.key)
        values.append(_whole(found.value) if column.scale is None else found.value)
        omitted.append(bool(found.why))
    return Row(
        key=TOTAL if is_total else f"r{line.code}",
        label=line.name,
        values=tuple(values),
        kind=RowKind.TOTAL if is_total else RowKind.ROW,
        code="" if line.code == OTHER else line.code,
        omitted=tuple(omitted),
    )


def _whole(ore: Fraction | None) -> int | None:
    """An amount as öre, which it is a whole number of."""
    return None if ore is None else int(ore)


def _value(seen: Years, line: Line, key: str) -> Amount:
    """A cell: net cost, or its change against the year before."""
    if key in {"budget", "forecast"}:
        return _amount(line.budget if key == "budget" else line.forecast)
    year = int(key[1:])
    now = line.outcome.get(year)
    if year == seen.follow_up.year and year not in seen.years:
        now = line.forecast
    if key.startswith("y"):
        return _amount(now)
    return change_of(now, line.outcome.get(year - 1))


def _amount(ore: int | None) -> Amount:
    """Net as net cost, an amount to show."""
    return Amount(None if ore is None else -Fraction(ore))


def link(
    table: Table, seen: Years, at: tuple[Part, Place]
) -> Callable[[Row, Column], str | None]:
    """Where a figure is explained: by the organisation that it was rolled up by."""
    part, place = at
    lines = {f"r{line.code}": line for line in seen.lines}
    annual = (e for e in place.follow_ups if e.kind == FollowUpKind.ANNUAL)
    closed = {each.year: each for each in annual}

    def to(row: Row, column: Column) -> str | None:
        line = lines.get(row.key)
        known = table.value(row.key, column.key) is not None
        if not known or column.scale or (line and (line.code in {"", OTHER})):
            return None
        narrowing = part.narrowing
        if line:
            narrowing = narrowing.with_(FIELDS[seen.axis], line.code)
        if column.key.startswith("y"):
            return _of_year(seen, line, (narrowing, int(column.key[1:])), closed)
        what = What.BUDGET if column.key == "budget" else What.FORECAST
        return AskedFigure(what, narrowing).address(seen.follow_up)

    return to


def chart_opens(chart: Chart | None, table: Table, seen: Years, to: Link) -> Opens:
    """The lines' figures, where the table's same rows and years are explained."""
    several = len(seen.lines) <= FEW
    rows = [f"r{line.code}" for line in seen.lines] if several else [TOTAL]
    columns = [f"y{year}" for year in seen.years]
    if chart and len(chart.categories) > len(columns):
        columns.append("forecast")
    places = (
        ((at, index), row, column)
        for at, row in enumerate(rows)
        for index, column in enumerate(columns)
    )
    return cell_opens(table, to, places)


def _of_year(
    seen: Years,
    line: Line | None,
    asked: tuple[Narrowing, int],
    closed: dict[int, FollowUp],
) -> str | None:
    """Where a year is explained: as booked by that year's follow-up, else from here.

    What was taken over from others is no figure of one place.
    """
    narrowing, year = asked
    figure = AskedFigure(What.OUTCOME_OF_YEAR, narrowing, year)
    if seen.how is How.BOOKED and year != seen.follow_up.year:
        return figure.address(closed[year]) if year in closed else None
    if any(each.taken_over for each in seen.lines if line is None or each is line):
        return None
    return figure.address(seen.follow_up)
