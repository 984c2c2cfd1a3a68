"""Take in a file of volumes, staff, budget, forecast or prices in the browser.

A file is picked, looked at and confirmed; what became of it is its protocol.
"""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from committees.access import CONTROLLERS, WORKING, Place, committee_view
from committees.closing import closed_because
from committees.drafts import Author, own, refusal
from committees.intake.sheets import Fault, IntakeError
from committees.intake.tickets import TicketError
from committees.limits import limited
from committees.models import ImportBatch, ImportKind
from committees.navigation import address, page
from committees.trees import cost_centre_tree
from volumes.entry.drafts import reason_spot
from volumes.file_sorts import BY_KEY, SORTS, File, Looked, Sort, look, take
from volumes.pages.taking_in_words import protocol, sections
from volumes.taking_in import MOST_REASON

KINDS = (ImportKind.VOLUME, ImportKind.STAFF)
SHOWN_BATCHES = 20
SHOWN_FAULTS = 200
MOST_NAME = 200
FILE = "fil"
"""Stands for a file where a reason is for a unit."""
NO_REASON = "Skriv varför de stängda månaderna ska ändras."


@require_safe
@committee_view(WORKING)
def taking_in(request: HttpRequest, place: Place) -> HttpResponse:
    """Where a file is picked, and the files that have been taken in."""
    return page(
        request,
        "volumes/taking_in.html",
        place,
        section="underlag",
        sorts=SORTS,
        may=place.may(CONTROLLERS),
        closed=closed_because(place.follow_up),
        batches=_batches(place)[:SHOWN_BATCHES],
    )


def _batches(place: Place) -> QuerySet[ImportBatch]:
    """The committee's files of volumes and staff, newest first."""
    found = ImportBatch.objects.filter(committee=place.committee, kind__in=KINDS)
    return found.select_related("by").order_by("-at", "-pk")


@require_POST
@committee_view(CONTROLLERS)
@limited("upload")
def taking_in_look(request: HttpRequest, place: Place) -> HttpResponse:
    """What a file would change, or what is wrong with it."""
    sent, sort = request.FILES.get("fil"), BY_KEY.get(request.POST.get("slag", ""))
    if sent is None or sort is None:
        messages.error(request, "Välj en fil och vad den innehåller.")
        return redirect(address("volumes:taking_in", place.follow_up))
    name = (sent.name or "volymer.csv")[-MOST_NAME:]
    file = File(name, sent.read())
    return _show(request, place, sort, look(place.follow_up, sort, file, by=place.user))


def _show(
    request: HttpRequest,
    place: Place,
    sort: Sort,
    looked: Looked,
    *,
    fault: str = "",
) -> HttpResponse:
    """The page on which a file is looked at."""
    follow_up = place.follow_up
    at = reason_spot(follow_up, FILE)
    draft = own(Author.of(place), at).get(at)
    units = cost_centre_tree(place.committee, month=follow_up.period)
    response = page(
        request,
        "volumes/taking_in_look.html",
        place,
        section="underlag",
        sort=sort,
        look=looked,
        made=getattr(looked, "made", ()),
        faults=looked.faults[:SHOWN_FAULTS],
        parts=sections(looked, units, year=follow_up.year),
        equal=len(looked.differences)
        - len(looked.changes)
        - len(looked.closed_changes),
        closed=closed_because(follow_up),
        fault=fault or (draft.reason if draft else ""),
        reason=draft.text if draft else "",
        most_reason=MOST_REASON,
    )
    if fault or looked.faults:
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return response


@require_POST
@committee_view(CONTROLLERS)
@limited("upload")
def taking_in_take(request: HttpRequest, place: Place) -> HttpResponse:
    """Store what a file that was looked at changes."""
    follow_up, back = place.follow_up, address("volumes:taking_in", place.follow_up)
    sort = BY_KEY.get(request.POST.get("slag", ""), SORTS[0])
    try:
        file = _kept(request, place, sort)
    except TicketError as error:
        messages.error(request, str(error))
        return redirect(back)
    wants_closed = "stangda" in request.POST
    reason = request.POST.get("skal", "").strip() if wants_closed else ""
    at = reason_spot(follow_up, FILE)
    fault = refusal(Author.of(place), at, reason) if reason else NO_REASON
    if wants_closed and fault:
        looked = look(follow_up, sort, file, by=place.user)
        return _show(request, place, sort, looked, fault=fault)
    try:
        take(follow_up, sort, file, by=place.user, reason=reason)
    except IntakeError as error:
        messages.error(request, _told(error.faults))
        return redirect(back)
    batch = _batches(place).filter(by=place.user)[0]
    return redirect(address("volumes:taken_in", follow_up, batch=batch.pk))


def _kept(request: HttpRequest, place: Place, sort: Sort) -> File:
    """The file that the form's ticket stands for; TicketError."""
    ticket = request.POST.get("biljett", "")
    name, content = sort.tickets.redeem(place.follow_up, ticket, by=place.user)
    return File(name, content, sort.tickets.notes(ticket))


def _told(faults: tuple[Fault, ...]) -> str:
    """The first faults in a sentence."""
    return " ".join(str(fault) for fault in faults[:3])


@require_safe
@committee_view(WORKING)
def taken_in(request: HttpRequest, place: Place, batch: int) -> HttpResponse:
    """The protocol of a file that was taken in."""
    found = _batches(place).filter(pk=batch).select_related("file").first()
    if found is None:
        raise Http404("Det finns ingen sådan inläsning i nämnden.")
    return page(
        request,
        "volumes/taken_in.html",
        place,
        section="underlag",
        batch=found,
        protocol=list(protocol(found)),
    )
