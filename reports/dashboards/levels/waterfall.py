"""From budget to forecast: the waterfall by a level of the money, or by cause."""

from __future__ import annotations

from dataclasses import asdict

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from committees.access import WORKING, Place, committee_view
from committees.models import FollowUpKind
from committees.navigation import address, page
from finance.facts import rests_on_generated
from finance.review.parts import PartOf
from reports.bridge_page import Shown as Bridge
from reports.bridge_page import bridge_link, bridge_opens, shown_bridge
from reports.chart_files import asked_file, with_files
from reports.dashboards.levels.level import Level, level
from reports.dashboards.levels.pieces import (
    ALL,
    DEPTHS,
    LABELS,
    TREES,
    By,
    Shown,
    way_on,
)
from reports.dashboards.levels.waterfall_steps import (
    ENDS,
    figure_link,
    heads,
    waterfall_chart,
    waterfall_opens,
    waterfall_table,
)
from reports.dashboards.levels.words import notes
from reports.dashboards.part import Part, Step
from reports.render.html import Links

BY, CAUSE, DEPTH = "efter", "orsak", "niva"
NO_BRIDGE = (
    "Orsaker räknas för hela nämnden, för en verksamhet eller för ett ansvar. Gå upp"
    " ett steg för att se dem."
)

CLOSED = (
    "Orsaker räknas från avvikelsen hittills till prognosens. Året är avslutat: gå till"
    " årets senaste prognos för att se dem, eller dela upp utfallet på något annat."
)


@require_safe
@committee_view(WORKING)
def waterfall(request: HttpRequest, place: Place) -> HttpResponse:
    """The steps from the budget to what is expected."""
    part = Part.of(place, request.GET, options=[BY, DEPTH])
    if part.options[BY] == CAUSE:
        return _by_cause(request, place, part)
    shown = shown_of(part)
    found = level(part, shown)
    return _by_level(request, place, part, found)


def shown_of(part: Part) -> Shown:
    """What the address asks to see; Http404 naming what there is."""
    word = part.options.get(BY, "")
    if word and word not in set(By):
        told = ", ".join((*By, CAUSE))
        raise Http404(f"Vattenfallet kan inte delas efter {word}, bara efter {told}.")
    by = By(word) if word else way_on(part.ground, part.narrowing) or By.ACTIVITY
    flat = part.chosen(DEPTH, DEPTHS) == ALL and by in TREES
    return Shown(part.narrowing, by, flat)


def depth(shown: Shown) -> Step | None:
    """The tree's leaves as steps, or back to the level."""
    if shown.by not in TREES:
        return None
    what = "verksamheter" if shown.by is By.ACTIVITY else "ansvar"
    label = "Visa nivå för nivå" if shown.flat else f"Visa de största av alla {what}"
    niva = "" if shown.flat else ALL
    return Step(label, shown.narrowing.query(efter=shown.by.value, niva=niva))


def partings(part: Part, current: str) -> tuple[Step, ...]:
    """What the waterfall can be parted by."""
    words = {**{by.value: label for by, label in LABELS.items()}, CAUSE: "Orsak"}
    return tuple(
        Step(label, part.narrowing.query(efter=word), word == current)
        for word, label in words.items()
    )


def _by_level(
    request: HttpRequest, place: Place, part: Part, found: Level
) -> HttpResponse:
    """The waterfall by the pieces of a level."""
    chart = waterfall_chart(found)
    link = figure_link(found)
    table = waterfall_table(found) if found.total.deviation is not None else None
    if file := asked_file(request, place, (chart, table)):
        return file
    return page(
        request,
        "reports/dashboards/waterfall.html",
        place,
        section="avvikelser",
        part=part,
        crumbs=part.crumbs,
        kept=part.kept,
        choices=partings(part, found.shown.by.value),
        depth=depth(found.shown),
        notes=notes(found, part, shares=False),
        example_data=found.around.is_generated,
        end=ENDS[found.told].lower(),
        chart=with_files(request, chart, opens=waterfall_opens(found, table, link)),
        table=with_files(request, table, link=Links(link, heads(found, part.ground))),
    )


def _by_cause(request: HttpRequest, place: Place, part: Part) -> HttpResponse:
    """The bridge of the choice, where it has one."""
    found = bridge_of(part)
    if file := asked_file(request, place, (found.chart, found.table)):
        return file
    return page(
        request,
        "reports/dashboards/waterfall.html",
        place,
        section="avvikelser",
        part=part,
        crumbs=part.crumbs,
        kept=part.kept,
        choices=partings(part, CAUSE),
        notes=[found.missing] if found.missing else [],
        end="utfall" if part.follow_up.kind == FollowUpKind.ANNUAL else "prognos",
        example_data=rests_on_generated(part.follow_up),
        chart=with_files(
            request,
            found.chart,
            opens=bridge_opens(part.follow_up, found, part.narrowing),
        ),
        table=with_files(
            request,
            found.table,
            link=bridge_link(part.follow_up, part.narrowing),
        ),
        bridge="" if found.missing else _bridge_address(part),
    )


def bridge_of(part: Part) -> Bridge:
    """The bridge of the choice, or the reason why there is none."""
    chosen = [name for name, code in asdict(part.narrowing).items() if code]
    if chosen not in ([], ["activity"], ["cost_centre"]):
        return Bridge(missing=NO_BRIDGE)
    if part.follow_up.kind == FollowUpKind.ANNUAL:
        return Bridge(missing=CLOSED)
    of = PartOf(part.where.activities, part.where.cost_centres)
    return shown_bridge(part.follow_up, of, whose=part.name if chosen else "")


def _bridge_address(part: Part) -> str:
    """The same bridge among the pages of the forecast."""
    return address("reports:bridge", part.follow_up) + part.kept
