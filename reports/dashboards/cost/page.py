"""Is it more, or is it dearer: what a unit costs against how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from committees.access import WORKING, Place, committee_view
from committees.models import Committee
from committees.navigation import page
from committees.trees import Tree, activity_tree
from finance.facts import generated_batches
from reports.chart_files import asked_file, with_files
from reports.dashboards.cost.figures import by_month, by_year
from reports.dashboards.cost.shown import (
    chart_opens,
    cost_chart,
    cost_table,
    link,
    sentences,
)
from reports.dashboards.narrowing import Ground, Narrowing
from reports.dashboards.part import Part
from reports.known_facts import definitions
from volumes.models import UnitCost

WHICH, SHOW = "nyckeltal", "visa"
SHOWN = {"ar": "År", "manad": "Månad"}
TEMPLATE = "reports/dashboards/cost_and_volume.html"


@require_safe
@committee_view(WORKING)
def cost_and_volume(request: HttpRequest, place: Place) -> HttpResponse:
    """A unit cost against its volume, by year or by month."""
    part = _part(place, request.GET)
    defined = _defined(place.committee)
    if not defined:
        return page(request, TEMPLATE, place, section="avvikelser", kept=part.kept)
    one = _chosen(part, defined)
    shown = by_month if part.chosen(SHOW, SHOWN) == "manad" else by_year
    found = shown(place.follow_up, one)
    chart, table = cost_chart(found), cost_table(found)
    if file := asked_file(request, place, (chart, table)):
        return file
    to = link(table, found)
    return page(
        request,
        TEMPLATE,
        place,
        section="avvikelser",
        part=part,
        kept=part.kept,
        chosen=one,
        defined=defined,
        choices=part.choices(SHOW, SHOWN),
        shown=found,
        told=sentences(found),
        example_data=defined[0].generated,
        chart=with_files(request, chart, opens=chart_opens(table, found, to)),
        table=with_files(request, table, link=to),
    )


def _part(place: Place, query: QueryDict) -> Part:
    """What the address chooses: of the money, only which activities it is of.

    A choice that stands for nothing here is kept for the other pages, and not told.
    """
    follow_up = place.follow_up
    tree = activity_tree(place.committee, month=follow_up.period)
    ground = Ground(follow_up, tree, Tree({}, {}, {}), {})
    narrowing = Narrowing.of(query)
    chosen = narrowing.activity if narrowing.activity in tree.by_code else ""
    where = ground.where(Narrowing(activity=chosen))
    options = {name: query.get(name, "") for name in (WHICH, SHOW)}
    return Part(ground, narrowing, where, options)


def _defined(committee: Committee) -> list[Any]:
    """The unit costs, with whether any money of the committee is example data."""
    found: QuerySet[Any] = UnitCost.objects.filter(committee=committee)
    return list(found.annotate(generated=Exists(generated_batches(committee))))


def _chosen(part: Part, defined: Sequence[UnitCost]) -> UnitCost:
    """The unit cost of the address; else the first of what is chosen, or of all."""
    code = part.options[WHICH]
    if code:
        for one in defined:
            if one.code == code:
                return one
        raise Http404(f"Det finns inget nyckeltal {code} i nämnden.")
    held = definitions(part.follow_up).unit_costs
    ids = part.where.activities
    if ids is None:
        return defined[0]
    of_part = [o for o in defined if ids & set(held[o.pk].selection.activities or ())]
    return next(iter(of_part), defined[0])
