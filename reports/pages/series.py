"""One series on a page of its own: its months and years, its units, its season."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from django.db.models import F, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from committees.access import WORKING, Place, committee_view, today
from committees.holders import answering
from committees.models import FollowUp
from committees.navigation import page
from committees.numbers import money_text
from committees.periods import MONTH_NAMES, Scenario
from committees.scope import scope_of
from committees.season_words import standing as standing_words
from committees.season_words import warnings
from committees.trees import Tree, activity_tree, cost_centre_tree
from reports.chart_files import Figure, asked_file, with_files
from reports.known import Known, RatioOf
from reports.month_lines import month_lines
from reports.quantities.series_tables import (
    months_spec,
    scale_of,
    season_table,
    standing_spec,
    units_table,
)
from reports.tables.matrix import build
from reports.tables.model import Table
from volumes import trail
from volumes.facts import quantities
from volumes.figures import MILLI, Of, OverTime, Quantities
from volumes.models import Ratio, VolumeSeries
from volumes.pages.owing_words import stretches, unit_name
from volumes.standings import Standing, history, standing

ORIGINS = {
    "typed": "skriven",
    "pasted": "inklistrad",
    "filled": "ifylld nedåt",
    "undo": "ångrad",
    "proposal": "förslag",
    "template": "mall",
    "import": "fil",
    "file": "fil",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page rests on: the series, those it is shown with, and what is known."""

    follow_up: FollowUp
    series: VolumeSeries
    parts: tuple[VolumeSeries, ...]
    ratios: tuple[Ratio, ...]
    known: Known
    now: Standing

    @property
    def quantities(self) -> Quantities:
        """Budget, outcome and forecasts of the series and those it is shown with."""
        return self.known.quantities


@require_safe
@committee_view(WORKING)
def series(request: HttpRequest, place: Place, code: str) -> HttpResponse:
    """A series' months, units, forecasts and warning; rows of units by scope."""
    follow_up = place.follow_up
    shown = _shown(follow_up, code)
    units = cost_centre_tree(follow_up.committee, month=follow_up.period)
    readable = scope_of(place).cost_centres(units)
    activities = activity_tree(follow_up.committee, month=follow_up.period)
    verdict = shown.now.verdict
    figures = _figures(shown, units, readable)
    if file := asked_file(request, place, figures.values()):
        return file
    return page(
        request,
        "reports/series.html",
        place,
        section="volymer",
        series=shown.series,
        crumbs=activities.path(shown.series.activity_id),
        now=shown.now,
        warnings=warnings(verdict),
        standing=standing_words(verdict),
        whole_years=verdict.whole_years,
        owing=list(_owing(shown.now, units, place)),
        partial=readable is not None,
        tables={what: with_files(request, each) for what, each in figures.items()},
        forecasts=_forecasts(place, shown, readable, units),
        changes=list(_changes(shown, readable, units)),
    )


def _shown(follow_up: FollowUp, code: str) -> Shown:
    """What the page rests on; Http404 where the committee has no such series."""
    every = list(
        VolumeSeries.objects.filter(committee=follow_up.committee).filter(
            Q(code=code) | Q(part_of__code=code)
        )
    )
    one = next((each for each in every if each.code == code), None)
    if one is None:
        raise Http404("Det finns ingen sådan volymserie i nämnden.")
    ratios = _ratios(one)
    needed = {each.pk for each in every}
    needed |= {pk for _, of in ratios for pk in (*of.above, *of.below)}
    known = quantities(follow_up, series=needed, years=history(follow_up))
    return Shown(
        follow_up=follow_up,
        series=one,
        parts=tuple(each for each in every if each is not one),
        ratios=tuple(ratio for ratio, _ in ratios),
        known=Known(quantities=known, ratios={ratio.pk: of for ratio, of in ratios}),
        now=standing(known, one, follow_up),
    )


def _ratios(one: VolumeSeries) -> list[tuple[Ratio, RatioOf]]:
    """The ratios that a series is above or below in, with their series."""
    here = Ratio.objects.filter(committee=one.committee_id)
    holding = here.filter(Q(above=one) | Q(below=one)).values("pk")
    pairs = here.filter(pk__in=holding).annotate(up=F("above"), down=F("below"))
    found: dict[int, tuple[Ratio, set[int], set[int]]] = {}
    for ratio in pairs:
        _, above, below = found.setdefault(ratio.pk, (ratio, set(), set()))
        above.add(ratio.up)
        below.add(ratio.down)
    return [
        (ratio, RatioOf(tuple(above), tuple(below), ratio.percent))
        for ratio, above, below in found.values()
    ]


