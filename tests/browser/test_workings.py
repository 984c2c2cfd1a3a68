"""What a figure is made of, in a browser: a panel by keyboard, a page without it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import WIDE, axe, scrolls_sideways, sign_in

pytestmark = pytest.mark.browser

HERE = "/botkyrka-von/2017-08/"
TABLE = f"{HERE}rapport/tabell/net-cost-by-activity/"
PHONE = (390, 844)
PAGES = (
    "avvikelser/siffra/?matt=avvikelse",
    "avvikelser/siffra/?matt=avvikelse&ansvar=5411",
    "avvikelser/siffra/?matt=utfall-hittills&ansvar=5411",
    "rapport/tabell/net-cost-by-activity/siffra/?rad=775&kolumn=avvikelse",
    "rapport/tabell/unit-costs-disability-care/siffra/?rad=grupp-plats&kolumn=utfall_3",
)
Open = Callable[[tuple[int, int]], Page]
People = dict[tuple[str, str], str]


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desk", "phone"])
def test_every_page_is_accessible_and_keeps_its_width(
    open_page: Open, people: People, size: tuple[int, int]
) -> None:
    page = open_page(size)
    sign_in(page, people["botkyrka", "controller"])
    for path in PAGES:
        page.goto(f"{HERE}{path}")
        assert (path, axe(page)) == (path, [])
        assert not scrolls_sideways(page), path
    page.get_by_role("region").get_by_role("link").last.click()


def test_a_figure_opens_a_panel_by_keyboard_and_gives_the_focus_back(
    page: Page, people: People
) -> None:
    sign_in(page, people["botkyrka", "controller"])
    page.goto(TABLE)
    figure = page.locator('a[href="siffra/?rad=775&kolumn=budget"]')
    figure.press("Enter")
    panel = page.get_by_role("dialog", name="Vad består siffran av?")
    expect(panel.get_by_role("heading", level=1)).to_be_focused()
    assert axe(page) == []
    panel.get_by_role("link", name="Öppna som sida").focus()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(figure).to_be_focused()


def test_back_closes_the_panel_and_stays_on_the_page(
    page: Page, people: People
) -> None:
    sign_in(page, people["botkyrka", "controller"])
    page.goto(HERE)
    page.goto(TABLE)
    figure = page.locator('a[href="siffra/?rad=775&kolumn=budget"]')
    figure.press("Enter")
    panel = page.get_by_role("dialog")
    expect(panel.get_by_role("heading", level=1)).to_be_focused()
    page.go_back()
    expect(panel).to_be_hidden()
    expect(page).to_have_url(re.compile(f"{TABLE}$"))
    page.go_forward()
    expect(panel).to_be_visible()
    panel.get_by_role("button", name="Stäng").click()
    expect(panel).to_be_hidden()
    page.go_back()
    expect(page).to_have_url(re.compile(f"{HERE}$"))


def test_a_phone_says_that_a_level_has_more_columns(
    open_page: Open, people: People
) -> None:
    page = open_page(PHONE)
    sign_in(page, people["botkyrka", "controller"])
    page.goto(f"{HERE}avvikelser/")
    expect(page.get_by_text("Bläddra i sidled för fler kolumner.")).to_be_visible()
    since = page.get_by_role("columnheader", name="Underskott i år sedan")
    box = since.bounding_box()
    assert box
    assert box["x"] < PHONE[0]


def test_a_row_is_two_key_presses_from_a_table(page: Page, people: People) -> None:
    sign_in(page, people["botkyrka", "controller"])
    page.goto(TABLE)
    page.locator('a[href="siffra/?rad=775&kolumn=utfall"]').press("Enter")
    panel = page.get_by_role("dialog")
    panel.locator('a[href*="/underlag/rad/utfall/"]').first.press("Enter")
    expect(panel.get_by_role("heading", level=1)).to_contain_text("Utfallsrad")
    expect(panel.get_by_text("Filen som raden kom i")).to_be_visible()
    panel.get_by_role("button", name="Tillbaka").press("Enter")
    expect(panel.get_by_role("heading", level=1)).to_have_text("Vad består siffran av?")


def test_without_script_a_figure_is_a_page(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/konto/logga-in/")
    page.fill("[name=login]", "karin.ahlgren@example.se")
    page.fill("[name=password]", "delaret-demo-2026")
    page.press("[name=password]", "Enter")
    page.goto(TABLE)
    page.locator('a[href="siffra/?rad=775&kolumn=budget"]').click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vad består siffran av?")
    context.close()
