"""Browsing the rows behind the figures."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from committees.models import Role
from committees.trees import cost_centre_tree
from finance import browsing
from finance.models import LiveMonth
from tests.conftest import follow_up, person, signed_in

pytestmark = pytest.mark.django_db

SLUG, MONTH = "botkyrka-von", "2017-08"
HERE = f"/{SLUG}/{MONTH}/underlag/"
LISTS = ("utfall", "budget", "prognos", "inlasningar")


@pytest.fixture
def controller() -> Client:
    """Signed in as a controller of the committee."""
    return signed_in(SLUG, Role.CONTROLLER)


def rows(client: Client, url: str) -> list[list[str]]:
    """The text of the cells of a list's rows."""
    text = client.get(url).content.decode()
    body = text.partition("<tbody>")[2].partition("</tbody>")[0]
    return [
        re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    ]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_shows_at_most_fifty_rows_and_counts_nothing(
    controller: Client, name: str
) -> None:
    with CaptureQueriesContext(connection) as asked:
        shown = rows(controller, f"{HERE}{name}/")
    assert 0 < len(shown) <= 50
    assert not [q for q in asked if "COUNT(" in q["sql"].upper()]


def test_the_second_page_goes_on_where_the_first_ended(controller: Client) -> None:
    first = rows(controller, f"{HERE}utfall/")
    second = rows(controller, f"{HERE}utfall/?page=2")
    assert len(second) == 50
    assert not [row for row in second if row in first]


def test_an_activity_takes_what_is_under_it(controller: Client) -> None:
    shown = rows(controller, f"{HERE}utfall/?verksamhet=77&manad=3")
    assert {row[0] for row in shown} == {"mars"}
    assert all(row[2].startswith("77") for row in shown)


def test_what_cannot_be_chosen_shows_a_fault_and_no_rows(controller: Client) -> None:
    url = f"{HERE}utfall/?verksamhet=finns-inte"
    assert rows(controller, url) == [["Inga rader i det här urvalet."]]
    assert "finns-inte" in controller.get(url).content.decode()


def test_a_month_that_does_not_count_is_not_shown(controller: Client) -> None:
    august = f"{HERE}utfall/?manad=8"
    assert len(rows(controller, august)) == 50
    LiveMonth.objects.filter(committee__slug=SLUG, year=2017, period=8).delete()
    assert rows(controller, august) == [["Inga rader i det här urvalet."]]


def test_later_months_are_not_part_of_the_follow_up(controller: Client) -> None:
    shown = rows(controller, f"/{SLUG}/2017-04/underlag/utfall/?sort=-period")
    assert shown[0][0] == "april"


@pytest.mark.parametrize("name", ["utfall", "budget", "prognos"])
def test_a_budget_holder_reads_rows_of_her_own_units(name: str) -> None:
    holder = person(SLUG, Role.BUDGET_HOLDER)
    units = [m.cost_centre.code for m in holder.memberships.all() if m.cost_centre]
    here = follow_up(SLUG, MONTH)
    tree = cost_centre_tree(here.committee, month=here.period)
    own = {tree.nodes[node].code for node in tree.under(units)}
    client = signed_in(SLUG, Role.BUDGET_HOLDER)
    shown = rows(client, f"{HERE}{name}/")
    codes = {cell.split()[0] for row in shown for cell in row if cell[:4] in own}
    assert shown
    assert codes <= own
    assert len(codes) > 0
    assert (
        "Du ser raderna för ditt ansvar"
        in client.get(f"{HERE}{name}/").content.decode()
    )


def test_december_shows_the_closing_entries() -> None:
    december, august = follow_up(SLUG, "2016-12"), follow_up(SLUG, MONTH)
    assert browsing.last_period(december) == 13
    assert browsing.last_period(august) == 8


def test_the_hub_says_when_files_were_taken_in(controller: Client) -> None:
    text = controller.get(HERE).content.decode()
    assert "Senast inläst" in text
    assert 'id="harkomst"' in text
