"""The page where indicators are entered, and what its script posts to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from committees.access import WORKING, Place, committee_view
from committees.grid.laying import Laid
from committees.grid.wire import Sent, answer_json, json_view
from committees.models import Role
from committees.navigation import page
from goals.entry import saving
from goals.entry.grid import grid
from goals.pages.indicator_data import entry_data
from goals.pages.indicator_markup import entry_table

WRITING = frozenset(WORKING - {Role.AUDITOR})
"""Roles that may answer for an indicator."""


@require_safe
@never_cache
@committee_view(WORKING)
def entry_page(request: HttpRequest, place: Place) -> HttpResponse:
    """The follow-up's indicators, to read and to type in."""
    found = grid(place, request.GET.get("avser", ""))
    return page(
        request,
        "goals/indicator_entry.html",
        place,
        section="mal",
        grid=found,
        table=entry_table(found),
        data=entry_data(found, place.follow_up),
    )


@json_view(WRITING)
def save(place: Place, sent: Sent) -> JsonResponse:
    """Store a request's cells and say what became of each."""
    answer = saving.save(place, sent.cells(), key=sent.key())
    return answer_json(answer, place=place)


@json_view(WRITING)
def check(place: Place, sent: Sent) -> JsonResponse:
    """What a pasted block would change; nothing is stored."""
    laid = Laid(sent.text("text"), sent.texts("rows"), sent.texts("fields"))
    return JsonResponse(saving.preview(place, laid).as_json())
