"""The start page's figures, on the demo committees' follow-ups."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db.models import Sum

from committees.models import FollowUp, FollowUpKind
from committees.numbers import Scale, Unit, scaled
from committees.periods import Scenario, Span
from committees.trees import activity_tree
from finance.by_month import by_month
from finance.figures import Measure, Selection, Series, figure
from finance.models import (
    Action,
    ActionEffect,
    ActionState,
    ControllerAdjustment,
    ForecastRow,
    GrantRow,
    OutcomeAdjustment,
    OutcomeRow,
)
from finance.sources import Axis
from finance.summaries import refresh_forecast
from finance.sums import sums
from reports import drawing
from reports.start.overview import Overview, overview
from reports.start.words import answer
from tests.conftest import follow_up, net_books

pytestmark = pytest.mark.django_db
MKR = 100_000_000


def of(slug: str, month: str) -> Overview:
    return overview(follow_up(slug, month))


def mkr(ore: int | None) -> str:
    assert ore is not None
    return str(scaled(ore, Scale(Unit.MKR, 1)))


def test_the_adjusted_deviation_of_sodertalje_is_the_printed_one() -> None:
    standing = of("sodertalje-on", "2017-08").standing
    assert mkr(standing.deviation_to_date) == "14.7"
    assert mkr(standing.adjusted_deviation) == "10.6"
    assert mkr(standing.forecast_deviation) == "12.3"


def test_what_was_adjusted_is_holiday_pay_and_a_full_years_item() -> None:
    adjusted = OutcomeAdjustment.objects.filter(
        follow_up=follow_up("sodertalje-on", "2017-08")
    )
    sums = dict(
        adjusted.values("reason")
        .annotate(ore=Sum("amount_ore"))
        .values_list("reason", "ore")
    )
    assert mkr(sums["holiday_pay"]) == "-3.1"
    assert mkr(sums["full_year"]) == "-1"
    assert sums["misposted"] == 0


def test_an_adjustment_that_has_been_booked_lapses() -> None:
    here = follow_up("sodertalje-on", "2017-08")
    here.outcome_adjustments.update(booked=True)
    standing = overview(here).standing
    assert standing.adjusted_deviation == standing.deviation_to_date


def test_the_forecasts_change_is_since_the_years_last_follow_up() -> None:
    may, august = (of("botkyrka-von", f"2017-{m}").standing for m in ("05", "08"))
    assert may.sums.forecast is not None
    assert august.sums.forecast is not None
    assert august.forecast_change == august.sums.forecast - may.sums.forecast
    assert august.last_title == "Månadsuppföljning maj 2017"


def test_the_years_first_forecast_has_changed_from_nothing() -> None:
    standing = of("botkyrka-von", "2017-02").standing
    assert (standing.forecast_change, standing.last_title) == (None, "")


def test_the_frame_is_the_grant_of_counted_decisions() -> None:
    frame = of("sodertalje-on", "2017-08").standing.frame
    grants = GrantRow.objects.filter(decision__code__in=["RAM-2017", "VOL-2017-04"])
    assert frame == grants.aggregate(ore=Sum("amount_ore"))["ore"]


def test_without_a_grant_the_frame_is_the_net_budget() -> None:
    here = follow_up("enkoping-von", "2024-08")
    before = overview(here).standing.frame
    GrantRow.objects.filter(committee=here.committee).delete()
    assert overview(here).standing.frame == before


def test_only_decided_actions_count_from_their_date() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    before = overview(here).standing.actions
    effect = ActionEffect.objects.filter(committee=here.committee).first()
    assert effect is not None
    assert before is not None
    Action.objects.filter(pk=effect.action_id).update(state=ActionState.PROPOSED)
    own = effect.action.effects.aggregate(ore=Sum("decided_ore"))["ore"]
    assert overview(here).standing.actions == before - own


def test_a_closed_year_counts_its_closing_entries() -> None:
    here = follow_up("sodertalje-on", "2017-12")
    assert here.kind == FollowUpKind.ANNUAL
    closed = overview(here).standing.deviation_to_date
    FollowUp.objects.filter(pk=here.pk).update(kind=FollowUpKind.MONTH)
    months = overview(follow_up("sodertalje-on", "2017-12")).standing.deviation_to_date
    closing = OutcomeRow.objects.filter(committee=here.committee, year=2017, period=13)
    assert closed is not None
    assert months is not None
    assert closed - months == closing.aggregate(ore=Sum("amount_ore"))["ore"]


def test_without_a_forecast_a_year_is_told_by_its_outcome() -> None:
    for here in FollowUp.objects.filter(kind=FollowUpKind.ANNUAL):
        shown = overview(here)
        assert not ForecastRow.objects.filter(follow_up=here).exists()
        assert shown.standing.forecast_deviation is None
        assert (shown.is_outcome, shown.chart) == (True, None)


def test_an_open_month_without_forecast_has_no_deviations() -> None:
    here = follow_up("enkoping-von", "2024-08")
    ForecastRow.objects.filter(follow_up=here).delete()
    refresh_forecast(here)
    ControllerAdjustment.objects.filter(follow_up=here).delete()
    shown = overview(here)
    assert (shown.largest, shown.chart) == ((), None)
    assert "Det finns ingen prognos i uppföljningen än." in answer(shown, here)


def test_without_a_budget_no_deviation_is_told() -> None:
    standing = of("sodertalje-on", "2014-12").standing
    assert standing.deviation_to_date is None
    assert standing.adjusted_deviation is None


def test_the_largest_deviations_are_told_with_their_fullest_comment() -> None:
    shown = of("botkyrka-von", "2017-08").largest
    assert [each.code for each in shown] == ["711", "786", "788", "770", "775"]
    sizes = [abs(each.deviation) for each in shown]
    assert sizes == sorted(sizes, reverse=True)
    comments = ForecastRow.objects.filter(
        follow_up=follow_up("botkyrka-von", "2017-08")
    ).values_list("comment", flat=True)
    for each in shown:
        assert each.comment in comments
        assert each.comment


def every_follow_up() -> list[FollowUp]:
    """All follow-ups of the demo."""
    return list(FollowUp.objects.select_related("committee__municipality"))


def test_every_follow_up_of_the_demo_has_a_start_page() -> None:
    for here in every_follow_up():
        shown = overview(here)
        assert shown.example_data
        assert answer(shown, here)


def test_the_figures_are_those_of_the_reports_tables() -> None:
    for here in every_follow_up():
        books, year = net_books(here), here.year
        shown = overview(here)
        span = Span.YEAR if here.kind == FollowUpKind.ANNUAL else Span.PERIOD
        for ore, scenario, over in (
            (shown.standing.sums.outcome_to_date, Scenario.OUTCOME, span),
            (shown.standing.sums.budget_to_date, Scenario.BUDGET, span),
            (shown.standing.sums.budget, Scenario.BUDGET, Span.YEAR),
            (shown.standing.sums.forecast, Scenario.FORECAST, Span.YEAR),
        ):
            of_table = Series(scenario, year, over)
            assert ore == figure(
                books, Selection(), measure=Measure.NET, series=of_table
            ), (here, scenario, over)
        tree = activity_tree(here.committee, month=here.period)
        bars = drawing.forecast_deviations(here, books, tree)
        expected = {d.node.code: d.ore for d in bars}
        if not shown.is_outcome:
            assert {d.code: d.deviation for d in shown.largest}.items() <= (
                expected.items()
            )


def test_the_year_by_month_is_that_of_the_dashboards() -> None:
    for here in every_follow_up():
        ours, theirs = by_month(here).known, sums(here, by=Axis.ACTIVITY)
        assert ours.by_place == theirs.by_place
        assert replace(ours, columns=()) == replace(theirs, columns=())
