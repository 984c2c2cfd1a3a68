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
    "mal/effektiviseringar/",
    "mal/effektiviseringar/ny/",
    "mal/internkontroll/",
    "mal/internkontroll/?resultat=ej",
)
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
