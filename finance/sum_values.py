"""Sums of a place, as values: what is budgeted, booked and expected of it.

Net, in whole öre and stored sign, plus is surplus. None: nothing is reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from finance.figures import deviation, plus

ADJUSTED = 0
"""Among cost centres: what controllers adjusted, which no cost centre bears."""
Periods = tuple[int | None, ...]
"""Thirteen öre: January to December and the closing entries."""


class Sums(NamedTuple):
    """What is known of one place; None where nothing is reported."""

    budget_to_date: int | None = None
    outcome_to_date: int | None = None
    budget: int | None = None
    forecast: int | None = None
    last_forecast: int | None = None

    def plus(self, other: Sums) -> Sums:
        """Two places together."""
        return Sums(*map(plus, self, other))

    @property
    def to_date(self) -> int | None:
        """Outcome less budget of the same months."""
        return deviation(self.outcome_to_date, self.budget_to_date)

    @property
    def deviation(self) -> int | None:
        """Forecast less budget of the year."""
        return deviation(self.forecast, self.budget)

    @property
    def change(self) -> int | None:
        """What the forecast has become better (plus) or worse since the last."""
        return deviation(self.forecast, self.last_forecast)


NOTHING = Sums()


def together(parts: Iterable[Sums]) -> Sums:
    """Some places as one; a field that none of them tells is told of none."""
    told = []
    for field_ in zip(*parts, strict=True):
        known = [ore for ore in field_ if ore is not None]
        told.append(sum(known) if known else None)
    return Sums(*told)


@dataclass(frozen=True, slots=True)
class Known:
    """Sums by place. A forecast is told of none, or of all, places.

    `last_month` is the month of the year's follow-up with a forecast before this one.
    `said` is by place what each follow-up with a forecast said of it, if asked for:
    forecast less the budget of its own day, controllers' adjustments apart.
    """

    by_place: Mapping[int, Sums] = field(default_factory=dict)
    has_forecast: bool = False
    last_month: int | None = None
    said: Mapping[int, Sequence[int]] = field(default_factory=dict)

    def of(self, places: Iterable[int]) -> Sums:
        """Some places together."""
        held = [self.by_place[place] for place in places if place in self.by_place]
        return together(held)

    def deviation(self, sums: Sums) -> int | None:
        """Forecast less budget; None before there is a forecast."""
        return sums.deviation if self.has_forecast else None

    def change(self, sums: Sums) -> int | None:
        """How the forecast has changed; None without both forecasts."""
        told = self.has_forecast and self.last_month is not None
        return sums.change if told else None
