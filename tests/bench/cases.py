"""What is measured, and against which floor."""

from __future__ import annotations

from collections.abc import Callable

import jinja2
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from committees.models import FollowUp, Role
from reports import catalogue
from reports.documents import interim_report
from reports.tables.model import Table
from tests.bench.measure import Case
from tests.bench.opening import grid_open
from tests.conftest import follow_up, signed_in

FULLEST = ("botkyrka-von", "2017-08")
NET_COST = "net-cost-by-activity"
PAGE = f"/{FULLEST[0]}/{FULLEST[1]}/rapport/tabell/{NET_COST}/"


def cases() -> tuple[Case, ...]:
    """The cases, in the order in which they are shown."""
    return (_pdf_report(), _table_page(), _volume_page(), grid_open())


def _pdf_report() -> Case:
    """The fullest demo report, against WeasyPrint alone on the same HTML."""
    from weasyprint import HTML

    from reports.render.fetcher import StaticFetcher
    from reports.render.paper import document_html
    from reports.render.pdf import report_pdf

    document = interim_report(follow_up(*FULLEST))
    html = document_html(document, inline_fonts=False)

    def alone() -> bytes:
        page = HTML(string=html, url_fetcher=StaticFetcher())
        content: bytes = page.write_pdf(pdf_variant="pdf/a-3a")
        return content

    return Case(
        name="pdf_report",
        measured=lambda: report_pdf(document),
        floor=(alone,),
        goal=1.10,
        rounds=5,
        facts={"tables": len(document.tables)},
    )


def _table_page() -> Case:
    """The net-cost page, against bare SQL, Jinja2 and an empty signed-in request."""
    here = follow_up(*FULLEST)
    client = signed_in(FULLEST[0], Role.CONTROLLER)
    table = catalogue.table(here, NET_COST)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(PAGE).status_code == 200
    return Case(
        name="table_page",
        measured=lambda: client.get(PAGE),
        floor=(lambda: _bare_sql(here), _jinja(table), lambda: _empty(client)),
        goal=3,
        facts={"queries": len(captured)},
    )


def _volume_page() -> Case:
    """The fullest volume table's page, against the same three parts."""
    here = follow_up(*FULLEST)
    client = signed_in(FULLEST[0], Role.CONTROLLER)
    table = max(
        (each for each in catalogue.tables(here) if not each.scale.unit.is_money),
        key=lambda each: len(each.rows) * len(each.columns),
    )
    page = PAGE.replace(NET_COST, table.key)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return Case(
        name="volume_page",
        measured=lambda: client.get(page),
        floor=(lambda: _bare_volumes(here), _jinja(table), lambda: _empty(client)),
        goal=3,
        facts={"queries": len(captured), "table": table.key, "rows": len(table.rows)},
    )


def _bare_volumes(here: FollowUp) -> list[tuple[object, ...]]:
    """Means of staff by series: three years, budget and forecast, in one statement."""
    year, who = here.year, here.committee_id
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT 'outcome', v.series_id, v.year, SUM(v.quantity_milli),
                   COUNT(DISTINCT v.month)
              FROM volumes_volumerow v
              JOIN volumes_volumeseries s ON s.id = v.series_id
             WHERE v.committee_id = %s AND v.year BETWEEN %s AND %s
               AND s.subject = 'personal' AND s.counted IN ('årsarbetare', 'anställda')
             GROUP BY v.series_id, v.year
            UNION ALL
            SELECT 'budget', v.series_id, v.year, SUM(v.quantity_milli),
                   COUNT(DISTINCT v.month)
              FROM volumes_volumebudget v
              JOIN volumes_volumeseries s ON s.id = v.series_id
             WHERE v.committee_id = %s AND v.year = %s
               AND s.subject = 'personal' AND s.counted IN ('årsarbetare', 'anställda')
             GROUP BY v.series_id, v.year
            UNION ALL
            SELECT 'forecast', f.series_id, 0, SUM(f.quantity_milli), 1
              FROM volumes_volumeforecast f WHERE f.follow_up_id = %s
             GROUP BY f.series_id
            """,
            [who, year - 3, year - 1, who, year, here.pk],
        )
        found: list[tuple[object, ...]] = cursor.fetchall()
        return found


def _bare_sql(here: FollowUp) -> list[tuple[object, ...]]:
    """Outcome to date, budget and forecast by activity, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT activity_id,
                   SUM(CASE WHEN kind = 'outcome' AND period <= %s
                       THEN amount_ore END),
                   SUM(CASE WHEN kind = 'budget' THEN amount_ore END),
                   SUM(CASE WHEN kind = 'forecast' AND period = %s
                       THEN amount_ore END)
              FROM finance_activitysummary
             WHERE committee_id = %s AND year = %s
               AND kind IN ('outcome', 'budget', 'forecast')
             GROUP BY activity_id
            """,
            [here.month, here.month, here.committee_id, here.year],
        )
        found: list[tuple[object, ...]] = cursor.fetchall()
        return found


def _jinja(table: Table) -> Callable[[], str]:
    """The table's rows as they are shown, through Jinja2 with escaping."""
    template = jinja2.Environment(autoescape=True).from_string(
        """<table><thead><tr><th>{{ stub }}</th>
        {%- for head in heads %}<th scope="col">{{ head }}</th>{% endfor %}</tr></thead>
        <tbody>{% for code, label, kind, cells in rows %}
        <tr class="{{ kind }}"><td>{{ code }}</td><th scope="row">{{ label }}</th>
        {%- for cell in cells %}<td>{{ cell }}</td>{% endfor %}</tr>
        {% endfor %}</tbody></table>"""
    )
    heads = [column.label for column in table.columns]
    rows = [(row.code, row.label, row.kind, table.shown(row)) for row in table.rows]
    return lambda: template.render(stub=table.stub, heads=heads, rows=rows)


def _empty(client: Client) -> object:
    """The least that a page of somebody signed in costs."""
    return client.get("/tom/")
