"""The pages of volumes: the list of series, and one series on its own."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from committees import events
from committees.models import FollowUp as FollowUps
from committees.models import FollowUpState, Role
from tests.conftest import follow_up, person, signed_in
from volumes.models import Counted, OverUnits, VolumeBudget, VolumeRow, VolumeSeries

pytestmark = pytest.mark.django_db

SLUG, MONTH = "sodertalje-on", "2017-08"
OPEN_MONTH = "2018-04"
LIST = f"/{SLUG}/{MONTH}/volymer/"
HOME_CARE = "hemtjanst-timmar"
PRESENT = "daglig-narvaro-egen"


def text_of(client: Client, url: str) -> str:
    """A page's words as they are read, with plain spaces."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    markup = answer.content.decode().split("<main", 1)[1]
    words = unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<svg.*?</svg>", "", markup)))
    return re.sub(r"\s+", " ", words)


def controller() -> Client:
    return signed_in(SLUG, Role.CONTROLLER)


def page_of(code: str, month: str = MONTH) -> str:
    return f"/{SLUG}/{month}/volymer/serie/{code}/"


def series(code: str) -> VolumeSeries:
    return VolumeSeries.objects.get(committee__slug=SLUG, code=code)


def rows(code: str, year: int = 2017) -> Any:
    """What is reported of a series in a year; the months are open to be changed."""
    FollowUps.objects.filter(committee__slug=SLUG, year=year).update(
        state=FollowUpState.OPEN
    )
    return VolumeRow.objects.filter(series=series(code), year=year)


def test_the_list_tells_budget_outcome_last_year_and_forecast() -> None:
    text = text_of(controller(), LIST)
    figures = "29 648 21 268 −8 380 −28,3 29 970 44 472 29 630"
    assert f"Hemtjänst SoL, utförda timmar extern timmar {figures}" in text


def test_a_series_that_leaves_its_season_warns_in_words() -> None:
    text = text_of(controller(), LIST)
    assert "Varning. Augusti ligger 35 % under mönstret, lägre än någon" in text
    assert "2 med varning" in text


@pytest.mark.parametrize(
    ("asked", "shown", "hidden"),
    [
        ("visa=varning", "Personligt utformat stöd", "Boendestöd, utförda timmar"),
        ("verksamhet=515", "närvarande brukare", "Hemtjänst SoL"),
        ("regi=extern", "Hemtjänst SoL", "Boendestöd, utförda timmar"),
        ("slag=personal", "Årsarbetare, chefer", "Hemtjänst SoL"),
    ],
)
def test_the_list_can_be_narrowed(asked: str, shown: str, hidden: str) -> None:
    text = text_of(controller(), f"{LIST}?{asked}")
    assert shown in text
    assert hidden not in text


def test_staff_is_listed_when_asked_for_only() -> None:
    assert "Årsarbetare, chefer" not in text_of(controller(), LIST)
    text = text_of(controller(), f"{LIST}?slag=alla")
    assert "Årsarbetare, chefer" in text
    assert "Hemtjänst SoL" in text


def test_a_choice_that_does_not_exist_is_told_and_lists_nothing() -> None:
    text = text_of(controller(), f"{LIST}?verksamhet=finns-inte")
    assert "finns-inte" in text
    assert "Inga serier i det här urvalet." in text


def test_the_activity_is_reached_again_by_the_crumbs() -> None:
    answer = controller().get(f"{LIST}?verksamhet=515")
    assert 'href="?verksamhet=51"' in answer.content.decode()


def test_a_month_that_a_unit_owes_is_named_with_who_should_report_it() -> None:
    rows(PRESENT, 2018).filter(month=4).delete()
    text = text_of(controller(), f"/{SLUG}/{OPEN_MONTH}/volymer/?visa=saknas")
    assert "April saknas för 3301 " in text
    page = text_of(controller(), page_of(PRESENT, OPEN_MONTH))
    assert "Månader som saknas" in page
    assert re.search(r"April: 3301 [^,]+, rapporteras av \w+ \w+", page)


def test_a_missing_month_neither_warns_nor_counts_as_zero() -> None:
    rows(HOME_CARE).filter(month__gte=6).delete()
    text = text_of(controller(), page_of(HOME_CARE))
    assert "Augusti ligger" not in text
    assert "Nivån januari–maj är 18 % lägre än samma månader 2016" in text
    assert "Juni–augusti: " in text
    assert "saknas saknas saknas" in text


def test_a_sum_with_a_missing_month_has_no_deviation() -> None:
    rows(HOME_CARE).filter(month=3).delete()
    text = text_of(controller(), LIST)
    assert "extern timmar 29 648 18 059 – – 29 970" in text
    assert "Mars saknas för" in text


