"""Proposals for a series' year, by the kernel's ways, and what each is worth.

The kernel counts what comes during a year; a mean and a last value are no such sums.
They are counted as the part of the year that has been at their level: eight months of
a mean of 12 places are 8/12 of 12. Then the run rate is the level so far, and a
profile how the level went on last year. The parts are counted in steps so fine that
nothing is rounded until a proposal is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from committees import series
from committees.history import History, Year, month_name, span
from committees.numbers import round_half_away
from committees.series import Proposal, Way
from volumes.figures import MILLI, MONTHS, Months, OverTime, over_time

STEPS = 332_640
"""Steps in a thousandth of a level: twelfths of a mean of one to twelve months."""
NOTHING: Months = (None,) * MONTHS


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a series' years in a unit, in thousandths.

    `before` is each year's latest forecast before the follow-up's month, and the
    month that it was made in.
    """

    rule: OverTime
    outcome: Mapping[int, Months] = field(default_factory=dict)
    budget: Mapping[int, Months] = field(default_factory=dict)
    before: Mapping[int, tuple[int, int]] = field(default_factory=dict)


def proposals(known: Known, *, year: int, month: int) -> tuple[Proposal, ...]:
    """The forecasts that can be made in a follow-up; their `ore` are thousandths."""
    found = history(known, year=year, month=month)
    steps = _steps(known.rule)
    return tuple(
        replace(
            made,
            ore=round_half_away(made.ore, divisor=steps),
            how=_how(known.rule, made, found),
        )
        for made in series.proposals(found)
        if known.rule is not OverTime.LAST or made.way is not Way.REMAINING_BUDGET
    )


def history(known: Known, *, year: int, month: int) -> History:
    """A series' years as the kernel reads them, in fine steps."""
    until = reported(known.outcome.get(year, NOTHING), month, known.rule)
    years = {
        each: _year(known, each, until)
        for each in {*known.outcome, *known.budget, *known.before}
        if each <= year
    }
    return History(year, until, years)


def reported(months: Months, month: int, rule: OverTime) -> int:
    """The month through which a series is reported; 0 where it is not.

    A sum that lacks a month says nothing of the pace after it; a level does.
    """
    known = [value is not None for value in months[:month]]
    if rule is OverTime.SUM:
        return known.index(False) if False in known else month
    return max((n for n, is_known in enumerate(known, 1) if is_known), default=0)


def _steps(rule: OverTime) -> int:
    """Steps in a thousandth."""
    return 1 if rule is OverTime.SUM else STEPS


def _year(known: Known, year: int, month: int) -> Year:
    """A year, parted at a month."""
    steps = _steps(known.rule)
    outcome = known.outcome.get(year, NOTHING)
    budget = known.budget.get(year, NOTHING)
    booked, after = _parted(outcome, month, known.rule)
    budgeted, left = _parted(budget, month, known.rule)
    has_budget = any(value is not None for value in budget)
    forecast, made_in = known.before.get(year, (None, 0))
    return Year(
        booked=booked,
        after=after,
        budget_to_date=budgeted if has_budget else None,
        budget_after=left if has_budget else None,
        forecast=None if forecast is None else forecast * steps,
        forecast_month=made_in,
        is_whole=_is_whole(outcome, known.rule),
    )


def _parted(months: Months, month: int, rule: OverTime) -> tuple[int, int]:
    """What comes through a month, and after it, in fine steps."""
    if rule is OverTime.SUM:
        first, rest = months[:month], months[month:]
        return sum(v or 0 for v in first), sum(v or 0 for v in rest)
    part = Fraction(month, MONTHS) * (over_time(months[:month], rule) or 0)
    whole = over_time(months, rule) or Fraction(0)
    exact = Fraction(STEPS * MILLI)
    return _whole(part * exact), _whole((whole - part) * exact)


def _whole(steps: Fraction) -> int:
    """Steps that are whole already."""
    return round_half_away(steps, divisor=1)


def _is_whole(months: Months, rule: OverTime) -> bool:
    """Whether a year can be compared with: a sum of every month, a level to its end."""
    if rule is OverTime.SUM:
        return None not in months
    return months[-1] is not None


def _how(rule: OverTime, made: Proposal, found: History) -> str:
    """How a proposal was made, as a sentence."""
    if rule is OverTime.SUM or made.way is Way.CARRIED:
        return made.how
    month = found.month
    level = (
        (
            f"Genomsnittet {span(1, month)}"
            if rule is OverTime.MEAN
            else f"Senaste värdet, {month_name(month)}"
        )
        if month
        else ""
    )
    match made.way:
        case Way.RUN_RATE:
            return f"{level}."
        case Way.PROFILE:
            return f"{level}, ändrat under resten av året som {found.year - 1}."
        case _ if not month:
            return "Budget för hela året; inget är rapporterat."
        case _ if month == MONTHS:
            return f"{level}; ingen månad återstår av budgeten."
        case _:
            return f"{level} och budget {span(month + 1, MONTHS)}."
