"""A text that others may not read: marked while typed, a draft, in the way, mended."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import axe, scrolls_sideways, sign_in

pytestmark = pytest.mark.browser

DESK, PHONE = (1440, 900), (390, 844)
UNIT = "/botkyrka-von/2017-08/prognos/5333/"
HOLDER, COLLEAGUE = "stefan.hult@example.se", "karin.ahlgren@example.se"
NUMBER, CLEAN = "Beslutet för 811228-9874 är ändrat", "Två beslut är ändrade"
WHY = "Texten innehåller ett personnummer (81…)"

Open = Callable[[tuple[int, int]], Page]


def comment(page: Page) -> Locator:
    """The comment on the first row that is the holder's to write."""
    name = page.locator("tr[id^=r] textarea:not([readonly])").first.evaluate(
        "box => box.closest('tr').id"
    )
    return page.locator(f"tr#{name} textarea")


def at_unit(page: Page) -> None:
    """Go to the unit's grid, and wait for its script."""
    page.goto(UNIT)
    page.locator("html[data-grid=ready]").wait_for()


def test_a_personal_number_is_a_draft_until_it_is_mended(open_page: Open) -> None:
    page = open_page(DESK)
    sign_in(page, HOLDER)
    at_unit(page)
    field = comment(page)
    before = field.input_value()
    field.click()
    field.fill(NUMBER)
    live = page.locator("tr[id^=r] p.guard[aria-live=polite]")
    expect(live).to_contain_text(WHY)
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-describedby", live.get_attribute("id") or "")
    page.keyboard.press("Tab")
    told = page.locator("tr.told")
    expect(told).to_contain_text(f"Utkast. {WHY}")
    expect(told).to_contain_text("Bara du ser det du skrev.")
    expect(live).to_be_empty()
    assert axe(page) == []

    at_unit(page)
    expect(field).to_have_value(NUMBER)
    expect(field).to_have_attribute("data-state", "draft")
    expect(page.locator("[data-words]")).to_contain_text("1 ruta behöver rättas")
    expect(told).to_contain_text(WHY)

    colleague = open_page(DESK)
    sign_in(colleague, COLLEAGUE)
    at_unit(colleague)
    row = field.evaluate("box => box.closest('tr').id")
    theirs = colleague.locator(f"tr#{row} textarea")
    expect(theirs).to_have_value(before)
    assert "811228" not in colleague.content()

    page.locator("tr:has([data-note=asked]) textarea").fill(CLEAN)
    page.get_by_role("button", name="Lämna in").click()
    refused = page.get_by_role("alert")
    expect(refused).to_contain_text("5333 kan inte lämnas in än.")
    expect(refused.get_by_role("link")).to_have_attribute("href", UNIT)

    page.locator("html[data-grid=ready]").wait_for()
    field.click()
    field.fill(CLEAN)
    page.keyboard.press("Tab")
    expect(page.locator("[data-words]")).to_contain_text("Allt är sparat")
    expect(told).to_have_count(0)
    at_unit(page)
    expect(field).to_have_value(CLEAN)
    at_unit(colleague)
    expect(theirs).to_have_value(CLEAN)


def test_a_draft_can_be_taken_away_on_a_phone(open_page: Open) -> None:
    page = open_page(PHONE)
    sign_in(page, HOLDER)
    at_unit(page)
    field = comment(page)
    before = field.input_value()
    field.fill(NUMBER)
    field.blur()
    page.get_by_role("button", name="Ta bort det jag skrev").click()
    expect(page.locator("[data-words]")).to_contain_text("Allt är sparat")
    expect(field).to_have_value(before)
    assert not scrolls_sideways(page)
    at_unit(page)
    expect(field).to_have_value(before)
    expect(page.locator("tr.told")).to_have_count(0)


def test_a_form_marks_while_one_types_and_keeps_the_draft(open_page: Open) -> None:
    page = open_page(DESK)
    sign_in(page, COLLEAGUE)
    form = "/botkyrka-von/2017-08/prognos/analys/5411/7831/"
    page.goto(form)
    field = page.get_by_label("Risk")
    before = field.input_value()
    field.fill("En brukare kostar 2,1 mkr mer än i fjol.")
    expect(page.locator("p.guard:not(:empty)")).to_contain_text("en enskild person")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("#falt_risk_error")).to_contain_text("en enskild person")
    page.goto(form)
    expect(field).to_have_value("En brukare kostar 2,1 mkr mer än i fjol.")
    expect(page.locator("#falt_risk_error")).to_contain_text("Bara du ser texten")
    assert axe(page) == []
    page.get_by_role("button", name="Kasta utkastet").click()
    expect(field).to_have_value(before)
