"""How far the forecasts of closed years were from what the years became.

Seen by controllers and, of her own units, by whoever answers for them.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from committees.access import Place, committee_view
from committees.navigation import address, page
from committees.scope import ANSWERING
from reports.chart_files import ASKED, asked_file, file_of, with_files
from reports.dashboards.accuracy.asked import ROW, Asked
from reports.dashboards.accuracy.explained import explained
from reports.dashboards.accuracy.seen import (
    Known,
    Seen,
    known,
    own_part,
    seen,
    seen_later,
)
from reports.dashboards.accuracy.shown import chart_opens, charts, scale_of
from reports.dashboards.accuracy.tables import (
    codes_of,
    cost_centre_rows,
    cost_centre_table,
    horizon_table,
    link,
    method_table,
)
from reports.dashboards.accuracy.words import (
    notes,
    sentences,
    when_told,
)
from reports.dashboards.levels.page import PAGE, Paged
from reports.dashboards.part import Part, Step
from reports.render.html import table_html
from reports.tables.model import Table

YEAR, EVERY = "ar", "alla"


@require_safe
@committee_view(ANSWERING)
def accuracy(request: HttpRequest, place: Place) -> HttpResponse:
    """How far the forecasts of a part of the money were from its outcome."""
    asked = Part.of(place, request.GET, options=[YEAR])
    part = own_part(place, asked)
    there = known(place)
    if not there.closed:
        return nothing_yet(request, place, part=asked, there=there)
    found = chosen(place, part, there)
    rows = cost_centre_rows(found, codes_of(found))
    at = Paged.of(request.GET.get(PAGE, ""), rows)
    listed = cost_centre_table(found, rows if ASKED in request.GET else at.lines)
    drawn, tables = charts(found), (horizon_table(found), method_table(found))
    if file := asked_file(request, place, (*drawn, *tables, listed)):
        return file
    return page(
        request,
        "reports/dashboards/accuracy.html",
        place,
        section="avvikelser",
        part=part,
        seen=found,
        crumbs=part.crumbs,
        kept=asked.kept,
        choices=part.choices(YEAR, years_of(there)),
        told=sentences(found, scale=scale_of(found)),
        notes=(*notes(found), *part.rule),
        example_data=there.loaded.generated,
        charts=[
            with_files(request, each, opens=chart_opens(found, each)) for each in drawn
        ],
        tables=[shown(request, each, found) for each in tables if each],
        listed=listed and shown(request, listed, found),
        at=at,
        before=at_page(part, at.before),
        after=at_page(part, at.after),
    )


@require_safe
@committee_view(ANSWERING)
def accuracy_figure(request: HttpRequest, place: Place) -> HttpResponse:
    """What a figure is made of: follow-ups, or cost centres of one; else the page."""
    if ROW not in request.GET:
        return redirect(address("reports:accuracy", place.follow_up))
    part = own_part(place, Part.of(place, request.GET, options=[YEAR]))
    there = known(place)
    if not there.closed:
        raise Http404(when_told(there))
    asked, found = Asked.of(request.GET), chosen(place, part, there)
    told = explained(found, asked)
    if file := asked_file(request, place, [told.table]):
        return file
    return page(
        request,
        "reports/workings/accuracy.html",
        place,
        section="avvikelser",
        kept=part.kept,
        explained=told,
        table=with_files(request, told.table, link=told.link),
        of=found.name,
        example_data=there.loaded.generated,
    )


def at_page(part: Part, number: int) -> str:
    """A page of the cost centres."""
    return part.narrowing.query(**part.options, sida=str(number or ""))


def nothing_yet(
    request: HttpRequest, place: Place, *, part: Part, there: Known
) -> HttpResponse:
    """Why there is nothing to measure, and where or when there will be."""
    later = seen_later(place, there)
    return page(
        request,
        "reports/dashboards/accuracy_later.html",
        place,
        section="avvikelser",
        part=part,
        crumbs=part.crumbs,
        kept=part.kept,
        why=when_told(there),
        later=later
        and Step(later.title, address("reports:accuracy", later) + part.kept),
    )


def years_of(there: Known) -> dict[str, str]:
    """The closed years, latest first; all of them together where there are several."""
    years = {str(year): str(year) for year in there.closed}
    return years | {EVERY: "Alla år"} if len(years) > 1 else years


def chosen(place: Place, part: Part, there: Known) -> Seen:
    """The forecasts of the year that the address chooses, or of all."""
    word = part.chosen(YEAR, years_of(there))
    years = there.closed if word == EVERY else (int(word),)
    return seen(part, there, years=years, follow_ups=place.follow_ups)


def shown(request: HttpRequest, table: Table, found: Seen) -> str:
    """A table with its links and files."""
    return table_html(table, link=link(found), file=file_of(request, table))
