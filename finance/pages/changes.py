"""What has changed since last time, and the versions that units have handed in."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from committees.access import WORKING, Place, committee_view
from committees.models import FollowUp
from committees.navigation import page
from committees.numbers import Scale
from committees.scope import scope_of
from committees.trees import activity_tree, cost_centre_tree
from finance.models import ForecastVersion
from finance.pages.fields import scale_of
from finance.review.adjusting import controller_sum
from finance.review.changes import (
    Change,
    Naming,
    compared,
    last_with_forecast,
    naming,
    rows_of,
    rows_of_version,
    sentence,
)

SENTENCES = 5
"""How many of the largest changes are told in words."""
SHOWN = 40
"""How many rows a page lists; the rest are told as a sum."""


@require_safe
@committee_view(WORKING)
def changes(request: HttpRequest, place: Place) -> HttpResponse:
    """The follow-up's forecast against the last one's, and its versions."""
    follow_up, scale = place.follow_up, scale_of(place)
    names = _names(follow_up)
    readable = scope_of(place).cost_centres(names.units)
    last = last_with_forecast(follow_up)
    found: tuple[Change, ...] = ()
    if last is not None:
        found = compared(
            rows_of(last, cost_centres=readable),
            rows_of(follow_up, cost_centres=readable),
        )
    versions = ForecastVersion.objects.filter(follow_up=follow_up)
    if readable is not None:
        versions = versions.filter(cost_centre__in=readable)
    return page(
        request,
        "finance/changes.html",
        place,
        section="prognos",
        last=last,
        shown=_shown(found, names, scale=scale, since=last.title if last else ""),
        controller=_controller_change(follow_up, last),
        partial=readable is not None,
        versions=[
            (each, names.unit(each.cost_centre.code))
            for each in versions.select_related("cost_centre", "by")
            .defer("rows")
            .order_by("cost_centre__code", "-number")
        ],
        scale=scale,
    )


def _names(follow_up: FollowUp) -> Naming:
    """The names of the month's rows."""
    month = follow_up.period
    return naming(
        follow_up,
        units=cost_centre_tree(follow_up.committee, month=month),
        activities=activity_tree(follow_up.committee, month=month),
    )


@dataclass(frozen=True, slots=True)
class Row:
    """A changed row as it is listed; öre in stored sign, plus improves the result."""

    unit: str
    activity: str
    group: str
    before: int | None
    now: int | None
    ore: int
    comment: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Changed rows to show: the largest, in words too, and the sum of the others."""

    rows: tuple[Row, ...]
    sentences: tuple[tuple[str, str], ...]
    total: int
    others: int
    others_ore: int


def _shown(
    found: tuple[Change, ...], names: Naming, *, scale: Scale, since: str
) -> Shown:
    """The changes as the page shows them."""
    first, rest = found[:SHOWN], found[SHOWN:]
    return Shown(
        rows=tuple(
            Row(
                names.unit(each.key.unit),
                names.activity(each.key.activity),
                names.group(each.key.group),
                each.before,
                each.now,
                each.ore,
                each.comment,
            )
            for each in first
        ),
        sentences=tuple(
            (sentence(each, names, scale=scale, since=since), each.comment)
            for each in first[:SENTENCES]
        ),
        total=sum(each.ore for each in found),
        others=len(rest),
        others_ore=sum(each.ore for each in rest),
    )


def _controller_change(follow_up: FollowUp, last: FollowUp | None) -> int | None:
    """How the adjustments on controller level have changed; None: there are none."""
    now = controller_sum(follow_up)
    before = None if last is None else controller_sum(last)
    if now is None and before is None:
        return None
    return (now or 0) - (before or 0)


@require_safe
@committee_view(WORKING)
def version(request: HttpRequest, place: Place, version: int) -> HttpResponse:
    """A forecast as it was handed in, against the one handed in before it."""
    follow_up, scale = place.follow_up, scale_of(place)
    names = _names(follow_up)
    stored = (
        ForecastVersion.objects.filter(follow_up=follow_up, pk=version)
        .select_related("cost_centre", "by")
        .first()
    )
    readable = scope_of(place).cost_centres(names.units)
    if stored is None or not (readable is None or stored.cost_centre_id in readable):
        raise Http404("Det finns ingen sådan version i uppföljningen.")
    before = _before(stored)
    rows = rows_of_version(stored)
    found = compared(rows_of_version(before), rows) if before else ()
    since = f"version {before.number}" if before else ""
    return page(
        request,
        "finance/version.html",
        place,
        section="prognos",
        version=stored,
        unit=names.unit(stored.cost_centre.code),
        before=before,
        shown=_shown(found, names, scale=scale, since=since),
        rows=[
            (names.activity(key.activity), names.group(key.group), each)
            for key, each in rows.items()
        ],
        scale=scale,
    )


def _before(stored: ForecastVersion) -> ForecastVersion | None:
    """The version that the unit handed in before this one."""
    return (
        ForecastVersion.objects.filter(
            follow_up=stored.follow_up,
            cost_centre=stored.cost_centre,
            number__lt=stored.number,
        )
        .select_related("cost_centre")
        .order_by("-number")
        .first()
    )
