"""The series of a committee: how they stand, what warns, who has not reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from committees.access import WORKING, Place, committee_view
from committees.models import FollowUp
from committees.navigation import page
from committees.season_words import warnings
from committees.trees import Node, Tree, activity_tree, cost_centre_tree
from volumes.models import VolumeSeries
from volumes.pages.narrowing import OWING, WARNING, Narrowing
from volumes.pages.owing_words import owing_text
from volumes.standings import Standing, standings

TOLD = 2
"""So many sentences of a warning are told in the list; the series' page has all."""


@require_safe
@committee_view(WORKING)
def overview(request: HttpRequest, place: Place) -> HttpResponse:
    """A dense list of the series, by activity, each a link to its own page."""
    follow_up = place.follow_up
    tree = activity_tree(follow_up.committee, month=follow_up.period)
    series = running(follow_up)
    form = Narrowing(request.GET, tree=tree, used={one.activity_id for one in series})
    valid = form.is_valid()
    found = standings(follow_up, [one for one in series if valid and form.takes(one)])
    units = cost_centre_tree(follow_up.committee, month=follow_up.period)
    shown = [each for each in found if form.keeps(each)]
    return page(
        request,
        "volumes/overview.html",
        place,
        section="volymer",
        form=form,
        crumbs=_crumbs(tree, form.activity) if valid else (),
        groups=list(_groups(shown, tree, units)),
        series_exist=bool(series),
        counted=len(found),
        last_year=follow_up.year - 1,
        only={key: asked(request.GET, key) for key in (WARNING, OWING)},
        warn=sum(each.verdict.warns for each in found),
        owe=sum(bool(each.owing) for each in found),
    )


def running(follow_up: FollowUp) -> list[VolumeSeries]:
    """The committee's series that are kept in the follow-up's month, in their order."""
    month = follow_up.period.number
    return list(
        VolumeSeries.objects.filter(
            committee=follow_up.committee, from_month__lte=month, to_month__gte=month
        )
    )


def asked(query: QueryDict, shown: str) -> str:
    """The same choices in an address, but only series of a kind."""
    changed = query.copy()
    changed["visa"] = shown
    return f"?{changed.urlencode()}"


def _crumbs(tree: Tree, activity: str) -> tuple[Node, ...]:
    """The chosen activity with those above it, top first."""
    node = tree.by_code.get(activity)
    return tree.path(node) if node else ()


@dataclass(frozen=True, slots=True)
class Line:
    """A series as it is listed; figures as text."""

    series: VolumeSeries
    depth: int
    cells: tuple[str, ...]
    warnings: tuple[str, ...]
    owing: str


@dataclass(frozen=True, slots=True)
class Group:
    """An activity with its series. The activity may be unknown in the month."""

    activity: Node | None
    lines: tuple[Line, ...]


def _groups(found: Iterable[Standing], tree: Tree, units: Tree) -> Iterator[Group]:
    """The series by activity, in the order of the activities' codes."""
    ordered = sorted(found, key=lambda each: _place(each, tree))
    for activity, each in groupby(ordered, key=lambda s: s.series.activity_id):
        lines = tuple(_lines(list(each), units))
        yield Group(tree.nodes.get(activity), lines)


def _place(standing: Standing, tree: Tree) -> tuple[bool, str, int]:
    """Where a series stands among the others."""
    node = tree.nodes.get(standing.series.activity_id)
    return node is None, node.code if node else "", standing.series.position


def _lines(found: Sequence[Standing], units: Tree) -> Iterator[Line]:
    """An activity's series, each followed by those that are part of it (varav)."""
    ids = {each.series.pk for each in found}
    waiting = [(e, 0) for e in reversed(found) if e.series.part_of_id not in ids]
    while waiting:
        each, depth = waiting.pop()
        yield _line(each, depth, units)
        parts = [e for e in found if e.series.part_of_id == each.series.pk]
        waiting.extend((part, depth + 1) for part in reversed(parts))


def _line(each: Standing, depth: int, units: Tree) -> Line:
    """One series as it is listed."""
    return Line(
        series=each.series,
        depth=depth,
        cells=(
            each.shown(each.budget),
            each.shown(each.outcome),
            each.shown(each.deviation, plus=True),
            each.percent,
            each.shown(each.last_year),
            each.shown(each.budget_year),
            each.shown(each.forecast),
        ),
        warnings=warnings(each.verdict)[:TOLD],
        owing=owing_text(each.owing, units),
    )
