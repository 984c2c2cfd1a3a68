"""The four questions in a browser, by keyboard: where, how much, since when, why."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import axe, scrolls_sideways, sign_in

pytestmark = pytest.mark.browser

DESK, PHONE = (1440, 900), (390, 844)
BOTKYRKA = "/botkyrka-von/2017-08/avvikelser/"
PAGES = (
    BOTKYRKA,
    f"{BOTKYRKA}?verksamhet=77",
    f"{BOTKYRKA}?efter=ansvar&niva=alla",
    f"{BOTKYRKA}?efter=regi",
    f"{BOTKYRKA}?verksamhet=77&regi=egen",
    f"{BOTKYRKA}vattenfall/",
    f"{BOTKYRKA}vattenfall/?verksamhet=78&niva=alla",
    f"{BOTKYRKA}vattenfall/?efter=orsak",
)
STEPS = 80
"""So many presses of Tab reach whatever a page begins with."""
Open = Callable[[tuple[int, int]], Page]
People = dict[tuple[str, str], str]


def press(page: Page, link: Locator) -> None:
    """Reach a link by Tab alone and follow it."""
    for _ in range(STEPS):
        if link.evaluate("each => each === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1440", "390"])
def test_every_page_is_accessible_and_keeps_its_width(
    open_page: Open, people: People, size: tuple[int, int]
) -> None:
    page = open_page(size)
    sign_in(page, people["botkyrka", "controller"])
    for path in PAGES:
        page.goto(path)
        assert (path, axe(page)) == (path, [])
        assert not scrolls_sideways(page), path


def test_where_how_much_since_when_and_why_by_keyboard(
    page: Page, people: People
) -> None:
    sign_in(page, people["botkyrka", "controller"])
    page.goto(BOTKYRKA)
    press(page, page.get_by_role("link", name="Äldreomsorg", exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Avvikelser: 77 Äldreomsorg"
    )
    expect(page.locator(".lead")).to_contain_text("underskott mot budget")
    expect(page.locator(".lead")).to_contain_text("sedan februari")
    first = page.locator("#tabell-avvikelser tbody tr").first
    expect(first).to_contain_text("februari")
    expect(page.get_by_role("heading", name="Varför")).to_be_visible()
    expect(page.locator(".whys")).to_contain_text("Samariten")


def test_a_row_leads_down_to_the_figure_and_back_is_right(
    page: Page, people: People
) -> None:
    sign_in(page, people["botkyrka", "controller"])
    page.goto(f"{BOTKYRKA}?verksamhet=77")
    press(page, page.get_by_role("link", name="Gemensam administration", exact=True))
    page.wait_for_url("**/avvikelser/?efter=ansvar&verksamhet=770")
    page.go_back()
    page.wait_for_url("**/avvikelser/?verksamhet=77")
    link = page.locator("a.figure").first
    assert "siffra/?matt=avvikelse&verksamhet=770" in (link.get_attribute("href") or "")


def test_a_budget_holder_begins_with_her_own_ground(page: Page, people: People) -> None:
    sign_in(page, people["botkyrka", "budgethållare"])
    page.goto(BOTKYRKA)
    own = page.get_by_role("region", name="Ditt ansvar")
    press(page, own.get_by_role("link").first)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Avvikelser: ")
