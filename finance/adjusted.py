"""What controllers adjusted of the year's forecasts, with reason and author."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from committees.periods import Scenario
from finance.parts import Slice


@dataclass(frozen=True, slots=True)
class Adjusted:
    """A controller's adjustment of the forecast of a follow-up of the year."""

    id: int
    month: int
    activity: int
    group: int
    ore: int
    reason: str
    by: str


def among(rows: Iterable[Adjusted], asked: Slice) -> tuple[Adjusted, ...]:
    """The adjustments that a slice holds: none of units, and of forecasts only."""
    where = asked.where
    if asked.scenario is not Scenario.FORECAST or where.cost_centres is not None:
        return ()
    return tuple(
        each
        for each in rows
        if asked.first <= each.month <= asked.last
        and where.holds(each.activity, each.group)
    )
