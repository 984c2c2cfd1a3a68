"""The bridge from the deviation to date to the forecast's deviation. Pure values.

Öre in stored sign, plus is surplus. The bridge always adds up to the öre: what no
step explains is a step of its own, named övrigt. None means that there is nothing
to compute a step from; it counts as zero in the sum and is shown as a dash.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from committees.numbers import round_half_away

LEVEL_TO_DATE = "to-date"
LEVEL_ADJUSTED = "adjusted"
LEVEL_UNITS = "units"
LEVEL_FORECAST = "forecast"


@dataclass(frozen=True, slots=True)
class Part:
    """An amount with the sentence that says how it was made."""

    ore: int | None
    how: str = ""


NOTHING = Part(None)


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What adjustments of outcome for one reason do to the result to date; öre."""

    reason: str
    label: str
    ore: int
    how: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a bridge is made of.

    `forecast` is the whole forecast's deviation, with what controllers adjusted on
    top of the units' forecasts in it; None: no controller has adjusted anything.
    """

    to_date: int
    forecast: int
    adjustments: tuple[Adjustment, ...] = ()
    phasing: Part = NOTHING
    one_offs: Part = NOTHING
    actions: Part = NOTHING
    volume: Part = NOTHING
    controller: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the bridge: a level that is reached, or a step between two levels."""

    key: str
    label: str
    ore: int | None
    how: str = ""
    is_level: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """What the levels are called in a follow-up."""

    to_date: str
    forecast: str
    adjusted: str = "Mer rättvisande avvikelse"
    units: str = "Enheternas prognos"


def bridge(parts: Parts, words: Words) -> tuple[Step, ...]:
    """The rows of the bridge, from the deviation to date to the forecast's.

    Every level is the level before it plus the steps between them, exactly.
    """
    adjusted = parts.to_date + sum(each.ore for each in parts.adjustments)
    steps = [Step(LEVEL_TO_DATE, words.to_date, parts.to_date, is_level=True)]
    for each in parts.adjustments:
        key = f"adjustment-{each.reason}"
        steps.append(Step(key, each.label, each.ore, each.how))
    if parts.adjustments:
        steps.append(Step(LEVEL_ADJUSTED, words.adjusted, adjusted, is_level=True))
    steps += _to_units(parts, adjusted)
    if parts.controller is not None:
        units = parts.forecast - parts.controller
        how = "Controllerns rättelse ovanpå enheternas prognoser."
        label = "Justering på kontrollernivå"
        steps += [
            Step(LEVEL_UNITS, words.units, units, is_level=True),
            Step("controller", label, parts.controller, how),
        ]
    steps.append(Step(LEVEL_FORECAST, words.forecast, parts.forecast, is_level=True))
    return tuple(steps)


def _to_units(parts: Parts, adjusted: int) -> list[Step]:
    """The steps from the adjusted deviation to the units' forecast, residual last."""
    named = (
        ("phasing", "Budgetens fördelning över året", parts.phasing),
        ("one-offs", "Engångsposter", parts.one_offs),
        ("actions", "Återstående effekt av åtgärder", parts.actions),
        ("volume", "Volymer resten av året", parts.volume),
    )
    steps = [Step(key, label, part.ore, part.how) for key, label, part in named]
    explained = sum(step.ore or 0 for step in steps)
    units = parts.forecast - (parts.controller or 0)
    how = "Det som inget av stegen ovan förklarar."
    return [*steps, Step("residual", "Övrigt", units - adjusted - explained, how)]


@dataclass(frozen=True, slots=True)
class Year:
    """Outcome of earlier years of one entry group: to the month, and in all; öre."""

    to_date: int
    whole: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """How much of a year usually falls before the month's end, by entry group.

    A group whose history has no sense as a share (nothing booked, or more to date
    than in all) is left out; `without` holds those.
    """

    shares: Mapping[int, Year] = field(default_factory=dict)
    without: frozenset[int] = frozenset()

    def expected(self, group: int, budget: int) -> int | None:
        """The part of a year's budget expected to date; None without a pattern."""
        year = self.shares.get(group)
        if year is None:
            return None
        sign = 1 if year.whole > 0 else -1
        return round_half_away(budget * year.to_date * sign, divisor=abs(year.whole))


def pattern(history: Mapping[int, Year]) -> Pattern:
    """The pattern of earlier years, summed over them by entry group."""
    sound = {group: year for group, year in history.items() if _is_share(year)}
    return Pattern(sound, frozenset(history.keys() - sound.keys()))


def _is_share(year: Year) -> bool:
    """Whether the amount to date is a part of the whole, between none and all."""
    return year.whole != 0 and 0 <= year.to_date * (year.whole // abs(year.whole)) <= (
        abs(year.whole)
    )


@dataclass(frozen=True, slots=True)
class Budget:
    """An entry group's budget to date and of the year; öre, stored sign."""

    to_date: int
    whole: int


def phasing(
    budgets: Mapping[int, Budget], usual: Pattern, *, holiday: Mapping[int, int]
) -> int | None:
    """What of the deviation to date comes of how the budget is phased, turned.

    The budget to date less what the pattern expects of the year's budget: what the
    year takes back when it follows the pattern. Adjustments for holiday pay are
    part of the same pattern and are taken off, so that nothing counts twice.
    None where no group has a pattern.
    """
    found: list[int] = []
    for group, budget in budgets.items():
        expected = usual.expected(group, budget.whole)
        if expected is not None:
            found.append(budget.to_date - expected - holiday.get(group, 0))
    return sum(found) if found else None


def adds_up(steps: Sequence[Step]) -> bool:
    """Whether every level is the level before it plus the steps between."""
    running = 0
    for index, step in enumerate(steps):
        if step.is_level and index and step.ore != running:
            return False
        running = (step.ore or 0) if step.is_level else running + (step.ore or 0)
    return True
