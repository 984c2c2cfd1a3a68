"""How far forecasts were from what the year became. Pure values.

Öre in stored sign. An error is outcome less forecast: plus means that the year ended
better than was said. WAPE is the sum of errors' sizes over that of outcomes' sizes, so
that errors in opposite directions do not make up for each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from committees.history import Year
from committees.periods import Month
from committees.series import MONTHS, profile, run_rate

if TYPE_CHECKING:
    import pandas as pd

HUNDRED, TENFOLD = 100, 10


class Way(StrEnum):
    """What is measured against the outcome."""

    FORECAST = "forecast"
    """What was said."""
    NAIVE = "naive"
    """What the ledger alone would have said."""
    BEFORE = "before"
    """What was said, less what actions were still to give."""


class Case(NamedTuple):
    """What a follow-up said of a place, and what it became.

    `sized` is of a cost centre's activity; what controllers adjusted, and actions
    without a place, count in errors but have no outcome of their own to miss.
    """

    year: int
    month: int
    cost_centre: int
    sized: bool
    outcome: int
    forecast: int
    naive: int
    before: int


@dataclass(frozen=True, slots=True)
class Measured:
    """Sums over places and follow-ups. `times` is how many follow-ups they are of."""

    times: int
    outcome: int
    size: int
    forecast: int
    errors: Mapping[Way, int] = field(default_factory=dict)
    missed: Mapping[Way, int] = field(default_factory=dict)

    def bias(self, way: Way) -> Fraction:
        """The mean error of a follow-up."""
        return Fraction(self.errors[way], self.times)

    def share(self, way: Way) -> Fraction | None:
        """The mean error in percent of outcome; None where that is next to nothing."""
        return _per_cent(self.errors[way], abs(self.outcome))

    def wape(self, way: Way) -> Fraction | None:
        """Errors' sizes in percent of outcomes'; None where those are nothing much."""
        return _per_cent(self.missed[way], self.size)


def _per_cent(part: int, whole: int) -> Fraction | None:
    """A part in percent of a whole; None where the whole is less than a tenth of it."""
    if not whole or abs(part) > whole * TENFOLD:
        return None
    return Fraction(part * HUNDRED, whole)


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Forecasts measured in all, by the month they were made in, by cost centre."""

    whole: Measured
    by_month: Mapping[int, Measured]
    by_cost_centre: Mapping[int, Measured]


def naive(
    booked: Sequence[int | None], before: Sequence[int | None] | None, said: Month
) -> int:
    """The outcome to date raised as last year went on; at an even pace without one.

    The ways `profile` and `run_rate` of `committees.series`, on outcome as booked.
    """
    years = {said.year: _year(booked, said.month)}
    if before is not None:
        years[said.year - 1] = _year(before, said.month)
    made = profile(years, said.year, said.month)
    if made is None:
        made = run_rate(years, said.year, said.month)
    return made or 0


def _year(periods: Sequence[int | None], month: int) -> Year:
    """A year of thirteen ledger periods, parted at a month."""
    ore = [each or 0 for each in periods]
    return Year.of_months(ore[:MONTHS], month=month, closing=sum(ore[MONTHS:]))


def accuracy(cases: Sequence[Case], said: Iterable[Month]) -> Accuracy | None:
    """The cases of some follow-ups, measured; None where there are none."""
    if not cases:
        return None
    frame = _frame(cases)
    by_month: dict[int, int] = {}
    for each in said:
        by_month[each.month] = by_month.get(each.month, 0) + 1
    times = sum(by_month.values())
    months = _summed(frame, "month")
    return Accuracy(
        _measured(
            dict(zip(_sums(), frame[_sums()].sum().tolist(), strict=True)), times
        ),
        {month: _measured(sums, by_month[month]) for month, sums in months.items()},
        {
            place: _measured(sums, times)
            for place, sums in _summed(frame, "cost_centre").items()
        },
    )


def _sums() -> list[str]:
    """The columns that are summed."""
    ways = [f"{way}_{what}" for way in Way for what in ("error", "missed")]
    return ["outcome", "forecast", "size", *ways]


def _frame(cases: Sequence[Case]) -> pd.DataFrame:
    """The cases as a frame with their errors, whole öre in 64 bits."""
    import pandas as pd

    frame = pd.DataFrame(cases, columns=list(Case._fields))
    frame["size"] = frame["outcome"].abs().where(frame["sized"], 0)
    for way in Way:
        error = frame["outcome"] - frame[way.value]
        frame[f"{way}_error"] = error
        frame[f"{way}_missed"] = error.abs().where(frame["sized"], 0)
    return frame


def _summed(frame: pd.DataFrame, by: str) -> dict[int, dict[str, int]]:
    """The frame's sums by one of its columns."""
    found = frame.groupby(by)[_sums()].sum()
    return {
        int(str(place)): dict(zip(found.columns, row, strict=True))
        for place, row in zip(found.index, found.to_numpy().tolist(), strict=True)
    }


def _measured(sums: Mapping[str, int], times: int) -> Measured:
    """Sums as they are told."""
    return Measured(
        times=times,
        outcome=int(sums["outcome"]),
        size=int(sums["size"]),
        forecast=int(sums["forecast"]),
        errors={way: int(sums[f"{way}_error"]) for way in Way},
        missed={way: int(sums[f"{way}_missed"]) for way in Way},
    )
