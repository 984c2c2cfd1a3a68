"""Pages of a follow-up that read several rooms: overview, report, tables, files."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from committees.access import OFFICE, WORKING, Place, committee_view, today
from committees.limits import limited
from committees.navigation import address, page
from committees.scope import scope_of
from committees.stops import Stop
from reports import catalogue, exports, files
from reports.chapter import chapter_html, charts_of, contents
from reports.chart_files import asked_file, file_named, with_files
from reports.documents import report_of
from reports.models import Export, ExportState
from reports.render.html import table_html
from reports.start.overview import overview as overview_of
from reports.start.tables import tables as tables_of
from reports.start.waiting import waiting
from reports.start.ways import own_lines
from reports.start.words import words_of
from reports.stops import StoppedError, refuse_stopped
from reports.tables.model import Table
from reports.workings.cell_links import links
from reports.workings.chart_links import deviation_opens
from reports.workings.report_ways import ways_of


@require_safe
@committee_view()
def overview(request: HttpRequest, place: Place) -> HttpResponse:
    """Where the committee stands, and what waits for me."""
    if not place.may(WORKING):
        return redirect(address("reports:report", place.follow_up))
    scope = scope_of(place)
    shown = overview_of(place.follow_up, reads=scope)
    of_page = (shown.chart, *tables_of(shown, place.follow_up))
    if file := asked_file(request, place, of_page):
        return file
    return page(
        request,
        "reports/overview.html",
        place,
        section="oversikt",
        overview=shown,
        standing=shown.standing,
        beside=shown.beside,
        volumes=shown.volumes,
        chart=with_files(
            request,
            shown.chart,
            opens=deviation_opens(place.follow_up, shown.deviations),
        ),
        largest_file=file_named(request, "tabell-storst"),
        map_file=file_named(request, "tabell-karta"),
        reads_all=scope.is_whole,
        own=own_lines(place, shown.known),
        waiting=waiting(place, on=today()),
        **words_of(shown, place.follow_up),
    )


@require_safe
@committee_view()
def report(request: HttpRequest, place: Place) -> HttpResponse:
    """The report's economy chapter to read on the web."""
    follow_up = place.follow_up
    reading = catalogue.reading(follow_up)
    document = report_of(reading)
    if file := asked_file(request, place, charts_of(document)):
        return file
    return page(
        request,
        "reports/report.html",
        place,
        section="rapport",
        document=document,
        contents=contents(document),
        chapter=chapter_html(document, ways_of(request, place, reading)),
        file=exports.latest(follow_up),
        may_export=place.may(OFFICE),
    )


@require_safe
@committee_view()
def tables(request: HttpRequest, place: Place) -> HttpResponse:
    """The follow-up's tables, to open or fetch."""
    return page(
        request,
        "reports/tables.html",
        place,
        section="rapport",
        tables=catalogue.filled(place.follow_up),
        formats=files.OF_ONE_TABLE,
        formats_of_all=files.OF_ALL_TABLES,
    )


@require_safe
@committee_view()
def table(request: HttpRequest, place: Place, key: str) -> HttpResponse:
    """One table on a page of its own."""
    shown = _table(place, key)
    return page(
        request,
        "reports/table.html",
        place,
        section="rapport",
        table=shown,
        html=table_html(shown, link=links(shown)),
        formats=files.OF_ONE_TABLE,
    )


def _table(place: Place, key: str) -> Table:
    """A table of the follow-up; Http404 naming those that exist."""
    try:
        return catalogue.table(place.follow_up, key)
    except catalogue.UnknownTableError as error:
        raise Http404(str(error)) from error


@require_safe
@committee_view()
@limited("export")
def table_file(
    request: HttpRequest, place: Place, key: str, suffix: str
) -> HttpResponse:
    """One table as a file."""
    found = _table(place, key)
    refuse_stopped([found])
    return files.one_table(found, suffix, follow_up=place.follow_up)


@require_safe
@committee_view()
@limited("export")
def tables_file(request: HttpRequest, place: Place, suffix: str) -> HttpResponse:
    """All tables in one file."""
    follow_up = place.follow_up
    found = catalogue.filled(follow_up)
    refuse_stopped(found)
    return files.all_tables(found, suffix, follow_up=follow_up)


@require_safe
@never_cache
@committee_view()
def export_list(request: HttpRequest, place: Place) -> HttpResponse:
    """The report as files: those that are made, and those on their way."""
    return _export_page(request, place)


def _export_page(
    request: HttpRequest, place: Place, stops: tuple[Stop, ...] = ()
) -> HttpResponse:
    """The page of files; `stops` are what held a new one up."""
    exports.give_up_lost(place.follow_up)
    found = exports.listed(place.follow_up)
    if not place.may(OFFICE):
        found = found.filter(state=ExportState.DONE)
    return page(
        request,
        "reports/exports.html",
        place,
        section="rapport",
        exports=list(found[:20]),
        may_export=place.may(OFFICE),
        unfinished=exports.UNFINISHED,
        stops=stops,
    )


@require_POST
@committee_view(OFFICE)
@limited("export")
def export_start(request: HttpRequest, place: Place) -> HttpResponse:
    """Have the report made as a file."""
    try:
        exports.ask(place.follow_up, by=place.user)
    except StoppedError as error:
        response = _export_page(request, place, error.stops)
        response.status_code = HTTPStatus.CONFLICT
        return response
    return redirect(address("reports:exports", place.follow_up))


@require_safe
@never_cache
@committee_view()
def export_status(request: HttpRequest, place: Place, number: int) -> HttpResponse:
    """How far an export has come."""
    export = _export(place, number)
    return JsonResponse(
        {
            "state": export.state,
            "label": export.get_state_display(),
            "step": export.step,
            "percent": export.percent,
            "fault": export.fault,
        },
        json_dumps_params={"ensure_ascii": False},
    )


@require_safe
@committee_view()
def export_file(request: HttpRequest, place: Place, number: int) -> HttpResponse:
    """The bytes of a finished export."""
    export = _export(place, number)
    if export.state != ExportState.DONE or export.content is None:
        reason = f"Filen är inte klar: {export.get_state_display()}."
        raise Http404(reason)
    response = files.attachment(bytes(export.content), export.file_name)
    response["ETag"] = f'"{export.sha256}"'
    return response


def _export(place: Place, number: int) -> Export:
    """An export of this follow-up; others do not exist here."""
    export = exports.listed(place.follow_up).filter(pk=number).first()
    if export is None:
        reason = "Det finns ingen sådan fil i uppföljningen."
        raise Http404(reason)
    return export
