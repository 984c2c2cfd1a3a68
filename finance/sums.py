"""Sums of money along an axis, as a follow-up sees them: the dashboards' only facts.

Net, in whole öre and stored sign, plus is surplus. What lies within the committee is
part of a unit's figures and sums to nothing over them all. Controllers' adjustments
have an activity and an account group but no cost centre.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from committees.models import FollowUp, FollowUpKind
from committees.periods import CLOSING, MONTH_NAMES, Scenario
from finance.figures import deviation, plus
from finance.sources import (
    COLUMNS,
    EVERY_PERIOD,
    EVERYTHING,
    Axis,
    Question,
    Source,
    Where,
    question,
)

ADJUSTED = 0
"""Among cost centres: what controllers adjusted, which no cost centre bears."""
Periods = tuple[int | None, ...]
"""Thirteen öre: January to December and the closing entries."""


class Sums(NamedTuple):
    """What is known of one place; None where nothing is reported."""

    budget_to_date: int | None = None
    outcome_to_date: int | None = None
    budget: int | None = None
    forecast: int | None = None
    last_forecast: int | None = None

    def plus(self, other: Sums) -> Sums:
        """Two places together."""
        return Sums(*map(plus, self, other))

    @property
    def to_date(self) -> int | None:
        """Outcome less budget of the same months."""
        return deviation(self.outcome_to_date, self.budget_to_date)

    @property
    def deviation(self) -> int | None:
        """Forecast less budget of the year."""
        return deviation(self.forecast, self.budget)

    @property
    def change(self) -> int | None:
        """What the forecast has become better (plus) or worse since the last."""
        return deviation(self.forecast, self.last_forecast)


NOTHING = Sums()


@dataclass(frozen=True, slots=True)
class Known:
    """Sums by place. A forecast is told of none, or of all, places.

    `last_month` is the month of the year's follow-up with a forecast before this one.
    """

    by_place: Mapping[int, Sums] = field(default_factory=dict)
    has_forecast: bool = False
    last_month: int | None = None

    def of(self, places: Iterable[int]) -> Sums:
        """Some places together."""
        found = NOTHING
        for place in places:
            held = self.by_place.get(place)
            if held is not None:
                found = held if found is NOTHING else found.plus(held)
        return found

    def deviation(self, sums: Sums) -> int | None:
        """Forecast less budget; None before there is a forecast."""
        return sums.deviation if self.has_forecast else None

    def change(self, sums: Sums) -> int | None:
        """How the forecast has changed; None without both forecasts."""
        told = self.has_forecast and self.last_month is not None
        return sums.change if told else None


def sums(
    follow_up: FollowUp,
    *,
    by: Axis,
    where: Where = EVERYTHING,
    made: tuple[int, ...] | None = None,
) -> Known:
    """The follow-up's year by place on an axis, in two or three questions.

    `made` are its forecast months, which are asked for where they are not given.
    """
    months = forecast_months(follow_up) if made is None else made
    earlier = [month for month in months if month < follow_up.month]
    last = max(earlier, default=None)
    asked = question(follow_up, where, years=[follow_up.year], by=by)
    sql = asked.sql(year_columns(asked.source, follow_up, last), by=COLUMNS[by])
    found = {row[0]: Sums(*map(_whole, row[1:])) for row in _rows(sql, asked.values)}
    for place, sums_ in _adjusted(follow_up, where, by=by, last=last).items():
        found[place] = found.get(place, NOTHING).plus(sums_)
    return Known(found, has_forecast=follow_up.month in months, last_month=last)


def year_columns(source: Source, follow_up: FollowUp, last: int | None) -> list[str]:
    """SQL of the fields of `Sums`; `last` is the month of the forecast before."""
    amount, month = source.amount, follow_up.month
    until = CLOSING if follow_up.kind == FollowUpKind.ANNUAL else month
    return [
        amount(Scenario.BUDGET, 1, until),
        amount(Scenario.OUTCOME, 1, until),
        amount(Scenario.BUDGET, 1, CLOSING),
        amount(Scenario.FORECAST, month, month),
        amount(Scenario.FORECAST, last, last) if last else "NULL",
    ]


def forecast_months(follow_up: FollowUp) -> tuple[int, ...]:
    """The months of the year, through the follow-up's, in which forecasts were made."""
    sql = """
SELECT period FROM finance_activitysummary
 WHERE committee_id = %s AND year = %s AND kind = 'forecast' AND period <= %s
 UNION
SELECT f.month FROM committees_followup f
  JOIN finance_controlleradjustment a ON a.follow_up_id = f.id
 WHERE f.committee_id = %s AND f.year = %s AND f.month <= %s
"""
    here = (follow_up.committee_id, follow_up.year, follow_up.month)
    return tuple(sorted(int(row[0]) for row in _rows(sql, here * 2)))


