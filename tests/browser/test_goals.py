"""A goal owner at work: typing, saving, being ready, and what holds her up."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import axe, scrolls_sideways, sign_in

pytestmark = pytest.mark.browser

HERE = "/sodertalje-on/2017-08/mal/"
OWNER, CONTROLLER = "olof.tegner@example.se", "henrik.sjoholm@example.se"
COMMITMENT = f"{HERE}punkt/atagande-kompetens/"
CONTROL = f"{HERE}punkt/kontroll-avbrott/"
DESK, PHONE = (1440, 900), (390, 844)
PAGES = ("", "mal/", "geh/", "ataganden/", "punkt/geh-personal/", "punkt/namndmal-1/")
NUMBER = "19121212-1212"
Open = Callable[[tuple[int, int]], Page]


def opened(page: Page, path: str) -> Page:
    """A topic's page when its script is ready."""
    page.goto(path)
    page.locator("html[data-grid=ready]").wait_for()
    return page


def signed(open_page: Open, email: str, path: str) -> Page:
    """A topic's page, in a browser of somebody's own."""
    page = open_page(DESK)
    sign_in(page, email)
    return opened(page, path)


def field(page: Page, label: str = "Uppföljning") -> Locator:
    """A field by its label."""
    return page.locator(".fields-page").get_by_label(label, exact=True)


def expect_saved(page: Page) -> None:
    """Wait until nothing is left to save."""
    expect(page.locator("[data-words]")).to_have_text("Allt är sparat")


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until an element has focus."""
    for _ in range(80):
        if wanted.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} is not reached by keyboard")


def test_an_owner_writes_and_is_ready_by_keyboard_only(page: Page) -> None:
    sign_in(page, OWNER)
    page.goto(HERE)
    waiting = page.locator(".tasks").get_by_role("link", name="Personalmål")
    tab_to(page, waiting)
    page.keyboard.press("Enter")
    page.locator("html[data-grid=ready]").wait_for()
    tab_to(page, field(page, "Bedömning"))
    page.keyboard.type("Har")
    tab_to(page, field(page))
    page.keyboard.press("Control+a")
    page.keyboard.type("Sjukfrånvaron **minskar** sakta.")
    # Nothing leaves the field: what is saved is saved while one writes.
    expect(page.locator("#text-1-lage")).to_have_text("Sparat")
    expect(field(page)).to_be_focused()
    page.reload()
    page.locator("html[data-grid=ready]").wait_for()
    expect(field(page)).to_have_value("Sjukfrånvaron **minskar** sakta.")
    expect(field(page, "Bedömning")).to_have_value("brister")
    assert axe(page) == []
    tab_to(page, page.get_by_role("button", name="Klarmarkera"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Personalmål är klarmarkerad.")).to_be_visible()
    expect(page.locator(".said strong").first).to_have_text("minskar")
    tab_to(page, page.get_by_role("button", name="Ta tillbaka"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Personalmål är tillbakatagen.")).to_be_visible()


def test_a_step_waits_for_what_is_being_written(open_page: Open) -> None:
    page = signed(open_page, OWNER, COMMITMENT)
    field(page, "Kommande aktiviteter").fill("Strategin beslutas i december.")
    page.get_by_role("button", name="Klarmarkera").click()
    expect(page.locator(".message")).to_have_text(
        "Strategi för kompetens är klarmarkerad."
    )
    said = page.locator(".said").filter(has_text="Strategin beslutas i december.")
    expect(said).to_be_visible()
    page.get_by_role("button", name="Ta tillbaka").click()


def test_a_text_of_a_single_person_stays_a_draft_and_says_why(open_page: Open) -> None:
    page = signed(open_page, OWNER, COMMITMENT)
    text = field(page, "Genomförda aktiviteter")
    before = text.input_value()
    text.fill(f"Samtal med {NUMBER}.")
    told = page.locator(".told")
    expect(told).to_contain_text("Utkast. Texten innehåller ett personnummer")
    opened(page, COMMITMENT)
    expect(text).to_have_value(f"Samtal med {NUMBER}.")
    expect(told).to_contain_text("Bara du ser det du skrev.")
    assert axe(page) == []
    page.get_by_role("button", name="Klarmarkera").click()
    expect(page.get_by_text("kan inte klarmarkeras än.")).to_be_visible()
    other = signed(open_page, CONTROLLER, COMMITMENT)
    expect(field(other, "Genomförda aktiviteter")).to_have_value(before)
    page.locator("html[data-grid=ready]").wait_for()
    page.get_by_role("button", name="Ta bort det jag skrev").click()
    expect(told).to_have_count(0)
    expect(text).to_have_value(before)
    expect_saved(page)


def test_a_conflict_shows_both_and_one_chooses(open_page: Open) -> None:
    first, second = (signed(open_page, CONTROLLER, CONTROL) for _ in range(2))
    field(first, "Kommentar").fill("Den första.")
    expect(first.locator("#text-2-lage")).to_have_text("Sparat")
    field(second, "Kommentar").fill("Den andra.")
    told = second.locator(".told")
    expect(told).to_contain_text("Konflikt.")
    expect(told.locator("blockquote")).to_have_text(["Den första.", "Den andra."])
    assert axe(second) == []
    second.get_by_role("button", name="Behåll mitt").click()
    expect(told).to_have_count(0)
    expect_saved(second)
    opened(first, CONTROL)
    expect(field(first, "Kommentar")).to_have_value("Den andra.")


def test_what_is_written_without_contact_is_saved_later(open_page: Open) -> None:
    page = signed(open_page, CONTROLLER, CONTROL)
    page.route("**/spara/", lambda route: route.abort())
    field(page, "Resultat").fill("Skrivet utan kontakt.")
    expect(page.locator("[data-words]")).to_contain_text("Ej sparat")
    opened(page, CONTROL)
    expect(field(page, "Resultat")).to_have_value("Skrivet utan kontakt.")
    page.unroute("**/spara/")
    expect(page.locator("#text-1-lage")).to_have_text("Sparat", timeout=15_000)
    expect_saved(page)


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_pages_are_accessible_and_fit(open_page: Open, size: tuple[int, int]) -> None:
    page = open_page(size)
    sign_in(page, CONTROLLER)
    for path in PAGES:
        page.goto(HERE + path)
        assert axe(page) == [], path
        assert not scrolls_sideways(page), path
