"""Fetch a template, fill it in with Excel, see what it changes, and take it in."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from committees.access import CONTROLLERS, WORKING, Place, committee_view
from committees.closing import closed_because
from committees.holders import HOLDING
from committees.limits import limited
from committees.navigation import page
from committees.numbers import Unit
from committees.trees import Node
from finance.template import filling, parcel
from finance.template.filling import Preview
from finance.template.template_reading import MOST_BYTES, TemplateError, read
from finance.template.template_rows import template, units_to_fill
from finance.template.templates_xlsx import workbook

FILLING_IN = CONTROLLERS | HOLDING
"""Roles that may have a unit to fill in for."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@committee_view(FILLING_IN)
@limited("export")
def fetch(request: HttpRequest, place: Place) -> HttpResponse:
    """The template of every unit that the person fills in for."""
    units = units_to_fill(place)
    if not units:
        raise Http404(
            "Du har inget ansvar att fylla i prognos för i den här uppföljningen."
        )
    return _file(place, units, name="mall")


@require_safe
@committee_view(FILLING_IN)
@limited("export")
def fetch_unit(request: HttpRequest, place: Place, unit: str) -> HttpResponse:
    """The template of one unit."""
    found = tuple(node for node in units_to_fill(place) if node.code == unit)
    if not found:
        raise Http404("Enheten finns inte, eller så fyller du inte i prognos för den.")
    return _file(place, found, name=f"mall-{unit}")


def _file(place: Place, units: tuple[Node, ...], *, name: str) -> HttpResponse:
    """A template as a file to keep."""
    made = template(place, units, unit=Unit(place.user.amount_unit))
    response = HttpResponse(workbook(made, made=timezone.now()), content_type=XLSX)
    file_name = f"{place.committee.slug}-{place.follow_up.period}-{name}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@committee_view(WORKING)
@limited("upload")
def upload(request: HttpRequest, place: Place) -> HttpResponse:
    """Where a template is fetched and read in; first shown, then stored."""
    if request.method != "POST":
        return _form(request, place)
    try:
        if "celler" in request.POST:
            return _apply(request, place)
        return _look(request, place)
    except TemplateError as error:
        return _form(request, place, fault=str(error))


def _form(request: HttpRequest, place: Place, *, fault: str = "") -> HttpResponse:
    """The page that fetches and reads in."""
    response = page(
        request,
        "finance/template.html",
        place,
        section="prognos",
        units=units_to_fill(place),
        closed=closed_because(place.follow_up),
        fault=fault,
        megabytes=MOST_BYTES // (1024 * 1024),
    )
    if fault:
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return response


def _look(request: HttpRequest, place: Place) -> HttpResponse:
    """What a file would change."""
    file = request.FILES.get("fil")
    if file is None:
        raise TemplateError("Välj en fil först.")
    if (file.size or 0) > MOST_BYTES:
        megabytes = MOST_BYTES // (1024 * 1024)
        raise TemplateError(
            f"Filen är för stor. En mall får vara högst {megabytes} MB."
        )
    found = filling.preview(place, read(file.read()))
    return page(
        request,
        "finance/template_preview.html",
        place,
        section="prognos",
        preview=found,
        file_name=file.name,
        amounts=found.unit,
        nothing=_is_empty(found),
    )


def _is_empty(found: Preview) -> bool:
    """Whether a file neither changes anything nor has faults."""
    return not (found.changes or found.conflicts or found.refused or found.faults)


def _apply(request: HttpRequest, place: Place) -> HttpResponse:
    """Store what was shown, and of the conflicts those that were chosen."""
    over = {int(n) for n in request.POST.getlist("skriv-over") if n.isdecimal()}
    results = parcel.apply(place, request.POST["celler"], over=over)
    return page(
        request,
        "finance/template_saved.html",
        place,
        section="prognos",
        results=results,
        saved=sum(result.saved for result in results),
        others=sum(len(result.others) for result in results),
    )
