"""Files of what a page shows: its figures, its limits, its role."""

from __future__ import annotations

import io
import re

import pytest
from django.test import Client
from pytest_django import Settings
from python_calamine import CalamineWorkbook

from committees.models import Role
from reports.bridge_page import shown_bridge
from reports.render.csv import table_csv
from reports.render.svg import picture_svg
from tests.conftest import follow_up, signed_in

pytestmark = pytest.mark.django_db

SLUG, MONTH = "botkyrka-von", "2017-08"
HERE = f"/{SLUG}/{MONTH}/"
BRIDGE = f"{HERE}prognos/brygga/"
PAGES = (
    HERE,
    BRIDGE,
    f"{HERE}volymer/volym-och-pris/?tid=hittills",
    f"{HERE}volymer/personal/",
    f"{HERE}volymer/nyckeltal/",
    f"{HERE}rapport/",
)


@pytest.fixture
def controller() -> Client:
    """Signed in as a controller of the committee."""
    return signed_in(SLUG, Role.CONTROLLER)


def fetched(client: Client, url: str) -> bytes:
    """A file at an address, which is sent to be kept."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    assert answer["Content-Disposition"].startswith("attachment"), url
    return answer.content


@pytest.mark.parametrize("url", PAGES)
def test_every_file_that_a_page_offers_is_there(controller: Client, url: str) -> None:
    page = controller.get(url).content.decode()
    links = re.findall(r'href="([^"]+)" download', page)
    assert links
    for link in links[:12]:
        address = link.replace("&amp;", "&")
        here = url.partition("?")[0]
        assert fetched(controller, here + address if address[0] == "?" else address)


def test_a_tables_file_holds_what_the_page_shows(controller: Client) -> None:
    shown = shown_bridge(follow_up(SLUG, MONTH))
    assert shown.table is not None
    file = fetched(controller, f"{BRIDGE}?fil=tabell-bridge.csv")
    assert file == table_csv(shown.table)


def test_a_charts_files_are_its_picture_and_its_figures(controller: Client) -> None:
    chart = shown_bridge(follow_up(SLUG, MONTH)).chart
    assert chart is not None
    picture = fetched(controller, f"{BRIDGE}?fil=diagram-bridge.svg")
    assert picture.decode() == picture_svg(chart)
    book = fetched(controller, f"{BRIDGE}?fil=diagram-bridge.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0)
    labels = [row[0] for row in rows.to_python()]
    assert set(chart.categories) <= set(labels)


def test_a_file_keeps_what_else_is_asked_for(controller: Client) -> None:
    url = f"{HERE}volymer/volym-och-pris/"
    page = controller.get(f"{url}?tid=hittills").content.decode()
    assert 'href="?tid=hittills&amp;fil=' in page
    key = re.findall(r"fil=(tabell-[a-z-]+)\.csv", page)[0]
    year = fetched(controller, f"{url}?fil={key}.csv")
    assert fetched(controller, f"{url}?tid=hittills&fil={key}.csv") != year


def test_all_charts_are_drawn_by_one_question(controller: Client) -> None:
    page = controller.get(f"{HERE}volymer/personal/").content.decode()
    answer = controller.get(f"{HERE}volymer/personal/?fil=diagram.json").json()
    shown = re.findall(r'<figure class="chart" id="([^"]+)"', page)
    assert len(shown) == 2
    assert set(answer["figures"]) == set(shown)
    assert answer["palette"]["#2166ac"] == "--surplus"


@pytest.mark.parametrize(
    "name",
    ["", "bridge.csv", "tabell-annan.csv", "tabell-bridge.pdf", "tabell-bridge.svg"],
)
def test_what_the_page_does_not_show_is_not_there(
    controller: Client, name: str
) -> None:
    assert controller.get(f"{BRIDGE}?fil={name}").status_code == 404


def test_files_are_limited_as_exports_are_but_charts_are_not(
    controller: Client, settings: Settings
) -> None:
    settings.RATE_LIMITS = {"export": (2, 60)}
    statuses = {
        controller.get(f"{BRIDGE}?fil=tabell-bridge.csv").status_code for _ in range(5)
    }
    assert 429 in statuses
    assert controller.get(f"{BRIDGE}?fil=diagram.json").status_code == 200


def test_a_file_is_for_those_who_see_the_page() -> None:
    member = signed_in(SLUG, Role.MEMBER)
    for name in ("tabell-bridge.csv", "diagram-bridge.svg", "diagram.json"):
        page, file = (member.get(f"{BRIDGE}{q}") for q in ("", f"?fil={name}"))
        assert file.status_code == page.status_code >= 403
