"""The grid's pages and what their script posts to."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from committees.access import WORKING, Place, committee_view
from committees.grid.cells import State
from committees.grid.paste import Sign
from committees.grid.units import own_unit, unit_of
from committees.grid.wire import (
    BadRequestError,
    Sent,
    answer_json,
    checked_json,
    json_view,
)
from committees.models import Role
from committees.navigation import page
from committees.numbers import Unit
from committees.trees import activity_tree
from finance.forecast import row_books, saving
from finance.forecast.grids import activity_grid, grid
from finance.forecast.pasting import Laid, Preview, preview
from finance.forecast.row_books import Grain
from finance.forecast.row_earlier import earlier, proposed
from finance.forecast.row_months import Months, months
from finance.forecast.row_trail import trail
from finance.pages.grid_data import grid_data
from finance.pages.grid_markup import SHOWN, grid_table
from finance.pages.months_markup import months_data, months_table
from finance.pages.standing import standing

WRITING = frozenset(
    {Role.ADMINISTRATOR, Role.CONTROLLER, Role.BUDGET_HOLDER, Role.MANAGER}
)
"""Roles that may have a unit to enter figures for."""


@require_safe
@never_cache
@committee_view(WORKING)
def unit_page(request: HttpRequest, place: Place, *, unit: str) -> HttpResponse:
    """A unit's rows, to read and to type in."""
    node = unit_of(place, unit)
    found = grid(place.follow_up, node.id, viewer=place)
    return page(
        request,
        "finance/grid.html",
        place,
        section="prognos",
        grid=found,
        standing=standing(place, node.id, lacks=found.lacks),
        table=grid_table(found),
        data=grid_data(found),
    )


@require_safe
@never_cache
@committee_view(WORKING)
def activity_page(request: HttpRequest, place: Place, *, activity: str) -> HttpResponse:
    """An activity's rows in every unit that the person reads."""
    tree = activity_tree(place.committee, month=place.follow_up.period)
    if activity not in tree.by_code:
        raise Http404(f"Verksamheten {activity} finns inte i nämnden.")
    found = activity_grid(place.follow_up, tree.by_code[activity], viewer=place)
    return page(
        request,
        "finance/grid_activity.html",
        place,
        section="prognos",
        grid=found,
        table=grid_table(found),
        data=grid_data(found),
    )


@require_safe
@never_cache
@committee_view(WORKING)
def months_page(
    request: HttpRequest, place: Place, *, unit: str, activity: str, group: str
) -> HttpResponse:
    """A row's months, and how its year is spread over those that are left."""
    found = _months(place, unit=unit, activity=activity, group=group)
    grain = Grain(found.unit.id, found.row.activity_id, found.row.group_id)
    scale = SHOWN[found.grid.amounts]
    return page(
        request,
        "finance/grid_months.html",
        place,
        section="prognos",
        months=found,
        table=months_table(found),
        data=months_data(found),
        trail=trail(place.follow_up, grain, found, scale=scale),
        earlier=earlier(found, scale=scale),
        proposed=proposed(found, scale=scale),
    )


def _months(place: Place, *, unit: str, activity: str, group: str) -> Months:
    """The months of the row that an address names."""
    node = unit_of(place, unit)
    follow_up = place.follow_up
    activity_id = activity_tree(place.committee, month=follow_up.period).by_code.get(
        activity
    )
    groups = row_books.entry_groups(follow_up).values()
    group_id = next((each.id for each in groups if each.code == group), None)
    found = None
    if activity_id is not None and group_id is not None:
        grain = Grain(node.id, activity_id, group_id)
        found = months(follow_up, grain, viewer=place)
    if found is None:
        raise Http404("Raden finns inte på den här enheten.")
    return found


@json_view(WRITING)
def save(place: Place, sent: Sent, *, unit: str) -> JsonResponse:
    """Store a request's cells and say what became of each."""
    answer = saving.save(
        place,
        own_unit(place, unit),
        sent.cells(),
        key=sent.key(),
        amounts=sent.amounts(usual=place.user.amount_unit),
    )
    return answer_json(answer, place=place)


@json_view(WRITING)
def check(place: Place, sent: Sent, *, unit: str) -> JsonResponse:
    """What a pasted block would change; nothing is stored."""
    sign, amounts = sent.text("sign") or "guess", sent.text("amounts") or "guess"
    if sign not in {"guess", *Sign}:
        raise BadRequestError(f"Tecknet {sign} finns inte.")
    found = preview(
        place,
        unit_of(place, unit),
        Laid(sent.text("text"), sent.texts("rows"), sent.texts("fields")),
        sign=None if sign == "guess" else Sign(sign),
        amounts=None if amounts == "guess" else sent.amounts(usual=amounts),
    )
    return JsonResponse(_preview(found))


def _preview(found: Preview) -> dict[str, object]:
    """A preview as JSON."""
    states = (State.CHANGE, State.SAME, State.DRAFT, State.FAULT, State.LOCKED)
    return {
        "sign": found.sign,
        "sign_guess": found.sign_guess,
        "amounts": Unit(found.amounts),
        "amounts_guess": Unit(found.amounts_guess),
        "height": found.height,
        "width": found.width,
        "counts": {
            **{str(state): found.count(state) for state in states},
            "empty": found.empty,
        },
        "too_wide": found.too_wide,
        "too_high": found.too_high,
        "message": found.message,
        "cells": checked_json(found.cells),
    }