def _adjusted(
    follow_up: FollowUp, where: Where, *, by: Axis, last: int | None
) -> dict[int, Sums]:
    """What controllers adjusted, now and last, by place; of units none has any."""
    if where.cost_centres is not None:
        return {}
    found: dict[int, Sums] = {}
    months = [follow_up.month, *([last] if last else [])]
    for month, activity, group, ore in adjustments(follow_up, where, months=months):
        place = {Axis.ACTIVITY: activity, Axis.GROUP: group}.get(by, ADJUSTED)
        now = month == follow_up.month
        sums_ = Sums(forecast=ore) if now else Sums(last_forecast=ore)
        found[place] = found.get(place, NOTHING).plus(sums_)
    return found


def adjustments(
    follow_up: FollowUp, where: Where, *, months: Iterable[int]
) -> list[tuple[int, int, int, int]]:
    """Controllers' adjustments of the year: month, activity, group and öre."""
    told = ", ".join(str(int(month)) for month in months) or "NULL"
    sql = f"""
SELECT f.month, a.activity_id, a.group_id, a.amount_ore
  FROM finance_controlleradjustment a
  JOIN committees_followup f ON f.id = a.follow_up_id
 WHERE a.committee_id = %s AND f.year = %s AND f.month IN ({told})
"""
    rows = _rows(sql, (follow_up.committee_id, follow_up.year))
    activities, groups = where.activities, where.groups
    return [
        (month, activity, group, int(ore))
        for month, activity, group, ore in rows
        if (activities is None or activity in activities)
        and (groups is None or group in groups)
    ]


def months(
    follow_up: FollowUp, *, years: Iterable[int], where: Where = EVERYTHING
) -> dict[tuple[Scenario, int], Periods]:
    """Outcome and budget by ledger period of some years, in one question."""
    wanted = sorted(years)
    asked = question(follow_up, where, years=wanted)
    found: dict[tuple[Scenario, int], list[int | None]] = {}
    for year, scenario, period, ore in _by_period(asked):
        held = found.setdefault((scenario, year), [None] * CLOSING)
        held[period - 1] = (held[period - 1] or 0) + int(ore)
    return {key: tuple(held) for key, held in found.items()}


def _by_period(asked: Question) -> Iterator[tuple[int, Scenario, int, int]]:
    """What a question gives by year, scenario and ledger period."""
    if asked.source.years:
        columns = [f"SUM(ore_{period})" for period in EVERY_PERIOD]
        for year, kind, *months_ in _rows(
            asked.sql(columns, by="year, kind"), asked.values
        ):
            for period, ore in enumerate(months_, start=1):
                if ore is not None and kind in SCENARIOS:
                    yield year, SCENARIOS[kind], period, ore
        return
    sql = asked.sql(["SUM(amount_ore)"], by="year, kind, period")
    for year, kind, period, ore in _rows(sql, asked.values):
        if period and kind in SCENARIOS:
            yield year, SCENARIOS[kind], period, ore


SCENARIOS = {
    "outcome": Scenario.OUTCOME,
    "outcome_internal": Scenario.OUTCOME,
    "budget": Scenario.BUDGET,
    "budget_internal": Scenario.BUDGET,
}
"""What kinds of summary rows tell by month."""


def forecasts(
    follow_up: FollowUp, *, years: Iterable[int], where: Where = EVERYTHING
) -> dict[int, Periods]:
    """Full-year forecasts of some years by the month they were made in.

    Budget holders' own: controllers' adjustments stand beside them, in `adjustments`.
    """
    wanted = sorted(years)
    asked = question(follow_up, where, years=wanted)
    columns = [
        asked.source.amount(Scenario.FORECAST, month, month)
        for month in range(1, len(MONTH_NAMES) + 1)
    ]
    return {
        year: tuple(map(_whole, ore))
        for year, *ore in _rows(asked.sql(columns, by="year"), asked.values)
        if any(each is not None for each in ore)
    }


def _rows(sql: str, values: tuple[int | date, ...]) -> list[tuple[Any, ...]]:
    """The rows that a question gives."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _whole(ore: object) -> int | None:
    """A sum as the database gives it."""
    return None if ore is None else int(str(ore))
