"""Several years of net cost by activity, cost centre or account group.

Öre in stored sign. None: the year is not there, or has nothing in the row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Any

from django.db import connection

from committees.models import FollowUp, FollowUpKind
from committees.periods import CLOSING, Month, Scenario
from committees.trees import activity_tree, cost_centre_tree
from finance.figures import plus
from finance.loaded import Loaded, loaded
from finance.sources import COLUMNS, Axis, Where, question
from finance.sums import sums
from reports.dashboards.narrowing import Ground
from reports.dashboards.part import Part
from reports.dashboards.years.moved import (
    Moved,
    TakenOver,
    moved,
    passed_on,
    taken_over,
)
from reports.dashboards.years.rows import Line, Lines, places_of, tree_of
from reports.quantities.unit_cost_tables import change
from reports.quantities.unit_costs import Amount

YEARS_BACK = 4


class How(StrEnum):
    """By whose organisation earlier years are rolled up; the word in addresses."""

    BOOKED = "bokfort"
    RECALCULATED = "omraknat"


@dataclass(frozen=True, slots=True)
class Years:
    """The rows, the years that are told (the first first), and what moved."""

    follow_up: FollowUp
    axis: Axis
    how: How
    lines: tuple[Line, ...]
    years: tuple[int, ...]
    loaded: Loaded
    has_forecast: bool
    moved: tuple[Moved, ...]

    def total(self) -> Line:
        """All rows together."""
        found = Line("", "Summa")
        for line in self.lines:
            for year, ore in line.outcome.items():
                found.outcome[year] = found.outcome.get(year, 0) + ore
            found.budget = plus(found.budget, line.budget)
            found.forecast = plus(found.forecast, line.forecast)
        return found


def several_years(part: Part, *, axis: Axis, how: How) -> Years:
    """The years of a part of the money, by the next level of an axis."""
    here = part.follow_up
    first = here.year - YEARS_BACK
    held = loaded(here, years=range(first, here.year + 1))
    last = here.year if here.kind == FollowUpKind.ANNUAL else here.year - 1
    years = tuple(y for y in range(first, last + 1) if held.is_whole(y))
    known = taken_over(here, axis) if how is How.RECALCULATED else ()
    grounds = _grounds(part.ground, years, how)
    lines = Lines(part, axis)
    booked = _booked(part, axis, _wheres(part, grounds, known, axis))
    for year in years:
        _add_year(lines, year, booked.get(year, {}), (grounds[year], known))
    has_forecast = _add_this_year(lines)
    trees = [(year, tree_of(ground, axis)) for year, ground in _own(part.ground, years)]
    return Years(
        here,
        axis,
        how,
        lines.found(),
        years,
        held,
        has_forecast,
        tuple(moved(trees)) if axis is not Axis.GROUP else (),
    )


def _own(ground: Ground, years: Iterable[int]) -> list[tuple[int, Ground]]:
    """The grounds of years by their own placements, the follow-up's month last."""
    here = ground.follow_up
    found = [(year, _at(ground, year)) for year in years if year < here.year]
    return [*found, (here.year, ground)]


def _at(ground: Ground, year: int) -> Ground:
    """The trees as placed in a year's December."""
    committee, month = ground.follow_up.committee, Month(year, 12)
    return replace(
        ground,
        activities=activity_tree(committee, month=month),
        cost_centres=cost_centre_tree(committee, month=month),
        month=month,
    )


def _grounds(ground: Ground, years: Iterable[int], how: How) -> dict[int, Ground]:
    """By which trees each year is rolled up."""
    if how is How.RECALCULATED:
        return dict.fromkeys(years, ground)
    own = ground.follow_up.year
    return {year: ground if year == own else _at(ground, year) for year in years}


def _wheres(
    part: Part,
    grounds: Mapping[int, Ground],
    known: tuple[TakenOver, ...],
    axis: Axis,
) -> dict[int, Where]:
    """The money of the choice in each year; none where the year lacks the code."""
    found: dict[int, Where] = {}
    for year, ground in grounds.items():
        has = [
            not code or code in tree.by_code
            for code, tree in (
                (part.narrowing.activity, ground.activities),
                (part.narrowing.cost_centre, ground.cost_centres),
            )
        ]
        where = Where(activities=frozenset())
        if all(has):
            where = _with_predecessors(ground.where(part.narrowing), known, axis)
        found[year] = where
    return found


def _with_predecessors(where: Where, known: tuple[TakenOver, ...], axis: Axis) -> Where:
    """The choice and those whose money it took over, along the axis that is shown."""
    name = "cost_centres" if axis is Axis.COST_CENTRE else "activities"
    ids = getattr(where, name)
    if ids is None or not known:
        return where
    for each in reversed(known):
        if each.successor in ids:
            ids |= {each.predecessor}
    return replace(where, **{name: ids})


def _booked(
    part: Part, axis: Axis, wheres: Mapping[int, Where]
) -> dict[int, dict[int, int]]:
    """What was booked by year and place, in one question; years alike asked as one."""
    alike: dict[Where, list[int]] = {}
    for year, where in wheres.items():
        alike.setdefault(where, []).append(year)
    told: list[str] = []
    values: list[Any] = []
    for at, (where, years) in enumerate(alike.items()):
        of = where.parted_by(axis)
        asked = question(part.follow_up, of, years=years, by=axis)
        amount = asked.source.amount(Scenario.OUTCOME, 1, CLOSING)
        told.append(asked.sql([amount, str(at)], by=f"year, {COLUMNS[axis]}"))
        values += asked.values
    found: dict[int, dict[int, int]] = {}
    if not told:
        return found
    groups = list(alike.values())
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(told), values)
        for year, place, ore, at in cursor.fetchall():
            if ore is not None and year in groups[int(at)]:
                found.setdefault(year, {})[place] = int(ore)
    return found


def _add_year(
    lines: Lines,
    year: int,
    booked: Mapping[int, int],
    by: tuple[Ground, tuple[TakenOver, ...]],
) -> None:
    """A year's money, given to its rows."""
    if not booked:
        return
    ground, known = by
    row = lines.at(ground)
    tree = tree_of(ground, lines.axis)
    held = passed_on(booked, year, known, tree=tree) if known else booked
    within = places_of(ground, lines.part, lines.axis)
    for place, ore in held.items():
        if within is not None and place not in within:
            continue
        line = row(place)
        line.outcome[year] = line.outcome.get(year, 0) + ore
        line.taken_over = line.taken_over or booked.get(place) != ore


def _add_this_year(lines: Lines) -> bool:
    """The follow-up's year as budgeted and expected; whether anything is expected."""
    part = lines.part
    known = sums(part.follow_up, by=lines.axis, where=part.where)
    row = lines.at(part.ground)
    for place, held in known.by_place.items():
        if held.budget is None and held.forecast is None:
            continue
        line = row(place)
        line.budget = plus(line.budget, held.budget)
        if known.has_forecast:
            line.forecast = plus(line.forecast, held.forecast)
    return known.has_forecast


def change_of(now: int | None, before: int | None) -> Amount:
    """How much larger or smaller a net is, in percent of what it was."""
    return change(_amount(now), _amount(before))


def _amount(ore: int | None) -> Amount:
    """Öre as an amount."""
    return Amount(None if ore is None else Fraction(ore))
