"""Figures of goals, indicators and decisions: pure values without Django.

Values are thousandths of an indicator's unit: whole where they were entered, exact
where they are computed. None means that nothing has been measured, which is neither
good nor bad.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

Thousandths: TypeAlias = int | Fraction
MONTHS = 12
NEAR_PERMILLE = 50
"""A value is near its target when what is missing is at most this much of it."""


class Better(StrEnum):
    """Which way an indicator is better."""

    HIGHER = "högre"
    LOWER = "lägre"
    BAND = "intervall"


@dataclass(frozen=True, slots=True)
class Target:
    """What should be reached; `upper` is the other end of a band. Thousandths."""

    value: int
    upper: int | None = None


class Reached(StrEnum):
    """How a value stands to its target."""

    YES = "når målet"
    NEARLY = "nära målet"
    NO = "når inte målet"
    UNKNOWN = "går inte att bedöma än"


def reached(
    value: Thousandths | None, target: Target | None, better: Better
) -> Reached:
    """Whether a value reaches its target; near is within a twentieth of it."""
    if value is None or target is None:
        return Reached.UNKNOWN
    missing = _missing(value, target, better)
    if missing <= 0:
        return Reached.YES
    near = missing * 1000 <= abs(target.value) * NEAR_PERMILLE
    return Reached.NEARLY if near else Reached.NO


def _missing(value: Thousandths, target: Target, better: Better) -> Thousandths:
    """How far a value is on the wrong side of its target; 0 or less when it is not."""
    if better is Better.HIGHER:
        return target.value - value
    if better is Better.LOWER:
        return value - target.value
    upper = target.value if target.upper is None else target.upper
    return max(target.value - value, value - upper)


class Trend(StrEnum):
    """Which way an indicator has gone since it was last measured."""

    BETTER = "bättre"
    WORSE = "sämre"
    SAME = "oförändrat"
    UNKNOWN = "inget att jämföra med"


def trend(values: Iterable[Thousandths | None], better: Better) -> Trend:
    """The step between the two latest measured values.

    A band has no better way to go; there a step is neither better nor worse.
    """
    known = [value for value in values if value is not None]
    if len(known) < len(("before", "now")):
        return Trend.UNKNOWN
    step = known[-1] - known[-2]
    if step == 0 or better is Better.BAND:
        return Trend.SAME if step == 0 else Trend.UNKNOWN
    return Trend.BETTER if (step > 0) == (better is Better.HIGHER) else Trend.WORSE


def gap(women: Thousandths | None, men: Thousandths | None) -> Thousandths | None:
    """Women's value less men's, in thousandths; None where either is missing."""
    return None if women is None or men is None else women - men


def proposed_rank(children: Collection[int], *, worst: int) -> int | None:
    """The step of the scale that a goal's own goals and indicators speak for.

    Rank 0 is best. All good is good; any at the worst step, or half or more below
    good, is the step below. A person decides; this only proposes. None of none.
    """
    if not children:
        return None
    bad = sum(rank > 0 for rank in children)
    if bad == 0:
        return 0
    if bad == len(children) and min(children) == worst:
        return worst
    return min(1, worst)


def rank_of(found: Reached, *, worst: int) -> int | None:
    """The step of the scale that an indicator speaks for."""
    ranks: Mapping[Reached, int] = {
        Reached.YES: 0,
        Reached.NEARLY: min(1, worst),
        Reached.NO: worst,
    }
    return ranks.get(found)


def months_elapsed(begun: date, until: date) -> int:
    """Whole calendar months from a day to another; 0 when it is not past the first."""
    months = (until.year - begun.year) * MONTHS + until.month - begun.month
    if until.day < begun.day:
        months -= 1
    return max(months, 0)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a decision's months are counted from and to."""

    begun: date
    executed: date | None = None
    ended: date | None = None


def elapsed(decision: Decision, *, as_of: date) -> int:
    """Months that a person waited: to the execution, the end, or the report's day."""
    ends = [day for day in (decision.executed, decision.ended, as_of) if day]
    return months_elapsed(decision.begun, min(ends))


def risk_value(likelihood: int, consequence: int) -> int:
    """A risk's value: likelihood times consequence, 1 to 16."""
    return likelihood * consequence
