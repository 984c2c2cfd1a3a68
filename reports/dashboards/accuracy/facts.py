"""What forecasts of closed years are measured with: what was said, booked and adjusted.

Öre in stored sign. The grain is a cost centre's activity; methods, which are chosen row
by row, are measured by row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from committees.models import FollowUp
from committees.periods import CLOSING, MONTH_NAMES, Month, Scenario
from committees.stored import rows_of
from finance.sources import (
    COLUMNS,
    EVERY_PERIOD,
    Axis,
    Where,
    question,
)
from reports.dashboards.accuracy.figures import Measured, Way

Periods = tuple[int | None, ...]

_AROUND = """
SELECT 'made', f.year, f.month, 0, 0, 0, 0,
       CASE WHEN EXISTS (SELECT 1 FROM finance_forecastrow g
                          WHERE g.follow_up_id = f.id AND g.basis = 'generated')
            THEN 'generated' ELSE '' END
  FROM committees_followup f
 WHERE f.committee_id = %s AND f.year * 100 + f.month <= %s
   AND EXISTS (SELECT 1 FROM finance_forecastrow r WHERE r.follow_up_id = f.id)
UNION ALL
SELECT 'adjusted', f.year, f.month, 0, a.activity_id, a.group_id, a.amount_ore, ''
  FROM finance_controlleradjustment a
  JOIN committees_followup f ON f.id = a.follow_up_id
 WHERE a.committee_id = %s AND f.year * 100 + f.month <= %s
UNION ALL
SELECT 'effect', e.year, 0, COALESCE(e.cost_centre_id, 0),
       COALESCE(e.activity_id, 0), COALESCE(e.group_id, 0), e.remaining_ore,
       CAST(a.decided_on AS TEXT)
  FROM finance_actioneffect e
  JOIN finance_action a ON a.id = e.action_id
 WHERE e.committee_id = %s AND a.decided_on IS NOT NULL AND a.state <> 'proposed'
"""
_BY_METHOD = """
SELECT {by}, COUNT(*), SUM(COALESCE(o.ore, 0)), SUM(ABS(COALESCE(o.ore, 0))),
       SUM(r.amount_ore), SUM(ABS(COALESCE(o.ore, 0) - r.amount_ore))
  FROM finance_forecastrow r
  JOIN committees_followup f ON f.id = r.follow_up_id
  LEFT JOIN (
       SELECT b.year, b.cost_centre_id, b.activity_id, m.group_id,
              SUM(b.amount_ore) AS ore
         FROM finance_outcomerow b
         JOIN finance_livemonth l ON l.batch_id = b.batch_id AND l.period = b.period
          AND l.year = b.year AND l.committee_id = b.committee_id
         JOIN finance_accountgroupmember m ON m.account_id = b.account_id
         JOIN finance_accountgrouping g ON g.id = m.grouping_id
          AND g.committee_id = b.committee_id AND g.purpose = 'inmatning'
          AND b.year BETWEEN g.from_year AND g.to_year
        WHERE b.committee_id = %s AND b.period >= 1 AND b.year IN ({years})
        GROUP BY b.year, b.cost_centre_id, b.activity_id, m.group_id
       ) o ON o.year = f.year AND o.cost_centre_id = r.cost_centre_id
      AND o.activity_id = r.activity_id AND o.group_id = r.group_id
 WHERE r.committee_id = %s AND f.year * 100 + f.month IN ({months}){chosen}
 GROUP BY {by}
