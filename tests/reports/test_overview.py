"""The start page's figures, on the demo committees' follow-ups."""

from __future__ import annotations

import pytest
from django.db.models import Sum

from committees.models import FollowUp, FollowUpKind
from committees.numbers import Scale, Unit, scaled
from finance.models import (
    Action,
    ActionEffect,
    ActionState,
    ForecastRow,
    GrantRow,
    OutcomeAdjustment,
    OutcomeRow,
)
from reports.overview import Overview, overview
from tests.conftest import follow_up

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
    assert may.forecast_deviation is not None
    assert august.forecast_deviation is not None
    change = august.forecast_deviation - may.forecast_deviation
    assert august.forecast_change == change
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


def test_without_a_forecast_nothing_deviates() -> None:
    for here in FollowUp.objects.filter(kind=FollowUpKind.ANNUAL):
        shown = overview(here)
        assert not ForecastRow.objects.filter(follow_up=here).exists()
        assert shown.standing.forecast_deviation is None
        assert (shown.largest, shown.chart) == ((), None)


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


@pytest.mark.parametrize("slug", ["botkyrka-von", "sodertalje-on", "enkoping-von"])
def test_every_follow_up_of_the_demo_has_a_start_page(slug: str) -> None:
    for here in FollowUp.objects.filter(committee__slug=slug):
        assert overview(here).example_data
