"""The pages where volumes are entered, and what their script posts to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from committees.access import CONTROLLERS, WORKING, Place, committee_view
from committees.drafts import Author, own
from committees.grid.laying import Laid
from committees.grid.units import own_unit, unit_of
from committees.grid.wire import Sent, answer_json, json_view
from committees.models import Role
from committees.navigation import address, page
from committees.periods import MONTH_NAMES
from committees.trees import cost_centre_tree
from volumes.entry import saving
from volumes.entry.calendar import Calendar, MonthState, calendar
from volumes.entry.drafts import reason_spot
from volumes.entry.grids import grid
from volumes.entry.pasting import preview
from volumes.entry.trail import trail
from volumes.entry.units import Line, lines
from volumes.pages.entry_data import METHODS, entry_data
from volumes.pages.entry_markup import entry_table

WRITING = frozenset(
    {Role.ADMINISTRATOR, Role.CONTROLLER, Role.BUDGET_HOLDER, Role.MANAGER}
)
"""Roles that may have a unit to enter figures for."""


@require_safe
@never_cache
@committee_view(WORKING)
def units_page(request: HttpRequest, place: Place) -> HttpResponse:
    """The units with what they have left to report, one's own first."""
    wanted = request.GET.get("enhet", "")
    if wanted:
        node = unit_of(place, wanted)
        return redirect(address("volumes:entry_unit", place.follow_up, unit=node.code))
    found = lines(place)
    tree = cost_centre_tree(place.committee, month=place.follow_up.period)
    known = {line.unit.id for line in found}
    empty = [
        node
        for node in sorted(tree.nodes.values(), key=lambda node: node.code)
        if node.id not in known and not tree.children.get(node.id)
    ]
    return page(
        request,
        "volumes/entry_units.html",
        place,
        section="volymer",
        mine=[_shown(line) for line in found if line.is_mine],
        others=[_shown(line) for line in found if not line.is_mine],
        waiting=sum(not line.is_done for line in found),
        still=calendar(place.follow_up).still,
        empty=empty if place.may(CONTROLLERS) else [],
    )


def _shown(line: Line) -> tuple[Line, list[tuple[str, str]]]:
    """A unit with what it lacks in words: months, and the series that lack them."""
    by_names: dict[tuple[str, ...], list[str]] = {}
    for month, names in line.missing.items():
        by_names.setdefault(names, []).append(MONTH_NAMES[month - 1])
    return line, [
        (", ".join(months), ", ".join(names)) for names, months in by_names.items()
    ]


@require_safe
@never_cache
@committee_view(WORKING)
def unit_page(request: HttpRequest, place: Place, *, unit: str) -> HttpResponse:
    """A unit's series, to read and to type in."""
    node = unit_of(place, unit)
    found = grid(place, node, added=request.GET.get("serie", ""))
    reason_at = reason_spot(place.follow_up, node.code)
    return page(
        request,
        "volumes/entry_unit.html",
        place,
        section="volymer",
        grid=found,
        closed=_closed(found.calendar),
        reason=own(Author.of(place), reason_at).get(reason_at),
        reason_at=reason_at,
        table=entry_table(found),
        data=entry_data(found),
        methods=[(str(way), label) for way, label in METHODS.items()],
        trail=trail(place.follow_up, node),
    )


def _closed(dates: Calendar) -> str:
    """`Januari–maj är stängda`, as a sentence; empty where no month is."""
    closed = [n for n in dates.closed_by if dates.state(n) is MonthState.CLOSED]
    if not closed:
        return ""
    first, last = MONTH_NAMES[closed[0] - 1], MONTH_NAMES[closed[-1] - 1]
    by = MONTH_NAMES[dates.closed_by[closed[-1]] - 1]
    why = f"uppföljningen för {by} {dates.year} är stängd."
    if len(closed) == 1:
        return f"{first.capitalize()} är stängd: {why}"
    return f"{first.capitalize()}\N{EN DASH}{last} är stängda: {why}"


@json_view(WRITING)
def save(place: Place, sent: Sent, *, unit: str) -> JsonResponse:
    """Store a request's cells and say what became of each."""
    node = own_unit(place, unit)
    answer = saving.save(place, node, sent.cells(), key=sent.key())
    return answer_json(answer, place=place)


@json_view(WRITING)
def check(place: Place, sent: Sent, *, unit: str) -> JsonResponse:
    """What a pasted block would change; nothing is stored."""
    laid = Laid(
        sent.text("text"), sent.texts("rows"), sent.texts("fields"), sent.reason()
    )
    return JsonResponse(preview(place, unit_of(place, unit), laid).as_json())