@dataclass(frozen=True, slots=True)
class Owed:
    """Months that a unit has not reported, and who answers for it."""

    months: str
    unit: str
    people: str


def _owing(now: Standing, units: Tree, place: Place) -> Iterator[Owed]:
    """The months that are missing, unit by unit, with who should report them."""
    if not now.owing:
        return
    who = answering(place.committee, tree=units, on=today())
    for months, silent in stretches(now.owing):
        for unit in sorted(silent, key=lambda each: unit_name(each, units)):
            people = ", ".join(str(user) for user in who.people(unit))
            yield Owed(months, unit_name(unit, units), people)


def _figures(
    shown: Shown, units: Tree, readable: Collection[int] | None
) -> dict[str, Figure]:
    """The page's chart and tables, by what they are."""
    month, own = shown.follow_up.period, shown.series
    years = [
        year
        for year in history(shown.follow_up)
        if shown.quantities.months.get(Of(own.pk, Scenario.OUTCOME, year))
    ]
    spec = months_spec(own, month, years=years)
    source = f"nämndens volymer, {shown.follow_up.title}"
    months = build(spec, shown.known, month=month, source=source)
    chart = month_lines(months, spec, month=month, rule=OverTime(own.over_time))
    found: dict[str, Figure] = {"months": replace(months, title="Månad för månad")}
    if chart:
        found["chart"] = chart
    beside = standing_spec(own, shown.parts, shown.ratios)
    found["standing"] = build(beside, shown.known, month=month)
    by_unit = _units(shown, units, readable)
    if by_unit.rows:
        found["units"] = by_unit
    if shown.now.verdict.judged:
        found["season"] = season_table(shown.now.verdict, own, _reported(shown))
    return found


def _units(shown: Shown, units: Tree, readable: Collection[int] | None) -> Table:
    """The units' months that the person may read."""
    known, year = shown.quantities, shown.follow_up.year
    there = {
        unit
        for scenario in (Scenario.OUTCOME, Scenario.BUDGET)
        for unit in known.months.get(Of(shown.series.pk, scenario, year), ())
        if readable is None or unit in readable
    }
    names = {unit: unit_name(unit, units) for unit in there}
    return units_table(
        known,
        shown.series,
        shown.follow_up.period,
        units=dict(sorted(names.items(), key=lambda each: each[1])),
        owing=shown.now.owing,
    )


def _reported(shown: Shown) -> dict[int, Fraction]:
    """The year's months over all units, those that are reported."""
    of = Of(shown.series.pk, Scenario.OUTCOME, shown.follow_up.year)
    found: dict[int, Fraction] = {}
    for months in shown.quantities.months.get(of, {}).values():
        for n, milli in enumerate(months, start=1):
            if milli is not None:
                found[n] = found.get(n, Fraction(0)) + Fraction(milli, MILLI)
    return found


@dataclass(frozen=True, slots=True)
class Expected:
    """The year as a follow-up expected it, as text, with its change since the last."""

    title: str
    quantity: str
    against: str
    comments: tuple[str, ...]


def _forecasts(
    place: Place, shown: Shown, readable: Collection[int] | None, units: Tree
) -> list[Expected]:
    """What each follow-up of the year said of the series' whole year."""
    made = trail.forecasts(shown.follow_up, shown.series, readable=readable)
    titles = {
        each.month: each.title
        for each in place.follow_ups
        if each.year == shown.follow_up.year
    }
    scale, budget = scale_of(shown.series), shown.now.budget_year
    return [
        Expected(
            title=titles.get(each.month, MONTH_NAMES[each.month - 1].capitalize()),
            quantity=money_text(each.quantity, scale),
            against=money_text(_less(each.quantity, budget), scale, plus=True),
            comments=tuple(
                f"{unit_name(unit, units)}: {text}" for unit, text in each.comments
            ),
        )
        for each in made
    ]


def _less(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    """A quantity less another; None where either is missing."""
    return None if one is None or other is None else one - other


@dataclass(frozen=True, slots=True)
class Told:
    """A change of the trail in words."""

    change: trail.Change
    unit: str
    what: str
    old: str
    new: str
    origin: str


def _changes(
    shown: Shown, readable: Collection[int] | None, units: Tree
) -> Iterator[Told]:
    """Who set what to what, newest first."""
    scale = scale_of(shown.series)
    for each in trail.changes(shown.follow_up, shown.series, readable=readable):
        yield Told(
            change=each,
            unit=unit_name(each.unit, units),
            what=MONTH_NAMES[each.month - 1] if each.month else "helårsprognos",
            old=money_text(each.old, scale),
            new=money_text(each.new, scale),
            origin=ORIGINS.get(each.origin, each.origin),
        )
