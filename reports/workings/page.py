"""A figure's working as a page shows it: formula, parts, months, decisions and rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.safestring import SafeString

from committees.models import FollowUp
from committees.numbers import with_unit
from finance.sources import Axis
from finance.within import left_out
from reports.chart_files import ASKED, asked_file
from reports.tables.model import Table
from reports.workings.links import Crumb, Here
from reports.workings.listing import KRONOR, Rows, rows_of, rows_table
from reports.workings.money import MoneyFigure, Parts, parted
from reports.workings.tables import (
    Drawn,
    Shown,
    adjusted_table,
    parts_table,
    shown_parts,
    terms_table,
)
from reports.workings.when import when_table

ORDER = (Axis.COST_CENTRE, Axis.ACTIVITY, Axis.GROUP)
"""Cost centres first: a click on one shows its rows."""


@dataclass(frozen=True, slots=True)
class Working:
    """What a figure is made of; `of` says of what, `value` is in whole öre."""

    label: str
    of: str
    value: int | None
    text: str
    formula: str
    is_deviation: bool
    crumbs: tuple[Crumb, ...]
    terms: SafeString
    when: SafeString
    parts: tuple[Shown, ...]
    adjusted: SafeString
    rows: Rows
    notes: tuple[str, ...]
    has_generated: bool
    word: str
    is_whole: bool


def working(
    request: HttpRequest, here: Here, figure: MoneyFigure, *, formula: str
) -> Working:
    """A figure's working, of what the address chooses."""
    follow_up = here.ground.follow_up
    axis, page = _asked_part(request.GET)
    parts = parted(follow_up, figure)
    shown = tuple(
        shown_parts(here, parts, each, page=page if each is axis else 0)
        for each in _axes(here, parts)
    )
    return Working(
        label=figure.label,
        of=here.ground.name(here.narrowing),
        value=parts.value,
        text=with_unit(parts.value, KRONOR, plus=figure.is_deviation),
        formula=formula,
        is_deviation=figure.is_deviation,
        crumbs=here.crumbs(),
        terms=_html(terms_table(here, parts), here),
        when=_html(when_table(here, parts), here),
        parts=shown,
        adjusted=_html(_adjusted(here, parts), here),
        rows=rows_of(request, here, parts),
        notes=(*_notes(parts), *_left_out(follow_up, figure)),
        has_generated=parts.facts.has_generated,
        word=_word(parts),
        is_whole=not here.narrowing.parameters,
    )


def working_file(
    request: HttpRequest, here: Here, figure: MoneyFigure | None
) -> HttpResponse | None:
    """A table of a figure's working as a file, all of it; None where none is asked for.

    The rows are those that the person's page lists, in its order.
    """
    name = request.GET.get(ASKED)
    if name is None or figure is None:
        return None
    parts = parted(here.ground.follow_up, figure)
    of = f"{figure.label}, {here.ground.name(here.narrowing)}"
    tables = [each.table for each in _drawn(here, parts)]
    if rows := rows_table(request, here, parts, name.rpartition(".")[0]):
        tables.append(rows)
    return asked_file(request, here.place, [_named(each, of) for each in tables])


def _named(table: Table, of: str) -> Table:
    """A table that tells what it is of, as nothing round a file does."""
    return replace(table, title=f"{of}: {table.title}")


def _drawn(here: Here, parts: Parts) -> Iterator[Drawn]:
    """The tables of a working, each whole."""
    beside = (terms_table(here, parts), when_table(here, parts), _adjusted(here, parts))
    yield from (each for each in beside if each)
    yield from (parts_table(here, parts, each) for each in _axes(here, parts))


def _html(drawn: Drawn | None, here: Here) -> SafeString:
    """A table as markup; empty where there is none."""
    return drawn.html(here) if drawn else SafeString()


def _adjusted(here: Here, parts: Parts) -> Drawn | None:
    """What controllers adjusted of the figure."""
    return adjusted_table((each for of in parts.adjusted for each in of), here)


def _axes(here: Here, parts: Parts) -> tuple[Axis, ...]:
    """The axes that part the figure."""
    return tuple(each for each in ORDER if not _is_chosen(here, parts, each))


def _is_chosen(here: Here, parts: Parts, axis: Axis) -> bool:
    """Whether an axis has one place alone, which the page is of already."""
    places = list(parts.by_axis[axis])
    return len(places) == 1 and here.chooses(axis, places[0])


def _word(parts: Parts) -> str:
    """The word that goes with a deviation or a change, of the exact figure."""
    words = ("bättre", "sämre", "oförändrad")
    if any(
        t.slice.scenario is not parts.figure.terms[0].slice.scenario
        for t in parts.figure.terms
    ):
        words = ("överskott", "underskott", "i nivå med budget")
    value = parts.value or 0
    return words[0] if value > 0 else words[1] if value < 0 else words[2]


def _asked_part(query: QueryDict) -> tuple[Axis | None, int]:
    """Which axis is asked for whole, and the page of it; Http404 of another."""
    word, page = query.get("alla", ""), query.get("del_sida", "1")
    if not word:
        return None, 0
    if word not in set(Axis):
        told = ", ".join(Axis)
        raise Http404(f"Siffran kan inte delas efter {word}. Välj {told}.")
    if not (page.isascii() and page.isdigit() and 1 <= len(page) <= len("9999")):
        raise Http404(f"Det finns ingen sida {page}.")
    return Axis(word), max(int(page), 1)


def _left_out(follow_up: FollowUp, figure: MoneyFigure) -> tuple[str, ...]:
    """What is left out of a figure."""
    return left_out(follow_up.committee, figure.slices[0].where)


def _notes(parts: Parts) -> tuple[str, ...]:
    """What a reader must know of a figure that cannot be told, or has nothing."""
    found = [
        f"{term.label} är inte känd: {term.unknown}."
        for term in parts.figure.terms
        if not term.known
    ]
    told = zip(parts.figure.terms, parts.total, strict=True)
    found += [
        f"{term.label}: inga rader finns i urvalet."
        for term, ore in told
        if term.known and ore is None
    ]
    return tuple(found)
