"""What an error is the mean of, or the sum: follow-ups, or cost centres of one month.

Öre in stored sign. An error is outcome less what was said, as everywhere on the page.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from committees.periods import Month
from reports.dashboards.accuracy.figures import Case, Measured, Way

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Error:
    """What was said and what it became, with the sizes that WAPE divides; öre.

    `missed` is the sum of errors' sizes over activities, `size` that of outcomes'.
    """

    said: int = 0
    outcome: int = 0
    missed: int = 0
    size: int = 0

    @property
    def error(self) -> int:
        """Outcome less what was said."""
        return self.outcome - self.said

    def plus(self, other: Error) -> Error:
        """Both together."""
        return Error(
            self.said + other.said,
            self.outcome + other.outcome,
            self.missed + other.missed,
            self.size + other.size,
        )


def of_case(case: Case, way: Way) -> Error:
    """What a way said of a place in a follow-up."""
    said = {
        Way.FORECAST: case.forecast,
        Way.NAIVE: case.naive,
        Way.BEFORE: case.before,
    }[way]
    if not case.sized:
        return Error(said, case.outcome)
    return Error(said, case.outcome, abs(case.outcome - said), abs(case.outcome))


def of_measured(measured: Measured) -> Error:
    """What was said, of sums that are of the forecast alone."""
    missed = measured.missed[Way.FORECAST]
    return Error(measured.forecast, measured.outcome, missed, measured.size)


def errors(
    cases: Iterable[Case], way: Way, by: Callable[[Case], K]
) -> Mapping[K, Error]:
    """The errors of a way, summed by what they are told apart by."""
    found: dict[K, Error] = {}
    for case in cases:
        key = by(case)
        found[key] = found.get(key, Error()).plus(of_case(case, way))
    return found


def month_of(case: Case) -> Month:
    """The follow-up's month that a case is of."""
    return Month(case.year, case.month)


def total(parts: Iterable[Error]) -> Error:
    """All of some errors."""
    found = Error()
    for each in parts:
        found = found.plus(each)
    return found
