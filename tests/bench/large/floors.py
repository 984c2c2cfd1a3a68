"""The least that a page of deviations can cost: one statement, and its rows as markup.

The statements read the summary whose grain is nearest to what the page shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import NamedTuple

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
BY_ACTIVITY = (
    """
SELECT activity_id,
       SUM(amount_ore) FILTER (WHERE kind = 'budget' AND period <= {month}),
       SUM(amount_ore) FILTER (WHERE kind = 'outcome' AND period <= {month}),
       SUM(amount_ore) FILTER (WHERE kind = 'budget'),
       SUM(amount_ore) FILTER (WHERE kind = 'forecast' AND period = {month}),
       SUM(amount_ore) FILTER (WHERE kind = 'forecast' AND period = {last})
  FROM finance_activitysummary
 WHERE committee_id = %s AND year = %s
"""
    + _COUNTED
    + " GROUP BY activity_id"
)
BY_COST_CENTRE = (
    """
SELECT cost_centre_id,
       SUM(through_{month}) FILTER (WHERE kind = 'budget'),
       SUM(through_{month}) FILTER (WHERE kind = 'outcome'),
       SUM(through_13) FILTER (WHERE kind = 'budget'),
       SUM(ore_{month}) FILTER (WHERE kind = 'forecast'),
       SUM(ore_{last}) FILTER (WHERE kind = 'forecast')
  FROM finance_yearsummary
 WHERE committee_id = %s AND year = %s AND kind <> 'gross'
"""
    + _COUNTED
    + " GROUP BY cost_centre_id"
)
BY_MONTH = (
    """
SELECT year, kind, period, SUM(amount_ore)
  FROM finance_activitysummary
 WHERE committee_id = %s AND year BETWEEN %s - 3 AND %s AND kind <> 'forecast'
"""
    + _COUNTED
    + " GROUP BY year, kind, period"
)
MAP = (
    """
SELECT kind, period, activity_id, SUM(amount_ore)
  FROM finance_activitysummary
 WHERE committee_id = %s AND year = %s
"""
    + _COUNTED
    + " GROUP BY kind, period, activity_id"
)
COVERAGE = """
SELECT u.state, SUM(s.ore_{month}), COUNT(*)
  FROM finance_yearsummary s
  LEFT JOIN finance_unitforecast u
    ON u.follow_up_id = %s AND u.cost_centre_id = s.cost_centre_id
 WHERE s.committee_id = %s AND s.year = %s AND s.kind = 'gross'
 GROUP BY u.state
"""
WORDS = """
SELECT activity_id, MAX(LENGTH(comment)) FROM finance_forecastrow
 WHERE follow_up_id = %s AND NOT (comment = '')
 GROUP BY activity_id
"""
PARTS_OF_UNIT = """
SELECT r.account_id, SUM(r.amount_ore)
  FROM finance_outcomerow r
  JOIN finance_livemonth l ON l.batch_id = r.batch_id AND l.period = r.period
   AND l.year = r.year AND l.committee_id = r.committee_id
 WHERE r.committee_id = %s AND r.cost_centre_id = %s AND r.year = %s
   AND r.period BETWEEN 1 AND %s
 GROUP BY r.account_id
"""
ROWS_OF_UNIT = """
SELECT r.id, r.period, a.code, k.code, k.name, r.amount_ore, b.file_name, r.first_line
  FROM finance_outcomerow r
  JOIN finance_livemonth l ON l.batch_id = r.batch_id AND l.period = r.period
   AND l.year = r.year AND l.committee_id = r.committee_id
  JOIN committees_activity a ON a.id = r.activity_id
  JOIN finance_account k ON k.id = r.account_id
  JOIN committees_importbatch b ON b.id = r.batch_id
 WHERE r.committee_id = %s AND r.cost_centre_id = %s AND r.year = %s
   AND r.period BETWEEN 1 AND %s
 ORDER BY ABS(r.amount_ore) DESC
 LIMIT 50
"""


def by_activity(now: FollowUp) -> Rows:
    """The year of each activity, for pages that are parted by activity."""
    return _asked(BY_ACTIVITY, now, [now.committee_id, now.year])


def overview(now: FollowUp) -> list[Rows]:
    """Activities by month, what is handed in, and how much is said of activities."""
    coverage = COVERAGE.format(month=NOW.month)
    return [
        _asked(MAP, now, [now.committee_id, now.year]),
        _fetched(coverage, [now.pk, now.committee_id, now.year]),
        _fetched(WORDS, [now.pk]),
    ]


def by_cost_centre(now: FollowUp) -> Rows:
    """The year of each cost centre."""
    return _asked(BY_COST_CENTRE, now, [now.committee_id, now.year])


def by_month(now: FollowUp) -> Rows:
    """Outcome and budget by month, this year and three before."""
    return _asked(BY_MONTH, now, [now.committee_id, now.year, now.year])


def rows_of_unit(now: FollowUp, unit: int) -> list[Rows]:
    """What a unit has booked to date: by account, and its largest rows."""
    here, year, month = now.committee_id, now.year, now.month
    return [
        _fetched(PARTS_OF_UNIT, [here, unit, year, month]),
        _fetched(ROWS_OF_UNIT, [here, unit, year, month]),
    ]


def activity_codes(ids: list[int]) -> dict[int, str]:
    """The codes of some activities."""
    found = Activity.objects.filter(pk__in=ids)
    return dict(found.values_list("pk", "code"))


def _asked(sql: str, now: FollowUp, values: Values) -> Rows:
    """A statement that counts the decisions of a follow-up."""
    told = sql.format(month=NOW.month, last=LAST)
    return _fetched(told, [*values, now.committee_id, now.period.last_day])


def _fetched(sql: str, values: Values) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: Rows = cursor.fetchall()
        return found


_ROW = re.compile(r"<tr[ >].*?</tr>", re.DOTALL)
_CELL = re.compile(r"<t[dh][ >].*?</t[dh]>", re.DOTALL)
_HREF = re.compile(r'<a [^>]*?href="([^"]*)"')
_TAG = re.compile(r"<[^>]*>")


class Shown(NamedTuple):
    """A cell as it is shown: its text, and where it leads, if anywhere."""

    text: str
    href: str


def shown_rows(html: str) -> list[list[Shown]]:
    """The rows of all tables of a page, cell by cell with what each leads to."""
    return [[_shown(cell) for cell in _CELL.findall(row)] for row in _ROW.findall(html)]


def _shown(cell: str) -> Shown:
    href = _HREF.search(cell)
    text = unescape(_TAG.sub("", cell)).strip()
    return Shown(text, unescape(href[1]) if href else "")


def jinja(rows: list[list[Shown]]) -> Callable[[], str]:
    """Rows as they are shown, through Jinja2 with escaping."""
    template = jinja2.Environment(autoescape=True).from_string(
        """<table><tbody>{% for row in rows %}
        <tr>{% for cell in row %}<td>{% if cell.href %}<a href="{{ cell.href }}">
        {{- cell.text }}</a>{% else %}{{ cell.text }}{% endif %}</td>{% endfor %}</tr>
        {% endfor %}</tbody></table>"""
    )
    return lambda: template.render(rows=rows)
