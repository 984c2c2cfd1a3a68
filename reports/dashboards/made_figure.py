"""What a figure that is put together is made of: its terms, or the rows beside."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from committees.access import WORKING, Place, committee_view
from committees.navigation import address, page
from finance.facts import rests_on_generated
from finance.models import AdjustmentReason
from reports.chart_files import asked_file, with_files
from reports.dashboards.narrowing import PARAMETERS, Ground, Narrowing
from reports.workings.made import bridge, listed, standing
from reports.workings.made.asked import NAME, REASON, Which
from reports.workings.made.at import At
from reports.workings.made.value import Made

FIGURES: Mapping[Which, Callable[[At], Made]] = {
    Which.ADJUSTED: bridge.adjusted,
    Which.PHASING: bridge.phased,
    Which.ONE_OFFS: bridge.one_offs,
    Which.VOLUME: bridge.volume,
    Which.RESIDUAL: bridge.residual,
    Which.UNITS: listed.units,
    Which.CONTROLLER: listed.controller,
    Which.BEFORE_ACTIONS: listed.before_actions,
    Which.FRAME: standing.frame,
    Which.SHARE_OF_FRAME: standing.share_of_frame,
    Which.BEYOND_FORECAST: standing.beyond_forecast,
    Which.NEW_BUDGET: standing.new_budget,
}
"""How each figure is put together; adjustments and effects are asked for by sort."""
PLACES = {PARAMETERS["activity"], PARAMETERS["cost_centre"]}
"""The choices that adjustments, actions and the steps of a bridge are placed by."""


@require_safe
@committee_view(WORKING)
def made_figure(request: HttpRequest, place: Place) -> HttpResponse:
    """A figure's formula and what it is made of; without a figure, the bridge."""
    if NAME not in request.GET:
        return redirect(address("reports:bridge", place.follow_up))
    ground, narrowing = Ground.of(place), Narrowing.of(request.GET)
    if narrowing.parameters.keys() - PLACES:
        raise Http404("Siffran kan bara väljas för en verksamhet eller ett ansvar.")
    at = At(place, ground, narrowing)
    made = _made(at, request.GET.get(NAME, ""), request.GET.get(REASON, ""))
    if file := asked_file(request, place, [table for table, _ in made.tables]):
        return file
    return page(
        request,
        "reports/workings/made.html",
        place,
        section="prognos",
        made=made,
        tables=[with_files(request, table, link=link) for table, link in made.tables],
        of=at.of,
        example_data=rests_on_generated(place.follow_up),
    )


def _made(at: At, word: str, reason: str) -> Made:
    """The figure that an address asks for; Http404 naming what there is."""
    if word not in set(Which):
        told = ", ".join(Which)
        raise Http404(f"Det finns ingen siffra {word}. De som finns: {told}.")
    which = Which(word)
    if which is Which.ADJUSTMENT:
        if reason not in set(AdjustmentReason):
            raise Http404(f"Det finns ingen orsak {reason} till justeringar.")
        return listed.adjustment(at, AdjustmentReason(reason))
    if which in listed.EFFECTS:
        return listed.effects(at, which)
    return FIGURES[which](at)
