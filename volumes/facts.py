"""From rows of volumes to quantities: the only place that knows the tables' columns.

One question brings budget, outcome and forecast of all series that are read, a row
for each series, cost centre and year.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from operator import itemgetter
from typing import Any

from django.db import connection

from committees.models import FollowUp
from committees.periods import Scenario
from committees.stored import rows_of
from volumes.figures import MONTHS, Months, Of, OverTime, Quantities, SeriesOf
from volumes.models import OverUnits

OVER_TIME = {str(rule.value): rule for rule in OverTime}
SCENARIOS = {str(scenario.value): scenario for scenario in Scenario}
FORECAST, SERIES = str(Scenario.FORECAST.value), "serie"
UNIT = 4
"""Where a row has its unit; a text of its months, or of its only value, comes after."""
ByUnit = dict[Of, dict[int, Months]]

_JOINED = {"sqlite": "group_concat", "postgresql": "string_agg"}
"""What puts texts together, by database."""
_BY_MONTH = "{joined}(CAST(quantity_milli * 100 + month AS text), ',')"
"""A row's months in one text: asked and read a quarter sooner than twelve columns."""
_KNOWN = """
SELECT 'serie', from_month, to_month, id, 0,
       over_time || ' ' || over_units || ' ' || provider
  FROM volumes_volumeseries WHERE committee_id = %s AND id IN ({series})
UNION ALL
SELECT 'budget', year, 0, series_id, cost_centre_id, {by_month}
  FROM volumes_volumebudget
 WHERE committee_id = %s AND year IN ({budget}) AND series_id IN ({series})
 GROUP BY year, series_id, cost_centre_id
UNION ALL
SELECT 'utfall', year, 0, series_id, cost_centre_id, {by_month}
  FROM volumes_volumerow
 WHERE committee_id = %s AND year IN ({utfall}) AND series_id IN ({series})
   AND year * 100 + month <= %s
 GROUP BY year, series_id, cost_centre_id
UNION ALL
SELECT 'prognos', u.year, u.month, f.series_id, f.cost_centre_id,
       CAST(f.quantity_milli AS text)
  FROM volumes_volumeforecast f
  JOIN committees_followup u ON u.id = f.follow_up_id
 WHERE f.committee_id = %s AND u.year IN ({prognos}) AND f.series_id IN ({series})
   AND u.year * 100 + u.month <= %s
"""
"""What series are; budget and outcome by month; forecasts by the month of their
follow-up. Outcome and forecasts later than the follow-up that asks are not known to
it."""

ScenarioYear = tuple[Scenario, int]
"""What is asked of: a scenario of a year."""


def quantities(
    follow_up: FollowUp,
    *,
    series: Collection[int],
    years: Collection[int],
    asked: Collection[ScenarioYear] | None = None,
) -> Quantities:
    """What a follow-up knows of some series in some years, or as `asked` of them."""
    if not series or not years:
        return Quantities()
    rows = _rows(follow_up, series, _times(follow_up, years, asked))
    kinds = _kinds(row for row in rows if row[0] == SERIES)
    months = _by_unit(row for row in rows if row[0] not in {FORECAST, SERIES})
    return Quantities(
        series=kinds,
        months=months,
        years=_expected(row for row in rows if row[0] == FORECAST),
        awaited=awaited(follow_up, months, _running(follow_up, kinds)),
    )


def _by_unit(rows: Iterable[tuple[Any, ...]]) -> ByUnit:
    """Budget and outcome of rows; those of a series mostly lie together."""
    found: ByUnit = {}
    last, held = None, {}
    for row in rows:
        if row[:UNIT] != last:
            last = row[:UNIT]
            kind, year, _, one = last
            held = found.setdefault(Of(one, SCENARIOS[kind], year), {})
        held[row[UNIT]] = _months(row[UNIT + 1])
    return found


def _months(text: str) -> Months:
    """Twelve thousandths of a row's text: month and quantity of each in one number."""
    found: list[int | None] = [None] * MONTHS
    for number in map(int, text.split(",")):
        found[number % 100 - 1] = number // 100
    return tuple(found)


