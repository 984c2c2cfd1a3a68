"""What a figure of the page of accuracy is of: follow-ups, or cost centres of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from committees.models import FollowUp
from committees.navigation import address
from committees.numbers import swedish
from committees.periods import Month
from reports.dashboards.accuracy import facts
from reports.dashboards.accuracy.asked import BESIDE, Asked, asked_query
from reports.dashboards.accuracy.errors import (
    Error,
    errors,
    month_of,
    of_measured,
    total,
)
from reports.dashboards.accuracy.figures import Way
from reports.dashboards.accuracy.seen import NOWHERE, Seen
from reports.dashboards.accuracy.tables import BESIDE_WORDS, codes_of
from reports.dashboards.asked_figure import AskedFigure, What

MOST = 50
"""So many cost centres are shown, the largest errors first."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A row: what it is, its error, and where what was said and booked is explained.

    `is_explained`: what was said leads to a page that tells the error too.
    """

    label: str
    error: Error
    said_url: str = ""
    outcome_url: str = ""
    code: str = ""
    is_explained: bool = False


def pieces_of(seen: Seen, asked: Asked) -> tuple[list[Piece], int]:
    """The parts of a figure, and how many follow-ups it is the mean of."""
    months = [m for m in seen.said if asked.month in {None, m.month}]
    if asked.method:
        return [*_of_method(seen, asked)], len(months)
    place = NOWHERE if asked.row == BESIDE else asked.cost_centre
    cases = [
        case
        for case in seen.cases
        if asked.month in {None, case.month} and place in {None, case.cost_centre}
    ]
    if asked.month is None or len(months) != 1:
        found = errors(cases, asked.way, month_of)
        parts = [_of_month(seen, asked, m, found[m]) for m in months if m in found]
        return parts, len(months)
    by_place = errors(cases, asked.way, lambda case: case.cost_centre)
    return [*_of_places(seen, asked, by_place, months[0])], 1


def _of_method(seen: Seen, asked: Asked) -> Iterator[Piece]:
    """What was said in a way, follow-up by follow-up."""
    found = facts.method_by_month(
        seen.part.follow_up, seen.part.where, months=seen.said, method=asked.method
    )
    for month in seen.said:
        if month in found:
            yield Piece(_name(month), of_measured(found[month]))


def _of_month(seen: Seen, asked: Asked, month: Month, error: Error) -> Piece:
    """A follow-up: of one cost centre what it said, else its own row of the page."""
    if asked.cost_centre is not None:
        said, outcome = _addresses(seen, asked, asked.cost_centre, month)
        return Piece(_name(month), error, said, outcome)
    if asked.row == BESIDE:
        by = _follow_up(seen, month)
        said = address("finance:adjustments", by) if by else ""
        return Piece(_name(month), error, said)
    column = f"{asked.way}_{asked.measure}"
    there = asked_query(seen, f"m{month.month}", column, year=month.year)
    return Piece(_name(month), error, there, there, is_explained=True)


def _name(month: Month) -> str:
    """`Augusti 2017`."""
    return f"{month.name.capitalize()} {month.year}"


def _of_places(
    seen: Seen, asked: Asked, found: Mapping[int, Error], month: Month
) -> Iterator[Piece]:
    """The cost centres of a follow-up, the largest errors first, the rest as one."""
    codes = codes_of(seen)
    ordered = sorted(found.items(), key=lambda each: (-abs(each[1].error), each[0]))
    for place, error in ordered[:MOST]:
        if place == NOWHERE:
            by = _follow_up(seen, month)
            said = address("finance:adjustments", by) if by else ""
            yield Piece(BESIDE_WORDS, error, said)
            continue
        code, name = codes[place]
        said, outcome = _addresses(seen, asked, place, month)
        yield Piece(name, error, said, outcome, code)
    rest = [error for _, error in ordered[MOST:]]
    if rest:
        yield Piece(f"Övriga {swedish(len(rest))} ansvar", total(rest))


def _addresses(seen: Seen, asked: Asked, place: int, month: Month) -> tuple[str, str]:
    """Where a cost centre's forecast and outcome are explained, where a link can tell.

    A forecast by the follow-up that made it; what was never stored has no address.
    """
    tree, part = seen.part.ground.cost_centres, seen.part
    if place not in tree.nodes or tree.children.get(place):
        return "", ""
    narrowing = part.narrowing.with_("cost_centre", tree.nodes[place].code)
    outcome = AskedFigure(What.OUTCOME_OF_YEAR, narrowing, month.year)
    by = _follow_up(seen, month)
    is_stored = by is not None and asked.way is Way.FORECAST
    said = AskedFigure(What.FORECAST, narrowing).address(by) if by and is_stored else ""
    return said, outcome.address(part.follow_up)


def _follow_up(seen: Seen, month: Month) -> FollowUp | None:
    """The follow-up of a month, if the reader may see it."""
    return next((each for each in seen.follow_ups if each.period == month), None)
