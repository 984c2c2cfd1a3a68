"""The action plan, savings and internal control in a browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WIDE, axe, scrolls_sideways, sign_in

pytestmark = pytest.mark.browser

HERE = "/botkyrka-von/2017-08/"
PHONE = (390, 844)
PAGES = (
    "mal/handlingsplan/",
    "mal/handlingsplan/ny/",
    "mal/punkt/plan-viten/",
    "mal/effektiviseringar/",
    "mal/effektiviseringar/ny/",
    "mal/internkontroll/",
    "mal/internkontroll/?resultat=ej",
)
NUMBER = "19121212-1212"
Open = Callable[[tuple[int, int]], Page]


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desk", "phone"])
def test_every_page_is_accessible_and_keeps_its_width(
    open_page: Open, people: dict[tuple[str, str], str], size: tuple[int, int]
) -> None:
    page = open_page(size)
    sign_in(page, people["botkyrka", "controller"])
    for path in PAGES:
        page.goto(f"{HERE}{path}")
        assert (path, axe(page)) == (path, [])
        assert not scrolls_sideways(page), path


def test_an_actions_effect_moves_the_forecast_before_actions(
    page: Page, people: dict[tuple[str, str], str]
) -> None:
    sign_in(page, people["botkyrka", "controller"])
    before, overview = before_actions(page), overview_before(page)
    page.goto(f"{HERE}mal/handlingsplan/")
    page.get_by_role("link", name=re.compile(r"^A8 ")).first.click()
    remaining = page.get_by_label("Återstår i år, tkr").first
    typed = int(remaining.input_value())
    remaining.fill(f"{typed + 3000}")
    page.get_by_role("button", name="Spara").press("Enter")
    expect(page.get_by_text("Åtgärden är sparad.")).to_be_visible()
    assert before_actions(page) == before - 3000
    assert overview_before(page) == overview - 30


def test_the_plans_words_are_written_and_a_personal_number_stays_a_draft(
    page: Page, people: dict[tuple[str, str], str]
) -> None:
    sign_in(page, people["botkyrka", "controller"])
    board = f"{HERE}mal/handlingsplan/"
    page.goto(board)
    page.get_by_role("link", name="Ändra planens ord om Viten").click()
    page.locator("html[data-grid=ready]").wait_for()
    analysis, told = page.get_by_label("Analys", exact=True), page.locator(".told")
    before = analysis.input_value()
    analysis.fill(f"Beslutet för {NUMBER} är sent.")
    expect(told).to_contain_text("Utkast. Texten innehåller ett personnummer")
    page.get_by_label("Konsekvens", exact=True).fill("Vitena **minskar**.")
    expect(page.locator("#grund-4-lage")).to_have_text("Sparat")
    assert axe(page) == []
    page.goto(board)
    line = page.locator("article").filter(has_text="Viten")
    expect(line.locator("strong").filter(has_text="minskar")).to_be_visible()
    expect(line).to_contain_text(before)
    assert NUMBER not in page.content()
    page.go_back()
    page.locator("html[data-grid=ready]").wait_for()
    expect(analysis).to_have_value(f"Beslutet för {NUMBER} är sent.")
    page.get_by_role("button", name="Ta bort det jag skrev").click()
    expect(analysis).to_have_value(before)


def before_actions(page: Page) -> int:
    """What the plan's page says, in tkr."""
    page.goto(f"{HERE}mal/handlingsplan/")
    return number(page.locator("#fore span").inner_text())


def overview_before(page: Page) -> int:
    """What the overview says, in tenths of a mkr."""
    page.goto(HERE)
    told = page.get_by_text("prognos före åtgärder").inner_text()
    return number(told.split(":")[1].split("mkr")[0])


def number(text: str) -> int:
    """The digits of a number with its sign."""
    digits = re.sub(r"\D", "", text)
    return -int(digits) if "\N{MINUS SIGN}" in text else int(digits)
