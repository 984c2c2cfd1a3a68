"""Where a chart's figures are explained: the same pages as the cells of its table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from committees.models import FollowUp
from committees.navigation import address
from committees.trees import activity_tree
from reports.catalogue import Reading
from reports.charts import Chart, Opens, Point
from reports.dashboards.asked_figure import AskedFigure, What
from reports.dashboards.narrowing import Narrowing
from reports.drawing import NodeDeviation, drawn_deviations, forecast_deviations
from reports.effect_bars import drawn_effects, has_effects
from reports.month_lines import has_months, lines_of, months_of
from reports.render.html import Link
from reports.tables.model import Table
from reports.tables.spec import TableSpec
from reports.workings.cell_links import links

At: TypeAlias = tuple[Point, str, str]
"""A figure of a chart, and the row and the column of the cell that holds it."""

OF_MONTH = {"Utfall": What.OUTCOME_OF_MONTH, "Budget": What.BUDGET_OF_MONTH}


def cell_opens(table: Table, link: Link, places: Iterable[At]) -> Opens:
    """The addresses of figures that are cells of a table; none of what opens nothing.

    What the table does not hold is left out.
    """
    rows = {row.key: row for row in table.rows}
    columns = {column.key: column for column in table.columns}
    found = (
        (point, link(rows[row], columns[column]))
        for point, row, column in places
        if row in rows and column in columns
    )
    return {point: address for point, address in found if address}


def deviation_opens(follow_up: FollowUp, deviations: Iterable[NodeDeviation]) -> Opens:
    """The bars of the forecast's deviations by activity."""
    there = address("reports:figure", follow_up)
    asked = (
        AskedFigure(What.DEVIATION, Narrowing(activity=each.node.code))
        for each in drawn_deviations(deviations)
    )
    return {(0, at): there + each.query() for at, each in enumerate(asked)}


def month_opens(follow_up: FollowUp, chart: Chart) -> Opens:
    """The months of lines that are named by what they are and their year."""
    found: dict[Point, str] = {}
    there = address("reports:figure", follow_up)
    for at, series in enumerate(chart.series):
        name, _, year = series.label.partition(" ")
        for index, value in enumerate(series.values):
            if name in OF_MONTH and value is not None:
                asked = AskedFigure(OF_MONTH[name], year=int(year), period=index + 1)
                found[at, index] = there + asked.query()
    return found


def report_opens(
    chart: Chart, reading: Reading, *, table_page: str, working: bool
) -> Opens:
    """The figures of a report's chart.

    `table_page` is the page of the chart's table, if it is of one. What is no cell is
    of the working follow-up, for those who work with it.
    """
    follow_up = reading.follow_up
    for spec, table in zip(reading.specs, reading.tables, strict=True):
        if spec.key == chart.key:
            link = links(table, table_page=table_page)
            return cell_opens(table, link, _cells(chart, spec, table, reading))
    if not working:
        return {}
    if chart.key == "net-cost-by-month":
        return month_opens(follow_up, chart)
    tree = activity_tree(follow_up.committee, month=follow_up.period)
    deviations = forecast_deviations(follow_up, reading.known.books, tree)
    return deviation_opens(follow_up, deviations)


def _cells(
    chart: Chart, spec: TableSpec, table: Table, reading: Reading
) -> Iterator[At]:
    """Which cell each figure of a table's chart is."""
    if has_months(spec):
        lines = lines_of(table, spec, reading.follow_up.period)
        for at, line in enumerate(lines):
            for index, month in enumerate(months_of(spec)):
                yield (at, index), line.row.key, month.key
    elif has_effects(spec):
        rows, columns = drawn_effects(table, spec)
        for at, series in enumerate(chart.series):
            for index, row in enumerate(rows):
                yield (at, index), row, columns.get(series.label, "")
