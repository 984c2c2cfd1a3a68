"""Points of charts open what they are made of, in a browser under the policy."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WIDE, axe, live, scrolls_sideways, sign_in

pytestmark = pytest.mark.browser

HERE = "/botkyrka-von/2017-08/"
BRIDGE = f"{HERE}prognos/brygga/"
MONTHS = f"{HERE}avvikelser/manader/?ansvar=5411"
PHONE = (390, 844)
PAGES = (
    f"{HERE}prognos/siffra/?figur=justering&orsak=not_booked",
    f"{HERE}prognos/siffra/?figur=ovrigt",
    f"{HERE}prognos/siffra/?figur=fordelning",
)
Open = Callable[[tuple[int, int]], Page]
People = dict[tuple[str, str], str]


def test_a_bar_opens_what_its_step_is_made_of(page: Page, people: People) -> None:
    sign_in(page, people["botkyrka", "controller"])
    chart = live(page, BRIDGE)
    bar = chart.locator(".chart-live .point path").nth(1).bounding_box()
    assert bar is not None
    page.mouse.click(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2)
    panel = page.get_by_role("dialog", name="Vad består siffran av?")
    expect(panel.get_by_role("heading", level=1)).to_be_focused()
    row = panel.get_by_role("row", name="5411 Gruppbostäder norr")
    expect(row).to_contain_text("Hyra för juli och augusti")
    assert axe(page) == []


def test_a_month_is_two_clicks_from_the_row_it_is_made_of(
    page: Page, people: People
) -> None:
    sign_in(page, people["botkyrka", "controller"])
    chart = live(page, MONTHS)
    field = chart.locator(".chart-live .nsewdrag").bounding_box()
    assert field is not None
    page.mouse.click(field["x"] + 2, field["y"] + field["height"] / 2)
    panel = page.get_by_role("dialog", name="Vad består siffran av?")
    expect(panel.locator(".lead")).to_contain_text("januari")
    panel.locator('a[href*="/underlag/rad/"]').first.click()
    # The panel is named by what it shows.
    row = page.get_by_role("dialog").get_by_role("heading", level=1)
    expect(row).to_contain_text("Utfallsrad")


def test_without_script_a_bar_of_the_drawing_is_a_link(
    open_page: Open, people: People, address: str
) -> None:
    page = open_page(WIDE)
    sign_in(page, people["botkyrka", "controller"])
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context(
        java_script_enabled=False, storage_state=page.context.storage_state()
    )
    bare = context.new_page()
    bare.goto(address + BRIDGE)
    bare.locator(".chart-opens a").nth(1).click()
    expect(bare.get_by_role("heading", level=1)).to_have_text("Vad består siffran av?")
    expect(bare.locator("main")).to_contain_text("Ej bokfört")
    context.close()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desk", "phone"])
def test_pages_of_figures_put_together_are_accessible(
    open_page: Open, people: People, size: tuple[int, int]
) -> None:
    page = open_page(size)
    sign_in(page, people["botkyrka", "controller"])
    for url in PAGES:
        page.goto(url)
        assert (url, axe(page)) == (url, [])
        assert not scrolls_sideways(page), url
