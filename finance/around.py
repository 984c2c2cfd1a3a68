"""What stands around a year's figures, in one question.

Which months are loaded and forecast, from when decisions count, what controllers
adjusted, and whether rows are generated. What is missing of these is never a zero: of
a year without a decided budget no deviation is known, and none to date where a month's
outcome is not loaded. A part without budget of its own in a year that has one is
budgeted at nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from committees.models import FollowUp
from committees.periods import MONTH_NAMES
from finance.loaded import missing_months
from finance.sum_values import ADJUSTED
from finance.where import Axis, Where

_AROUND = """
SELECT 'loaded', l.period, 0, 0, 0, ''
  FROM finance_livemonth l WHERE l.committee_id = %s AND l.year = %s
UNION ALL
SELECT 'decision', d.id, 0, 0, 0, CAST(d.decided_on AS TEXT)
  FROM finance_budgetdecision d
 WHERE d.committee_id = %s AND d.state = 'decided'
UNION ALL
SELECT 'budgeted', decision_id, 0, 0, 0, ''
  FROM finance_yearsummary
 WHERE committee_id = %s AND year = %s AND kind = 'budget'
 GROUP BY decision_id
UNION ALL
SELECT 'adjusted', f.month, a.activity_id, a.group_id, a.amount_ore, ''
  FROM finance_controlleradjustment a
  JOIN committees_followup f ON f.id = a.follow_up_id
 WHERE a.committee_id = %s AND f.year = %s AND f.month <= %s
UNION ALL
SELECT 'made', s.period, 0, 0, 0, ''
  FROM (SELECT DISTINCT period FROM finance_activitysummary
         WHERE committee_id = %s AND year = %s AND kind = 'forecast'
           AND period <= %s) s
UNION ALL
SELECT 'generated', COUNT(*), 0, 0, 0, ''
  FROM committees_importbatch b
 WHERE b.committee_id = %s AND b.generated
   AND b.kind IN ('outcome', 'budget', 'forecast')
"""


MADE = {"made", "adjusted"}
"""What shows that a month has a forecast: budget holders', or controllers' upon it."""


@dataclass(frozen=True, slots=True)
class Adjusted:
    """What controllers adjusted an activity's account group by; öre."""

    month: int
    activity: int
    group: int
    ore: int

    def place(self, by: Axis) -> int:
        """Where it lies on an axis; no cost centre bears it."""
        places = {Axis.ACTIVITY: self.activity, Axis.GROUP: self.group}
        return places.get(by, ADJUSTED)


@dataclass(frozen=True, slots=True)
class Around:
    """What must be said of a year's figures.

    `made` are the months in which forecasts were made. `decided` is by budget decision
    the first month whose follow-up counts it; `budgeted` are those that gave the year
    any budget.
    """

    follow_up: FollowUp
    made: tuple[int, ...]
    loaded: frozenset[int]
    decided: dict[int, int]
    budgeted: frozenset[int]
    adjusted: tuple[Adjusted, ...]
    is_generated: bool

    @property
    def has_forecast(self) -> bool:
        """Whether the follow-up itself has a forecast."""
        return self.follow_up.month in self.made

    @property
    def last(self) -> int | None:
        """The month of the year's forecast before the follow-up's."""
        earlier = (month for month in self.made if month < self.follow_up.month)
        return max(earlier, default=None)

    def has_budget(self, month: int | None = None) -> bool:
        """Whether a budget of the year was decided by a month, else the follow-up's."""
        until = month or self.follow_up.month
        return any(self.decided.get(each, until + 1) <= until for each in self.budgeted)

    @property
    def missing(self) -> tuple[int, ...]:
        """The months through the follow-up's whose outcome is not loaded."""
        return missing_months(self.loaded, until=self.follow_up.month)

    def adjustments(self, where: Where) -> tuple[Adjusted, ...]:
        """What was adjusted of some money; of chosen cost centres nothing is."""
        if where.cost_centres is not None:
            return ()
        return tuple(
            each for each in self.adjusted if where.holds(each.activity, each.group)
        )


def around(follow_up: FollowUp) -> Around:
    """What stands around the follow-up's figures."""
    here, year = follow_up.committee_id, follow_up.year
    until = (here, year, follow_up.month)
    values = (here, year, here, here, year, *until, *until, here)
    with connection.cursor() as cursor:
        cursor.execute(_AROUND, values)
        rows = cursor.fetchall()
    return Around(
        follow_up,
        made=tuple(sorted({int(row[1]) for row in rows if row[0] in MADE})),
        loaded=frozenset(int(row[1]) for row in rows if row[0] == "loaded"),
        decided=dict(_decided(rows, year)),
        budgeted=frozenset(int(row[1]) for row in rows if row[0] == "budgeted"),
        adjusted=tuple(
            Adjusted(month, activity, group, int(ore))
            for what, month, activity, group, ore, _ in rows
            if what == "adjusted"
        ),
        is_generated=any(row[0] == "generated" and row[1] for row in rows),
    )


def _decided(rows: Iterable[tuple[Any, ...]], year: int) -> Iterable[tuple[int, int]]:
    """By decision the month of the year from which it counts."""
    for what, decision, _, _, _, day in rows:
        if what == "decision" and day:
            decided_year, month = int(day[:4]), int(day[5:7])
            first = 1 if decided_year < year else len(MONTH_NAMES) + 1
            yield int(decision), month if decided_year == year else first
