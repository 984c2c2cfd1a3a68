"""Where a figure that is put together is seen from, and the sums it is made with."""

from __future__ import annotations

from dataclasses import dataclass, field

from committees.access import Place
from committees.models import FollowUp
from committees.navigation import address
from finance.review.parts import PartOf
from finance.sources import Axis
from finance.sums import Known, sums
from reports.dashboards.asked_figure import AskedFigure, What
from reports.dashboards.narrowing import Ground, Narrowing
from reports.workings.made.asked import Which, made_address
from reports.workings.made.value import Item


@dataclass(frozen=True, slots=True)
class At:
    """A part of a committee in a follow-up, as a person sees it."""

    place: Place
    ground: Ground
    narrowing: Narrowing = field(default_factory=Narrowing)

    @property
    def follow_up(self) -> FollowUp:
        """The follow-up."""
        return self.place.follow_up

    @property
    def part(self) -> PartOf:
        """The part's identities."""
        where = self.ground.where(self.narrowing)
        return PartOf(where.activities, where.cost_centres)

    @property
    def of(self) -> str:
        """What the figure is of, in words."""
        return self.ground.name(self.narrowing)

    def page(self, name: str) -> str:
        """A page of the follow-up."""
        return address(name, self.follow_up)

    def figure(self, what: What, narrowing: Narrowing | None = None) -> str:
        """Where a figure of the ledger is explained; of the part, or of another."""
        of = self.narrowing if narrowing is None else narrowing
        return AskedFigure(what, of).address(self.follow_up)

    def made(self, which: Which, *, reason: str = "") -> str:
        """Where another figure of the part is explained."""
        return made_address(self.follow_up, which, self.narrowing, reason=reason)

    def place_of(self, unit: int | None, activity: int | None) -> Narrowing:
        """The choice of a unit and an activity; of less where one is not there."""
        units, activities = self.ground.cost_centres.nodes, self.ground.activities.nodes
        return Narrowing(
            activity=activities[activity].code if activity in activities else "",
            cost_centre=units[unit].code if unit in units else "",
        )

    def known(self) -> Known:
        """The part's sums by cost centre."""
        where = self.ground.where(self.narrowing)
        return sums(self.follow_up, by=Axis.COST_CENTRE, where=where)

    def ledger(self) -> dict[What, int | None]:
        """What ledger, budget and forecast rows give of the part; öre."""
        known = self.known()
        whole = known.whole
        return {
            What.BUDGET: whole.budget,
            What.OUTCOME_TO_DATE: whole.outcome_to_date,
            What.LAST_FORECAST: whole.last_forecast,
            What.DEVIATION_TO_DATE: known.to_date(whole),
            What.DEVIATION: known.deviation(whole),
        }

    def term(
        self, label: str, what: What, ore: int | None, *, taken_off: bool = False
    ) -> Item:
        """A term that is a figure of the ledger."""
        return Item(label, ore, self.figure(what), taken_off=taken_off)
