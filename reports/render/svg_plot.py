"""The field that lines are drawn in: places of months and amounts, round steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from committees.numbers import Scale, scaled, swedish
from reports.charts import Amount, Series

HEIGHT = 258
TOP, BOTTOM = 30.0, 228.0
SMALL = 13.0
MOST_STEPS = 5
"""Gridlines beside the first, at most."""
FINEST = 2
"""The most decimals of an amount at a gridline."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Plot:
    """Where categories and amounts stand."""

    left: float
    right: float
    low: float
    high: float
    count: int
    top: float = TOP
    bottom: float = BOTTOM

    def x(self, index: int) -> float:
        """The place of a category; a single one stands in the middle."""
        if self.count == 1:
            return (self.left + self.right) / 2
        return self.left + (self.right - self.left) * index / (self.count - 1)

    def y(self, value: Amount) -> float:
        """The height of an amount."""
        part = (float(value) - self.low) / (self.high - self.low)
        return self.bottom - (self.bottom - self.top) * part

    def runs(self, series: Series) -> Iterator[list[Point]]:
        """Unbroken stretches of a line."""
        run: list[Point] = []
        for index, value in enumerate(series.values):
            if value is not None:
                run.append((self.x(index), self.y(value)))
            elif run:
                yield run
                run = []
        if run:
            yield run


def ticks(values: Sequence[Amount], scale: Scale, *, from_zero: bool) -> list[Amount]:
    """Two to seven round amounts that hold every value, and zero if asked to.

    A little below zero takes a smaller step than the rest.
    """
    known = [*values, 0] if from_zero or not values else values
    low, high = min(known), max(known)
    span = (high - low) or 1
    step = next(step for step in _round_steps(scale) if span <= step * MOST_STEPS)
    first, last = low // step, -(-high // step)
    found = [step * n for n in range(first, max(last, first + 1) + 1)]
    below = _next_below(step)
    return [-below, *found[1:]] if first == -1 and -below <= low < 0 < last else found


def _next_below(step: Amount) -> Amount:
    """The round step before one: 2 of 5, 1 of 2, 5 of 10; an öre has none."""
    leads_with_five = str(Fraction(step).numerator).startswith("5")
    smaller = Fraction(step) * (Fraction(2, 5) if leads_with_five else Fraction(1, 2))
    return int(smaller) if smaller.denominator == 1 else step


def _round_steps(scale: Scale) -> Iterator[Amount]:
    """1, 2, 5, 10, 20 and so on, from an öre or the last decimal that is shown."""
    least: Amount = 1 if scale.unit.is_money else Fraction(1, 10**scale.decimals)
    while True:
        yield from (least, least * 2, least * 5)
        least = least * 10


def tick_texts(at: Sequence[Amount], scale: Scale) -> list[str]:
    """The amounts at the gridlines with as few decimals as show them exactly."""
    ore = scale.unit.ore
    decimals = next(
        (n for n in range(FINEST) if all(tick * 10**n % ore == 0 for tick in at)),
        FINEST,
    )
    finer = Scale(scale.unit, decimals)
    return [swedish(scaled(tick, finer), decimals=decimals) for tick in at]
