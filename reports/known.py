"""Everything that report tables rest on, as plain values: money and quantities.

Tables of money alone need the books only; the rest is empty then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from committees.periods import Month, Scenario, Span
from finance.figures import Books, Measure, Selection, Series
from goals.readings import Readings
from volumes.figures import MONTHS, Quantities, When


class Time(NamedTuple):
    """When a figure is told: months of its quantities and series of its money.

    A single month has no money of its own: None.
    """

    when: When
    series: Series | None

    @property
    def is_year(self) -> bool:
        """Whether it is a whole year."""
        return self.series is not None and self.series.span is Span.YEAR


@lru_cache(maxsize=1000)
def span_time(scenario: Scenario, year: int, span: Span, *, at: Month) -> Time | None:
    """A year, or the months of a year through a follow-up's month.

    A forecast is of a whole year only. The outcome of the follow-up's own year ends
    with its month.
    """
    if span not in {Span.PERIOD, Span.YEAR}:
        return None
    if scenario is Scenario.FORECAST and span is not Span.YEAR:
        return None
    so_far = scenario is Scenario.OUTCOME and year == at.year
    last = at.month if so_far or span is Span.PERIOD else MONTHS
    return Time(When(scenario, year, 1, last), Series(scenario, year, span))


def month_time(scenario: Scenario, year: int, month: int) -> Time | None:
    """A single month (1 to 12), which no forecast has."""
    if scenario is Scenario.FORECAST:
        return None
    return Time(When(scenario, year, month, month), None)


@dataclass(frozen=True, slots=True)
class UnitCostOf:
    """What a unit cost divides: money (net or cost) through the volume of series.

    Where `per_day`, place-years are turned to days by the calendar. Unit costs of one
    `family` make up a whole.
    """

    series: tuple[int, ...]
    selection: Selection
    measure: Measure = Measure.NET
    per_day: bool = False
    family: str = ""


@dataclass(frozen=True, slots=True)
class RatioOf:
    """Series that are divided through others; shown in percent or as it is."""

    above: tuple[int, ...]
    below: tuple[int, ...]
    percent: bool = True


class BasisOf(NamedTuple):
    """A unit cost in a scenario of a year."""

    unit_cost: int
    scenario: Scenario
    year: int


class Basis(NamedTuple):
    """Money that stands instead of the ledger's; öre in stored sign.

    `reproduced` where it was made from a printed unit cost (återräknad): a unit cost
    that rests on it proves nothing.
    """

    ore: int
    reproduced: bool


class PriceOf(NamedTuple):
    """A series in a year."""

    series: int
    year: int


class Price(NamedTuple):
    """A decided price per unit (prislapp); öre, positive as decided.

    Where `reconciled`, the council pays or takes it back for each unit that differs.
    """

    ore: int
    reconciled: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What is known when tables are built, with what their quantities stand for."""

    books: Books = field(default_factory=Books)
    quantities: Quantities = field(default_factory=Quantities)
    unit_costs: Mapping[int, UnitCostOf] = field(default_factory=dict)
    ratios: Mapping[int, RatioOf] = field(default_factory=dict)
    bases: Mapping[BasisOf, Basis] = field(default_factory=dict)
    prices: Mapping[PriceOf, Price] = field(default_factory=dict)
    readings: Readings = field(default_factory=Readings)
