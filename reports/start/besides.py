"""Several committees side by side as values: each one's current follow-up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from committees.access import WORKING, Place
from committees.models import FollowUp
from committees.navigation import address, current_follow_up
from committees.stored import rows_of
from finance.forecast.writing import HANDED_IN
from finance.totals import Total, totals
from reports.dashboards.asked_figure import AskedFigure, What

_UNITS = """
SELECT follow_up_id, state, COUNT(*) FROM finance_unitforecast
 WHERE follow_up_id IN ({follow_ups})
 GROUP BY follow_up_id, state
"""


@dataclass(frozen=True, slots=True)
class Beside:
    """A committee's current follow-up beside the others'; sums in öre.

    `handed_in` of its `units` are handed in. The addresses lead to what the figures
    are made of.
    """

    place: Place
    follow_up: FollowUp
    total: Total
    units: int
    handed_in: int
    url: str
    to_date_url: str
    deviation_url: str
    change_url: str

    @property
    def handed_in_permille(self) -> int:
        """How many of a thousand units are handed in; nothing where none take part."""
        return self.handed_in * 1000 // self.units if self.units else -1

    @property
    def share(self) -> int:
        """The forecast deviation in millionths of the frame, to sort by."""
        frame, ore = self.total.frame, self.total.deviation
        return ore * 1_000_000 // frame if frame and ore is not None else 0


def besides(places: Iterable[Place]) -> list[Beside]:
    """The current follow-up of each committee that the person works in."""
    found = [
        (place, follow_up)
        for place in places
        if place.may(WORKING) and (follow_up := current_follow_up(place)) is not None
    ]
    follow_ups = [follow_up for _, follow_up in found]
    known, units = totals(follow_ups), _units(follow_ups)
    return [
        _beside(place, follow_up, known[follow_up.pk], units.get(follow_up.pk, {}))
        for place, follow_up in found
    ]


def _beside(
    place: Place, follow_up: FollowUp, total: Total, units: dict[str, int]
) -> Beside:
    """A committee's line."""
    to_date, deviation, change = (
        AskedFigure(what).address(follow_up)
        for what in (What.DEVIATION_TO_DATE, What.DEVIATION, What.CHANGE)
    )
    return Beside(
        place,
        follow_up,
        total,
        units=sum(units.values()),
        handed_in=sum(n for state, n in units.items() if state in HANDED_IN),
        url=address("reports:overview", follow_up),
        to_date_url=to_date,
        deviation_url=deviation,
        change_url=change,
    )


def _units(follow_ups: Iterable[FollowUp]) -> dict[int, dict[str, int]]:
    """How many units are in each state, by follow-up."""
    pks = [each.pk for each in follow_ups]
    found: dict[int, dict[str, int]] = {}
    if pks:
        question = _UNITS.format(follow_ups=", ".join(["%s"] * len(pks)))
        for pk, state, count in rows_of(question, pks):
            found.setdefault(pk, {})[state] = count
    return found
