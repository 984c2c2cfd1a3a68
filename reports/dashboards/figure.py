"""What a figure is made of, down to the rows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from committees.access import WORKING, Place, committee_view
from committees.navigation import page
from reports.dashboards.asked_figure import AskedFigure
from reports.dashboards.narrowing import Ground
from reports.workings.asked import formula, money_of
from reports.workings.links import Here
from reports.workings.page import working, working_file


@require_safe
@committee_view(WORKING)
def figure(request: HttpRequest, place: Place) -> HttpResponse:
    """A figure's formula, parts and rows."""
    asked, ground = AskedFigure.of(request.GET), Ground.of(place)
    follow_up = place.follow_up
    where = ground.where(asked.narrowing)
    money = money_of(follow_up, asked, where)
    here = Here(place, ground, asked.narrowing, asked.parameters)
    if file := working_file(request, here, money):
        return file
    return page(
        request,
        "reports/workings/figure.html",
        place,
        section="avvikelser",
        kept=asked.narrowing.query(),
        working=working(request, here, money, formula=formula(money, follow_up)),
    )
