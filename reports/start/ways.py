"""Where the figures of the start page lead: to what each of them is made of."""

from __future__ import annotations

from dataclasses import dataclass

from committees.access import Place
from committees.models import FollowUp
from finance.sums import Known
from reports.dashboards.asked_figure import AskedFigure, What
from reports.dashboards.narrowing import Narrowing
from reports.start.largest import Largest
from reports.start.own_part import OwnPart, own_parts
from reports.workings.made.asked import Which, made_address


@dataclass(frozen=True, slots=True)
class Ways:
    """Where the figures of the whole committee are explained.

    The last ones are put together of others, or of what stands beside the ledger.
    """

    to_date: str
    outcome: str
    budget_to_date: str
    forecast: str
    year: str
    budget: str
    change: str
    last_forecast: str
    adjusted: str
    beyond: str
    share: str
    frame: str
    new_budget: str
    actions: str
    realised: str
    before_actions: str
    controller: str
    units: str


_OF_LEDGER = (
    What.DEVIATION_TO_DATE,
    What.OUTCOME_TO_DATE,
    What.BUDGET_TO_DATE,
    What.DEVIATION,
    What.FORECAST,
    What.BUDGET,
    What.CHANGE,
    What.LAST_FORECAST,
)
_PUT_TOGETHER = (
    Which.ADJUSTED,
    Which.BEYOND_FORECAST,
    Which.SHARE_OF_FRAME,
    Which.FRAME,
    Which.NEW_BUDGET,
    Which.DECIDED,
    Which.REALISED,
    Which.BEFORE_ACTIONS,
    Which.CONTROLLER,
    Which.UNITS,
)


def ways(follow_up: FollowUp) -> Ways:
    """The addresses of the four figures and what they are made of."""
    of_ledger = (AskedFigure(what).address(follow_up) for what in _OF_LEDGER)
    beside = (made_address(follow_up, which) for which in _PUT_TOGETHER)
    return Ways(*of_ledger, *beside)


@dataclass(frozen=True, slots=True)
class LargestWays:
    """Where a large deviation leads: down the tree, and to what it is made of."""

    narrowed: str
    deviation: str
    change: str


def largest_ways(
    each: Largest, follow_up: FollowUp, *, is_outcome: bool
) -> LargestWays:
    """The addresses of an activity's deviation."""
    narrowing = Narrowing(activity=each.code)
    what = What.DEVIATION_TO_DATE if is_outcome else What.DEVIATION
    figure = AskedFigure(What.DEVIATION).address(follow_up).partition("?")[0]
    deviations = figure.removesuffix("siffra/")
    return LargestWays(
        narrowed=deviations + narrowing.query(),
        deviation=figure + AskedFigure(what, narrowing).query(),
        change=figure + AskedFigure(What.CHANGE, narrowing).query(),
    )


@dataclass(frozen=True, slots=True)
class OwnWays:
    """Where the figures of a person's own part are explained."""

    to_date: str
    deviation: str
    change: str


def own_lines(place: Place, known: Known) -> list[tuple[OwnPart, OwnWays]]:
    """The person's own parts with where their figures lead."""
    return [
        (each, _own_ways(each, place.follow_up)) for each in own_parts(place, known)
    ]


def _own_ways(each: OwnPart, follow_up: FollowUp) -> OwnWays:
    """The addresses of a part's figures."""
    narrowing = Narrowing(cost_centre=each.code)
    return OwnWays(
        *(
            AskedFigure(what, narrowing).address(follow_up)
            for what in (What.DEVIATION_TO_DATE, What.DEVIATION, What.CHANGE)
        )
    )
