"""A stored row, where it came from and where it is used."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from committees.access import WORKING, Place, committee_view
from committees.models import Provider
from committees.navigation import address, page
from committees.periods import Scenario
from committees.trees import activity_tree, cost_centre_tree
from finance.browsing import period_name
from finance.delivery import external
from reports.dashboards.asked_figure import AskedFigure, What
from reports.dashboards.narrowing import PROVIDERS, Narrowing
from reports.workings import rows
from reports.workings.rows import StoredRow
from reports.workings.used import Leaf, in_tables


@dataclass(frozen=True, slots=True)
class Use:
    """A page that a row is part of."""

    label: str
    url: str


@require_safe
@committee_view(WORKING)
def outcome_row(request: HttpRequest, place: Place, outcome: int) -> HttpResponse:
    """What was booked, and the file it was read from."""
    return _shown(request, place, rows.outcome_row(place, outcome))


@require_safe
@committee_view(WORKING)
def budget_row(request: HttpRequest, place: Place, budget: int) -> HttpResponse:
    """What was decided, by which decision, and the file it came in."""
    return _shown(request, place, rows.budget_row(place, budget))


@require_safe
@committee_view(WORKING)
def forecast_row(request: HttpRequest, place: Place, forecast: int) -> HttpResponse:
    """What is expected, by whom, and how it has changed."""
    return _shown(request, place, rows.forecast_row(place, forecast))


def _shown(request: HttpRequest, place: Place, stored: StoredRow) -> HttpResponse:
    """A row's page."""
    return page(
        request,
        "reports/workings/row.html",
        place,
        section="underlag",
        row=stored,
        uses=_uses(place, stored.leaf),
        tables=in_tables(place.follow_up, stored.leaf),
    )


def _uses(place: Place, leaf: Leaf) -> tuple[Use, ...]:
    """The figures and pages of the follow-up that a row is part of."""
    here = place.follow_up
    units = cost_centre_tree(place.committee, month=here.period).nodes
    activities = activity_tree(place.committee, month=here.period).nodes
    unit, activity = (
        units.get(leaf.grain.cost_centre),
        activities.get(leaf.grain.activity),
    )
    if unit is None or activity is None:
        return ()
    both = Narrowing(activity=activity.code, cost_centre=unit.code)
    figures = tuple(
        Use(f"{label}: {activity.name}, {unit.name}", asked.address(here))
        for label, asked in _figures(place, leaf, both)
    )
    deviations = address("reports:deviations", here)
    trend = address("reports:trend", here)
    of_activity, of_unit = (
        Narrowing(activity=activity.code),
        Narrowing(cost_centre=unit.code),
    )
    return (
        *figures,
        Use(f"Avvikelser för {activity.name}", deviations + of_activity.query()),
        Use(
            f"Avvikelser för {unit.name}",
            deviations + of_unit.query(efter="ansvar"),
        ),
        _delivered(place, leaf),
        Use(f"Månad för månad: {activity.name}, {unit.name}", trend + both.query()),
        Use(
            f"Prognosens rader för {unit.name}",
            address("finance:grid", here, unit=unit.code),
        ),
    )


def _delivered(place: Place, leaf: Leaf) -> Use:
    """The deviations of what the committee runs itself, or of what it buys."""
    here, grain = place.follow_up, leaf.grain
    bought = external(place.committee, month=here.period)
    is_external = bought.holds(grain.activity, grain.group)
    code = (Provider.EXTERNAL if is_external else Provider.OWN).value
    kept = Narrowing(provider=code).query()
    name = PROVIDERS[code]
    return Use(
        f"Avvikelser för {name[:1].lower()}{name[1:]}",
        address("reports:deviations", here) + kept,
    )


def _figures(
    place: Place, leaf: Leaf, of: Narrowing
) -> tuple[tuple[str, AskedFigure], ...]:
    """The figures that a row is part of, of the unit's activity."""
    here = place.follow_up
    if leaf.year != here.year:
        what = What.BUDGET if leaf.scenario is Scenario.BUDGET else What.OUTCOME_OF_YEAR
        name = "Budget" if what is What.BUDGET else "Utfall"
        return ((f"{name} {leaf.year}", AskedFigure(what, of, year=leaf.year)),)
    if leaf.scenario is Scenario.FORECAST:
        return (
            ("Helårsprognos", AskedFigure(What.FORECAST, of)),
            ("Avvikelse, helår", AskedFigure(What.DEVIATION, of)),
        )
    month = (leaf.year, leaf.period)
    name = period_name(leaf.period)
    if leaf.scenario is Scenario.BUDGET:
        return (
            (f"Budget i {name}", AskedFigure(What.BUDGET_OF_MONTH, of, *month)),
            ("Helårsbudget", AskedFigure(What.BUDGET, of)),
            ("Avvikelse, helår", AskedFigure(What.DEVIATION, of)),
        )
    return (
        (f"Utfall i {name}", AskedFigure(What.OUTCOME_OF_MONTH, of, *month)),
        ("Utfall hittills i år", AskedFigure(What.OUTCOME_TO_DATE, of)),
        ("Avvikelse hittills i år", AskedFigure(What.DEVIATION_TO_DATE, of)),
    )
