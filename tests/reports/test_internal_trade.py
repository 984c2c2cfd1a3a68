"""What a committee's units buy of one another is no part of its revenue or cost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db.models import Sum
from django.http import QueryDict

from committees.access import place_of
from committees.models import FollowUp, Role
from committees.periods import Scenario, Span
from finance.facts import Need, books, revenue_groups
from finance.figures import Measure, Selection, Series, figure
from finance.models import Counterpart, CounterpartKind, OutcomeRow
from finance.sources import Axis
from finance.sums import WITHIN
from finance.within import LEFT_OUT, TAKEN_OFF
from reports.dashboards.asked_figure import AskedFigure, What
from reports.dashboards.levels.level import Level, level
from reports.dashboards.levels.pieces import By, Shown
from reports.dashboards.levels.since import History
from reports.dashboards.levels.words import sentences
from reports.dashboards.part import Part
from reports.dashboards.years.figures import How, several_years
from reports.workings.asked import money_of
from reports.workings.money import parted
from tests.conftest import follow_up, person, signed_in

pytestmark = pytest.mark.django_db
TRADED = ("botkyrka-von", "2016-12")


def every() -> Iterator[FollowUp]:
    yield from FollowUp.objects.select_related("committee").order_by("pk")


def part_of(here: FollowUp, query: str = "") -> Part:
    slug = here.committee.slug
    place = place_of(person(slug, Role.CONTROLLER), slug, str(here.period))
    return Part.of(place, QueryDict(query))


def shown(here: FollowUp, by: By, query: str = "") -> Level:
    part = part_of(here, query)
    return level(part, Shown(part.narrowing, by))


def test_groups_sum_to_the_statement_of_every_follow_up() -> None:
    """Revenue and cost by the formula that the report's tables are made by."""
    for here in every():
        measures = frozenset({Measure.REVENUE, Measure.COST})
        known = books(here, Need(measures, frozenset({here.year})))
        revenue, found = revenue_groups(here.committee), shown(here, By.GROUP).known
        series = {
            "budget": Series(Scenario.BUDGET, here.year, Span.YEAR),
            "outcome_to_date": Series(
                Scenario.OUTCOME,
                here.year,
                Span.YEAR if here.kind == "annual" else Span.PERIOD,
            ),
        }
        if found.has_forecast:
            series["forecast"] = Series(Scenario.FORECAST, here.year, Span.YEAR)
        for name, at in series.items():
            if name == "outcome_to_date" and not found.has_outcome:
                continue
            for measure in measures:
                is_revenue = measure is Measure.REVENUE
                told = sum(
                    getattr(sums, name) or 0
                    for group, sums in found.by_place.items()
                    if (group in revenue) == is_revenue and group != WITHIN
                )
                theirs = figure(known, Selection(), measure=measure, series=at) or 0
                assert told == theirs, (here, name, measure)


def traded(here: FollowUp) -> int:
    """What units sold to one another in the year; öre."""
    rows = OutcomeRow.objects.filter(
        committee=here.committee,
        year=here.year,
        counterpart__kind=CounterpartKind.INTERNAL,
        amount_ore__gt=0,
    )
    return int(rows.aggregate(ore=Sum("amount_ore"))["ore"] or 0)


def test_the_whole_is_the_same_however_it_is_parted() -> None:
    here = follow_up(*TRADED)
    assert traded(here)
    totals = {by: shown(here, by).total.sums.outcome_to_date for by in By}
    assert len(set(totals.values())) == 1, totals


def test_a_group_is_the_same_by_unit_and_by_activity_and_down_to_its_rows() -> None:
    here = follow_up(*TRADED)
    for line in shown(here, By.GROUP).lines:
        assert line.piece.to
        query, booked = line.piece.to.query(), line.sums.outcome_to_date
        by_unit = shown(here, By.COST_CENTRE, query.lstrip("?"))
        by_activity = shown(here, By.ACTIVITY, query.lstrip("?"))
        assert by_unit.total.sums.outcome_to_date == booked
        assert by_activity.total.sums.outcome_to_date == booked
        asked = AskedFigure(What.OUTCOME_TO_DATE, line.piece.to)
        where = part_of(here, query.lstrip("?")).where
        parts = parted(here, money_of(here, asked, where))
        assert parts.value == booked
        for axis in Axis:
            assert sum(ore[0] or 0 for ore in parts.by_axis[axis].values()) == booked


def test_a_chosen_unit_has_its_own_trade_and_the_units_sum_to_the_group() -> None:
    here = follow_up(*TRADED)
    names = set()
    for group in shown(here, By.GROUP).lines:
        assert group.piece.to
        query = group.piece.to.query().lstrip("?")
        for line in shown(here, By.COST_CENTRE, query).lines:
            if line.piece.to is None:
                names.add(line.piece.name)
                continue
            own = line.piece.to.query().lstrip("?")
            told = shown(here, By.ACTIVITY, own).total.sums
            assert told.outcome_to_date == line.sums.outcome_to_date, own
    assert "Köp och försäljning inom nämnden" in names


def test_own_and_external_and_the_years_leave_it_out_too() -> None:
    here = follow_up(*TRADED)
    groups = {
        e.piece.label: e.sums.outcome_to_date for e in shown(here, By.GROUP).lines
    }
    years = several_years(part_of(here), axis=Axis.GROUP, how=How.BOOKED)
    for year in years.lines:
        if year.name in groups:
            assert year.outcome.get(here.year, 0) == (groups[year.name] or 0), year
    for line in shown(here, By.PROVIDER).lines:
        assert line.piece.to
        query = line.piece.to.query().lstrip("?")
        by_group = shown(here, By.GROUP, query).lines
        assert sum(e.sums.outcome_to_date or 0 for e in by_group) == (
            line.sums.outcome_to_date
        )


def test_pages_say_what_is_left_out_and_only_where_anything_is() -> None:
    slug, month = TRADED
    client = signed_in(slug, Role.CONTROLLER)
    pages = {
        "?efter=kontogrupp": True,
        "?efter=regi": True,
        "?efter=verksamhet": False,
        "siffra/?kontogrupp=36": True,
        "flera-ar/?efter=kontogrupp": True,
        "manader/?kontogrupp=36": True,
        "?efter=ansvar&kontogrupp=36": False,
    }
    for path, is_said in pages.items():
        text = client.get(f"/{slug}/{month}/avvikelser/{path}").content.decode()
        assert (LEFT_OUT in text) == is_said, path
    by_unit = f"/{slug}/{month}/avvikelser/?efter=ansvar&kontogrupp=36"
    assert TAKEN_OFF in client.get(by_unit).content.decode()
    found = shown(follow_up(*TRADED), By.COST_CENTRE, "kontogrupp=36")
    assert "inom nämnden" not in " ".join(sentences(found, History()))
    here = "/sodertalje-on/2018-04/avvikelser/?efter=kontogrupp"
    client, kinds = signed_in("sodertalje-on", Role.CONTROLLER), Counterpart.objects
    assert LEFT_OUT in client.get(here).content.decode()
    kinds.filter(kind=CounterpartKind.INTERNAL).update(kind=CounterpartKind.EXTERNAL)
    follow_up("sodertalje-on", "2018-04").committee.renew_structure()
    assert LEFT_OUT not in client.get(here).content.decode()
