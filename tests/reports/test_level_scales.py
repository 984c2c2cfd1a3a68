"""Deviations as shown: units, shares, deficits, names and choices not known."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.http import QueryDict

from committees.access import place_of
from committees.models import FollowUp, Role
from committees.numbers import scaled
from reports.dashboards.levels.level import Level, level
from reports.dashboards.levels.pieces import By, Shown
from reports.dashboards.levels.since import deficit_since, is_deficit
from reports.dashboards.levels.table import SHARE, level_table, share_of
from reports.dashboards.levels.waterfall_steps import (
    Steps,
    sentence,
    steps,
    waterfall_chart,
)
from reports.dashboards.narrowing import Narrowing
from reports.dashboards.part import LARGE, MKR, TKR, Part
from reports.render.svg import chart_svg
from tests.conftest import person, signed_in

pytestmark = pytest.mark.django_db


def shown(here: FollowUp, by: By = By.ACTIVITY, query: str = "") -> Level:
    """A level of a demo follow-up, as its controller sees it."""
    slug = here.committee.slug
    place = place_of(person(slug, Role.CONTROLLER), slug, str(here.period))
    part = Part.of(place, QueryDict(query))
    return level(part, Shown(part.narrowing, by))


def every_follow_up() -> list[FollowUp]:
    return list(FollowUp.objects.select_related("committee__municipality"))


def test_the_unit_follows_the_largest_amount_that_is_shown() -> None:
    for here in every_follow_up():
        for by in (By.ACTIVITY, By.GROUP):
            found = shown(here, by)
            told = [
                abs(ore or 0)
                for line in found.lines
                for ore in (
                    line.sums.budget,
                    line.sums.forecast,
                    line.sums.outcome_to_date,
                )
            ]
            large = max(told, default=0) >= LARGE
            assert found.scale == (MKR if large else TKR), (here, by)


def test_a_budget_that_shows_as_nothing_has_no_share() -> None:
    small = 0
    for here in every_follow_up():
        found = shown(here, By.GROUP)
        table = level_table(found, found.lines)
        for line, row in zip(found.lines, table.rows, strict=False):
            budget = line.sums.budget or 0
            told = table.value(row.key, SHARE)
            if line.deviation is None or not scaled(budget, found.scale):
                assert told is None
                small += bool(budget)
            else:
                assert told == share_of(found, line)
    assert small, "some budget is there but too small to show"


def test_a_deficit_is_one_in_whole_tkr_whatever_the_unit() -> None:
    assert [is_deficit(ore) for ore in (-49_999, -50_000, 0, 50_000)] == [
        False,
        True,
        False,
        False,
    ]
    assert deficit_since([(4, -70_000), (3, -50_000), (2, -40_000)]) == 3


def test_a_single_small_step_has_its_own_name() -> None:
    found = shown(every_follow_up()[-1])
    line = found.lines[0]
    assert Steps((), (line,)).rest is line
    assert Steps((), ()).rest is None
    both = Steps((), found.lines[:2]).rest
    assert both is not None
    assert both.piece.label == "Övriga 2"


def test_steps_sum_to_the_deviation() -> None:
    for here in every_follow_up():
        found = shown(here)
        if found.total.deviation is not None:
            ore = sum(each.deviation or 0 for each in steps(found).lines)
            assert ore == found.total.deviation


def test_what_has_no_budget_goes_from_none() -> None:
    found = shown(every_follow_up()[-1])
    sums = found.total.sums._replace(budget=None, budget_to_date=None)
    without = replace(found, total=replace(found.total, sums=sums))
    assert sentence(without).startswith("Från ingen budget till ")
    level_ = replace(found.total, deviation=0)
    assert ": i nivå med budget" in sentence(replace(found, total=level_))


@pytest.mark.parametrize(
    "url",
    [
        "/botkyrka-von/2017-08/avvikelser/?niva=x",
        "/botkyrka-von/2017-08/avvikelser/vattenfall/?niva=x",
    ],
)
def test_an_unknown_depth_is_told(url: str) -> None:
    answer = signed_in("botkyrka-von", Role.CONTROLLER).get(url)
    assert answer.status_code == 404
    assert "Det finns inget val x här. De som finns: en, alla." in (
        answer.content.decode()
    )


def test_an_unknown_time_of_volume_and_price_is_told() -> None:
    client = signed_in("botkyrka-von", Role.CONTROLLER)
    answer = client.get("/botkyrka-von/2017-08/volymer/volym-och-pris/?tid=x")
    assert answer.status_code == 404
    assert "Det finns inget val x här." in answer.content.decode()


def test_a_role_in_a_heading_begins_with_a_capital() -> None:
    here = every_follow_up()[0]
    slug = here.committee.slug
    place = place_of(person(slug, Role.CONTROLLER), slug, str(here.period))
    part = Part.of(place, QueryDict("roll=central&lagrum=LSS"))
    assert part.narrowing == Narrowing(role="central", legal_basis="LSS")
    assert part.name == "Central, LSS"


def test_both_sides_are_named_where_steps_go_both_ways() -> None:
    for here in every_follow_up():
        found = shown(here)
        chart = waterfall_chart(found)
        if chart is None:
            continue
        drawn = chart_svg(chart)
        ores = [each.deviation or 0 for each in steps(found).lines]
        assert (">Överskott<" in drawn) == any(ore > 0 for ore in ores)
        assert (">Underskott<" in drawn) == any(ore < 0 for ore in ores)
