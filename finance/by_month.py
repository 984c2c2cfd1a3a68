"""The follow-up's year of every activity, month by month: the overview's facts.

The same sums as `finance.sums` gives along the activities, together with the months
that they are made of, in one question. Net, in whole öre, plus is surplus.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from committees.models import FollowUp, FollowUpKind
from committees.periods import CLOSING, MONTH_NAMES
from committees.stored import rows_of
from finance.figures import deviation, total
from finance.models import SummaryKind
from finance.sums import Known, Sums, columns_of

Held = dict[int, dict[int, int]]
"""Öre by activity and ledger period."""

_OUTCOME, _BUDGET, _FORECAST = "outcome", "budget", "forecast"
_ADJUSTED, _LOADED, _NEW = "adjusted", "loaded", "new"
_PARTS = {
    SummaryKind.OUTCOME.value: _OUTCOME,
    SummaryKind.OUTCOME_INTERNAL.value: _OUTCOME,
    SummaryKind.BUDGET.value: _BUDGET,
    SummaryKind.BUDGET_INTERNAL.value: _BUDGET,
    SummaryKind.FORECAST.value: _FORECAST,
    _ADJUSTED: _FORECAST,
    _NEW: _NEW,
}
_ASKED = """
SELECT kind, period, activity_id, SUM(amount_ore)
  FROM finance_activitysummary
 WHERE committee_id = %s AND year = %s
   AND (kind <> 'forecast' OR period <= %s)
   AND (decision_id = 0 OR decision_id IN (
        SELECT id FROM finance_budgetdecision
         WHERE committee_id = %s AND state = 'decided' AND decided_on <= %s))
 GROUP BY kind, period, activity_id
UNION ALL
SELECT 'adjusted', f.month, a.activity_id, SUM(a.amount_ore)
  FROM finance_controlleradjustment a
  JOIN committees_followup f ON f.id = a.follow_up_id
 WHERE a.committee_id = %s AND f.year = %s AND f.month <= %s
 GROUP BY f.month, a.activity_id
UNION ALL
SELECT 'loaded', period, 0, 0
  FROM finance_livemonth WHERE committee_id = %s AND year = %s
UNION ALL
SELECT 'new', CAST(SUBSTR(CAST(d.decided_on AS TEXT), 6, 2) AS INTEGER),
       s.activity_id, SUM(s.amount_ore)
  FROM finance_activitysummary s
  JOIN finance_budgetdecision d ON d.id = s.decision_id
 WHERE s.committee_id = %s AND s.year = %s AND s.period >= 1
   AND s.kind IN ('budget', 'budget_internal')
   AND d.state = 'decided' AND d.decided_on BETWEEN %s AND %s
 GROUP BY 2, s.activity_id
"""
"""What is decided within the year is told again, by the month of its decision."""


@dataclass(frozen=True, slots=True)
class ByMonth:
    """The year by activity, and outcome and budget by activity and ledger period.

    `until` is the last period to date: a closed year takes its closing entries.
    `loaded` are the periods whose outcome is there. `forecast` is by the month it was
    made in, and `new` is what has been decided within the year, by month.
    """

    known: Known
    outcome: Mapping[int, Mapping[int, int]]
    budget: Mapping[int, Mapping[int, int]]
    until: int
    loaded: frozenset[int]
    forecast: Mapping[int, Mapping[int, int]]
    new: Mapping[int, Mapping[int, int]]

    @property
    def made(self) -> tuple[int, ...]:
        """The months in which forecasts were made."""
        return tuple(sorted({at for held in self.forecast.values() for at in held}))

    def said_of(self, activities: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Each month's forecast less the budget of its day; öre, the latest first."""
        some = list(activities)
        budget = self.known.of(some).budget or 0
        for month in reversed(self.made):
            later = range(month + 1, len(MONTH_NAMES) + 1)
            new = sum(_of_period(self.new, some, each) or 0 for each in later)
            yield month, (_of_period(self.forecast, some, month) or 0) - budget + new

    def deviation_of(self, activities: Iterable[int], period: int) -> int | None:
        """Outcome less budget of a period; None unless both are known."""
        if period not in self.loaded or not self.known.has_budget:
            return None
        some = list(activities)
        return deviation(
            _of_period(self.outcome, some, period),
            _of_period(self.budget, some, period),
        )


def _of_period(
    held: Mapping[int, Mapping[int, int]], activities: Iterable[int], period: int
) -> int | None:
    """The öre of some activities in a period; None where they have none."""
    return total(
        held[each][period]
        for each in activities
        if each in held and period in held[each]
    )


def by_month(follow_up: FollowUp) -> ByMonth:
    """The follow-up's year, in one question."""
    found: dict[str, Held] = {_OUTCOME: {}, _BUDGET: {}, _FORECAST: {}, _NEW: {}}
    here, year, month = follow_up.committee_id, follow_up.year, follow_up.month
    until_now = (here, year, month)
    today = follow_up.period.last_day
    values = [*until_now, here, today, *until_now, here, year, here, year]
    values += [date(year, 1, 1), today]
    loaded: set[int] = set()
    for kind, period, activity, ore in rows_of(_ASKED, values):
        if kind == _LOADED:
            loaded.add(period)
            continue
        held = found[_PARTS[kind]].setdefault(activity, {})
        held[period] = held.get(period, 0) + int(ore)
    until = CLOSING if follow_up.kind == FollowUpKind.ANNUAL else month
    is_loaded = loaded.issuperset(range(1, month + 1))
    return ByMonth(
        _known(found, month=month, until=until, has_outcome=is_loaded),
        found[_OUTCOME],
        found[_BUDGET],
        until,
        frozenset(loaded),
        found[_FORECAST],
        found[_NEW],
    )


def _known(
    found: Mapping[str, Held], *, month: int, until: int, has_outcome: bool
) -> Known:
    """The year's sums by activity."""
    outcome, budget, forecast = (found[p] for p in (_OUTCOME, _BUDGET, _FORECAST))
    told = {period for held in forecast.values() for period in held}
    last = max((each for each in told if each < month), default=None)
    by_place = {
        activity: Sums(
            budget_to_date=_over(budget.get(activity, {}), until),
            outcome_to_date=_over(outcome.get(activity, {}), until)
            if has_outcome
            else None,
            budget=_over(budget.get(activity, {}), CLOSING),
            forecast=forecast.get(activity, {}).get(month),
            last_forecast=forecast.get(activity, {}).get(last) if last else None,
        )
        for activity in sorted({*outcome, *budget, *forecast})
    }
    return Known(
        columns_of(by_place),
        has_forecast=month in told,
        has_budget=bool(budget),
        has_outcome=has_outcome,
        last_month=last,
    )


def _over(periods: Mapping[int, int], until: int) -> int | None:
    """The sum of the periods through one; None where nothing is told of them."""
    return total(ore for period, ore in periods.items() if 1 <= period <= until)
