"""What a person answers for herself, before the committee's figures."""

from __future__ import annotations

from dataclasses import dataclass

from committees.access import Place
from committees.navigation import address
from committees.numbers import with_unit
from committees.scope import scope_of
from finance.sources import Axis, Where
from finance.sums import Known, sums
from reports.dashboards.levels.level import Amount, Level, deviation_of
from reports.dashboards.levels.pieces import By
from reports.dashboards.narrowing import Ground, Narrowing


@dataclass(frozen=True, slots=True)
class Own:
    """A cost centre that the reader answers for, and how it deviates."""

    label: str
    url: str
    amount: Amount
    budget: str


def own_ground(place: Place, ground: Ground, level: Level) -> tuple[Own, ...]:
    """The reader's own cost centres; none where she reads the whole committee."""
    scope, tree = scope_of(place), ground.cost_centres
    reached = scope.cost_centres(tree)
    if not scope.tops or not reached:
        return ()
    known = sums(
        ground.follow_up,
        by=Axis.COST_CENTRE,
        where=Where(cost_centres=reached),
        beside=level.around,
    )
    return tuple(
        _own(level, known, code=code, ground=ground)
        for code in scope.tops
        if code in tree.by_code
    )


def _own(level: Level, known: Known, *, code: str, ground: Ground) -> Own:
    """A cost centre of the reader's with what is under it."""
    of = known.of(ground.cost_centres.under([code]))
    node = ground.node("cost_centre", code)
    told = deviation_of(of, level.told) if level.can_tell else None
    gathers = node.id in ground.cost_centres.children
    by = By.COST_CENTRE if gathers else By.ACTIVITY
    kept = Narrowing(cost_centre=code).query(efter=by.value)
    return Own(
        label=f"{code} {node.name}",
        url=address("reports:deviations", ground.follow_up) + kept,
        amount=Amount.of(told, level.scale),
        budget=with_unit(of.budget, level.scale),
    )
