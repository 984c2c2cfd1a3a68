"""What a figure is made of, down to the rows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from committees.access import WORKING, Place, committee_view
from committees.navigation import page


@require_safe
@committee_view(WORKING)
def figure(request: HttpRequest, place: Place) -> HttpResponse:
    """A figure's formula, parts and rows."""
    return page(request, "reports/dashboards/figure.html", place, section="avvikelser")
