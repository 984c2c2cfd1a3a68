"""What each follow-up of a year said of it, and what it became.

Öre in stored sign. Every forecast stands against the budget of its own month: of the
decisions that had been made by then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from committees.access import Place
from committees.models import FollowUp
from committees.periods import CLOSING, MONTH_NAMES, Scenario
from finance.around import Around, around
from finance.figures import gap, plus
from finance.loaded import Loaded, loaded
from finance.models import Basis, BudgetDecision, ForecastRow
from finance.sources import Where, question
from finance.sums import forecasts, months


@dataclass(frozen=True, slots=True)
class Said:
    """What a follow-up said of its year; None where it said nothing."""

    follow_up: FollowUp
    budget: int | None
    units: int | None
    adjusted: int | None
    generated: bool = False

    @property
    def forecast(self) -> int | None:
        """What was expected: budget holders' forecasts and controllers' adjustments."""
        return plus(self.units, self.adjusted)

    @property
    def deviation(self) -> int | None:
        """Forecast less budget; None unless both are there."""
        return gap(self.forecast, self.budget)

    @property
    def of_units(self) -> int | None:
        """The deviation as the units gave it."""
        return gap(self.units, self.budget)


@dataclass(frozen=True, slots=True)
class Decided:
    """A budget decision of the year and what it gave the part, in öre."""

    decision: BudgetDecision
    ore: int


@dataclass(frozen=True, slots=True)
class Evolution:
    """A year as its follow-ups saw it; an outcome only where the year is whole."""

    year: int
    said: tuple[Said, ...] = ()
    outcome: int | None = None
    budget: int | None = None
    decided: tuple[Decided, ...] = ()
    loaded: Loaded = field(default_factory=lambda: Loaded(frozenset()))

    @property
    def forecast(self) -> tuple[Said, ...]:
        """The follow-ups that forecast the part."""
        return tuple(each for each in self.said if each.forecast is not None)

    @property
    def deviation(self) -> int | None:
        """Outcome of the closed year less its budget."""
        return gap(self.outcome, self.budget)

    @property
    def changed(self) -> tuple[Decided, ...]:
        """The decisions made between the year's follow-ups."""
        if not self.said:
            return ()
        first = self.said[0].follow_up.period.last_day
        last = self.said[-1].follow_up.period.last_day
        return tuple(
            each for each in self.decided if first < each.decision.decided_on <= last
        )


def follow_ups_of(place: Place, year: int) -> tuple[FollowUp, ...]:
    """A year's follow-ups that may be seen, from this one back; the first first."""
    here = place.follow_up.period
    return tuple(
        each
        for each in reversed(place.follow_ups)
        if each.year == year and each.period <= here
    )


def evolution(
    follow_ups: Sequence[FollowUp], where: Where, *, here: FollowUp
) -> Evolution:
    """What a year's follow-ups said of a part of the money, as seen from one."""
    last = follow_ups[-1]
    year = last.year
    expected = forecasts(last, years=[year], where=where).get(year, (None,) * CLOSING)
    beside = around(last)
    adjusted = _adjusted(beside, where)
    decided = _decided(here, where, year=year)
    generated = _generated(last)
    held = loaded(here, years=[year])
    said = tuple(
        Said(
            each,
            budget=_budget(decided, each.period.last_day, beside, each.month),
            units=expected[each.month - 1],
            adjusted=adjusted.get(each.month),
            generated=each.month in generated,
        )
        for each in follow_ups
    )
    outcome = _outcome(last, where) if held.is_whole(year) else None
    budget = _budget(decided, here.period.last_day, beside, last.month)
    return Evolution(year, said, outcome, budget, decided, held)


def _outcome(last: FollowUp, where: Where) -> int | None:
    """The outcome of a year that is whole, closing entries in it."""
    told = months(last, years=[last.year], where=where)
    booked = told.get((Scenario.OUTCOME, last.year), ())
    known = [ore for ore in booked if ore is not None]
    return sum(known) if known else None


def _adjusted(beside: Around, where: Where) -> dict[int, int]:
    """What controllers adjusted by month; of chosen cost centres nothing is."""
    found: dict[int, int] = {}
    for each in beside.adjustments(where):
        found[each.month] = found.get(each.month, 0) + each.ore
    return found


def _decided(here: FollowUp, where: Where, *, year: int) -> tuple[Decided, ...]:
    """A year's decisions that count at a follow-up, in order of their day."""
    asked = question(here, where, years=[year])
    amount = asked.source.amount(Scenario.BUDGET, 1, len(MONTH_NAMES))
    values: list[Any] = [*asked.values]
    with connection.cursor() as cursor:
        cursor.execute(asked.sql([amount], by="decision_id"), values)
        ore = {int(row[0]): row[1] for row in cursor.fetchall()}
    decisions = BudgetDecision.objects.in_bulk([each for each in ore if each])
    found = (
        Decided(decision, int(ore[pk]))
        for pk, decision in decisions.items()
        if ore[pk] is not None
    )
    return tuple(sorted(found, key=lambda each: each.decision.decided_on))


def _budget(
    decided: Sequence[Decided], day: date, beside: Around, month: int
) -> int | None:
    """The part's budget by a day; nothing where only others have any of the year's."""
    counted = [each.ore for each in decided if each.decision.decided_on <= day]
    return sum(counted) if counted or beside.has_budget(month) else None


def _generated(last: FollowUp) -> frozenset[int]:
    """The months of a year whose forecasts are generated example data."""
    rows = ForecastRow.objects.filter(
        committee=last.committee_id,
        follow_up__year=last.year,
        follow_up__committee=last.committee_id,
        basis=Basis.GENERATED,
    )
    return frozenset(
        rows.order_by().values_list("follow_up__month", flat=True).distinct()
    )
