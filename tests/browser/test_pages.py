"""Every page at two widths: accessible, quiet, and no wider than the window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import axe, scrolls_sideways, sign_in

pytestmark = pytest.mark.browser

DESK, PHONE = (1440, 900), (390, 844)
BOTKYRKA, SENT = "/botkyrka-von/2017-08/", "/botkyrka-von/2017-05/"
WORKING = [
    f"{BOTKYRKA}{path}"
    for path in (
        "",
        "rapport/",
        "rapport/tabeller/",
        "rapport/tabell/net-cost-by-activity/",
        "rapport/tabell/economy-appendix-2-1/",
        "rapport/export/",
        "prognos/mall/",
        "underlag/",
        "underlag/utfall/",
        "underlag/utfall/?verksamhet=finns-inte",
        "underlag/budget/?page=2",
        "underlag/prognos/",
        "underlag/inlasningar/",
    )
]
READING = [
    f"{SENT}{path}" for path in ("rapport/", "rapport/tabeller/", "rapport/export/")
]
OTHERS = {
    "sodertalje": [
        "/sodertalje-on/2017-08/",
        "/sodertalje-on/2017-08/rapport/",
        "/sodertalje-on/2017-08/rapport/tabell/balance-sheet/",
        "/sodertalje-on/2018-04/rapport/",
    ],
    "enkoping": ["/enkoping-von/2024-08/", "/enkoping-von/2024-08/rapport/"],
}

Open = Callable[[tuple[int, int]], Page]
People = dict[tuple[str, str], str]


def faults(page: Page, addresses: list[str]) -> list[str]:
    """What is wrong with the pages at some addresses."""
    found = []
    for address in addresses:
        page.goto(address, wait_until="networkidle")
        found += [f"{address}: {fault}" for fault in axe(page)]
        found += [f"{address}: no heading"] * (page.locator("h1").count() != 1)
        found += [f"{address}: scrolls sideways"] * scrolls_sideways(page)
    return found


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1440", "390"])
def test_the_pages_of_a_controller(
    open_page: Open, people: People, size: tuple[int, int]
) -> None:
    page = open_page(size)
    sign_in(page, people["botkyrka", "controller"])
    assert faults(page, WORKING) == []


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1440", "390"])
def test_the_pages_of_an_elected_member(
    open_page: Open, people: People, size: tuple[int, int]
) -> None:
    page = open_page(size)
    sign_in(page, people["botkyrka", "förtroendevald"])
    assert faults(page, READING) == []


@pytest.mark.parametrize("municipality", OTHERS)
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1440", "390"])
def test_the_pages_of_other_municipalities(
    open_page: Open, people: People, size: tuple[int, int], municipality: str
) -> None:
    page = open_page(size)
    sign_in(page, people[municipality, "controller"])
    assert faults(page, OTHERS[municipality]) == []


def test_one_changes_follow_up_with_the_keyboard(page: Page, people: People) -> None:
    sign_in(page, people["botkyrka", "controller"])
    page.goto(f"{BOTKYRKA}rapport/")
    page.locator("summary", has_text="Byt").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Uppföljning").select_option("2017-05")
    page.get_by_role("button", name="Visa").press("Enter")
    page.wait_for_url(f"**{SENT}rapport/")


def test_the_skip_link_is_first_and_leads_to_the_content(
    page: Page, people: People
) -> None:
    sign_in(page, people["botkyrka", "controller"])
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Hoppa till innehållet")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_table_is_copied_for_a_spreadsheet(page: Page, people: People) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, people["botkyrka", "controller"])
    page.goto(f"{BOTKYRKA}rapport/tabell/net-cost-by-activity/")
    page.get_by_role("button", name="Kopiera").click()
    expect(page.get_by_role("status")).to_have_text("Kopierat")
    text = str(page.evaluate("navigator.clipboard.readText()"))
    assert text.startswith("Kod\tVerksamhet\t")
    assert "\n773\tVård- och omsorgsboende\t-177121\t" in text.replace("\r", "")


def test_without_script_everything_can_be_read(open_page: Open, people: People) -> None:
    page = open_page(PHONE)
    sign_in(page, people["botkyrka", "controller"])
    page.goto("/")
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context(
        java_script_enabled=False, storage_state=page.context.storage_state()
    )
    bare = context.new_page()
    bare.goto(page.url)
    assert bare.locator("dl.standing").is_visible()
    assert bare.get_by_role("button", name="Kopiera").count() == 0
    context.close()


def test_print_shows_the_report_without_its_surroundings(
    page: Page, people: People
) -> None:
    sign_in(page, people["botkyrka", "controller"])
    page.goto(f"{BOTKYRKA}rapport/")
    page.emulate_media(media="print")
    assert not page.locator("header.top").is_visible()
    assert page.locator("article.chapter").is_visible()


@pytest.mark.pdf
def test_a_pdf_is_made_while_one_watches(page: Page, people: People) -> None:
    sign_in(page, people["botkyrka", "sekreterare"])
    page.goto(f"{SENT}rapport/export/")
    page.get_by_role("button", name="Gör PDF av rapporten").click()
    link = page.get_by_role("link", name="botkyrka-von-2017-05.pdf")
    link.wait_for(timeout=120_000)
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == "botkyrka-von-2017-05.pdf"
