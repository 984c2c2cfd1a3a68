"""What is known of rows' years: what was booked, decided and forecast in each.

The database sums to rows and years, in five questions for any number of rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from committees.history import History, Year
from committees.models import FollowUp
from committees.periods import CLOSING, Month
from committees.series import MONTHS
from finance.forecast.row_books import Asked, Grain, Sums
from finance.models import (
    AccountGroupMember,
    AdjustmentReason,
    DecisionState,
    ForecastRow,
    LiveMonth,
    OutcomeAdjustment,
    Purpose,
)

YEARS_BACK = 4
"""Earlier years that are looked at: the oldest only as the profile of the next."""


ROW = ("cost_centre_id", "activity_id", "group_id")

PARTED = """
SELECT %s AS kind, r.cost_centre_id, r.activity_id, r.account_id, r.year,
       SUM(CASE WHEN r.period <= %s THEN r.amount_ore END),
       SUM(CASE WHEN r.period > %s THEN r.amount_ore END)
  FROM {table} r
 WHERE r.committee_id = %s AND r.year BETWEEN %s AND %s{rows} AND {counted}
 GROUP BY r.cost_centre_id, r.activity_id, r.account_id, r.year
"""
LIVE = "r.batch_id * 100 + r.period IN ({marks})"
"""A batch's period as one number: joining each row with its month takes thrice."""
DECIDED = """r.decision_id IN (SELECT d.id FROM finance_budgetdecision d
 WHERE d.committee_id = %s AND d.state = %s AND ({years}))"""


class RowYear(NamedTuple):
    """A row in a year."""

    row: Grain
    year: int


class Parted(NamedTuple):
    """An amount of a year through a month of it, and after; öre, None for no rows."""

    before: int | None
    after: int | None

    @property
    def whole(self) -> int | None:
        """The year's amount."""
        return _plus(self.before, self.after)


NOTHING = Parted(None, None)


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of rows' years; `booked` is the last month with outcome so far."""

    follow_up: FollowUp
    booked: int
    whole: frozenset[int]
    outcome: Mapping[RowYear, Parted]
    budget: Mapping[RowYear, Parted]
    forecasts: Mapping[RowYear, tuple[int, int]]
    adjustments: Mapping[RowYear, tuple[int, int]]

    def histories(self) -> dict[Grain, History]:
        """The years of every row that has any."""
        found: dict[Grain, dict[int, Year]] = {}
        for key in {*self.outcome, *self.budget, *self.forecasts, *self.adjustments}:
            found.setdefault(key.row, {})[key.year] = self._year(key)
        year = self.follow_up.year
        return {row: History(year, self.booked, years) for row, years in found.items()}

    def _year(self, key: RowYear) -> Year:
        """A row's year."""
        done = self.outcome.get(key, NOTHING)
        planned = self.budget.get(key, NOTHING)
        ore, month = self.forecasts.get(key, (None, 0))
        adjustment, holiday_pay = self.adjustments.get(key, (0, 0))
        return Year(
            booked=done.before or 0,
            after=done.after or 0,
            budget_to_date=planned.before,
            budget_after=planned.after,
            adjustment=adjustment,
            holiday_pay=holiday_pay,
            forecast=ore,
            forecast_month=month,
            is_whole=key.year in self.whole,
        )

    def sums(self) -> dict[Grain, Sums]:
        """Sums of the year and the last, where every month to date is booked."""
        year = self.follow_up.year
        found: dict[Grain, Sums] = {}
        for key, planned in self.budget.items():
            if key.year == year:
                row = found.setdefault(key.row, Sums())
                row.budget_to_date, row.budget_year = planned.before, planned.whole
        for key, done in self.outcome.items():
            if key.year == year:
                found.setdefault(key.row, Sums()).outcome_to_date = done.before
            elif key.year == year - 1:
                row = found.setdefault(key.row, Sums())
                row.outcome_last_year_to_date = done.before
                row.outcome_last_year = done.whole
        return found


def past(asked: Asked) -> Past:
    """What is known of the rows' years, in a few questions for any number of rows."""
    live = _live_months(asked)
    booked = _months_in(live, asked.follow_up)
    amounts = _amounts(asked, live, booked=booked)
    return Past(
        follow_up=asked.follow_up,
        booked=booked,
        whole=frozenset(year for year in _years(asked) if _is_whole(live, year)),
        outcome=amounts["outcome"],
        budget=amounts["budget"],
        forecasts=_forecasts(asked),
        adjustments=_adjustments(asked),
    )


def _years(asked: Asked) -> range:
    """The follow-up's year and the earlier ones that are looked at."""
    return range(asked.follow_up.year - YEARS_BACK, asked.follow_up.year + 1)


Live = Mapping[tuple[int, int], int]


def _live_months(asked: Asked) -> Live:
    """The batch that counts for each ledger period."""
    rows = LiveMonth.objects.filter(
        committee=asked.follow_up.committee_id, year__in=_years(asked)
    ).values_list("year", "period", "batch_id")
    return {(year, period): batch for year, period, batch in rows}


def _months_in(live: Live, follow_up: FollowUp) -> int:
    """The last of the follow-up's months by which every month has outcome."""
    return next(
        (
            month - 1
            for month in range(1, follow_up.month + 1)
            if (follow_up.year, month) not in live
        ),
        follow_up.month,
    )


