"""Where the tables and charts of the report's page lead, as seen from it."""

from __future__ import annotations

from django.http import HttpRequest

from committees.access import WORKING, Place
from committees.navigation import address
from reports.catalogue import Reading
from reports.chapter import Ways
from reports.chart_files import file_of
from reports.workings.cell_links import links
from reports.workings.chart_links import report_opens


def ways_of(request: HttpRequest, place: Place, reading: Reading) -> Ways:
    """A table's page and files, and what figures of tables and charts are made of."""
    return Ways(
        table=lambda table: address("reports:table", place.follow_up, key=table.key),
        cells=lambda table: links(table, table_page=_page(table.key)),
        file=lambda chart: file_of(request, chart),
        points=lambda chart: report_opens(
            chart, reading, table_page=_page(chart.key), working=place.may(WORKING)
        ),
    )


def _page(key: str) -> str:
    """A table's own page, relative to the report's."""
    return f"tabell/{key}/"
