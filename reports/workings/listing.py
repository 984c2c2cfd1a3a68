"""The rows of a figure that a person may read, as lists; and why others are not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.safestring import SafeString

from committees.numbers import Scale, Unit, swedish, with_unit
from committees.periods import Scenario
from committees.scope import scope_of
from finance.browsing import Names
from finance.line_lists import LAYOUTS
from finance.lines import Lines
from finance.list_markup import body, head, told_by
from finance.lists import List, ordered, paged, row_address
from finance.parts import together
from reports.chart_files import file_named
from reports.tables.model import Column, Row, Table, Tone
from reports.workings.links import Here
from reports.workings.money import FEW_UNITS, Parts

KRONOR = Scale(Unit.KR, decimals=2)
MOST = 100_000
"""So many rows a file holds; of more a part is to be chosen."""
STUB, AMOUNT = "cost_centre", "amount_ore"
OWN = {STUB, AMOUNT}
"""The columns of a list that a file has in another form."""
KINDS = {
    Scenario.OUTCOME: "utfall",
    Scenario.BUDGET: "budget",
    Scenario.FORECAST: "prognos",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows of one term: what they are, what they sum to, and a page of them.

    `file` is where all of them are fetched, less the suffix.
    """

    title: str
    total: str
    list: List
    head: SafeString
    body: SafeString
    ident: str
    file: str


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a figure, and why some or all are not shown."""

    lists: tuple[Listed, ...] = ()
    why_not: str = ""


def rows_of(request: HttpRequest, here: Here, parts: Parts) -> Rows:
    """The rows of each term in the person's scope, once they are few enough."""
    if parts.leaves is None:
        return Rows(why_not=_too_many(len(parts.units)))
    units = _reached(here, parts)
    lists = [_listed(request, here, parts, at, units) for at in _told(parts)]
    if not units:
        lists = []
    return Rows(tuple(lists), _hidden(here, parts.units - units))


def _reached(here: Here, parts: Parts) -> frozenset[int]:
    """The cost centres of a figure whose rows the person reads."""
    reached = scope_of(here.place).cost_centres(here.ground.cost_centres)
    return parts.units if reached is None else parts.units & reached


def _told(parts: Parts) -> Iterable[int]:
    """The terms that may be told."""
    return [at for at, term in enumerate(parts.figure.terms) if term.known]


def _listed(
    request: HttpRequest, here: Here, parts: Parts, at: int, units: frozenset[int]
) -> Listed:
    """The rows of a term, the largest first."""
    term, listed = parts.figure.terms[at], _list(here, parts, at, units)
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
        file=file_named(request, f"tabell-rader-{at}"),
    )


def _list(here: Here, parts: Parts, at: int, units: frozenset[int]) -> List:
    """All rows of a term as a list that is not read yet."""
    asked, follow_up = parts.figure.terms[at].slice, here.ground.follow_up
    names = Names(here.ground.cost_centres, here.ground.activities)
    listed = LAYOUTS[asked.scenario](
        Lines(follow_up, asked, units),
        names=names,
        address=row_address(asked.scenario, follow_up),
    )
    listed.prefix = f"{KINDS[asked.scenario]}{at}-"
    return listed


def rows_table(
    request: HttpRequest, here: Here, parts: Parts, name: str
) -> Table | None:
    """All the rows that the page lists of a term, where `name` asks for them.

    Http404 in words where they are too many.
    """
    asked = [at for at in _told(parts) if name == f"tabell-rader-{at}"]
    units = _reached(here, parts)
    if not asked or not units or parts.leaves is None:
        return None
    at = asked[0]
    listed = _list(here, parts, at, units)
    found = ordered(listed, request)[: MOST + 1]
    if len(found) > MOST:
        raise Http404(
            f"Siffran har fler än {swedish(MOST)} rader. Välj en del av den, till"
            " exempel ett ansvar."
        )
    return _table(parts, at, listed, found)


def _table(
    parts: Parts, at: int, listed: List, found: Sequence[Mapping[str, Any]]
) -> Table:
    """Rows as a table: the cost centre, the amount, and as text what else is told."""
    beside = [each for each in listed.columns.iterall() if each.name not in OWN]
    stub, told = told_by(listed.columns[STUB]), [_text(each) for each in beside]
    rows = tuple(
        Row(
            key=str(row["pk"]),
            label=stub(row) or "",
            values=(row[AMOUNT], *[text(row) for text in told]),
        )
        for row in found
    )
    return Table(
        key=f"rader-{at}",
        title=f"Rader, {parts.figure.terms[at].label}",
        stub="Ansvar",
        scale=KRONOR,
        columns=(
            Column(AMOUNT, "Belopp"),
            *(Column(each.name, str(each.header), Tone.TEXT) for each in beside),
        ),
        rows=rows,
    )


def _text(bound: Any) -> Callable[[Mapping[str, Any]], str]:
    """What tells a column's text of a row, its default where the row has nothing."""
    told, empty = told_by(bound), str(bound.default or "")
    return lambda row: told(row) or empty


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