"""


class Amount(NamedTuple):
    """An adjustment, or what an action is still to give; 0 where it has no such place.

    An adjustment is of the `month` it was made in, an effect counts from a day.
    """

    year: int
    month: int
    cost_centre: int
    activity: int
    group: int
    ore: int
    counts_from: date | None = None

    def lies_in(self, where: Where) -> bool:
        """Whether it is of some money; what has no place is of the whole only."""
        if where.delivery and not (self.activity and self.group):
            return False
        return where.holds_of(self.cost_centre, self.activity, self.group)

    def counts(self, said: Month) -> bool:
        """Whether it counts in a follow-up."""
        if self.counts_from is None:
            return (self.year, self.month) == (said.year, said.month)
        return self.year == said.year and self.counts_from <= said.last_day


@dataclass(frozen=True, slots=True)
class Around:
    """The months whose follow-ups made forecasts, and what stands beside those."""

    made: tuple[Month, ...]
    generated: frozenset[Month]
    adjusted: tuple[Amount, ...]
    effects: tuple[Amount, ...]


def around(here: FollowUp) -> Around:
    """What is known through a follow-up, of every year, in one question."""
    until = (here.committee_id, here.period.number)
    rows = rows_of(_AROUND, [*until, *until, here.committee_id])
    made = {Month(row[1], row[2]): row[7] for row in rows if row[0] == "made"}
    return Around(
        tuple(sorted(made)),
        frozenset(month for month, basis in made.items() if basis),
        tuple(_amount(row) for row in rows if row[0] == "adjusted"),
        tuple(_amount(row) for row in rows if row[0] == "effect"),
    )


def _amount(row: Sequence[Any]) -> Amount:
    """An adjustment or an effect as the database gives it."""
    _, year, month, cost_centre, activity, group, ore, day = row
    counts_from = date.fromisoformat(day[:10]) if day else None
    return Amount(year, month, cost_centre, activity, group, int(ore), counts_from)


class Place(NamedTuple):
    """A cost centre's activity in a year."""

    year: int
    cost_centre: int
    activity: int


class Told(NamedTuple):
    """What was booked by ledger period, and forecast of the year by month."""

    outcome: Periods
    forecasts: Periods


def told(here: FollowUp, where: Where, *, years: Collection[int]) -> dict[Place, Told]:
    """Outcome and forecasts of some years, and of the year before the first.

    A unit's forecasts are of what it buys and sells within the committee too, so that
    its outcome is told with it.
    """
    wanted = range(min(years) - 1, max(years) + 1)
    axes = (Axis.COST_CENTRE, Axis.ACTIVITY)
    of = replace(where, external=False)
    asked = question(here, of, years=wanted, by=axes)
    amount = asked.source.amount
    booked = [amount(Scenario.OUTCOME, p, p) for p in EVERY_PERIOD]
    months = range(1, len(MONTH_NAMES) + 1)
    said = [amount(Scenario.FORECAST, month, month) for month in months]
    by = ", ".join(["year", *(COLUMNS[axis] for axis in axes)])
    return {
        Place(*row[:3]): Told(
            row[3 : 3 + CLOSING],
            row[3 + CLOSING :],
        )
        for row in rows_of(asked.sql([*booked, *said], by=by), asked.values)
    }


def by_method(
    here: FollowUp, where: Where, *, months: Collection[Month]
) -> dict[str, tuple[int, Measured]]:
    """By method how many rows were forecast so, and how far they were from outcome."""
    found = _methods(here, where, months, by="r.method")
    times = len(months)
    return {key[0]: (many, _measured(sums, times)) for key, many, sums in found}


def method_by_month(
    here: FollowUp, where: Where, *, months: Collection[Month], method: str
) -> dict[Month, Measured]:
    """How far the rows that were forecast in a way were from outcome, by follow-up."""
    found = _methods(here, where, months, by="r.method, f.year, f.month")
    return {
        Month(key[1], key[2]): _measured(sums, 1)
        for key, _, sums in found
        if key[0] == method
    }


def _methods(
    here: FollowUp, where: Where, months: Collection[Month], *, by: str
) -> Iterator[tuple[tuple[Any, ...], int, list[int]]]:
    """What forecast rows are told apart by, how many they are, and their sums."""
    told_months = ", ".join(str(month.number) for month in months)
    years = ", ".join(sorted({str(month.year) for month in months}))
    chosen = "".join(_conditions(where))
    sql = _BY_METHOD.format(by=by, years=years, months=told_months, chosen=chosen)
    keys = by.count(",") + 1
    for row in rows_of(sql, [here.committee_id] * 2):
        many, *sums = map(int, row[keys:])
        yield tuple(row[:keys]), many, sums


def _measured(sums: Sequence[int], times: int) -> Measured:
    """Sums of forecast rows as they are told."""
    outcome, size, forecast, missed = sums
    return Measured(
        times=times,
        outcome=outcome,
        size=size,
        forecast=forecast,
        errors={Way.FORECAST: outcome - forecast},
        missed={Way.FORECAST: missed},
    )


def _conditions(where: Where) -> Iterator[str]:
    """Conditions on the identities of a choice, which are the program's own numbers."""
    columns = {axis: f"r.{column}" for axis, column in COLUMNS.items()}
    for each in where.conditions(columns):
        yield f" AND {each}"
