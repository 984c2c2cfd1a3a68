"""What each follow-up said of its year, and what the year became."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from committees.access import place_of
from committees.models import Role
from finance.sources import EVERYTHING, Axis
from finance.sums import sums
from reports import catalogue
from reports.dashboards.evolution.figures import Evolution, evolution, follow_ups_of
from reports.dashboards.evolution.shown import evolution_chart, evolution_table
from reports.dashboards.evolution.words import heading, notes
from reports.dashboards.part import MKR, Part
from reports.tables.model import Tone
from tests.conftest import follow_up, person, signed_in
from tests.finance.test_sums import follow_ups

pytestmark = pytest.mark.django_db
PAGE = "/sodertalje-on/2018-04/avvikelser/utveckling/"


def seen(slug: str, month: str, year: int, query: str = "") -> tuple[Evolution, Part]:
    place = place_of(person(slug, Role.CONTROLLER), slug, month)
    part = Part.of(place, QueryDict(query))
    told = follow_ups_of(place, year)
    return evolution(told, part.where, here=place.follow_up), part


def test_every_follow_up_said_what_its_own_pages_say() -> None:
    for here in follow_ups():
        found, _ = seen(here.committee.slug, str(here.period), here.year)
        said = found.said[-1]
        known = sums(here, by=Axis.ACTIVITY)
        whole = known.of(known.by_place)
        assert said.follow_up == here
        assert said.budget == whole.budget
        if known.has_forecast:
            assert said.forecast == whole.forecast
            assert said.deviation == known.deviation(whole)
        else:
            assert said.forecast is None


def test_earlier_follow_ups_stand_against_the_budget_of_their_month() -> None:
    found, _ = seen("sodertalje-on", "2018-04", 2017)
    budgets = {said.follow_up.month: said.budget for said in found.said}
    assert budgets[4] != budgets[5]
    for said in found.said:
        known = sums(said.follow_up, by=Axis.ACTIVITY)
        assert said.budget == known.of(known.by_place).budget


def test_the_closed_year_became_what_the_reports_table_has() -> None:
    found, _ = seen("sodertalje-on", "2018-04", 2017)
    table = catalogue.table(
        follow_up("sodertalje-on", "2018-04"), "net-cost-hallbar-omsorg"
    )
    printed = table.value("namnden-totalt", "netto_1")
    assert found.outcome is not None
    assert printed in {found.outcome, -found.outcome}


def test_a_year_that_is_not_over_has_no_outcome_and_no_later_follow_ups() -> None:
    found, _ = seen("sodertalje-on", "2017-08", 2017)
    assert [said.follow_up.month for said in found.said] == [2, 3, 4, 5, 8]
    assert found.outcome is None


def test_adjustments_are_told_apart_and_no_unit_bears_them() -> None:
    found, _ = seen("botkyrka-von", "2017-08", 2017)
    last = found.said[-1]
    assert last.adjusted == 3_200_000_00
    assert (last.deviation or 0) - (last.of_units or 0) == last.adjusted
    of_unit, _ = seen("botkyrka-von", "2017-08", 2017, "ansvar=5411")
    assert {said.adjusted for said in of_unit.said} == {None}


def test_how_far_off_each_forecast_was_is_in_the_table() -> None:
    found, part = seen("sodertalje-on", "2018-04", 2017)
    table = evolution_table(found, part)
    off, forecast = table.value("m8", "off"), table.value("m8", "forecast")
    assert isinstance(off, int)
    assert isinstance(forecast, int)
    assert forecast + off == table.value("outcome", "forecast") == found.outcome
    assert table.value("m2", "basis") == "genererad"
    assert table.value("m8", "basis") == "nämndens"


def test_the_sentence_goes_from_the_first_forecast_to_the_outcome() -> None:
    found, part = seen("sodertalje-on", "2018-04", 2017)
    assert heading(found, scale=MKR).replace("\xa0", " ") == (
        "I februari väntades −0,5 mkr mot budget och i augusti +12,3 mkr;"
        " utfallet blev +11,0 mkr"
    )
    assert evolution_chart(found, part) is not None


def test_what_changed_the_budget_is_said() -> None:
    found, _ = seen("sodertalje-on", "2018-04", 2017)
    told = "\n".join(notes(found, scale=MKR))
    assert "Budgeten ändrades 12/5" in told
    assert "Prognoserna i februari, mars, april och maj 2017 är genererade" in told


def test_a_year_without_forecasts_says_so() -> None:
    client = signed_in("sodertalje-on", Role.CONTROLLER)
    page = client.get(f"{PAGE}?ar=2015").content.decode()
    assert "Det finns ingen prognos för Omsorgsnämnden" in page
    assert client.get(f"{PAGE}?ar=2030").status_code == 404


def test_a_figure_leads_to_what_its_own_follow_up_knew() -> None:
    client = signed_in("sodertalje-on", Role.CONTROLLER)
    page = client.get(f"{PAGE}?ar=2017&verksamhet=51").content.decode()
    there = "/sodertalje-on/2017-05/avvikelser/siffra/?matt=prognos&amp;verksamhet=51"
    assert there in page


def test_the_whole_is_the_sum_of_its_parts() -> None:
    whole, _ = seen("enkoping-von", "2024-08", 2024)
    parts = [
        seen("enkoping-von", "2024-08", 2024, f"verksamhet={code}")[0]
        for code in ("51", "52", "53", "54", "59")
    ]
    for at, said in enumerate(whole.said):
        assert said.forecast == sum(each.said[at].forecast or 0 for each in parts)
        assert said.budget == sum(each.said[at].budget or 0 for each in parts)


def test_nothing_narrowed_is_everything() -> None:
    _, part = seen("enkoping-von", "2024-08", 2024)
    assert part.where == EVERYTHING


def test_the_charts_figures_carry_their_signs() -> None:
    found, part = seen("botkyrka-von", "2017-08", 2017)
    chart = evolution_chart(found, part)
    assert chart is not None
    assert {column.tone for column in chart.as_table().columns} == {Tone.DEVIATION}
