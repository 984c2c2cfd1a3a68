"""Since when a part of the money has shown a deficit, follow-up by follow-up.

Each follow-up of the year counts the budget that was decided by its own month, and
what its controllers adjusted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from committees.numbers import Scale, Unit, scaled
from committees.periods import MONTH_NAMES
from finance.around import Around
from finance.sources import Axis, Where
from finance.sums import Known, Said

FINE = Scale(Unit.TKR)
"""What is less than half of a tkr is no deficit."""


def is_deficit(ore: int) -> bool:
    """Whether a deviation counts as a deficit."""
    return scaled(ore, FINE) < 0


@dataclass(frozen=True, slots=True)
class History:
    """What was said of each place in each month that a forecast was made.

    `adjusted` is by place what controllers adjusted in each month; öre.
    """

    months: tuple[int, ...] = ()
    said: Said = field(default_factory=Said)
    adjusted: Mapping[int, Sequence[int]] = field(default_factory=dict)

    def latest_first(self, places: Collection[int]) -> Iterator[tuple[int, int]]:
        """Each month with the forecast deviation of some places; öre, latest first."""
        beside = [self.adjusted[at] for at in self.adjusted.keys() & set(places)]
        said = self.said.latest_first(places)
        for at, month in reversed(tuple(enumerate(self.months))):
            yield month, next(said) + sum(each[at] for each in beside)

    def deficit_since(self, places: Collection[int]) -> int | None:
        """The first month of the unbroken run of deficits up to now."""
        return deficit_since(self.latest_first(places))


def deficit_since(said: Iterable[tuple[int, int]]) -> int | None:
    """The first month of the unbroken run of deficits in what was said, latest first.

    A deficit is one in whole tkr, in whatever unit it is shown.
    """
    first: int | None = None
    for month, ore in said:
        if not is_deficit(ore):
            break
        first = month
    return first


NEW = "nytt"
"""Said of a deficit that no follow-up of the year has shown before."""


def since_word(first: int | None, months: Sequence[int], *, now: int) -> str:
    """Since which month a deficit has been forecast, up to now; empty where none is.

    `months` are those with forecasts.
    """
    if first is None:
        return ""
    return NEW if first == now and len(months) > 1 else MONTH_NAMES[first - 1]


def ended_since(first: int | None, ore: int) -> str:
    """Since which month a deficit that a closed year ended with was forecast."""
    if not is_deficit(ore):
        return ""
    return NEW if first is None else MONTH_NAMES[first - 1]


def history(known: Known, around: Around, *, by: Axis, where: Where) -> History:
    """What the year's follow-ups said of each place, from sums that tell it."""
    adjusted: dict[int, list[int]] = {}
    for each in around.adjustments(where):
        held = adjusted.setdefault(each.place(by), [0] * len(around.made))
        held[around.made.index(each.month)] += each.ore
    return History(around.made, known.said, adjusted)
