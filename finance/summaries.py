"""The summaries: kept in the transaction that changes their rows, or rebuilt.

SQL sums to leaf level, in the database; `differences` compares what is stored with
what the rows give.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection
from django.db.models import Model

from committees.models import Committee, FollowUp
from committees.statements import Statements, rows, table
from finance import year_summaries
from finance.models import (
    ActivitySummary,
    CostCentreSummary,
    SummaryKind,
)

AXES: tuple[tuple[type[Model], str], ...] = (
    (ActivitySummary, "activity_id"),
    (CostCentreSummary, "cost_centre_id"),
)

_GROUPED = """
  JOIN finance_counterpart c ON c.id = r.counterpart_id
  JOIN finance_accountgroupmember m ON m.account_id = r.account_id
  JOIN finance_accountgrouping g ON g.id = m.grouping_id
   AND g.committee_id = r.committee_id AND g.purpose = 'inmatning'
   AND r.year BETWEEN g.from_year AND g.to_year
"""

_OUTCOME = (
    """
SELECT r.committee_id,
       CASE WHEN c.kind = 'internal' THEN 'outcome_internal' ELSE 'outcome' END AS k,
       r.year, r.period, 0 AS d, r.{axis}, m.group_id, SUM(r.amount_ore)
  FROM finance_outcomerow r
  JOIN finance_livemonth l ON l.batch_id = r.batch_id AND l.period = r.period
   AND l.year = r.year AND l.committee_id = r.committee_id
"""
    + _GROUPED
    + """
 WHERE r.committee_id = %s AND r.year = %s AND r.period IN ({periods})
 GROUP BY r.committee_id, k, r.year, r.period, r.{axis}, m.group_id
"""
)

_BUDGET = (
    """
SELECT r.committee_id,
       CASE WHEN c.kind = 'internal' THEN 'budget_internal' ELSE 'budget' END AS k,
       r.year, r.period, r.decision_id AS d, r.{axis}, m.group_id, SUM(r.amount_ore)
  FROM finance_budgetrow r
"""
    + _GROUPED
    + """
 WHERE r.committee_id = %s AND r.year = %s
 GROUP BY r.committee_id, k, r.year, r.period, r.decision_id, r.{axis}, m.group_id
"""
)

_FORECAST = """
SELECT r.committee_id, 'forecast' AS k, f.year, f.month, 0 AS d, r.{axis},
       r.group_id, SUM(r.amount_ore)
  FROM finance_forecastrow r
  JOIN committees_followup f ON f.id = r.follow_up_id
 WHERE r.committee_id = %s AND f.year = %s AND f.month IN ({periods})
 GROUP BY r.committee_id, f.year, f.month, r.{axis}, r.group_id
"""


_MOVE = """
INSERT INTO {table} AS s (committee_id, year, kind, period, decision_id,
       {axis}, group_id, amount_ore)
SELECT {here}, 0, c0, c1, c2 FROM {rows} WHERE 1 = 1
    ON CONFLICT (committee_id, year, kind, period, {axis}, group_id, decision_id)
    DO UPDATE SET amount_ore = s.amount_ore + excluded.amount_ore
