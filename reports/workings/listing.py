"""The rows of a figure that a person may read, as lists; and why others are not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.safestring import SafeString

from committees.numbers import Scale, Unit, swedish, with_unit
from committees.periods import Scenario
from committees.scope import scope_of
from finance.browsing import Names
from finance.line_lists import LAYOUTS
from finance.lines import Lines
from finance.list_markup import body, head
from finance.lists import List, paged, row_address
from finance.parts import together
from reports.workings.links import Here
from reports.workings.money import FEW_UNITS, Parts

KRONOR = Scale(Unit.KR, decimals=2)
KINDS = {
    Scenario.OUTCOME: "utfall",
    Scenario.BUDGET: "budget",
    Scenario.FORECAST: "prognos",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows of one term: what they are, what they sum to, and a page of them."""

    title: str
    total: str
    list: List
    head: SafeString
    body: SafeString
    ident: str


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a figure, and why some or all are not shown."""

    lists: tuple[Listed, ...] = ()
    why_not: str = ""


def rows_of(request: HttpRequest, here: Here, parts: Parts) -> Rows:
    """The rows of each term in the person's scope, once they are few enough."""
    if parts.leaves is None:
        return Rows(why_not=_too_many(len(parts.units)))
    reached = scope_of(here.place).cost_centres(here.ground.cost_centres)
    units = parts.units if reached is None else parts.units & reached
    lists = [_listed(request, here, parts, at, units) for at in _told(parts)]
    if not units:
        lists = []
    return Rows(tuple(lists), _hidden(here, parts.units - units))


def _told(parts: Parts) -> Iterable[int]:
    """The terms that may be told."""
    return [at for at, term in enumerate(parts.figure.terms) if term.known]


def _listed(
    request: HttpRequest, here: Here, parts: Parts, at: int, units: frozenset[int]
) -> Listed:
    """The rows of a term, the largest first."""
    term, follow_up = parts.figure.terms[at], here.ground.follow_up
    scenario = term.slice.scenario
    layout = LAYOUTS[scenario]
    rows = Lines(follow_up, term.slice, units)
    names = Names(here.ground.cost_centres, here.ground.activities)
    listed = layout(rows, names=names, address=row_address(scenario, follow_up))
    listed.prefix = f"{KINDS[scenario]}{at}-"
    leaves = parts.leaves or {}
    if len({grain.cost_centre for grain in leaves}) == 1:
        listed.columns.hide("cost_centre")
    if len({grain.activity for grain in leaves}) == 1:
        listed.columns.hide("activity")
    found = [ore for grain, ore in leaves.items() if grain.cost_centre in units]
    total = together(found, slices=len(parts.figure.terms))[at]
    return Listed(
        title=term.label,
        total=with_unit(total, KRONOR),
        list=paged(listed, request),
        head=head(listed, path=request.path, query=request.GET),
        body=body(listed),
        ident=f"rader-{at}",
    )


def _too_many(units: int) -> str:
    """Why no rows are listed of much money, and what to do."""
    return (
        f"Siffran har rader i {swedish(units)} ansvar. Rader visas när de är högst"
        f" {FEW_UNITS}: välj en del här ovanför, till exempel ett ansvar, så visas"
        " dess rader."
    )


def _hidden(here: Here, units: frozenset[int]) -> str:
    """Which rows are not shown, to a person who answers for other units."""
    if not units:
        return ""
    tops = scope_of(here.place).tops or ()
    mine = f" Du ser raderna för ditt ansvar: {', '.join(tops)}." if tops else ""
    return (
        f"Rader och kommentarer i {swedish(len(units))} ansvar läses av dem som svarar"
        f" för dem. Deras summor står här ovanför.{mine}"
    )
