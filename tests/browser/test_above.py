"""The pages above the rows in a browser: sound, narrow, and by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WIDE, axe, scrolls_sideways, sign_in

pytestmark = pytest.mark.browser

HERE = "/botkyrka-von/2017-08/prognos/"
PHONE = (390, 844)
PAGES = (
    "brygga/",
    "justeringar/",
    "justeringar/utfall/ny/",
    "justeringar/kontroller/ny/",
    "atgarder/",
    "atgarder/ny/",
    "ram/",
    "analys/?ansvar=540",
    "analys/541/7831/",
    "andringar/",
    "logg/",
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


def test_a_sentence_from_below_is_taken_by_keyboard(
    page: Page, people: dict[tuple[str, str], str]
) -> None:
    sign_in(page, people["botkyrka", "controller"])
    page.goto(f"{HERE}analys/5412/7831/")
    page.get_by_label("Orsak").fill("Fler vikarier. Tomma platser.")
    page.get_by_role("button", name="Spara").press("Enter")
    expect(page.get_by_text("Analysen är sparad.")).to_be_visible()
    page.goto(f"{HERE}analys/541/7831/")
    page.get_by_label("Orsak").fill("Samlat:")
    take = page.get_by_role("button", name="Ta med meningen Tomma platser.")
    take.press("Enter")
    expect(page.get_by_label("Orsak")).to_have_value("Samlat: Tomma platser.")
    expect(page.locator("#tagen")).to_have_text("Meningen står nu sist i Orsak.")
    page.get_by_role("button", name="Godkänn").press("Enter")
    expect(page.get_by_text("Analysen är godkänd.")).to_be_visible()
