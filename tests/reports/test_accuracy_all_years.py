"""Accuracy over several closed years: a made history beside the demo's own."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from committees.access import place_of
from committees.models import FollowUp, FollowUpKind, FollowUpState, Role
from committees.periods import CLOSING, Month
from finance.models import ControllerAdjustment, ForecastRow, LiveMonth, OutcomeRow
from finance.summaries import refresh_forecast
from reports.dashboards.accuracy.figures import Way
from reports.dashboards.accuracy.seen import Seen, known, seen
from reports.dashboards.part import Part
from tests.conftest import follow_up, person, signed_in

pytestmark = pytest.mark.django_db
SLUG, MONTH = "sodertalje-on", "2018-04"
PAGE = f"/{SLUG}/{MONTH}/avvikelser/traffsakerhet/"
SAID = Month(2016, 8)
"""When the made history's only forecast is made: the next year's, and a krona a row."""


@pytest.fixture
def made() -> FollowUp:
    """A follow-up of a year that the demo has outcome but no forecasts of."""
    committee = follow_up(SLUG, MONTH).committee
    here = FollowUp.objects.create(
        committee=committee,
        year=SAID.year,
        month=SAID.month,
        kind=FollowUpKind.MONTH,
        state=FollowUpState.OPEN,
        opens_on=SAID.last_day,
        deadline=SAID.last_day,
    )
    like = ForecastRow.objects.filter(
        follow_up__committee=committee, follow_up__year=2017, follow_up__month=8
    )
    for row in like:
        row.pk, row.follow_up, row.amount_ore = None, here, row.amount_ore + 100
        row.save(force_insert=True)
    refresh_forecast(here)
    return here


def as_seen(*years: int) -> Seen:
    """What the whole committee's forecasts of some years were."""
    place = place_of(person(SLUG, Role.CONTROLLER), SLUG, MONTH)
    part = Part.of(place, QueryDict(""))
    return seen(part, known(place), years=years, follow_ups=place.follow_ups)


def outcome(year: int) -> int:
    """A year's outcome, added row by row."""
    live = LiveMonth.objects.filter(committee__slug=SLUG, year=year)
    counted = set(live.values_list("batch_id", "period"))
    rows = OutcomeRow.objects.filter(committee__slug=SLUG, year=year)
    return sum(
        ore
        for batch, period, ore in rows.values_list("batch", "period", "amount_ore")
        if (batch, period) in counted and 1 <= period <= CLOSING
    )


def errors(year: int) -> list[int]:
    """Outcome less what was forecast, by follow-up of a year, from the rows."""
    found = []
    for here in FollowUp.objects.filter(committee__slug=SLUG, year=year):
        rows = ForecastRow.objects.filter(follow_up=here)
        upon = ControllerAdjustment.objects.filter(follow_up=here)
        if rows:
            said = sum(each.amount_ore for each in rows)
            said += sum(each.amount_ore for each in upon)
            found.append(outcome(year) - said)
    return found


def test_one_closed_year_offers_no_choice_of_all() -> None:
    page = signed_in(SLUG, Role.CONTROLLER).get(PAGE).content.decode()
    assert "Alla år" not in page


def test_all_years_are_the_follow_ups_of_them_together(made: FollowUp) -> None:
    every = [error for year in (made.year, 2017) for error in errors(year)]
    assert len(every) == 1 + 5
    found = as_seen(made.year, 2017)
    assert found.accuracy is not None
    assert found.accuracy.whole.bias(Way.FORECAST) * len(every) == sum(every)
    (alone,) = errors(made.year)
    one = as_seen(made.year).accuracy
    assert one is not None
    assert one.whole.bias(Way.FORECAST) == alone


def test_a_months_error_is_the_mean_of_its_years(made: FollowUp) -> None:
    august = ForecastRow.objects.filter(
        follow_up__committee__slug=SLUG, follow_up__month=SAID.month
    )
    upon = ControllerAdjustment.objects.filter(
        follow_up__committee__slug=SLUG, follow_up__month=SAID.month
    )
    both = [
        outcome(year)
        - sum(
            row.amount_ore
            for rows in (august, upon)
            for row in rows.filter(follow_up__year=year)
        )
        for year in (made.year, 2017)
    ]
    found = as_seen(made.year, 2017).accuracy
    assert found is not None
    assert found.by_month[SAID.month].bias(Way.FORECAST) * 2 == sum(both)


def test_the_page_shows_all_years_and_its_files(made: FollowUp) -> None:
    client = signed_in(SLUG, Role.CONTROLLER)
    page = client.get(PAGE).content.decode()
    assert f'href="{PAGE}?ar=alla">Alla år</a>' in page
    shown = client.get(f"{PAGE}?ar=alla")
    assert shown.status_code == 200
    text = shown.content.decode()
    assert f"{made.year}, 2017" in text or f"2017, {made.year}" in text
    file = client.get(f"{PAGE}?ar=alla&fil=tabell-cost-centres.csv")
    assert file.content != client.get(f"{PAGE}?fil=tabell-cost-centres.csv").content
