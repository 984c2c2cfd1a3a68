"""Where the deviation is: one level of an axis at a time."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from committees.access import WORKING, Place, committee_view
from committees.navigation import page


@require_safe
@committee_view(WORKING)
def deviations(request: HttpRequest, place: Place) -> HttpResponse:
    """A level of the tree of activities or cost centres."""
    return page(
        request,
        "reports/dashboards/deviations.html",
        place,
        section="avvikelser",
    )
