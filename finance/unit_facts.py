"""Sums of operating money by cost centre, read only where a table asks for them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import connection

from committees.models import FollowUp
from committees.periods import Scenario, Span
from finance.facts import OPERATING, asked
from finance.figures import Series, UnitLeaf

_BY_UNIT = """
SELECT kind, year, cost_centre_id, group_id,
       SUM(CASE WHEN period BETWEEN 1 AND %s THEN amount_ore END),
       SUM(CASE WHEN period >= 1 THEN amount_ore END)
  FROM finance_costcentresummary
 WHERE committee_id = %s
   AND ((year BETWEEN %s AND %s AND kind <> 'forecast')
        OR (year = %s AND kind = 'forecast' AND period = %s))
   AND (decision_id = 0 OR decision_id IN (
        SELECT id FROM finance_budgetdecision
         WHERE committee_id = %s AND state = 'decided' AND decided_on <= %s))
 GROUP BY kind, year, cost_centre_id, group_id
"""


def by_unit(
    follow_up: FollowUp, years: Collection[int]
) -> dict[Series, dict[UnitLeaf, int]]:
    """Budget, outcome and budget holders' forecast by cost centre, in one question."""
    found: dict[Series, dict[UnitLeaf, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_BY_UNIT, asked(follow_up, years))
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    for kind, year, unit, group, part, whole in rows:
        scenario, internal = OPERATING.get(kind, (Scenario.FORECAST, False))
        leaf = UnitLeaf(unit, group, internal)
        for span, ore in ((Span.PERIOD, part), (Span.YEAR, whole)):
            if ore is not None:
                found.setdefault(Series(scenario, year, span), {})[leaf] = int(ore)
    return found
