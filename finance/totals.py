"""The year's totals of follow-ups of several committees: one question for them all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from committees.models import FollowUp, FollowUpKind
from committees.periods import CLOSING, MONTH_NAMES, Scenario
from committees.stored import rows_of
from finance.figures import deviation, gap, plus
from finance.sources import BY_BOTH, EVERYTHING, question
from finance.sums import NOTHING, Sums

_ADJUSTED = """
SELECT {number}, f.month, SUM(a.amount_ore), {rest}
  FROM finance_controlleradjustment a
  JOIN committees_followup f ON f.id = a.follow_up_id
 WHERE a.committee_id = %s AND f.year = %s AND f.month <= %s
 GROUP BY f.month
"""
_GRANT = """
SELECT {number}, -1, SUM(g.amount_ore), {rest}
  FROM finance_grantrow g
  JOIN finance_budgetdecision d ON d.id = g.decision_id
 WHERE g.committee_id = %s AND g.year = %s
   AND d.state = 'decided' AND d.decided_on <= %s
"""
_LOADED = """
SELECT {number}, -2, COUNT(*), {rest}
  FROM finance_livemonth
 WHERE committee_id = %s AND year = %s AND period BETWEEN 1 AND %s
"""
_MONEY, _GRANTED, _COUNTED = 0, -1, -2
"""What stands where a row of adjustments has its month."""
MONTHS = range(1, len(MONTH_NAMES) + 1)
_REST = ", ".join(["0"] * (len(MONTHS) + 2))
"""Columns that only a row of money tells."""


@dataclass(slots=True)
class _Found:
    """What is read of a follow-up: budget and outcome, forecasts by month, grant.

    `loaded` is how many of the months so far have their outcome.
    """

    money: Sums = NOTHING
    loaded: int = 0
    forecasts: dict[int, int | None] = field(default_factory=dict)
    grant: int | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """A committee's year as its follow-up sees it: net, in öre, plus is surplus."""

    sums: Sums
    has_forecast: bool
    has_last: bool
    grant: int | None

    @property
    def to_date(self) -> int | None:
        """Outcome less budget to date; None unless both are there."""
        return gap(self.sums.outcome_to_date, self.sums.budget_to_date)

    @property
    def deviation(self) -> int | None:
        """Forecast less budget; None before there is a forecast, or without budget."""
        return gap(self.sums.forecast, self.sums.budget) if self.has_forecast else None

    @property
    def change(self) -> int | None:
        """How the forecast has changed since the year's last; None without both."""
        return self.sums.change if self.has_forecast and self.has_last else None

    @property
    def frame(self) -> int | None:
        """The grant; without one, the net budget as a frame."""
        return deviation(None, self.sums.budget) if self.grant is None else self.grant


def totals(follow_ups: Collection[FollowUp]) -> dict[int, Total]:
    """The totals by follow-up."""
    parts = [part for each in follow_ups for part in _parts(each)]
    found: dict[int, _Found] = {each.pk: _Found() for each in follow_ups}
    question_ = " UNION ALL ".join(sql for sql, _ in parts)
    values = [value for _, asked in parts for value in asked]
    for pk, kind, *ore in rows_of(question_, values) if parts else ():
        _keep(found[pk], kind, [None if o is None else int(o) for o in ore])
    return {each.pk: _total(found[each.pk], each.month) for each in follow_ups}


def _parts(follow_up: FollowUp) -> list[tuple[str, tuple[object, ...]]]:
    """What is asked of one follow-up: money, controllers' adjustments and grant."""
    here, year, month = follow_up.committee_id, follow_up.year, follow_up.month
    until = CLOSING if follow_up.kind == FollowUpKind.ANNUAL else month
    # The year's rows are the fewest of a usual committee, and hold all its money.
    asked = replace(question(follow_up, EVERYTHING, years=[year]), source=BY_BOTH)
    amount, number = asked.source.amount, str(int(follow_up.pk))
    money = [
        amount(Scenario.BUDGET, 1, until),
        amount(Scenario.OUTCOME, 1, until),
        amount(Scenario.BUDGET, 1, CLOSING),
        *(amount(Scenario.FORECAST, at, at) for at in MONTHS),
    ]
    last_day = follow_up.period.last_day
    return [
        (asked.sql([number, str(_MONEY), *money]), asked.values),
        (_ADJUSTED.format(number=number, rest=_REST), (here, year, month)),
        (_GRANT.format(number=number, rest=_REST), (here, year, last_day)),
        (_LOADED.format(number=number, rest=_REST), (here, year, month)),
    ]


def _keep(found: _Found, kind: int, ore: list[int | None]) -> None:
    """Keep a row: of money, of the grant, or of a month's adjustments."""
    if kind == _GRANTED:
        found.grant = ore[0]
    elif kind == _COUNTED:
        found.loaded = ore[0] or 0
    elif kind == _MONEY:
        budget_to_date, outcome, budget = ore[:3]
        found.money = Sums(budget_to_date, outcome, budget)
        for at, each in zip(MONTHS, ore[3:], strict=True):
            found.forecasts[at] = plus(found.forecasts.get(at), each)
    else:
        found.forecasts[kind] = plus(found.forecasts.get(kind), ore[0])


def _total(found: _Found, month: int) -> Total:
    """The total of what was found of a follow-up."""
    forecasts = {at: ore for at, ore in found.forecasts.items() if ore is not None}
    last = max((at for at in forecasts if at < month), default=None)
    now, before = forecasts.get(month), forecasts[last] if last else None
    money = found.money._replace(forecast=now, last_forecast=before)
    return Total(
        money if found.loaded == month else money._replace(outcome_to_date=None),
        has_forecast=now is not None,
        has_last=last is not None,
        grant=found.grant,
    )
