"""The months of a part of the money: as the tables have them, and in words."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from committees.access import place_of
from committees.models import FollowUp, Role
from committees.periods import Scenario
from finance import facts
from finance.loaded import Loaded
from finance.models import ForecastMonth, ForecastRow, LiveMonth
from finance.parts import by_axis, together
from finance.sources import EVERYTHING, Axis, Where
from finance.spread import phased
from finance.sums import sums
from reports.dashboards.asked_figure import AskedFigure
from reports.dashboards.part import MKR, Part
from reports.dashboards.trend.figures import Trend, total, trend
from reports.dashboards.trend.shown import link, trend_table
from reports.dashboards.trend.words import heading, notes, overspent_since, sentences
from reports.start.overview import overview
from reports.workings.asked import money_of
from tests.conftest import follow_up, person, signed_in
from tests.finance.test_sums import follow_ups

pytestmark = pytest.mark.django_db
PAGE = "/botkyrka-von/2017-08/avvikelser/manader/"


def part_of(slug: str, month: str, query: str = "") -> Part:
    place = place_of(person(slug, Role.CONTROLLER), slug, month)
    return Part.of(place, QueryDict(query), options=["visa"])


def seen(slug: str, month: str, query: str = "") -> Trend:
    return trend(follow_up(slug, month), part_of(slug, month, query).where)


def test_the_months_are_those_of_the_report_in_every_follow_up() -> None:
    for here in follow_ups():
        found, net = trend(here, EVERYTHING), facts.monthly_net(here)
        for scenario, ours in (
            (Scenario.OUTCOME, found.outcome),
            (Scenario.BUDGET, found.budget),
        ):
            until = here.month if scenario is Scenario.OUTCOME else 12
            theirs = net.get((scenario, here.year), (None,) * 12)[:until]
            assert [-(each or 0) for each in ours[:until]] == [
                each or 0 for each in theirs
            ], here


def test_to_date_is_as_the_overview_has_it_in_every_follow_up() -> None:
    for here in follow_ups():
        expected = overview(here).standing.deviation_to_date
        assert trend(here, EVERYTHING).to_date == expected, here


def test_what_is_booked_and_what_is_left_is_the_forecast() -> None:
    for here in follow_ups():
        found = trend(here, EVERYTHING)
        known = sums(here, by=Axis.ACTIVITY)
        expected = known.of(known.by_place).forecast if known.has_forecast else None
        assert found.forecast == expected, here
        if found.forecast is not None:
            assert (total(found.outcome) or 0) + (total(found.rest) or 0) == expected


def test_months_after_the_follow_up_are_not_seen() -> None:
    found = seen("sodertalje-on", "2017-08")
    assert found.outcome[8:] == (None,) * 5
    assert seen("sodertalje-on", "2017-12").outcome[12] is not None


def test_what_budget_holders_spread_stands_in_its_month() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    row = ForecastRow.objects.filter(follow_up=here).order_by("amount_ore")[0]
    before = trend(here, EVERYTHING)
    where = Where(
        activities=frozenset({row.activity_id}),
        cost_centres=frozenset({row.cost_centre_id}),
        groups=frozenset({row.group_id}),
    )
    booked = total(trend(here, where).outcome) or 0
    left = row.amount_ore - booked
    ForecastMonth.objects.create(row=row, period=9, amount_ore=left)
    found = trend(here, where)
    assert found.rest[8:12] == (left, 0, 0, 0)
    assert total(trend(here, EVERYTHING).rest) == total(before.rest)


def test_a_month_that_is_not_loaded_is_said_and_makes_sums_missing() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    LiveMonth.objects.filter(committee=here.committee, year=2017, period=5).delete()
    part = part_of("botkyrka-von", "2017-08")
    found = trend(here, part.where)
    assert found.outcome[4] is None
    assert found.accumulated().outcome[3] is not None
    assert found.accumulated().outcome[4:8] == (None,) * 4
    assert "Utfallet för maj 2017 är inte inläst" in notes(found, part, scale=MKR)[0]
    assert "inte känt" in heading(found, scale=MKR)


def test_a_year_without_budget_is_said() -> None:
    part = part_of("sodertalje-on", "2014-12")
    found = trend(part.follow_up, part.where)
    assert found.deviations == (None,) * 13
    assert "Det finns ingen budget för" in notes(found, part, scale=MKR)[0]


def test_the_sentence_tells_to_date_and_the_month_that_deviates_most() -> None:
    found = seen("botkyrka-von", "2017-08")
    assert heading(found, scale=MKR).replace("\xa0", " ") == (
        "Nettokostnaden till och med augusti är 686,4 mkr, 25,1 mkr mindre än budget;"
        " januari avviker mest (+11,3 mkr)"
    )


def test_overspending_is_told_since_its_first_month_in_a_row() -> None:
    here = FollowUp(year=2020, month=4)
    months = frozenset((2020, month) for month in range(1, 5))
    ore = [-9, -11, -12, -13]
    found = Trend(
        here,
        Loaded(months),
        outcome=tuple(each * MKR.unit.ore for each in ore) + (None,) * 9,
        budget=(-10 * MKR.unit.ore,) * 12 + (None,),
    )
    assert overspent_since(found, scale=MKR) == 2
    assert sentences(found, scale=MKR) == (
        "Januari–april är 5,0\N{NO-BREAK SPACE}mkr över budget (underskott).",
        "Varje månad sedan februari ligger över budget.",
    )


@pytest.mark.parametrize(
    ("ore", "weights", "parts"),
    [
        (100, (1, 1, 1), (33, 34, 33)),
        (-100, (-3, -1), (-75, -25)),
        (10, (0, 0), (5, 5)),
        (10, (5, -5), (5, 5)),
        (7, (), ()),
    ],
)
def test_parts_follow_their_weights_and_sum_exactly(
    ore: int, weights: tuple[int, ...], parts: tuple[int, ...]
) -> None:
    assert phased(ore, weights) == parts


def test_the_table_sums_to_the_year_and_the_part() -> None:
    part = part_of("botkyrka-von", "2017-08", "verksamhet=775")
    found = trend(part.follow_up, part.where)
    table = trend_table(found, found, part)
    months = [-(ore or 0) for ore in found.outcome[:8]]
    assert [table.value(f"m{month}", "outcome") for month in range(1, 9)] == months
    assert table.value("to-date", "outcome") == sum(months)
    assert table.title == "Nettokostnad per månad: 775 Hemtjänst"
    assert table.value("year", "outcome2016") == -(found.sum_of(2016, until=13) or 0)


def test_every_figure_leads_to_what_it_is_made_of() -> None:
    page = signed_in("botkyrka-von", Role.CONTROLLER).get(PAGE).content.decode()
    there = "/botkyrka-von/2017-08/avvikelser/siffra/?matt="
    assert f'{there}utfall-manad&amp;ar=2017&amp;manad=3">' in page
    assert f'{there}utfall-manad&amp;ar=2016&amp;manad=13">' in page
    assert f'{there}avvikelse-hittills">' in page
    assert f'{there}prognos">' in page


def explained(address: str) -> int | None:
    """The figure that an address asks for, as the page that explains it sums it."""
    path, _, query = address.partition("?")
    _, slug, month, *_ = path.split("/")
    asked, here = AskedFigure.of(QueryDict(query)), follow_up(slug, month)
    where = part_of(slug, month, query).where
    figure = money_of(here, asked, where)
    parts = by_axis(here, figure.slices, Axis.ACTIVITY).values()
    return figure.of(together(parts, slices=len(figure.slices)))


@pytest.mark.parametrize("month", ["2017-08", "2017-12"])
def test_what_a_figure_leads_to_is_the_same_figure(month: str) -> None:
    part = part_of("sodertalje-on", month, "verksamhet=51")
    found = trend(part.follow_up, part.where)
    table = trend_table(found, found, part)
    to, compared = link(table, found, part, is_running=False), 0
    for row in table.rows:
        for column in table.columns:
            address = to(row, column)
            if address and column.key != "forecast":
                shown = table.value(row.key, column.key)
                value = explained(address)
                sign = 1 if column.key == "deviation" else -1
                assert value is not None
                assert shown == value * sign, (row.key, column.key)
                compared += 1
    assert compared > 60


def test_what_is_accumulated_leads_to_its_months() -> None:
    client = signed_in("botkyrka-von", Role.CONTROLLER)
    page = client.get(f"{PAGE}?visa=ackumulerat&verksamhet=775").content.decode()
    assert '<a href="?verksamhet=775">' in page
    assert "Ackumulerad nettokostnad: 775 Hemtjänst" in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("visa=vecka", "Det finns inget val vecka här"),
        ("verksamhet=9999", "Det finns ingen verksamhet 9999"),
    ],
)
def test_what_is_not_known_is_said(query: str, words: str) -> None:
    answer = signed_in("botkyrka-von", Role.CONTROLLER).get(f"{PAGE}?{query}")
    assert answer.status_code == 404
    assert words in answer.content.decode()


def test_the_months_can_be_fetched_as_a_file() -> None:
    client = signed_in("botkyrka-von", Role.CONTROLLER)
    answer = client.get(f"{PAGE}?verksamhet=775&fil=tabell-months.csv")
    assert answer.status_code == 200
    assert "Januari" in answer.content.decode("utf-8-sig")
