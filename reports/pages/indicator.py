"""One indicator on a page of its own: its years, women and men, places, and trail."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from committees.access import WORKING, Place, committee_view
from committees.models import FollowUp
from committees.navigation import page
from committees.periods import MONTH_NAMES
from goals.indicator_text import outcome_text, target_text, year_head
from goals.indicator_trail import trail
from goals.indicators import Followed, elsewhere, kept
from goals.rights import locked_because
from reports.chart_files import Figure, asked_file, with_files
from reports.indicators.figures import with_figures
from reports.indicators.sources import origin
from reports.indicators.tables import (
    gap_table,
    places_table,
    years_chart,
    years_table,
)
from reports.pages.indicators import unjudged_because


@require_safe
@committee_view(WORKING)
def indicator_page(request: HttpRequest, place: Place, indicator: str) -> HttpResponse:
    """An indicator's outcome, target, places and history."""
    one = kept(place.follow_up).filter(code=indicator).first()
    if one is None:
        raise Http404("Det finns ingen sådan indikator i uppföljningen.")
    each = with_figures(place.follow_up, [one])[0]
    figures = tuple(_figures(each, place.follow_up))
    if file := asked_file(request, place, figures):
        return file
    return page(
        request,
        "reports/indicator.html",
        place,
        section="mal",
        one=one,
        each=each,
        now=outcome_text(one, each.now),
        head=year_head(each, place.follow_up.year),
        target=target_text(one, each.target),
        unjudged=unjudged_because(each),
        figures=[with_files(request, figure) for figure in figures],
        link=origin(one, place.follow_up),
        measured=MONTH_NAMES[one.measured_in - 1] if one.measured_in else "",
        may_write=not locked_because(place, one),
        changes=trail(one),
    )


def _figures(each: Followed, follow_up: FollowUp) -> Iterator[Figure | None]:
    """The page's chart and tables."""
    yield years_chart(each)
    yield years_table(each)
    yield gap_table(each)
    if each.indicator.link:
        return
    others = elsewhere(each.indicator, until=follow_up.year)
    ours = follow_up.committee.municipality.name
    yield places_table(each, others, ours=ours)
