"""The frame check: what the council gave against what is budgeted, by decision."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from committees.access import CONTROLLERS, WORKING, Place, committee_view
from committees.closing import closed_because
from committees.navigation import address, page
from committees.trees import Tree, cost_centre_tree
from finance.forms import branches
from finance.models import UndistributedUnit
from finance.pages.fields import named, scale_of
from finance.review import editing
from finance.review.frame import frame_check, undistributed_units


@require_http_methods(["GET", "HEAD", "POST"])
@committee_view(WORKING)
def frame(request: HttpRequest, place: Place) -> HttpResponse:
    """The check; a controller says which cost centres hold undistributed frame."""
    follow_up = place.follow_up
    tree = cost_centre_tree(place.committee, month=follow_up.period)
    if request.method == "POST":
        _set_units(request, place, tree)
        return redirect(address("finance:frame", follow_up))
    check, held = frame_check(follow_up), _held(place, tree)
    codes = {unit.code for unit in held}
    return page(
        request,
        "finance/frame.html",
        place,
        section="prognos",
        check=check,
        held=held,
        others=[choice for choice in branches(tree) if choice[0] not in codes],
        scale=scale_of(place),
        changeable=place.may(CONTROLLERS) and not closed_because(follow_up),
    )


@dataclass(frozen=True, slots=True)
class Held:
    """A cost centre that holds undistributed frame."""

    code: str
    name: str


def _held(place: Place, tree: Tree) -> list[Held]:
    """The cost centres that hold undistributed frame."""
    rows = undistributed_units(place.follow_up).select_related("cost_centre")
    return [
        Held(each.cost_centre.code, named(tree, each.cost_centre_id, each.cost_centre))
        for each in rows.order_by("cost_centre__code")
    ]


@transaction.atomic
def _set_units(request: HttpRequest, place: Place, tree: Tree) -> None:
    """Add or take away a cost centre that holds undistributed frame."""
    closed = closed_because(place.follow_up)
    if closed or not place.may(CONTROLLERS):
        raise PermissionDenied(closed or "Det här ställer controllern in.")
    by, committee = place.user, place.committee
    added, taken = request.POST.get("lagg-till", ""), request.POST.get("ta-bort", "")
    if added in tree.by_code:
        node = tree.by_code[added]
        known = UndistributedUnit.objects.filter(committee=committee, cost_centre=node)
        if not known.exists():
            new = UndistributedUnit(committee=committee, cost_centre_id=node)
            editing.create(new, by=by, committee=committee, fields=("cost_centre",))
    elif taken in tree.by_code:
        found = undistributed_units(place.follow_up).filter(
            cost_centre=tree.by_code[taken]
        )
        for each in found:
            editing.remove(each, by=by, committee=committee, of=committee, what=taken)
    else:
        messages.error(request, "Välj ett ansvar i listan.")
