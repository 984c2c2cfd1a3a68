"""How the forecast moved: what each follow-up said of a year, and what it became."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from committees.access import WORKING, Place, committee_view
from committees.navigation import page
from reports.chart_files import asked_file, with_files
from reports.dashboards.evolution.figures import evolution, follow_ups_of
from reports.dashboards.evolution.shown import (
    chart_opens,
    evolution_chart,
    evolution_table,
    link,
)
from reports.dashboards.evolution.words import notes, sentence
from reports.dashboards.part import Part

YEAR = "ar"


@require_safe
@committee_view(WORKING)
def forecast_by_follow_up(request: HttpRequest, place: Place) -> HttpResponse:
    """What the follow-ups of a year said of a part of the money."""
    part = Part.of(place, request.GET, options=[YEAR])
    years = years_of(place)
    year = int(part.chosen(YEAR, years))
    found = evolution(follow_ups_of(place, year), part.where, here=place.follow_up)
    chart = evolution_chart(found, part)
    table = evolution_table(found, part)
    if file := asked_file(request, place, (chart, table)):
        return file
    to = link(table, found, part)
    return page(
        request,
        "reports/dashboards/evolution.html",
        place,
        section="avvikelser",
        part=part,
        crumbs=part.crumbs,
        kept=part.kept,
        choices=part.choices(YEAR, years),
        told=sentence(found, scale=table.scale),
        notes=(*notes(found, scale=table.scale), *part.rule),
        example_data=found.loaded.generated,
        chart=with_files(request, chart, opens=chart_opens(chart, table, found, to)),
        table=with_files(request, table, link=to),
    )


def years_of(place: Place) -> dict[str, str]:
    """The years that have follow-ups, this follow-up's first; Http404 of none."""
    here = place.follow_up.period
    years = {
        str(each.year): str(each.year)
        for each in place.follow_ups
        if each.period <= here
    }
    if not years:
        raise Http404("Det finns ingen uppföljning att visa.")
    return years
