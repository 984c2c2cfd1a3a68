"""The year's rows of net by cost centre and activity: kept with their rows, or rebuilt.

A year is one row of ledger periods, so that what is asked of all units costs as many
rows as there are units, however many accounts and months lie beneath.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import connection

from committees.models import Committee, FollowUp
from committees.periods import CLOSING
from committees.statements import Statements, rows, table
from finance.models import YearKind, YearSummary

PERIODS = range(1, CLOSING + 1)
TABLE = YearSummary._meta.db_table
KEY = "committee_id, year, kind, cost_centre_id, activity_id, decision_id"

_GROUPED = """
  JOIN finance_accountgroupmember m ON m.account_id = r.account_id
  JOIN finance_accountgrouping g ON g.id = m.grouping_id
   AND g.committee_id = r.committee_id AND g.purpose = 'inmatning'
   AND r.year BETWEEN g.from_year AND g.to_year
"""
_COSTS = """
  JOIN finance_accountgroup c ON c.id = r.group_id AND c.kind <> 'revenue'
"""
_FORECASTS = """
SELECT r.committee_id, f.year, '{kind}', r.cost_centre_id, r.activity_id,
       0 AS d, {{sums}}
  FROM (SELECT committee_id, follow_up_id, cost_centre_id, activity_id, group_id,
               {ore} AS amount_ore FROM finance_forecastrow r) r
  JOIN (SELECT id, year, month AS period FROM committees_followup) f
    ON f.id = r.follow_up_id
  {costs}
 WHERE r.committee_id = %s AND f.year = %s AND f.period IN ({{periods}})
 GROUP BY r.committee_id, f.year, r.cost_centre_id, r.activity_id
"""
_ROWS = {
    YearKind.OUTCOME: (
        """
SELECT r.committee_id, r.year, 'outcome', r.cost_centre_id, r.activity_id,
       0 AS d, {sums}
  FROM finance_outcomerow r
  JOIN finance_livemonth l ON l.batch_id = r.batch_id AND l.period = r.period
   AND l.year = r.year AND l.committee_id = r.committee_id
"""
        + _GROUPED
        + """
 WHERE r.committee_id = %s AND r.year = %s AND r.period IN ({periods})
 GROUP BY r.committee_id, r.year, r.cost_centre_id, r.activity_id
"""
    ),
    YearKind.BUDGET: (
        """
SELECT r.committee_id, r.year, 'budget', r.cost_centre_id, r.activity_id,
       r.decision_id AS d, {sums}
  FROM finance_budgetrow r
"""
        + _GROUPED
        + """
 WHERE r.committee_id = %s AND r.year = %s AND r.period IN ({periods})
 GROUP BY r.committee_id, r.year, r.cost_centre_id, r.activity_id, r.decision_id
"""
    ),
    YearKind.FORECAST: _FORECASTS.format(kind="forecast", costs="", ore="r.amount_ore"),
    YearKind.GROSS: _FORECASTS.format(
        kind="gross", costs=_COSTS, ore="ABS(r.amount_ore)"
    ),
}
_PERIOD_OF = {
    YearKind.OUTCOME: "r.period",
    YearKind.BUDGET: "r.period",
    YearKind.FORECAST: "f.period",
    YearKind.GROSS: "f.period",
}


def refresh_outcome(committee: Committee, *, year: int, periods: Sequence[int]) -> None:
    """Sum anew the outcome of some ledger periods; opening balances have no place."""
    _refresh(YearKind.OUTCOME, committee, year=year, periods=periods)


def refresh_budget(committee: Committee, *, year: int) -> None:
    """Sum anew the budget of a year."""
    _refresh(YearKind.BUDGET, committee, year=year, periods=PERIODS)


def refresh_forecast(follow_up: FollowUp) -> None:
    """Sum anew the forecasts of a follow-up."""
    for kind in (YearKind.FORECAST, YearKind.GROSS):
        _refresh(
            kind,
            follow_up.committee,
            year=follow_up.year,
            periods=[follow_up.month],
        )


Moved = Mapping[tuple[YearKind, int, int], int]
"""Öre by kind, cost centre and activity."""


def move_forecast(follow_up: FollowUp, statements: Statements, *, moved: Moved) -> None:
    """Have a follow-up's forecast, and the size of its costs, moved by öre."""
    if not moved:
        return
    month = f"ore_{int(follow_up.month)}"
    sql = f"""
INSERT INTO {TABLE} AS s ({KEY}, {month})
SELECT %s, %s, c0, c1, c2, 0, c3
  FROM {table("text", "int", "int", "int")} WHERE 1 = 1
    ON CONFLICT ({KEY})
    DO UPDATE SET {month} = COALESCE(s.{month}, 0) + excluded.{month}
"""
    lines = [
        (kind.value, unit, activity, ore)
        for (kind, unit, activity), ore in sorted(moved.items())
    ]
    statements.add(sql, [follow_up.committee_id, follow_up.year, rows(lines)])


def _refresh(
    kind: YearKind, committee: Committee, *, year: int, periods: Sequence[int]
) -> None:
    """Replace some months of a year's rows; a row without any month is taken away."""
    kept = [period for period in periods if period in PERIODS]
    if not kept:
        return
    here = [committee.pk, year]
    of_kind = f"committee_id = %s AND year = %s AND kind = '{kind.value}'"
    emptied = ", ".join(f"ore_{period} = NULL" for period in kept)
    filled = ", ".join(f"ore_{period} = excluded.ore_{period}" for period in kept)
    columns = ", ".join(f"ore_{period}" for period in kept)
    every = ", ".join(f"ore_{period}" for period in PERIODS)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET {emptied} WHERE {of_kind}", here)
        cursor.execute(
            f"INSERT INTO {TABLE} ({KEY}, {columns}) {_select(kind, kept)}"
            f" ON CONFLICT ({KEY}) DO UPDATE SET {filled}",
            here,
        )
        cursor.execute(
            f"DELETE FROM {TABLE} WHERE {of_kind} AND COALESCE({every}) IS NULL", here
        )


def _select(kind: YearKind, periods: Sequence[int]) -> str:
    """The question that gives a kind's rows; all of it comes from the program."""
    column = _PERIOD_OF[kind]
    sums = ", ".join(
        f"SUM(CASE WHEN {column} = {int(each)} THEN r.amount_ore END)"
        for each in periods
    )
    numbers = ", ".join(str(int(each)) for each in periods)
    return _ROWS[kind].format(sums=sums, periods=numbers)


def differences(committee: Committee, *, year: int) -> list[str]:
    """A year's rows that do not equal the rows they sum, as text."""
    fields = ["kind", "cost_centre_id", "activity_id", "decision_id"]
    months = [f"ore_{period}" for period in PERIODS]
    kept = YearSummary.objects.filter(committee=committee, year=year)
    stored = {row[:4]: row[4:] for row in kept.values_list(*fields, *months)}
    expected: dict[tuple[object, ...], tuple[int | None, ...]] = {}
    for kind in YearKind:
        with connection.cursor() as cursor:
            cursor.execute(_select(kind, PERIODS), [committee.pk, year])
            for row in cursor:
                sums = (None if ore is None else int(ore) for ore in row[6:])
                expected[row[2:6]] = tuple(sums)
    return [
        f"{YearSummary._meta.verbose_name} {year} {key}: lagrat {stored.get(key)}, "
        f"raderna ger {expected.get(key)}"
        for key in sorted(stored.keys() | expected.keys(), key=str)
        if stored.get(key) != expected.get(key)
    ]
