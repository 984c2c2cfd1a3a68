"""Months of a part of the money: outcome, budget, forecast and earlier years.

Thirteen öre in stored sign, the last of them the closing entries. None: not loaded,
or nothing booked; a month that is not loaded makes what is summed past it missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from committees.models import FollowUp, FollowUpKind
from committees.periods import CLOSING, MONTH_NAMES, Scenario
from finance.around import Around, around
from finance.figures import deviation, plus
from finance.loaded import Loaded, loaded
from finance.sources import Where
from finance.spread import phased, spread_months
from finance.sums import Periods, forecasts, months

NONE: Periods = (None,) * CLOSING
YEARS_BACK = 3
MONTHS = len(MONTH_NAMES)


@dataclass(frozen=True, slots=True)
class Trend:
    """A year by ledger period as a follow-up sees it, with the years before.

    `forecast` is of the year; `rest` its part of each month to come, of which
    `spread` öre were spread by budget holders and the rest as the budget runs.
    """

    follow_up: FollowUp
    loaded: Loaded
    outcome: Periods = NONE
    budget: Periods = NONE
    earlier: Mapping[int, Periods] = field(default_factory=dict)
    forecast: int | None = None
    rest: Periods = NONE
    spread: int | None = None
    has_budget: bool = True
    is_accumulated: bool = False

    @property
    def year(self) -> int:
        """The follow-up's year."""
        return self.follow_up.year

    @property
    def until(self) -> int:
        """The last ledger period that is told; closing entries of a closed year."""
        annual = self.follow_up.kind == FollowUpKind.ANNUAL
        return CLOSING if annual else self.follow_up.month

    @property
    def periods(self) -> range:
        """The months, and the closing entries where anything is told of them."""
        closed = [each[-1] for each in (self.outcome, *self.earlier.values())]
        return range(1, CLOSING + any(ore is not None for ore in closed))

    @property
    def deviations(self) -> Periods:
        """Outcome less budget by ledger period; None where either is not there."""
        if not self.has_budget:
            return NONE
        return tuple(
            deviation(ore, self.budget[at])
            if self.tells(at + 1) and (ore or self.budget[at])
            else None
            for at, ore in enumerate(self.outcome)
        )

    def tells(self, period: int) -> bool:
        """Whether the outcome of a period is there, or of all through it."""
        if self.is_accumulated:
            return not self.loaded.missing(self.year, until=min(period, MONTHS))
        return self.loaded.has(self.year, period)

    @property
    def missing(self) -> tuple[int, ...]:
        """The months so far that are not loaded."""
        return self.loaded.missing(self.year, until=self.follow_up.month)

    def sum_of(self, year: int, *, until: int) -> int | None:
        """Outcome of a year through a period; None where a month is not loaded."""
        values = self.outcome if year == self.year else self.earlier.get(year, NONE)
        if self.loaded.missing(year, until=min(until, MONTHS)):
            return None
        return total(values[:until])

    def budgeted(self, *, until: int) -> int | None:
        """Budget of the year through a period."""
        return total(self.budget[:until])

    @property
    def to_date(self) -> int | None:
        """Outcome less budget so far; None unless both are known."""
        if not self.has_budget or self.missing:
            return None
        told = self.sum_of(self.year, until=self.until)
        return deviation(told, self.budgeted(until=self.until))

    def accumulated(self) -> Trend:
        """The same with every period added to those before it."""
        outcome = _running(self.outcome, self._known(self.year))
        return replace(
            self,
            is_accumulated=True,
            outcome=outcome,
            budget=_running(self.budget, range(1, CLOSING + 1)),
            earlier={
                year: _running(values, self._known(year))
                for year, values in self.earlier.items()
            },
            rest=_from(self.rest, self.sum_of(self.year, until=self.until)),
        )

    def _known(self, year: int) -> Sequence[int]:
        """The periods of a year that are loaded; what closes a year may be nothing."""
        until = self.until if year == self.year else CLOSING
        return [p for p in range(1, until + 1) if self.loaded.has(year, p)]


def trend(follow_up: FollowUp, where: Where) -> Trend:
    """The months of a part of the money, in five questions."""
    year = follow_up.year
    years = range(year - YEARS_BACK, year + 1)
    found = months(follow_up, years=years, where=where)
    held, beside = loaded(follow_up, years=years), around(follow_up)
    outcome = found.get((Scenario.OUTCOME, year), NONE)
    seen = Trend(
        follow_up,
        held,
        outcome=tuple(
            ore if held.has(year, at + 1) else None for at, ore in enumerate(outcome)
        ),
        budget=found.get((Scenario.BUDGET, year), NONE),
        earlier={
            each: found[Scenario.OUTCOME, each]
            for each in reversed(years[:-1])
            if (Scenario.OUTCOME, each) in found
        },
        forecast=_forecast(beside, where),
        has_budget=beside.has_budget(),
    )
    return _with_rest(seen, where)


def _forecast(beside: Around, where: Where) -> int | None:
    """The year as it is expected, controllers' adjustments in it."""
    follow_up, year = beside.follow_up, beside.follow_up.year
    held = forecasts(follow_up, years=[year], where=where).get(year, NONE)
    adjusted = beside.adjustments(where)
    now = [each.ore for each in adjusted if each.month == follow_up.month]
    return plus(held[follow_up.month - 1], total(now))


def _with_rest(seen: Trend, where: Where) -> Trend:
    """What is left of the forecast, on the months to come."""
    booked = seen.sum_of(seen.year, until=seen.until)
    month = seen.follow_up.month
    if seen.forecast is None or seen.missing or month == MONTHS:
        return seen
    own = spread_months(seen.follow_up, where)
    left = seen.forecast - (booked or 0) - sum(own.values())
    parts = phased(left, [ore or 0 for ore in seen.budget[month:MONTHS]])
    rest = [ore + own.get(at, 0) for at, ore in enumerate(parts, start=month + 1)]
    return replace(
        seen,
        rest=(*((None,) * month), *rest, None),
        spread=sum(own.values()) if own else None,
    )


def total(values: Sequence[int | None]) -> int | None:
    """The sum of what there is; None of nothing."""
    found: int | None = None
    for value in values:
        found = plus(found, value)
    return found


def _running(values: Periods, known: Sequence[int]) -> Periods:
    """Sums through each period; None from the first month that is not known."""
    return tuple(_sums(values, known))


def _sums(values: Periods, known: Sequence[int]) -> Iterator[int | None]:
    """Sums period by period."""
    found: int | None = None
    is_whole = True
    for period, value in enumerate(values, start=1):
        found = plus(found, value)
        is_whole = is_whole and (period in known)
        yield found if is_whole else None


def _from(values: Periods, start: int | None) -> Periods:
    """Sums of what is told, upon what came before it."""
    found, told = start or 0, []
    for value in values:
        found += value or 0
        told.append(None if value is None else found)
    return tuple(told)