"""


def refresh_outcome(committee: Committee, *, year: int, periods: Sequence[int]) -> None:
    """Sum anew the outcome of some ledger periods."""
    kinds = (SummaryKind.OUTCOME, SummaryKind.OUTCOME_INTERNAL)
    _refresh(_OUTCOME, committee, year=year, kinds=kinds, periods=periods)
    year_summaries.refresh_outcome(committee, year=year, periods=periods)


def refresh_budget(committee: Committee, *, year: int) -> None:
    """Sum anew the budget of a year."""
    kinds = (SummaryKind.BUDGET, SummaryKind.BUDGET_INTERNAL)
    _refresh(_BUDGET, committee, year=year, kinds=kinds, periods=range(14))
    year_summaries.refresh_budget(committee, year=year)


def refresh_forecast(follow_up: FollowUp) -> None:
    """Sum anew the forecasts of a follow-up."""
    _refresh(
        _FORECAST,
        follow_up.committee,
        year=follow_up.year,
        kinds=(SummaryKind.FORECAST,),
        periods=[follow_up.month],
    )
    year_summaries.refresh_forecast(follow_up)


def move_forecast(
    follow_up: FollowUp,
    statements: Statements,
    *,
    by_activity: Mapping[tuple[int, int], int],
    by_cost_centre: Mapping[tuple[int, int], int],
    of_year: year_summaries.Moved,
) -> None:
    """Have a follow-up's forecast sums moved by öre: by place and of the year.

    Sums move in one order, whoever moves them.
    """
    moves = (by_activity, by_cost_centre)
    for (model, axis), moved in zip(AXES, moves, strict=True):
        if moved:
            sql = _MOVE.format(
                table=model._meta.db_table,
                axis=axis,
                here="%s, %s, %s, %s",
                rows=table("int", "int", "int"),
            )
            lines = [
                (place, group, ore) for (place, group), ore in sorted(moved.items())
            ]
            statements.add(sql, [*_forecast_of(follow_up), rows(lines)])
    year_summaries.move_forecast(follow_up, statements, moved=of_year)


def _forecast_of(follow_up: FollowUp) -> tuple[int | str, ...]:
    """What the forecast sums of a follow-up are kept under."""
    kind = SummaryKind.FORECAST.value
    return (follow_up.committee_id, follow_up.year, kind, follow_up.month)


def _refresh(
    select: str,
    committee: Committee,
    *,
    year: int,
    kinds: Iterable[SummaryKind],
    periods: Sequence[int],
) -> None:
    """Replace the summary rows of some kinds and periods of a year."""
    for model, axis in AXES:
        model._default_manager.filter(
            committee=committee, year=year, kind__in=kinds, period__in=list(periods)
        ).delete()
        insert = (
            f"INSERT INTO {model._meta.db_table} (committee_id, kind, year, period,"
            f" decision_id, {axis}, group_id, amount_ore) "
        )
        with connection.cursor() as cursor:
            cursor.execute(insert + _sql(select, axis, periods), [committee.pk, year])


def _sql(select: str, axis: str, periods: Sequence[int]) -> str:
    """A select with its axis and periods; both come from the program, never a user."""
    numbers = ", ".join(str(int(period)) for period in periods)
    return select.format(axis=axis, periods=numbers)


def rebuild(committee: Committee) -> None:
    """Sum everything of a committee anew."""
    for year in _years(committee):
        refresh_outcome(committee, year=year, periods=range(14))
        refresh_budget(committee, year=year)
    for follow_up in committee.follow_ups.all():
        refresh_forecast(follow_up)


def differences(committee: Committee) -> list[str]:
    """Summary rows that do not equal the rows they sum, as text; empty when all do."""
    found: list[str] = []
    months = range(14)
    for model, axis in AXES:
        expected: dict[tuple[object, ...], int] = {}
        for year in _years(committee):
            for select in (_OUTCOME, _BUDGET, _FORECAST):
                with connection.cursor() as cursor:
                    cursor.execute(_sql(select, axis, months), [committee.pk, year])
                    expected.update({row[1:7]: int(row[7]) for row in cursor})
        stored = {
            row[:-1]: row[-1]
            for row in model._default_manager.filter(committee=committee).values_list(
                "kind", "year", "period", "decision_id", axis, "group_id", "amount_ore"
            )
        }
        found.extend(
            f"{model._meta.verbose_name} {key}: lagrat {stored.get(key)}, "
            f"raderna ger {expected.get(key)}"
            for key in sorted(stored.keys() | expected.keys(), key=str)
            if stored.get(key) != expected.get(key)
        )
    for year in _years(committee):
        found.extend(year_summaries.differences(committee, year=year))
    return found


def _years(committee: Committee) -> list[int]:
    """The years that a committee has follow-ups, budget or outcome in."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT year FROM finance_livemonth WHERE committee_id = %s"
            " UNION SELECT year FROM finance_budgetdecision WHERE committee_id = %s"
            " UNION SELECT year FROM committees_followup WHERE committee_id = %s",
            [committee.pk] * 3,
        )
        return sorted(row[0] for row in cursor)