def _is_whole(live: Live, year: int) -> bool:
    """Whether every month of a year has outcome."""
    return all((year, month) in live for month in range(1, MONTHS + 1))


def _amounts(
    asked: Asked, live: Live, *, booked: int
) -> dict[str, dict[RowYear, Parted]]:
    """Outcome and budget of rows' years, parted at a month.

    Outcome of the follow-up's year counts only that far; budget as it stood at the
    follow-up's month of each year.
    """
    groups = _entry_groups(asked.follow_up)
    outcome, outcome_values = _outcome(asked, live, booked=booked)
    budget, budget_values = _budget(asked, booked=booked)
    found: dict[str, dict[RowYear, Parted]] = {"outcome": {}, "budget": {}}
    with connection.cursor() as cursor:
        cursor.execute(
            f"{outcome} UNION ALL {budget}", [*outcome_values, *budget_values]
        )
        for kind, unit, activity, account, year, before, after in cursor.fetchall():
            if account in groups:
                key = RowYear(Grain(unit, activity, groups[account]), year)
                known = found[kind].get(key, NOTHING)
                found[kind][key] = Parted(
                    _plus(known.before, before), _plus(known.after, after)
                )
    return found


def _plus(known: int | None, amount: Decimal | int | None) -> int | None:
    """A sum with another, as the database gives it; None of none."""
    return known if amount is None else (known or 0) + int(amount)


def _entry_groups(follow_up: FollowUp) -> dict[int, int]:
    """Accounts' entry groups in the follow-up's year: used for earlier years too."""
    members = AccountGroupMember.objects.filter(
        grouping__committee=follow_up.committee_id,
        grouping__purpose=Purpose.ENTRY,
        grouping__from_year__lte=follow_up.year,
        grouping__to_year__gte=follow_up.year,
    )
    return dict(members.values_list("account_id", "group_id"))


def _outcome(asked: Asked, live: Live, *, booked: int) -> tuple[str, list[Any]]:
    """The question for outcome that counts, and its values."""
    this = asked.follow_up.year
    counted = [
        batch * 100 + period
        for (year, period), batch in live.items()
        if 1 <= period <= (CLOSING if year < this else booked)
    ]
    marks = ", ".join(["%s"] * len(counted)) or "NULL"
    rows, values = _rows(asked)
    sql = PARTED.format(
        table="finance_outcomerow", rows=rows, counted=LIVE.format(marks=marks)
    )
    return sql, ["outcome", booked, booked, *values, *counted]


def _budget(asked: Asked, *, booked: int) -> tuple[str, list[Any]]:
    """The question for budget decided by the follow-up's month, and its values."""
    rows, values = _rows(asked)
    years = _years(asked)
    each = " OR ".join(["(d.year = %s AND d.decided_on <= %s)"] * len(years))
    sql = PARTED.format(
        table="finance_budgetrow", rows=rows, counted=DECIDED.format(years=each)
    )
    decided: list[Any] = [asked.follow_up.committee_id, DecisionState.DECIDED.value]
    for year in years:
        decided += [year, Month(year, asked.follow_up.month).last_day]
    return sql, ["budget", booked, booked, *values, *decided]


def _rows(asked: Asked) -> tuple[str, list[Any]]:
    """Which rows are asked for, as a condition and its values."""
    years = _years(asked)
    condition, values = "", [asked.follow_up.committee_id, years[0], years[-1]]
    for column, chosen in (
        ("cost_centre_id", asked.cost_centres),
        ("activity_id", asked.activities),
    ):
        if chosen is not None:
            marks = ", ".join(["%s"] * len(chosen)) or "NULL"
            condition += f" AND r.{column} IN ({marks})"
            values += sorted(chosen)
    return condition, values


def _forecasts(asked: Asked) -> dict[RowYear, tuple[int, int]]:
    """The latest forecast before the follow-up's month of each year, and its month."""
    rows = (
        ForecastRow.objects.filter(
            committee=asked.follow_up.committee_id,
            **asked.conditions(),
            follow_up__year__in=_years(asked),
            follow_up__month__lt=asked.follow_up.month,
        )
        .order_by("follow_up__year", "follow_up__month")
        .values_list(*ROW, "follow_up__year", "follow_up__month", "amount_ore")
    )
    return {RowYear(Grain(*key), year): (ore, month) for *key, year, month, ore in rows}


def _adjustments(asked: Asked) -> dict[RowYear, tuple[int, int]]:
    """What outcome lacked at the follow-up's month of each year; holiday pay apart.

    What was marked as booked is in the outcome.
    """
    rows = OutcomeAdjustment.objects.filter(
        committee=asked.follow_up.committee_id,
        **asked.conditions(),
        follow_up__year__in=_years(asked),
        follow_up__month=asked.follow_up.month,
        booked=False,
    ).values_list(*ROW, "follow_up__year", "reason", "amount_ore")
    found: dict[RowYear, tuple[int, int]] = {}
    for *key, year, reason, ore in rows:
        row = RowYear(Grain(*key), year)
        other, holiday_pay = found.get(row, (0, 0))
        if reason == AdjustmentReason.HOLIDAY_PAY:
            found[row] = (other, holiday_pay + ore)
        else:
            found[row] = (other + ore, holiday_pay)
    return found
