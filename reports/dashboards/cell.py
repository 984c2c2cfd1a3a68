"""What a cell of a report table is made of, down to the rows."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from committees.access import WORKING, Place, committee_view
from committees.navigation import address, page
from reports.chart_files import ASKED, asked_file, file_named, stem_of
from reports.dashboards.narrowing import Ground, Narrowing
from reports.workings.cell import Cell, Line, asked_cell
from reports.workings.cell_lines import FORMULA, formula_table, lines, own_lines
from reports.workings.cell_money import money_of_cell, selection_words
from reports.workings.cell_words import cell_formula, listing_page
from reports.workings.links import Here
from reports.workings.money import MoneyFigure
from reports.workings.page import Working, working, working_file


@dataclass(frozen=True, slots=True)
class Explained:
    """What those who work with the follow-up see of a cell beside its formula."""

    of: str = ""
    lines: tuple[Line, ...] = ()
    working: Working | None = None
    kept: Line | None = None


@require_safe
@committee_view()
def cell(request: HttpRequest, place: Place, key: str) -> HttpResponse:
    """A cell's formula, parts and rows.

    Whoever may open the table sees the formula, told by the table's own cells. Parts
    and rows are of the working follow-up, and only for those who work with it. An
    address that names no cell leads to the table.
    """
    if not request.GET:
        return redirect(address("reports:table", place.follow_up, key=key))
    shown = asked_cell(place.follow_up, key, request.GET)
    is_working = place.may(WORKING)
    if file := _file(request, place, shown):
        return file
    return page(
        request,
        "reports/workings/cell.html",
        place,
        section="rapport",
        cell=shown,
        text=shown.text(),
        formula=cell_formula(shown),
        own=own_lines(shown),
        file=file_named(request, f"tabell-{FORMULA}"),
        is_working=is_working,
        explained=_explained(request, place, shown) if is_working else Explained(),
    )


def _file(request: HttpRequest, place: Place, shown: Cell) -> HttpResponse | None:
    """The table of the cell's page that is asked for; None where none is."""
    if ASKED not in request.GET:
        return None
    is_working = place.may(WORKING)
    terms = own_lines(shown) or (lines(shown) if is_working else ())
    formula = formula_table(shown, terms)
    if request.GET[ASKED].startswith(stem_of(formula)) or not is_working:
        return asked_file(request, place, [formula] if terms else [])
    here, money = _money(request, place, shown)
    return working_file(request, here, money) or asked_file(request, place, [])


def _money(
    request: HttpRequest, place: Place, shown: Cell
) -> tuple[Here, MoneyFigure | None]:
    """What the address chooses of a cell, and the operating money in it, if any."""
    ground, narrowing = Ground.of(place), Narrowing.of(request.GET)
    here = Here(place, ground, narrowing, shown.asked, top="Hela siffran")
    return here, money_of_cell(shown, ground.where(narrowing))


def _explained(request: HttpRequest, place: Place, shown: Cell) -> Explained:
    """The parts and rows of a cell, and where what it lists is kept."""
    follow_up = place.follow_up
    if shown.spec.listing:
        page_name, words = listing_page(shown)
        return Explained(kept=Line(words, "", address(page_name, follow_up)))
    here, figure = _money(request, place, shown)
    return Explained(
        of=selection_words(shown, here),
        lines=lines(shown),
        working=working(request, here, figure, formula="") if figure else None,
    )
