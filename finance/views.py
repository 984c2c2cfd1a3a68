"""What the figures rest on: stored rows to browse, and the files they came in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from committees.access import WORKING, Place, committee_view
from committees.navigation import page
from committees.periods import MONTH_NAMES, Scenario
from committees.scope import Scope, scope_of
from committees.trees import activity_tree, cost_centre_tree
from finance import browsing
from finance.browsing import Names
from finance.forms import Narrowing
from finance.lists import (
    BudgetList,
    ForecastList,
    ImportList,
    OutcomeList,
    paged,
    row_address,
)


@require_safe
@committee_view(WORKING)
def material(request: HttpRequest, place: Place) -> HttpResponse:
    """What there is to browse, and when it was last taken in."""
    return page(
        request,
        "finance/material.html",
        place,
        section="underlag",
        latest=browsing.latest_imports(place.follow_up),
    )


@require_safe
@committee_view(WORKING)
def outcome(request: HttpRequest, place: Place) -> HttpResponse:
    """Booked rows."""
    follow_up = place.follow_up
    rows = browsing.outcome_rows(follow_up)
    last = browsing.last_period(follow_up)
    kind = Kind("Utfall", OutcomeList, Scenario.OUTCOME, last)
    return _browse(request, place, kind, rows)


@require_safe
@committee_view(WORKING)
def budget(request: HttpRequest, place: Place) -> HttpResponse:
    """Budget rows by month and decision."""
    rows = browsing.budget_rows(place.follow_up)
    kind = Kind("Budget", BudgetList, Scenario.BUDGET, len(MONTH_NAMES))
    return _browse(request, place, kind, rows)


@require_safe
@committee_view(WORKING)
def forecast(request: HttpRequest, place: Place) -> HttpResponse:
    """Forecast rows of the follow-up."""
    rows = browsing.forecast_rows(place.follow_up)
    kind = Kind("Prognos", ForecastList, Scenario.FORECAST)
    return _browse(request, place, kind, rows)


@require_safe
@committee_view(WORKING)
def imports(request: HttpRequest, place: Place) -> HttpResponse:
    """Files that were taken in."""
    batches = browsing.import_batches(place.follow_up)
    return page(
        request,
        "finance/imports.html",
        place,
        section="underlag",
        list=paged(ImportList(batches), request),
        title="Inläsningar",
    )


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of list; `last_period` is the last it can be narrowed to, if any."""

    title: str
    layout: type[OutcomeList | BudgetList | ForecastList]
    scenario: Scenario
    last_period: int | None = None


def _browse(
    request: HttpRequest, place: Place, kind: Kind, rows: QuerySet[Any]
) -> HttpResponse:
    """A list of rows, narrowed by the form in the address."""
    names, scope = _names(place), scope_of(place)
    form = Narrowing(request.GET, names=names, last_period=kind.last_period)
    chosen = rows.filter(**form.conditions(names)) if form.is_valid() else rows.none()
    shown = _readable(chosen, scope, names).order_by(*kind.layout.ORDER)
    listed = kind.layout(
        shown.values(*kind.layout.FIELDS),
        names=names,
        address=row_address(kind.scenario, place.follow_up),
    )
    return page(
        request,
        "finance/rows.html",
        place,
        section="underlag",
        list=paged(listed, request),
        form=form,
        scope=scope,
        title=kind.title,
    )


def _names(place: Place) -> Names:
    """The trees as placed in the follow-up's month."""
    month = place.follow_up.period
    return Names(
        cost_centres=cost_centre_tree(place.committee, month=month),
        activities=activity_tree(place.committee, month=month),
    )


def _readable(rows: QuerySet[Any], scope: Scope, names: Names) -> QuerySet[Any]:
    """The rows a person may read in detail."""
    units = scope.cost_centres(names.cost_centres)
    return rows if units is None else rows.filter(cost_centre__in=units)
