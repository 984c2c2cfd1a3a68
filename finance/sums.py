"""Sums of money along an axis, as a follow-up sees them: the dashboards' only facts.

Net, in whole öre and stored sign, plus is surplus. What lies within the committee is
part of a unit's figures and sums to nothing over them all. Controllers' adjustments
have an activity and an account group but no cost centre.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from committees.models import FollowUp
from committees.periods import CLOSING, MONTH_NAMES, Scenario
from committees.stored import rows_of
from finance.models import SummaryKind
from finance.sources import EVERY_PERIOD, EVERYTHING, Axis, Question, Where, question
from finance.sum_reading import OUTCOMES, Wanted, of_periods, of_years, year_columns
from finance.sum_values import ADJUSTED, NOTHING, Known, Periods, Sums, together

__all__ = [
    "ADJUSTED",
    "NOTHING",
    "Known",
    "Periods",
    "Sums",
    "together",
    "year_columns",
]


def sums(
    follow_up: FollowUp,
    *,
    by: Axis,
    where: Where = EVERYTHING,
    made: tuple[int, ...] | None = None,
    decided: Mapping[int, int] | None = None,
) -> Known:
    """The follow-up's year by place on an axis, in two or three questions.

    `made` are its forecast months, which are asked for where they are not given. With
    `decided`, by decision the first month that counts it, `Known.said` is told too.
    """
    months = forecast_months(follow_up) if made is None else made
    earlier = [month for month in months if month < follow_up.month]
    last = max(earlier, default=None)
    asked = question(follow_up, where, years=[follow_up.year], by=by)
    read = of_years if asked.source.years else of_periods
    found, said = read(asked, Wanted(follow_up, by, months, last, decided))
    for place, sums_ in _adjusted(follow_up, where, by=by, last=last).items():
        found[place] = found.get(place, NOTHING).plus(sums_)
    return Known(found, follow_up.month in months, last, said)


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
    return tuple(sorted(int(row[0]) for row in rows_of(sql, here * 2)))


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
    rows = rows_of(sql, (follow_up.committee_id, follow_up.year))
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
    for year, scenario, period, ore in _by_period(asked, SCENARIOS):
        held = found.setdefault((scenario, year), [None] * CLOSING)
        held[period - 1] = (held[period - 1] or 0) + int(ore)
    return {key: tuple(held) for key, held in found.items()}


def _by_period(
    asked: Question, scenarios: Mapping[str, Scenario]
) -> Iterator[tuple[int, Scenario, int, int]]:
    """What a question gives by year, scenario and ledger period, of some kinds."""
    if asked.source.years:
        columns = [f"SUM(ore_{period})" for period in EVERY_PERIOD]
        for year, kind, *months_ in rows_of(
            asked.sql(columns, by="year, kind"), asked.values
        ):
            for period, ore in enumerate(months_, start=1):
                if ore is not None and kind in scenarios:
                    yield year, scenarios[kind], period, ore
        return
    sql = asked.sql(["SUM(amount_ore)"], by="year, kind, period")
    for year, kind, period, ore in rows_of(sql, asked.values):
        if period and kind in scenarios:
            yield year, scenarios[kind], period, ore


SCENARIOS = {
    **dict.fromkeys(OUTCOMES, Scenario.OUTCOME),
    SummaryKind.BUDGET.value: Scenario.BUDGET,
    SummaryKind.BUDGET_INTERNAL.value: Scenario.BUDGET,
}
"""What kinds of summary rows tell by month."""


def forecasts(
    follow_up: FollowUp, *, years: Iterable[int], where: Where = EVERYTHING
) -> dict[int, Periods]:
    """Full-year forecasts of some years by the month they were made in.

    Budget holders' own: controllers' adjustments stand beside them, in `adjustments`.
    """
    asked = question(follow_up, where, years=sorted(years))
    made = replace(asked, where=f"{asked.where} AND kind = 'forecast'")
    found: dict[int, list[int | None]] = {}
    for year, _, period, ore in _by_period(made, {"forecast": Scenario.FORECAST}):
        held = found.setdefault(year, [None] * len(MONTH_NAMES))
        held[period - 1] = (held[period - 1] or 0) + int(ore)
    return {year: tuple(held) for year, held in found.items()}
