"""The forecasts of closed years that a reader answers for, measured."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from django.http import Http404

from committees.access import Place
from committees.models import FollowUp
from committees.periods import MONTH_NAMES, Month
from committees.scope import write_scope_of
from finance.loaded import Loaded, loaded
from finance.sources import Where
from reports.dashboards.accuracy import facts
from reports.dashboards.accuracy.facts import Amount, Around, Told
from reports.dashboards.accuracy.figures import (
    Accuracy,
    Case,
    Measured,
    accuracy,
    naive,
)
from reports.dashboards.part import Part

NOWHERE = 0
"""Stands for the cost centre of what has none."""


@dataclass(frozen=True, slots=True)
class Known:
    """Which follow-ups said something of a year, and which years are closed."""

    around: Around
    loaded: Loaded

    @property
    def closed(self) -> tuple[int, ...]:
        """The years that can be measured, latest first."""
        return tuple(year for year in self._forecast if self.loaded.is_whole(year))

    @property
    def waiting(self) -> tuple[int, ...]:
        """The years that have forecasts but are not closed, latest first."""
        return tuple(year for year in self._forecast if not self.loaded.is_whole(year))

    @property
    def _forecast(self) -> tuple[int, ...]:
        """The years that have forecasts, latest first."""
        years = {month.year for month in self.around.made}
        return tuple(sorted(years, reverse=True))


@dataclass(frozen=True, slots=True)
class Seen:
    """The forecasts of some closed years, measured; None where there are none."""

    part: Part
    years: tuple[int, ...] = ()
    said: tuple[Month, ...] = ()
    generated: tuple[Month, ...] = ()
    accuracy: Accuracy | None = None
    cases: tuple[Case, ...] = ()
    methods: Mapping[str, tuple[int, Measured]] = field(default_factory=dict)
    has_actions: bool = False
    follow_ups: tuple[FollowUp, ...] = ()

    @property
    def is_exact(self) -> bool:
        """Whether the part is just what the address chooses, as a link can tell."""
        return self.part.where == self.part.ground.where(self.part.narrowing)

    @property
    def name(self) -> str:
        """What is measured, in words."""
        if self.is_exact:
            return self.part.name
        chosen = self.part.narrowing.query() and f" i {self.part.name}"
        return f"dina ansvar{chosen}"

    @property
    def of_name(self) -> str:
        """What is measured, as the end of a heading; empty of the whole committee."""
        return "" if self.part.where.is_whole else f": {self.name}"


def known(place: Place) -> Known:
    """Which forecasts there are, as a follow-up sees them."""
    here = place.follow_up
    found = facts.around(here)
    years = [here.year, *(month.year for month in found.made)]
    return Known(found, loaded(here, years=years))


def seen_later(place: Place, found: Known) -> FollowUp | None:
    """The first follow-up that sees the latest year closed, if there is one."""
    if not found.waiting:
        return None
    year = found.waiting[0]
    first = next(
        (
            each
            for each in reversed(place.follow_ups)
            if each.period >= Month(year, len(MONTH_NAMES))
        ),
        None,
    )
    return first if first and loaded(first, years=[year]).is_whole(year) else None


def own_part(place: Place, part: Part) -> Part:
    """What the reader answers for of a part; Http404 where that is nothing of it."""
    scope, tree = write_scope_of(place), part.ground.cost_centres
    reached = scope.cost_centres(tree)
    if reached is None or scope.tops is None:
        return part
    chosen, narrowing = part.where.cost_centres, part.narrowing
    if chosen is None and len(scope.tops) == 1:
        narrowing = narrowing.with_("cost_centre", scope.tops[0])
    own = reached if chosen is None else reached & chosen
    if not own:
        reason = (
            "Träffsäkerheten visas för den som svarar för ansvaret och för"
            f" controllers. Du svarar för {', '.join(scope.tops)}."
        )
        raise Http404(reason)
    return replace(
        part, narrowing=narrowing, where=replace(part.where, cost_centres=own)
    )


def seen(
    part: Part,
    known: Known,
    *,
    years: Collection[int],
    follow_ups: tuple[FollowUp, ...],
) -> Seen:
    """The forecasts that the follow-ups of some closed years made of a part."""
    around, where = known.around, part.where
    said = tuple(month for month in around.made if month.year in years)
    if not said:
        return Seen(part)
    told = facts.told(part.follow_up, where, years=years)
    beside = [each for each in around.effects if each.lies_in(where)]
    cases = _cases(told, around, where, said)
    return Seen(
        part,
        years=tuple(sorted(years)),
        said=said,
        generated=tuple(month for month in said if month in around.generated),
        accuracy=accuracy(cases, said),
        cases=tuple(cases),
        methods=facts.by_method(part.follow_up, where, months=said),
        has_actions=any(each.counts(month) for each in beside for month in said),
        follow_ups=follow_ups,
    )


def _cases(
    told: Mapping[facts.Place, Told],
    around: Around,
    where: Where,
    said: Iterable[Month],
) -> list[Case]:
    """Every place in every follow-up, and what stands beside the places."""
    effects = [each for each in around.effects if each.lies_in(where)]
    adjusted = [each for each in around.adjusted if each.lies_in(where)]
    places: dict[int, list[tuple[facts.Place, Told]]] = {}
    for place, each in told.items():
        places.setdefault(place.year, []).append((place, each))
    found: list[Case] = []
    for month in said:
        remaining = _by_place(each for each in effects if each.counts(month))
        for place, each in places.get(month.year, ()):
            before = told.get(place._replace(year=month.year - 1))
            ore = remaining.pop(place[1:], 0)
            found.append(_case(place, each, before, month=month, remaining=ore))
        for (cost_centre, _), ore in remaining.items():
            found.append(_loose(month, cost_centre, before=-ore))
        found += _adjusted(adjusted, month)
    return found


def _by_place(effects: Iterable[Amount]) -> dict[tuple[int, ...], int]:
    """What actions are still to give, by cost centre and activity."""
    found: dict[tuple[int, ...], int] = {}
    for each in effects:
        place = (each.cost_centre, each.activity)
        found[place] = found.get(place, 0) + each.ore
    return found


def _case(
    place: facts.Place, told: Told, before: Told | None, *, month: Month, remaining: int
) -> Case:
    """What a follow-up said of a cost centre's activity."""
    forecast = told.forecasts[month.month - 1] or 0
    return Case(
        year=month.year,
        month=month.month,
        cost_centre=place.cost_centre,
        sized=True,
        outcome=sum(ore or 0 for ore in told.outcome),
        forecast=forecast,
        naive=naive(told.outcome, before.outcome if before else None, month),
        before=forecast - remaining,
    )


def _adjusted(adjusted: Iterable[Amount], month: Month) -> Iterator[Case]:
    """What controllers adjusted in a follow-up."""
    for each in adjusted:
        if each.counts(month):
            case = _loose(month, NOWHERE, before=each.ore)
            yield case._replace(forecast=each.ore)


def _loose(month: Month, cost_centre: int, *, before: int) -> Case:
    """What stands beside the places: it has no outcome of its own."""
    return Case(
        year=month.year,
        month=month.month,
        cost_centre=cost_centre,
        sized=False,
        outcome=0,
        forecast=0,
        naive=0,
        before=before,
    )
