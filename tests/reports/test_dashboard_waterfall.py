"""The waterfall from budget to forecast: its steps make the deviation exactly."""

from __future__ import annotations

import pytest
from django.test import Client

from committees.models import Role
from finance.review.bridge import adds_up
from reports.dashboards.levels.pieces import By
from reports.dashboards.levels.waterfall import bridge_of
from reports.dashboards.levels.waterfall_steps import (
    ROOM,
    steps,
    waterfall_chart,
    waterfall_table,
)
from tests.conftest import follow_up, signed_in
from tests.reports.test_dashboard_deviations import follow_ups, part_of, shown

pytestmark = pytest.mark.django_db
HERE = "/botkyrka-von/2017-08/avvikelser/vattenfall/"


def client() -> Client:
    return signed_in("botkyrka-von", Role.CONTROLLER)


def test_steps_make_the_deviation_to_the_ore_in_every_follow_up() -> None:
    for here in follow_ups():
        for by in By:
            found = shown(here, by=by)
            if chart := waterfall_chart(found):
                between = sum(ore or 0 for ore in chart.series[1].values)
                assert between == chart.series[0].values[-1] == found.total.deviation
            else:
                assert not any(line.deviation for line in found.lines), here


def test_the_budget_is_the_zero_line_so_that_steps_are_seen() -> None:
    found = shown(follow_up("botkyrka-von", "2017-08"))
    chart = waterfall_chart(found)
    assert chart is not None
    assert chart.categories[0] == "Budget"
    assert chart.series[0].values[0] == 0


def test_small_steps_are_gathered_and_none_is_lost() -> None:
    found = shown(follow_up("botkyrka-von", "2017-08"), by=By.COST_CENTRE, flat=True)
    parted = steps(found)
    assert 0 < len(parted.drawn) <= ROOM
    smallest = min(abs(line.deviation or 0) for line in parted.drawn)
    assert all(abs(line.deviation or 0) <= smallest for line in parted.gathered)
    assert len(parted.drawn) + len(parted.gathered) == len(found.lines)


def test_the_table_tells_budget_forecast_and_where_steps_have_come() -> None:
    found = shown(follow_up("botkyrka-von", "2017-08"))
    table = waterfall_table(found)
    last = table.rows[-2]
    total = found.total.sums
    assert last.values[1] == found.total.deviation
    assert table.row("summa").values[2:] == (total.budget, total.forecast)


def test_the_bridge_is_that_of_the_choice() -> None:
    here = follow_up("sodertalje-on", "2017-08")
    for query in ("", "verksamhet=51", "ansvar=20"):
        found = bridge_of(part_of(here, query))
        assert adds_up(found.steps)
        assert found.steps[-1].ore == shown(here, query).total.deviation


def test_a_choice_without_bridge_says_why() -> None:
    page = client().get(f"{HERE}?efter=orsak&verksamhet=77&ansvar=530")
    assert "Orsaker räknas för hela nämnden" in page.content.decode()


def test_the_page_shows_the_waterfall_and_links_to_the_bridge() -> None:
    page = client().get(f"{HERE}?verksamhet=77").content.decode()
    assert 'id="diagram-vattenfall"' in page
    assert "Från budget −592,1\xa0mkr till prognos −595,5\xa0mkr" in page
    assert "../siffra/?matt=avvikelse&amp;verksamhet=775" in page
    cause = client().get(f"{HERE}?verksamhet=77&efter=orsak").content.decode()
    assert "/botkyrka-von/2017-08/prognos/brygga/?verksamhet=77" in cause


def test_each_adjustment_is_explained_and_example_data_is_marked() -> None:
    rows = bridge_of(part_of(follow_up("botkyrka-von", "2017-08"))).steps
    told = [step.how for step in rows if step.key.startswith("adjustment-")]
    assert len(set(told)) == len(told) > 1
    assert "Exempeldata" in client().get(f"{HERE}?efter=orsak").content.decode()


def test_what_there_is_not_is_said_in_words() -> None:
    answer = client().get(f"{HERE}?efter=motpart")
    assert answer.status_code == 404
    assert "orsak" in answer.content.decode()
