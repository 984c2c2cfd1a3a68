"""The dashboards' sums equal those of the report's tables, from any source."""

from __future__ import annotations

from itertools import pairwise

import pytest

from committees.models import FollowUp, FollowUpKind
from committees.periods import CLOSING, Scenario, Span
from committees.trees import activity_tree, cost_centre_tree
from finance.around import around
from finance.figures import Books, Measure, Selection, Series, figure
from finance.sources import BY_ACTIVITY, BY_BOTH, BY_COST_CENTRE, Axis, Where, source_of
from finance.sums import ADJUSTED, Sums, forecasts, months, sums
from tests.conftest import follow_up, net_books

pytestmark = pytest.mark.django_db
PLACES = ("botkyrka-von", "sodertalje-on", "enkoping-von")


def follow_ups() -> list[FollowUp]:
    """Every follow-up of the demo committees."""
    found = FollowUp.objects.select_related("committee").order_by("committee")
    return list(found.order_by("committee", "year", "month"))


def net(held: Books, selection: Selection, series: Series) -> int | None:
    return figure(held, selection, measure=Measure.NET, series=series)


def of_books(
    here: FollowUp, held: Books, selection: Selection
) -> tuple[int | None, ...]:
    """Budget and outcome to date, budget and forecast of the year, in tables."""
    to_date = Span.YEAR if here.kind == FollowUpKind.ANNUAL else Span.PERIOD
    wanted = (
        (Scenario.BUDGET, to_date),
        (Scenario.OUTCOME, to_date),
        (Scenario.BUDGET, Span.YEAR),
        (Scenario.FORECAST, Span.YEAR),
    )
    return tuple(net(held, selection, Series(s, here.year, span)) for s, span in wanted)


def test_every_follow_up_sums_to_the_same_along_every_axis() -> None:
    for here in follow_ups():
        whole = of_books(here, net_books(here), Selection())
        for axis in Axis:
            known = sums(here, by=axis)
            assert known.of(known.by_place)[:4] == whole, (here, axis)


def test_every_activity_is_as_the_tables_have_it() -> None:
    for here in follow_ups():
        held, known = net_books(here), sums(here, by=Axis.ACTIVITY)
        tree = activity_tree(here.committee, month=here.period)
        for node in tree.nodes.values():
            ids = tree.under([node.code])
            expected = of_books(here, held, Selection(activities=ids))
            assert known.of(ids)[:4] == expected, (here, node)


@pytest.mark.parametrize("slug", PLACES)
def test_a_unit_sums_to_the_same_from_all_three_sources(slug: str) -> None:
    here = follow_up(slug, "2024-08" if slug == "enkoping-von" else "2017-08")
    tree = cost_centre_tree(here.committee, month=here.period)
    by_unit = sums(here, by=Axis.COST_CENTRE)
    for unit in tree.children[tree.roots()[0].id]:
        ids = tree.under([tree.nodes[unit].code])
        where = Where(cost_centres=ids)
        by_activity = sums(here, by=Axis.ACTIVITY, where=where)
        by_group = sums(here, by=Axis.GROUP, where=where)
        activities = frozenset(by_activity.by_place)
        rows = sums(
            here, by=Axis.GROUP, where=Where(activities=activities, cost_centres=ids)
        )
        expected = by_unit.of(ids)
        assert expected != Sums()
        for known in (by_activity, by_group, rows):
            assert known.of(known.by_place) == expected


@pytest.mark.parametrize("slug", PLACES)
def test_months_make_the_year(slug: str) -> None:
    here = follow_up(slug, "2024-08" if slug == "enkoping-von" else "2017-08")
    told = months(here, years=[here.year - 1, here.year])
    whole = sums(here, by=Axis.GROUP)
    total = whole.of(whole.by_place)
    outcome = told[Scenario.OUTCOME, here.year]
    assert sum(ore or 0 for ore in outcome[: here.month]) == total.outcome_to_date
    assert sum(o or 0 for o in told[Scenario.BUDGET, here.year]) == total.budget
    assert len(outcome) == CLOSING


def adjusted_in(here: FollowUp) -> int:
    found = around(here).adjustments(Where())
    return sum(each.ore for each in found if each.month == here.month)


def test_forecasts_are_told_by_the_month_they_were_made_in() -> None:
    here = follow_up("sodertalje-on", "2017-08")
    by_month = forecasts(here, years=[2017])[2017]
    made = [at for at, ore in enumerate(by_month, start=1) if ore is not None]
    adjusted = adjusted_in(here)
    known = sums(here, by=Axis.ACTIVITY)
    assert made == [2, 3, 4, 5, 8]
    assert known.last_month == 5
    expected = (by_month[7] or 0) + adjusted
    assert known.of(known.by_place).forecast == expected


def test_what_controllers_adjust_has_no_cost_centre_but_is_in_the_total() -> None:
    here = next(each for each in follow_ups() if adjusted_in(each))
    ore = adjusted_in(here)
    by_unit = sums(here, by=Axis.COST_CENTRE)
    assert by_unit.by_place[ADJUSTED].forecast == ore
    known = sums(here, by=Axis.ACTIVITY)
    assert by_unit.of(by_unit.by_place) == known.of(known.by_place)


def test_a_change_is_against_the_last_forecast_of_the_year() -> None:
    first, second = (follow_up("botkyrka-von", m) for m in ("2017-04", "2017-05"))
    before, now = (sums(each, by=Axis.ACTIVITY) for each in (first, second))
    whole, earlier = now.of(now.by_place), before.of(before.by_place)
    assert now.last_month == first.month
    assert whole.last_forecast == earlier.forecast
    assert now.change(whole) == (whole.forecast or 0) - (earlier.forecast or 0)


def test_nothing_is_told_of_a_forecast_that_is_not_made() -> None:
    here = follow_up("botkyrka-von", "2016-12")
    known = sums(here, by=Axis.ACTIVITY)
    assert known.deviation(known.of(known.by_place)) is None
    assert known.change(known.of(known.by_place)) is None


def test_the_smallest_source_is_asked() -> None:
    assert source_of({Axis.ACTIVITY, Axis.GROUP}) is BY_ACTIVITY
    assert source_of({Axis.COST_CENTRE, Axis.ACTIVITY}) is BY_BOTH
    assert source_of({Axis.COST_CENTRE, Axis.GROUP}) is BY_COST_CENTRE
    assert source_of(set(Axis)).table == ""


def test_only_decisions_taken_by_the_month_are_counted() -> None:
    told = [
        sums(here, by=Axis.COST_CENTRE)
        for here in follow_ups()
        if here.committee.slug == "enkoping-von" and here.year == 2024
    ]
    budgets = [known.of(known.by_place).budget for known in told]
    assert any(first != second for first, second in pairwise(budgets))
