"""The least that a page of deviations can cost: one statement, and its rows as markup.

The statements read the summary whose grain is nearest to what the page shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape

import jinja2
from django.db import connection

from committees.models import Activity, FollowUp
from tests.bench.large.shape import FORECAST_MONTHS, NOW

Rows = list[tuple[object, ...]]
Values = list[int | date]
LAST = FORECAST_MONTHS[-2]
_COUNTED = """
   AND (decision_id = 0 OR decision_id IN (
        SELECT id FROM finance_budgetdecision
         WHERE committee_id = %s AND state = 'decided' AND decided_on <= %s))
"""
_TO_DATE = " + ".join(
    f"COALESCE(ore_{period}, 0)" for period in range(1, NOW.month + 1)
)
_YEAR = " + ".join(f"COALESCE(ore_{period}, 0)" for period in range(1, 14))

BY_ACTIVITY = (
    """
SELECT activity_id,
       SUM(CASE WHEN kind = 'budget' AND period <= {month} THEN amount_ore END),
       SUM(CASE WHEN kind = 'outcome' AND period <= {month} THEN amount_ore END),
       SUM(CASE WHEN kind = 'budget' THEN amount_ore END),
       SUM(CASE WHEN kind = 'forecast' AND period = {month} THEN amount_ore END),
       SUM(CASE WHEN kind = 'forecast' AND period = {last} THEN amount_ore END)
  FROM finance_activitysummary
 WHERE committee_id = %s AND year = %s
"""
    + _COUNTED
    + " GROUP BY activity_id"
)
BY_COST_CENTRE = (
    """
SELECT cost_centre_id,
       SUM(CASE WHEN kind = 'budget' THEN {to_date} END),
       SUM(CASE WHEN kind = 'outcome' THEN {to_date} END),
       SUM(CASE WHEN kind = 'budget' THEN {year} END),
       SUM(CASE WHEN kind = 'forecast' THEN ore_{month} END),
       SUM(CASE WHEN kind = 'forecast' THEN ore_{last} END)
  FROM finance_yearsummary
 WHERE committee_id = %s AND year = %s
"""
    + _COUNTED
    + " GROUP BY cost_centre_id"
)
BY_MONTH = (
    """
SELECT year, kind, period, SUM(amount_ore)
  FROM finance_activitysummary
 WHERE committee_id = %s AND year BETWEEN %s - 2 AND %s AND kind <> 'forecast'
"""
    + _COUNTED
    + " GROUP BY year, kind, period"
)
ROWS_OF_UNIT = """
SELECT r.id, r.period, r.activity_id, r.account_id, r.amount_ore, r.batch_id
  FROM finance_outcomerow r
  JOIN finance_livemonth l ON l.batch_id = r.batch_id AND l.period = r.period
   AND l.year = r.year AND l.committee_id = r.committee_id
 WHERE r.committee_id = %s AND r.cost_centre_id = %s AND r.year = %s
   AND r.period BETWEEN 1 AND %s
 ORDER BY r.period, r.account_id
 LIMIT 50
"""


def by_activity(now: FollowUp) -> Rows:
    """The year of each activity, for pages that are parted by activity."""
    return _asked(BY_ACTIVITY, now, [now.committee_id, now.year])


def by_cost_centre(now: FollowUp) -> Rows:
    """The year of each cost centre."""
    return _asked(BY_COST_CENTRE, now, [now.committee_id, now.year])


def by_month(now: FollowUp) -> Rows:
    """Outcome and budget by month, this year and two before."""
    return _asked(BY_MONTH, now, [now.committee_id, now.year, now.year])


def rows_of_unit(now: FollowUp, unit: int) -> Rows:
    """The first page of what a unit has booked to date."""
    return _fetched(ROWS_OF_UNIT, [now.committee_id, unit, now.year, now.month])


def activity_codes(ids: list[int]) -> dict[int, str]:
    """The codes of some activities."""
    found = Activity.objects.filter(pk__in=ids)
    return dict(found.values_list("pk", "code"))


def _asked(sql: str, now: FollowUp, values: Values) -> Rows:
    """A statement that counts the decisions of a follow-up."""
    told = sql.format(month=NOW.month, last=LAST, to_date=_TO_DATE, year=_YEAR)
    return _fetched(told, [*values, now.committee_id, now.period.last_day])


def _fetched(sql: str, values: Values) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: Rows = cursor.fetchall()
        return found


_ROW = re.compile(r"<tr[ >].*?</tr>", re.DOTALL)
_CELL = re.compile(r"<t[dh][ >].*?</t[dh]>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def shown_rows(html: str) -> list[list[str]]:
    """The rows of all tables of a page, the text of cell by cell."""
    return [
        [unescape(_TAG.sub("", cell)).strip() for cell in _CELL.findall(row)]
        for row in _ROW.findall(html)
    ]


def jinja(rows: list[list[str]]) -> Callable[[], str]:
    """Rows as they are shown, through Jinja2 with escaping."""
    template = jinja2.Environment(autoescape=True).from_string(
        """<table><tbody>{% for row in rows %}
        <tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>
        {% endfor %}</tbody></table>"""
    )
    return lambda: template.render(rows=rows)
