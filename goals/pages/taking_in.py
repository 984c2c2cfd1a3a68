"""Take in a file of Kolada's values in the browser: picked, looked at, confirmed."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from committees.access import CONTROLLERS, WORKING, Place, committee_view
from committees.closing import why_closed
from committees.intake.sheets import IntakeError
from committees.intake.tickets import TicketError
from committees.limits import limited
from committees.models import ImportBatch, ImportKind
from committees.navigation import address, page
from goals.models import Indicator
from goals.pages.taking_in_words import left_out, protocol, sections, undoing
from goals.taking_back import TakingBackError, take_back, why_not
from goals.taking_in import TICKETS, look, take_in

SHOWN_BATCHES = 20
SHOWN_FAULTS = 200
MOST_NAME = 200


@require_safe
@committee_view(WORKING)
def taking_in(request: HttpRequest, place: Place) -> HttpResponse:
    """Where a file is picked, and the files that have been taken in."""
    known = Indicator.objects.filter(committee=place.committee).exclude(kolada="")
    return page(
        request,
        "goals/taking_in.html",
        place,
        section="underlag",
        known=known,
        may=place.may(CONTROLLERS),
        closed=_closed(place),
        batches=_batches(place).defer("protocol")[:SHOWN_BATCHES],
    )


def _closed(place: Place) -> str:
    """Why nothing is taken in; a settled forecast does not hinder indicators."""
    return why_closed(place.follow_up.state, is_settled=False)


def _batches(place: Place) -> QuerySet[ImportBatch]:
    """The committee's files of indicators, newest first."""
    found = ImportBatch.objects.filter(
        committee=place.committee, kind=ImportKind.INDICATOR
    )
    return found.select_related("by").order_by("-at", "-pk")


def _batch(place: Place, taken: int) -> ImportBatch:
    """A file of the committee's indicators; 404 where there is none."""
    found = _batches(place).filter(pk=taken).select_related("file").first()
    if found is None:
        raise Http404("Det finns ingen sådan inläsning i nämnden.")
    return found


@require_POST
@committee_view(CONTROLLERS)
@limited("upload")
def taking_in_look(request: HttpRequest, place: Place) -> HttpResponse:
    """What a file would change, or what is wrong with it."""
    sent = request.FILES.get("fil")
    if sent is None:
        messages.error(request, "Välj en fil.")
        return redirect(address("goals:taking_in", place.follow_up))
    name = (sent.name or "kolada.json")[-MOST_NAME:]
    looked = look(place.follow_up, file_name=name, content=sent.read(), by=place.user)
    response = page(
        request,
        "goals/taking_in_look.html",
        place,
        section="underlag",
        look=looked,
        faults=looked.faults[:SHOWN_FAULTS],
        parts=sections(looked),
        left_out=left_out(looked),
        closed=_closed(place),
    )
    if looked.faults:
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return response


@require_POST
@committee_view(CONTROLLERS)
@limited("upload")
def taking_in_take(request: HttpRequest, place: Place) -> HttpResponse:
    """Store what a file that was looked at changes."""
    follow_up = place.follow_up
    ticket = request.POST.get("biljett", "")
    try:
        name, content = TICKETS.redeem(follow_up, ticket, by=place.user)
        batch = take_in(follow_up, file_name=name, content=content, by=place.user)
    except TicketError as error:
        messages.error(request, str(error))
        return redirect(address("goals:taking_in", follow_up))
    except IntakeError as error:
        told = " ".join(str(fault) for fault in error.faults[:3])
        messages.error(request, told)
        return redirect(address("goals:taking_in", follow_up))
    return redirect(address("goals:taken_in", follow_up, taken=batch.pk))


@require_safe
@committee_view(WORKING)
def taken_in(request: HttpRequest, place: Place, taken: int) -> HttpResponse:
    """The protocol of a file that was taken in."""
    found = _batch(place, taken)
    may = place.may(CONTROLLERS) and found.live
    return page(
        request,
        "goals/taken_in.html",
        place,
        section="underlag",
        batch=found,
        protocol=list(protocol(found)),
        may=may,
        why_not=why_not(found, place.follow_up) if may else "",
        undoing=undoing(found),
    )


@require_POST
@committee_view(CONTROLLERS)
def taking_back(request: HttpRequest, place: Place, taken: int) -> HttpResponse:
    """Take back a file: what it wrote is as it was before."""
    found = _batch(place, taken)
    try:
        take_back(found, follow_up=place.follow_up, by=place.user)
    except TakingBackError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Inläsningen av {found.file_name} är ångrad.")
    return redirect(address("goals:taken_in", place.follow_up, taken=taken))
