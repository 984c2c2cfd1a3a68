"""A grid of three hundred rows, opened: against what it could cost at least."""

from __future__ import annotations

from collections.abc import Callable

import jinja2
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from committees.access import place_of
from committees.grid.units import unit_of
from committees.models import FollowUp, Role
from committees.numbers import Scale, Unit, money_text
from finance.forecast.grid import FIELDS, Grid
from finance.forecast.grids import grid
from tests.bench.crowd import LONG, ROWS, WHERE, gather, here
from tests.bench.measure import Case
from tests.conftest import person, signed_in

PAGE = f"/{WHERE[0]}/{WHERE[1]}/prognos/{LONG}/"

_ROWS = """
SELECT r.activity_id, m.group_id, r.year,
       SUM(CASE WHEN r.period <= %s THEN r.amount_ore END), SUM(r.amount_ore)
  FROM finance_{kind}row r
  JOIN finance_accountgroupmember m ON m.account_id = r.account_id
  JOIN finance_accountgrouping g ON g.id = m.grouping_id AND g.purpose = 'inmatning'
   AND g.committee_id = r.committee_id
  {live}
 WHERE r.committee_id = %s AND r.cost_centre_id = %s AND r.year BETWEEN %s AND %s
 GROUP BY r.activity_id, m.group_id, r.year
"""
_LIVE = """
  JOIN finance_livemonth l ON l.committee_id = r.committee_id AND l.year = r.year
   AND l.period = r.period AND l.batch_id = r.batch_id
"""
_FORECASTS = """
SELECT r.follow_up_id, r.activity_id, r.group_id, r.amount_ore, r.method, r.comment,
       a.code, g.name
  FROM finance_forecastrow r
  JOIN committees_followup f ON f.id = r.follow_up_id AND f.year = %s
  JOIN committees_activity a ON a.id = r.activity_id
  JOIN finance_accountgroup g ON g.id = r.group_id
 WHERE r.committee_id = %s AND r.cost_centre_id = %s
"""
_TEMPLATE = """<table>{% for section in sections %}<tbody>
<tr><th>{{ section.label }}</th></tr>
{% for row in section.rows %}<tr><th scope="row">{{ row.label }}</th>
{%- for figure in row.figures %}<td>{{ figure }}</td>{% endfor %}
<td><input value="{{ row.forecast }}" aria-labelledby="{{ row.key }}"></td>
<td><input value="{{ row.deviation }}" aria-labelledby="{{ row.key }}"></td>
<td><textarea>{{ row.comment }}</textarea></td><td>{{ row.method }}</td></tr>
{% endfor %}</tbody>{% endfor %}</table>"""


def grid_open() -> Case:
    """The page of a unit's grid."""
    gather()
    now = here()
    client = signed_in(WHERE[0], Role.CONTROLLER)
    place = place_of(person(WHERE[0], Role.CONTROLLER), *WHERE)
    unit = unit_of(place, LONG)
    found = grid(now, unit.id, viewer=place)
    if found.row_count != ROWS:
        raise RuntimeError(f"{found.row_count} rows instead of {ROWS}.")
    with CaptureQueriesContext(connection) as captured:
        if client.get(PAGE).status_code != 200:
            raise RuntimeError(f"{PAGE} does not open.")
    return Case(
        name="grid_open",
        measured=lambda: client.get(PAGE),
        floor=(lambda: _bare_sql(now, unit.id), _jinja(found), lambda: _empty(client)),
        goal=3,
        facts={"queries": len(captured), "rows": found.row_count},
    )


def _bare_sql(now: FollowUp, unit: int) -> list[list[tuple[object, ...]]]:
    """Budget, outcome and forecasts of the rows, this year and the four before."""
    where = [now.committee_id, unit, now.year - 4, now.year]
    questions: list[tuple[str, list[int]]] = [
        (_ROWS.format(kind="outcome", live=_LIVE), [now.month, *where]),
        (_ROWS.format(kind="budget", live=""), [now.month, *where]),
        (_FORECASTS, [now.year, now.committee_id, unit]),
    ]
    found = []
    with connection.cursor() as cursor:
        for sql, values in questions:
            cursor.execute(sql, values)
            found.append(cursor.fetchall())
    return found


def _jinja(found: Grid) -> Callable[[], str]:
    """The same rows through Jinja2 with escaping."""
    template = jinja2.Environment(autoescape=True).from_string(_TEMPLATE)
    scale = Scale(Unit.TKR)
    sections = [
        {
            "label": section.label,
            "rows": [
                {
                    "key": row.key,
                    "label": row.label,
                    "figures": [
                        *(
                            money_text(getattr(row.figures, name), scale)
                            for name in FIELDS
                        ),
                        money_text(row.figures.deviation_to_date, scale),
                        money_text(row.figures.change, scale),
                        money_text(row.figures.forecast_before, scale),
                    ],
                    "forecast": money_text(row.figures.forecast, scale),
                    "deviation": money_text(row.figures.deviation, scale),
                    "comment": row.comment,
                    "method": row.method,
                }
                for row in section.rows
            ],
        }
        for section in found.sections
    ]
    return lambda: template.render(sections=sections)


def _empty(client: Client) -> object:
    """The least that a page of somebody signed in costs."""
    return client.get("/tom/")