def _expected(rows: Iterable[tuple[Any, ...]]) -> dict[Of, dict[int, int]]:
    """Forecasts of rows: of each unit the latest that was made."""
    found: dict[Of, dict[int, int]] = {}
    for _, year, _, one, unit, milli in sorted(rows, key=itemgetter(2)):
        found.setdefault(Of(one, Scenario.FORECAST, year), {})[unit] = int(milli)
    return found


def _kinds(rows: Iterable[tuple[Any, ...]]) -> dict[int, SeriesOf]:
    """What figures need to know of series, from their rows."""
    found = {}
    for _, first, last, pk, _, told in rows:
        time, units, provider = told.split(" ")
        found[pk] = SeriesOf(
            id=pk,
            over_time=OVER_TIME[time],
            adds_up=units != OverUnits.NONE,
            provider=provider,
            first=first,
            last=last,
        )
    return found


Times = Mapping[Scenario, Collection[int]]
"""Years by scenario."""


def _times(
    follow_up: FollowUp,
    years: Collection[int],
    asked: Collection[ScenarioYear] | None,
) -> Times:
    """The years to read of each scenario; who has a budget tells who is waited for."""
    if asked is None:
        return dict.fromkeys(Scenario, years)
    found = set(asked)
    if (Scenario.OUTCOME, follow_up.year) in found:
        found.add((Scenario.BUDGET, follow_up.year))
    return {each: sorted(y for s, y in found if s is each) for each in Scenario}


def _rows(
    follow_up: FollowUp, series: Collection[int], times: Times
) -> list[tuple[Any, ...]]:
    """Kind, year, month of the forecast, series, unit, and a text of quantities.

    Of a series itself: its first and last month, and a text of how it is counted.
    """
    here, until = follow_up.committee_id, follow_up.period.number
    places = {each.value: ", ".join(["%s"] * len(times[each])) for each in Scenario}
    question = _KNOWN.format(
        by_month=_BY_MONTH.format(joined=_JOINED[connection.vendor]),
        series=", ".join(["%s"] * len(series)),
        # Of no years at all nothing is asked.
        **{name: marks or "NULL" for name, marks in places.items()},
    )
    which = sorted(series)
    budget, outcome, forecast = (
        [here, *times[each], *which]
        for each in (Scenario.BUDGET, Scenario.OUTCOME, Scenario.FORECAST)
    )
    kinds = [here, *which]
    values = [*kinds, *budget, *outcome, until, *forecast, until]
    return rows_of(question, values)


def _running(follow_up: FollowUp, kinds: Mapping[int, SeriesOf]) -> frozenset[int]:
    """The series that are kept in the follow-up's month."""
    month = follow_up.period.number
    return frozenset(
        pk for pk, kind in kinds.items() if kind.first <= month <= kind.last
    )


def awaited(
    follow_up: FollowUp,
    months: Mapping[Of, Mapping[int, Months]],
    series: Collection[int],
) -> dict[Of, frozenset[tuple[int, int]]]:
    """Units that have not reported the follow-up's own month, while it is open.

    A unit is waited for when it has reported earlier in the year or has a budget for
    the month.
    """
    if follow_up.is_closed:
        return {}
    found = {}
    year, at = follow_up.year, follow_up.month - 1
    for one in series:
        of = Of(one, Scenario.OUTCOME, year)
        budget = months.get(Of(one, Scenario.BUDGET, year), {})
        if units := _silent(months.get(of, {}), budget, at):
            found[of] = frozenset((unit, follow_up.month) for unit in units)
    return found


def _silent(
    reported: Mapping[int, Months], budget: Mapping[int, Months], at: int
) -> set[int]:
    """Units that should have reported a month (0 to 11) but have not."""
    expected = {unit for unit, months in budget.items() if months[at] is not None}
    for unit, months in reported.items():
        if any(value is not None for value in months[:at]):
            expected.add(unit)
    done = {unit for unit, months in reported.items() if months[at] is not None}
    return expected - done
