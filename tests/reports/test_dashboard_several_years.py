"""Several years of net cost: equal to the report's table, and what moved in words."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.http import QueryDict

from committees.access import place_of
from committees.models import (
    Activity,
    ActivityPlacement,
    ActivitySuccession,
    Role,
)
from committees.trees import Node, Tree
from finance.models import LiveMonth
from finance.sources import Axis
from reports import catalogue
from reports.dashboards.part import MKR, Part
from reports.dashboards.years.figures import How, Years, several_years
from reports.dashboards.years.moved import TakenOver, passed_on
from reports.dashboards.years.shown import years_table
from reports.dashboards.years.words import drawn_heading, heading, notes, short_names
from tests.conftest import follow_up, person, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/sodertalje-on/2018-04/avvikelser/flera-ar/"
ROWS = {
    "r51": "verksamhetsomrade-lss",
    "r52": "verksamhetsomrade-sol",
    "r53": "namnd-och-ovrigt",
    "total": "namnden-totalt",
}
COLUMNS = {
    "forecast": "prognos",
    "y2017": "netto_1",
    "y2016": "netto_2",
    "y2015": "netto_3",
}


def part_of(slug: str, month: str, query: str = "") -> Part:
    place = place_of(person(slug, Role.CONTROLLER), slug, month)
    return Part.of(place, QueryDict(query))


def seen(
    query: str = "", *, axis: Axis = Axis.ACTIVITY, how: How = How.RECALCULATED
) -> Years:
    part = part_of("sodertalje-on", "2018-04", query)
    return several_years(part, axis=axis, how=how)


def test_recalculated_years_are_those_of_the_reports_table() -> None:
    part = part_of("sodertalje-on", "2018-04")
    ours = years_table(seen(), part)
    theirs = catalogue.table(part.follow_up, "net-cost-hallbar-omsorg")
    for row, their_row in ROWS.items():
        for column, their_column in COLUMNS.items():
            value = ours.value(row, column)
            printed = theirs.value(their_row, their_column)
            assert isinstance(printed, int)
            assert value in {printed, -printed}, (row, column)


def test_as_booked_an_activity_lies_where_it_lay() -> None:
    booked, recalculated = seen(how=How.BOOKED), seen()
    moved = seen("verksamhet=523").total().outcome[2016]
    at = {line.code: line for line in booked.lines}
    now = {line.code: line for line in recalculated.lines}
    assert at["51"].outcome[2016] == now["51"].outcome[2016] + moved
    assert at["52"].outcome[2016] == now["52"].outcome[2016] - moved
    assert at["52"].outcome[2017] == now["52"].outcome[2017]


@pytest.mark.parametrize("axis", list(Axis))
@pytest.mark.parametrize("how", list(How))
def test_every_axis_and_way_has_the_same_total(axis: Axis, how: How) -> None:
    total, expected = seen(axis=axis, how=how).total(), seen().total()
    assert total.outcome == expected.outcome
    assert (total.budget, total.forecast) == (expected.budget, expected.forecast)


def test_the_heading_says_which_organisation_and_the_notes_what_moved() -> None:
    part = part_of("sodertalje-on", "2018-04")
    assert years_table(seen(), part).title.endswith(
        "omräknat till organisationen i april 2018"
    )
    booked = seen(how=How.BOOKED)
    assert years_table(booked, part).title.endswith("som bokfört varje år")
    assert (
        "523 Turbundna resor låg till och med 2016 under 51 Verksamhetsområde LSS och"
        " ligger från 2017 under 52 Verksamhetsområde SoL."
    ) in notes(booked, part)


def test_as_booked_a_chosen_part_is_what_it_was_each_year() -> None:
    whole = {line.code: line for line in seen(how=How.BOOKED).lines}
    part = seen("verksamhet=51", how=How.BOOKED)
    assert part.total().outcome == whole["51"].outcome


def test_a_change_is_in_percent_of_the_year_before() -> None:
    table = years_table(seen(), part_of("sodertalje-on", "2018-04"))
    now, before = table.value("r51", "y2017"), table.value("r51", "y2016")
    assert isinstance(now, int)
    assert isinstance(before, int)
    assert table.value("r51", "c2017") == Fraction(now - before, before) * 100
    row = table.row("r53")
    assert row.omitted[table.column_index("c2017")]


def test_the_sentence_tells_the_change_and_where_it_is_largest() -> None:
    assert (
        heading(seen(), scale=MKR)
        .replace("\xa0", " ")
        .startswith(
            "Nettokostnaden ökade 25,2 mkr från 2014 till 2017 (+3,6 %), mest i"
            " Verksamhetsområde LSS"
        )
    )


def test_the_chart_names_what_tells_its_lines_apart() -> None:
    found = seen()
    assert list(short_names(found.lines).values()) == [
        "51 LSS",
        "52 SoL",
        "53 Nämnd och övrigt",
    ]
    assert drawn_heading(found, scale=MKR, several=True).replace("\xa0", " ") == (
        "Verksamhetsområde LSS ökade 42,2 mkr från 2014 till 2017"
    )


def test_a_closed_year_is_told_by_its_own_follow_up() -> None:
    part = part_of("sodertalje-on", "2017-12")
    found = several_years(part, axis=Axis.ACTIVITY, how=How.RECALCULATED)
    assert found.years == (2014, 2015, 2016, 2017)
    assert found.total().outcome[2017] == seen().total().outcome[2017]


def test_a_year_that_is_not_whole_is_left_out_and_said() -> None:
    here = follow_up("sodertalje-on", "2018-04")
    july = LiveMonth.objects.filter(committee=here.committee, year=2015, period=7)
    july.update(closed=False)
    july.delete()
    found = seen()
    assert 2015 not in found.years
    told = notes(found, part_of("sodertalje-on", "2018-04"))
    assert "2015 visas inte: alla månader är inte inlästa." in told


def tree_of(*ids: int) -> Tree:
    nodes = {each: Node(each, str(each), str(each), 0) for each in ids}
    return Tree(nodes, {0: ids}, {str(each): each for each in ids})


def test_what_is_split_is_passed_on_by_share_to_the_ore() -> None:
    known = (
        TakenOver(201801, 1, 2, Fraction(1, 3)),
        TakenOver(201801, 1, 3, Fraction(2, 3)),
    )
    assert passed_on({1: 100, 2: 5}, 2017, known, tree=tree_of(2, 3)) == {2: 38, 3: 67}


def test_what_was_taken_over_again_goes_all_the_way() -> None:
    known = (
        TakenOver(201601, 1, 2, Fraction(1)),
        TakenOver(201801, 2, 3, Fraction(1)),
    )
    assert passed_on({1: 100}, 2015, known, tree=tree_of(3)) == {3: 100}
    assert passed_on({2: 100}, 2018, known, tree=tree_of(3)) == {2: 100}


def test_what_a_unit_gave_away_a_part_of_stays_with_it_else() -> None:
    known = (TakenOver(201807, 1, 2, Fraction(1, 4)),)
    assert passed_on({1: 100}, 2017, known, tree=tree_of(1, 2)) == {1: 75, 2: 25}
    assert passed_on({1: 100}, 2018, known, tree=tree_of(1, 2)) == {1: 100}
    assert passed_on({1: 100}, 2018, known, tree=tree_of(2)) == {1: 75, 2: 25}


def test_the_money_of_an_ended_activity_stands_with_its_successor() -> None:
    here = follow_up("sodertalje-on", "2018-04")
    ended = Activity.objects.get(municipality=here.committee.municipality, code="523")
    heir = Activity.objects.get(municipality=here.committee.municipality, code="5210")
    before = {line.code: line for line in seen("verksamhet=521").lines}
    gone = seen("verksamhet=523").total().outcome
    ActivityPlacement.objects.filter(activity=ended, from_month=201701).update(
        to_month=201712
    )
    ActivitySuccession.objects.create(
        predecessor=ended, successor=heir, share=1, from_month=201801
    )
    here.committee.renew_structure()
    after = {line.code: line for line in seen("verksamhet=521").lines}
    for year in (2015, 2016, 2017):
        expected = before["5210"].outcome[year] + gone[year]
        assert after["5210"].outcome[year] == expected
    assert (
        "Har tagit över"
        in notes(
            seen("verksamhet=521"),
            part_of("sodertalje-on", "2018-04", "verksamhet=521"),
        )[-1]
    )


def test_a_figure_as_booked_leads_to_the_follow_up_of_its_year() -> None:
    client = signed_in("sodertalje-on", Role.CONTROLLER)
    page = client.get(f"{PAGE}?satt=bokfort").content.decode()
    there = "/sodertalje-on/2016-12/avvikelser/siffra/?matt=utfall-ar&amp;ar=2016"
    assert f"{there}&amp;verksamhet=51" in page


@pytest.mark.parametrize("query", ["satt=annat", "efter=dag", "ansvar=nej"])
def test_what_is_not_known_answers_404_in_words(query: str) -> None:
    answer = signed_in("sodertalje-on", Role.CONTROLLER).get(f"{PAGE}?{query}")
    assert answer.status_code == 404
    assert "Det finns inget" in answer.content.decode()
