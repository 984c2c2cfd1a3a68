"""The start page: its map, texts, statuses and sentences, and a holder's own part."""

from __future__ import annotations

import pytest

from committees.access import place_of
from committees.models import CostCentre, FollowUp, FollowUpKind, Role
from committees.numbers import Scale, Unit, money_text
from committees.scope import Scope
from committees.trees import cost_centre_tree
from finance.models import (
    Analysis,
    ForecastRow,
    LiveMonth,
)
from finance.month.board import board
from finance.summaries import refresh_outcome
from reports.start.map import map_html, shade
from reports.start.overview import Overview, overview
from reports.start.own_part import own_parts
from reports.start.words import answer
from tests.conftest import follow_up, person, signed_in
from volumes.owing_count import Kept
from volumes.pages.overview import running
from volumes.standings import standings

pytestmark = pytest.mark.django_db
MKR = 100_000_000


def of(slug: str, month: str) -> Overview:
    return overview(follow_up(slug, month))


def every_follow_up() -> list[FollowUp]:
    """All follow-ups of the demo."""
    return list(FollowUp.objects.select_related("committee__municipality"))


def test_the_map_sums_to_the_deviation_to_date() -> None:
    for here in every_follow_up():
        shown = overview(here)
        rows = [row.to_date for row in shown.map.rows if row.to_date is not None]
        if shown.standing.deviation_to_date is not None:
            assert sum(rows) == shown.standing.deviation_to_date
            assert shown.map.total.to_date == sum(rows)


def test_a_month_that_is_not_taken_in_tells_nothing() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    LiveMonth.objects.filter(committee=here.committee, year=2017, period=8).delete()
    refresh_outcome(here.committee, year=2017, periods=[8])
    shown = overview(here)
    assert {row.cells[7] for row in shown.map.rows} == {None}
    assert "augusti är inte inläst" in " ".join(answer(shown, here))
    assert "<td>–</td>" in map_html(shown.map, here)


def test_a_cells_shade_is_its_size_and_side() -> None:
    largest = 100 * MKR
    of_size = {ore: shade(ore * MKR, largest) for ore in (-60, -3, 1, 6, 25)}
    assert of_size == {-60: "d3", -3: "", 1: "", 6: "s1", 25: "s2"}
    assert (shade(None, largest), shade(4_000_000, 4_000_000)) == ("", "")


def test_a_cell_leads_to_what_it_is_made_of() -> None:
    shown = of("botkyrka-von", "2017-08")
    html = map_html(shown.map, follow_up("botkyrka-von", "2017-08"))
    (row,) = (row for row in shown.map.rows if row.code == "786")
    link = "/avvikelser/siffra/?matt=avvikelse-manad&amp;ar=2017&amp;verksamhet=786"
    text = money_text(row.cells[7], Scale(Unit.MKR, 1), plus=True)
    assert f'{link}&amp;manad=8">{text}</a>' in html


def test_an_approved_analysis_goes_before_a_longer_comment() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    row = ForecastRow.objects.filter(
        follow_up=here, activity__code__startswith="786"
    ).first()
    assert row is not None
    units = CostCentre.objects.filter(code__in=["5411", "5421"])
    for unit, cause, approved in zip(
        units, ("En lång orsak.", "Kort."), (False, True), strict=True
    ):
        Analysis.objects.create(
            committee=here.committee,
            follow_up=here,
            cost_centre=unit,
            activity=row.activity,
            cause=cause,
            approved=approved,
        )
    assert comment_on("786") == "Kort."
    Analysis.objects.filter(follow_up=here).update(approved=False)
    assert comment_on("786") == "En lång orsak."


def comment_on(code: str) -> str:
    """What the start page of Botkyrka says of an activity."""
    shown = of("botkyrka-von", "2017-08").largest
    return next(each.comment for each in shown if each.code == code)


def test_texts_of_other_units_are_not_read() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    shown = overview(here, reads=Scope(tops=("5411",)))
    assert [each.code for each in shown.largest] == ["711", "786", "788", "770", "775"]
    assert {each.unit for each in shown.largest} <= {"", "5411 Gruppbostäder norr"}


def test_coverage_and_states_are_those_of_the_board() -> None:
    for here in every_follow_up():
        found, told = board(here), overview(here).beside
        assert told.coverage == found.total.coverage
        assert (told.approved, told.units) == (found.approved, dict(found.states))


def test_series_and_those_that_owe_are_counted_as_in_their_list() -> None:
    for here in every_follow_up():
        found = standings(here, running(here))
        owing = sum(bool(each.owing) for each in found)
        assert overview(here).volumes == Kept(len(found), owing)


def test_goals_are_counted_by_assessment() -> None:
    told = of("botkyrka-von", "2017-08").beside.goals
    assert [(each.word, each.many) for each in told] == [
        ("Grön", 5),
        ("Gul", 5),
        ("Röd", 2),
        ("", 5),
    ]


def test_a_budget_holders_own_part_is_the_boards() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    user = person("botkyrka-von", Role.BUDGET_HOLDER)
    place = place_of(user, "botkyrka-von", "2017-08")
    (part,) = own_parts(place, overview(here).known)
    line = board(here).line(by_code(here, part.code))
    assert line is not None
    assert (part.to_date, part.deviation) == (
        line.totals.deviation_to_date,
        line.totals.deviation,
    )
    assert (part.coverage, part.state) == (line.totals.coverage, line.state)


def by_code(here: FollowUp, code: str) -> int:
    """A cost centre's identity in a follow-up's month."""
    return cost_centre_tree(here.committee, month=here.period).by_code[code]


def test_a_budget_holder_sees_her_part_before_the_whole() -> None:
    html = page_of("botkyrka-von", "2017-08", Role.BUDGET_HOLDER)
    assert html.index("Ditt ansvar") < html.index("standing") < html.index("Att göra")
    assert "Ditt ansvar" not in page_of("botkyrka-von", "2017-08", Role.CONTROLLER)


def test_the_answer_is_a_sentence_of_the_forecast_and_the_outcome() -> None:
    here = follow_up("sodertalje-on", "2017-08")
    forecast, to_date = answer(overview(here), here)
    assert forecast.startswith("Prognosen för 2017 är ett överskott på 12,3")
    assert to_date.startswith("Till och med augusti har utfallet ett överskott på 14,7")


def test_an_empty_year_says_so() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    empty = FollowUp.objects.create(
        committee=here.committee,
        year=2031,
        month=1,
        kind=FollowUpKind.MONTH,
        opens_on=here.opens_on,
        deadline=here.deadline,
        state=here.state,
    )
    html = page_of("botkyrka-von", str(empty.period), Role.CONTROLLER)
    assert "Det finns varken budget, utfall eller prognos för 2031." in html


def test_a_year_without_budget_says_so() -> None:
    here = follow_up("sodertalje-on", "2014-12")
    text = " ".join(answer(overview(here), here))
    assert "Det finns ingen budget för 2014 att jämföra med." in text


def test_the_page_is_light() -> None:
    for here in every_follow_up():
        html = page_of(here.committee.slug, str(here.period), Role.CONTROLLER)
        assert len(html.encode()) < 100_000


def page_of(slug: str, month: str, role: Role) -> str:
    """The start page as somebody sees it."""
    return signed_in(slug, role).get(f"/{slug}/{month}/").content.decode()
