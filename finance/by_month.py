"""The follow-up's year of every activity, month by month: the overview's facts.

The same sums as `finance.sums` gives along the activities, together with the months
that they are made of, in one question. Net, in whole öre, plus is surplus.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from committees.models import FollowUp, FollowUpKind
from committees.periods import CLOSING
from committees.stored import rows_of
from finance.figures import deviation, total
from finance.models import SummaryKind
from finance.sums import Known, Sums

Held = dict[int, dict[int, int]]
"""Öre by activity and ledger period."""

_OUTCOME, _BUDGET, _FORECAST = "outcome", "budget", "forecast"
_ADJUSTED = "adjusted"
_PARTS = {
    SummaryKind.OUTCOME.value: _OUTCOME,
    SummaryKind.OUTCOME_INTERNAL.value: _OUTCOME,
    SummaryKind.BUDGET.value: _BUDGET,
    SummaryKind.BUDGET_INTERNAL.value: _BUDGET,
    SummaryKind.FORECAST.value: _FORECAST,
    _ADJUSTED: _FORECAST,
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
"""


@dataclass(frozen=True, slots=True)
class ByMonth:
    """The year by activity, and outcome and budget by activity and ledger period.

    `until` is the last period to date: a closed year takes its closing entries.
    """

    known: Known
    outcome: Mapping[int, Mapping[int, int]]
    budget: Mapping[int, Mapping[int, int]]
    until: int

    def deviation_of(self, activities: Iterable[int], period: int) -> int | None:
        """Outcome less budget of a period; None where neither is there."""
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
    found: dict[str, Held] = {_OUTCOME: {}, _BUDGET: {}, _FORECAST: {}}
    here, year, month = follow_up.committee_id, follow_up.year, follow_up.month
    values = [here, year, month, here, follow_up.period.last_day, here, year, month]
    for kind, period, activity, ore in rows_of(_ASKED, values):
        held = found[_PARTS[kind]].setdefault(activity, {})
        held[period] = held.get(period, 0) + int(ore)
    until = CLOSING if follow_up.kind == FollowUpKind.ANNUAL else month
    return ByMonth(
        _known(found, month=month, until=until),
        found[_OUTCOME],
        found[_BUDGET],
        until,
    )


def _known(found: Mapping[str, Held], *, month: int, until: int) -> Known:
    """The year's sums by activity."""
    outcome, budget, forecast = (found[p] for p in (_OUTCOME, _BUDGET, _FORECAST))
    told = {period for held in forecast.values() for period in held}
    last = max((each for each in told if each < month), default=None)
    by_place = {
        activity: Sums(
            budget_to_date=_over(budget.get(activity, {}), until),
            outcome_to_date=_over(outcome.get(activity, {}), until),
            budget=_over(budget.get(activity, {}), CLOSING),
            forecast=forecast.get(activity, {}).get(month),
            last_forecast=forecast.get(activity, {}).get(last) if last else None,
        )
        for activity in sorted({*outcome, *budget, *forecast})
    }
    return Known(by_place, has_forecast=month in told, last_month=last)


def _over(periods: Mapping[int, int], until: int) -> int | None:
    """The sum of the periods through one; None where nothing is told of them."""
    return total(ore for period, ore in periods.items() if 1 <= period <= until)
