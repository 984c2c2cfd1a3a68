"""Sums of a place, as values: what is budgeted, booked and expected of it.

Net, in whole öre and stored sign, plus is surplus. None: nothing is reported.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from finance.figures import deviation, plus

ADJUSTED = 0
"""Among cost centres: what controllers adjusted, which no cost centre bears."""
WITHIN = -1
"""Among places: what is bought and sold within the committee, told apart."""
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


Column = Mapping[int, int | None]
"""Öre by place; None, like no place at all: nothing is told."""


def total_of(column: Column, places: Iterable[int]) -> int | None:
    """Some places of a column together; None where none of them tells anything."""
    told = [ore for ore in map(column.get, places) if ore is not None]
    return sum(told) if told else None


def columns_of(by_place: Mapping[int, Sums]) -> tuple[Column, ...]:
    """The fields of sums, each by place."""
    return tuple(
        {place: of[at] for place, of in by_place.items()} for at in range(len(NOTHING))
    )


@dataclass(frozen=True, slots=True)
class Said:
    """What follow-ups said of each place: forecast less the budget of its own day.

    A column of each for every follow-up that has a forecast. Controllers' adjustments
    stand apart.
    """

    forecasts: Sequence[Column] = ()
    budgets: Sequence[Column] = ()

    def latest_first(self, places: Collection[int]) -> Iterator[int]:
        """What each follow-up said of some places together, the latest first; öre.

        Each is summed when it is asked for; of most years all budgets are the same.
        """
        last, budget = None, 0
        for made, column in zip(self.forecasts[::-1], self.budgets[::-1], strict=True):
            if column is not last:
                last, budget = column, total_of(column, places) or 0
            yield (total_of(made, places) or 0) - budget


@dataclass(frozen=True, slots=True)
class Known:
    """Sums by place, and what is known at all of the follow-up's year.

    `columns` are the fields of `Sums`: there may be thousands of places, and only what
    they come to together is shown. Without a decided budget no deviation is known, and
    without the outcome of every month so far none to date. `last_month` is the month of
    the year's follow-up with a forecast before this one. `said` is what each follow-up
    with a forecast said of each place, if asked for.
    """

    columns: Sequence[Column] = columns_of({})
    has_forecast: bool = False
    has_budget: bool = True
    has_outcome: bool = True
    last_month: int | None = None
    said: Said = field(default_factory=Said)

    @property
    def places(self) -> frozenset[int]:
        """The places that anything is told of."""
        return frozenset(
            place
            for column in self.columns
            for place, ore in column.items()
            if ore is not None
        )

    @property
    def by_place(self) -> dict[int, Sums]:
        """The sums of each place."""
        return {place: self.at(place) for place in sorted(self.places)}

    @property
    def whole(self) -> Sums:
        """All places together."""
        return self.of(self.places)

    def at(self, place: int) -> Sums:
        """The sums of one place."""
        return Sums._make(column.get(place) for column in self.columns)

    def of(self, places: Iterable[int]) -> Sums:
        """Some places together."""
        some = tuple(places)
        return Sums._make(total_of(column, some) for column in self.columns)

    def to_date(self, sums: Sums) -> int | None:
        """Outcome less budget of the same months; None unless both are known."""
        return sums.to_date if self.has_budget and self.has_outcome else None

    def deviation(self, sums: Sums) -> int | None:
        """Forecast less budget; None unless both are known."""
        return sums.deviation if self.has_forecast and self.has_budget else None

    def change(self, sums: Sums) -> int | None:
        """How the forecast has changed; None without both forecasts."""
        told = self.has_forecast and self.last_month is not None
        return sums.change if told else None
