"""Since when a part of the money has shown a deficit, follow-up by follow-up.

Each follow-up of the year counts the budget that was decided by its own month, and
what its controllers adjusted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from committees.numbers import Scale, scaled
from finance.sources import Axis, Where
from finance.sums import ADJUSTED, Known
from reports.dashboards.around import Adjusted, Around


@dataclass(frozen=True, slots=True)
class History:
    """Forecast deviations in öre by place, one for each month a forecast was made."""

    months: tuple[int, ...] = ()
    by_place: Mapping[int, Sequence[int]] = field(default_factory=dict)

    def of(self, places: Iterable[int]) -> tuple[int, ...]:
        """Some places together."""
        found = [self.by_place[place] for place in places if place in self.by_place]
        return tuple(map(sum, zip(*found, strict=True)))

    def deficit_since(self, places: Iterable[int], *, scale: Scale) -> int | None:
        """The first month of the unbroken run of deficits, as shown, up to now."""
        first: int | None = None
        pairs = list(zip(self.months, self.of(places), strict=False))
        for month, ore in reversed(pairs):
            if scaled(ore, scale) >= 0:
                break
            first = month
        return first


def history(known: Known, around: Around, *, by: Axis, where: Where) -> History:
    """What the year's follow-ups said of each place, from sums that tell it."""
    found: dict[int, Sequence[int]] = dict(known.said)
    nothing = (0,) * len(around.made)
    for each in around.adjustments(where):
        place = _place(each, by)
        said = list(found.get(place, nothing))
        said[around.made.index(each.month)] += each.ore
        found[place] = said
    return History(around.made, found)


def _place(each: Adjusted, by: Axis) -> int:
    """Where on an axis an adjustment lies; no cost centre bears any."""
    return {Axis.ACTIVITY: each.activity, Axis.GROUP: each.group}.get(by, ADJUSTED)
