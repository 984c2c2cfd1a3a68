"""Sums of money along an axis, as a follow-up sees them: the dashboards' only facts.

Net, in whole öre and stored sign, plus is surplus. What lies within the committee is
part of a unit's figures and sums to nothing over them all. Controllers' adjustments
have an activity and an account group but no cost centre.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
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


def sums(follow_up: FollowUp, *, by: Axis, where: Where = EVERYTHING) -> Known:
    """The follow-up's year by place on an axis, in two questions."""
    months = forecast_months(follow_up)
    earlier = [month for month in months if month < follow_up.month]
    last = max(earlier, default=None)
    asked = question(follow_up, where, years=[follow_up.year], by=by)
    amount, month = asked.source.amount, follow_up.month
    until = CLOSING if follow_up.kind == FollowUpKind.ANNUAL else month
    sql = asked.sql(
        [
            amount(Scenario.BUDGET, 1, until),
            amount(Scenario.OUTCOME, 1, until),
            amount(Scenario.BUDGET, 1, CLOSING),
            amount(Scenario.FORECAST, month, month),
            amount(Scenario.FORECAST, last, last) if last else "NULL",
        ],
        by=COLUMNS[by],
    )
    found = {row[0]: Sums(*map(_whole, row[1:])) for row in _rows(sql, asked.values)}
    for place, sums_ in _adjusted(follow_up, where, by=by, last=last).items():
        found[place] = found.get(place, NOTHING).plus(sums_)
    return Known(found, has_forecast=month in months, last_month=last)


def forecast_months(follow_up: FollowUp) -> tuple[int, ...]:
    """The months of the year, through the follow-up's, in which forecasts were made."""
    sql = """
SELECT f.month FROM committees_followup f
 WHERE f.committee_id = %s AND f.year = %s AND f.month <= %s
   AND (EXISTS (SELECT 1 FROM finance_forecastrow r WHERE r.follow_up_id = f.id)
        OR EXISTS (SELECT 1 FROM finance_controlleradjustment a
                    WHERE a.committee_id = f.committee_id AND a.follow_up_id = f.id))
 ORDER BY f.month
"""
    here = (follow_up.committee_id, follow_up.year, follow_up.month)
    return tuple(row[0] for row in _rows(sql, here))


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
    told = (Scenario.OUTCOME, Scenario.BUDGET)
    columns = [
        asked.source.amount(scenario, period, period)
        for scenario in told
        for period in EVERY_PERIOD
    ]
    found: dict[tuple[Scenario, int], Periods] = {}
    for year, *ore in _rows(asked.sql(columns, by="year"), asked.values):
        for at, scenario in enumerate(told):
            part = ore[at * CLOSING : (at + 1) * CLOSING]
            if any(each is not None for each in part):
                found[scenario, year] = tuple(map(_whole, part))
    return found


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


def _rows(sql: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
    """The rows that a question gives."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _whole(ore: object) -> int | None:
    """A sum as the database gives it."""
    return None if ore is None else int(str(ore))