def test_one_series_shows_every_year_with_the_budget() -> None:
    text = text_of(controller(), page_of(HOME_CARE))
    assert "Utfall 2017 2 909 2 818 3 209 3 301 3 458 1 387 2 076 2 109 –" in text
    for year in (2014, 2015, 2016):
        assert f"Utfall {year}" in text
    assert "Hemtjänst SoL, utförda timmar till och med augusti 2017: 21 268" in text


def test_the_chart_is_drawn() -> None:
    markup = controller().get(page_of(HOME_CARE)).content.decode()
    assert 'class="chart-svg"' in markup


def test_the_forecast_is_told_as_each_follow_up_gave_it() -> None:
    text = text_of(controller(), page_of(HOME_CARE))
    assert "Delår 1 2017 38 270 −6 202" in text
    assert "Delår 2 2017 29 630 −14 842" in text
    earlier = text_of(controller(), page_of(HOME_CARE, "2017-04"))
    assert "Delår 2 2017 29 630" not in earlier


def test_the_warning_is_explained_month_by_month() -> None:
    text = text_of(controller(), page_of(HOME_CARE))
    assert "Juni 1 387 3 328 −58 0 av 30 utanför mönstret" in text


def test_one_year_of_history_is_said_to_be_too_short() -> None:
    for year in (2014, 2015, 2016):
        rows(HOME_CARE, year).delete()
    text = text_of(controller(), page_of(HOME_CARE))
    assert "Historiken är för kort för att varna." in text


def test_occupancy_stands_beside_the_series_it_is_made_of() -> None:
    text = text_of(controller(), page_of(PRESENT))
    assert "Närvarande av verkställda beslut, egen regi procent" in text


def test_a_part_of_a_series_is_shown_under_it_and_not_added() -> None:
    part = series("pus-timmar")
    part.part_of = series(HOME_CARE)
    part.activity = part.part_of.activity
    part.save()
    text = text_of(controller(), page_of(HOME_CARE))
    assert "varav Personligt utformat stöd, utförda timmar 11 048 4 973" in text
    assert "Hemtjänst SoL, utförda timmar 29 648 21 268" in text
    assert "varav Personligt utformat stöd" in text_of(controller(), LIST)


def test_a_change_is_told_with_who_and_why() -> None:
    row = rows(HOME_CARE).get(month=8)
    row.correction = "Fakturan kom sent."
    row.save()
    here = follow_up(SLUG, MONTH).committee
    by = person(SLUG, Role.CONTROLLER)
    events.record(
        row,
        by=by,
        committee=here,
        field="month:8",
        old="2109000",
        new="2209500",
        origin="typed",
    )
    text = text_of(controller(), page_of(HOME_CARE))
    assert f"{by.name} 2311 Beställning ordinärt boende augusti" in text
    assert "2 109 2 210 skriven Fakturan kom sent." in text


def test_units_that_cannot_be_added_have_no_total() -> None:
    one = series(PRESENT)
    one.over_units = OverUnits.NONE
    one.save()
    text = text_of(controller(), page_of(PRESENT))
    assert "Enheternas antal kan inte läggas ihop" in text
    listed = text_of(controller(), f"{LIST}?verksamhet=515")
    assert "egen brukare .. .. .. – .. .. .." in listed


def test_a_series_without_budget_has_no_deviation() -> None:
    VolumeBudget.objects.filter(series=series(HOME_CARE)).delete()
    text = text_of(controller(), LIST)
    assert "extern timmar – 21 268 – – 29 970 – 29 630" in text
    assert "Utfall 2017 2 909" in text_of(controller(), page_of(HOME_CARE))


def test_those_who_answer_for_a_part_see_its_units_and_all_totals() -> None:
    holder = signed_in(SLUG, Role.BUDGET_HOLDER)
    text = text_of(holder, page_of(HOME_CARE))
    assert "Utfall 2017 2 909" in text
    assert "2311 Beställning ordinärt boende" not in text
    whole = text_of(controller(), page_of(HOME_CARE))
    assert "2311 Beställning ordinärt boende 2 909" in whole


def test_series_of_other_committees_do_not_exist_here() -> None:
    assert controller().get(page_of("hemtjanst-egen")).status_code == 404


def test_elected_members_see_nothing_of_the_working_volumes() -> None:
    member = signed_in(SLUG, Role.MEMBER)
    for url in (f"/{SLUG}/2017-05/volymer/", page_of(HOME_CARE, "2017-05")):
        assert member.get(url).status_code == 403
    assert member.get(LIST).status_code == 404


def test_series_that_count_individuals_say_that_small_numbers_are_shown() -> None:
    one = series(PRESENT)
    assert one.counted == Counted.PRESENT
    assert "Serien räknar enskilda." in text_of(controller(), page_of(PRESENT))
