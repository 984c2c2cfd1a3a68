"""The entry of volumes in a browser: typing, pasting, corrections, a phone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from committees.grid.entry import EntryError
from committees.grid.quantities import milli
from tests.browser.conftest import Complaints, axe, scrolls_sideways, sign_in

pytestmark = pytest.mark.browser

DESK, PHONE = (1440, 900), (390, 844)
HERE = "/sodertalje-on/2017-08/"
ENTRY = f"{HERE}volymer/inmatning/"
HOME_CARE = "2311"
Open = Callable[[tuple[int, int]], Page]
People = dict[tuple[str, str], str]


@dataclass
class Grid:
    """A unit's grid on a page."""

    page: Page

    def cell(self, column: str, row: int = 0) -> Locator:
        """An input; rows are counted from the top of the table."""
        return self.page.locator(f"tr#r{row} [data-column={column}]")

    def shown(self, column: str, row: int = 0) -> Locator:
        """A cell that is no input, by its heading's key."""
        place = self.page.locator("#rutnat thead th").evaluate_all(
            "(heads, key) => heads.findIndex((each) => each.id === key)", f"h-{column}"
        )
        return self.page.locator(f"tr#r{row} > *").nth(place)

    def type(self, column: str, text: str, row: int = 0) -> None:
        """Choose a cell, write in it and press Enter."""
        self.cell(column, row).click()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def paste(self, text: str) -> None:
        """Paste into the chosen cell."""
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        self.page.keyboard.press("Control+v")

    def expect_saved(self) -> None:
        """Wait until nothing is left to save."""
        expect(self.page.locator("[data-words]")).to_contain_text("Allt är sparat")


def reopened(page: Page, unit: str) -> Grid:
    """The unit's grid when its script is ready."""
    page.goto(f"{ENTRY}{unit}/")
    page.locator("html[data-grid=ready]").wait_for()
    return Grid(page)


@pytest.fixture
def opened(open_page: Open, people: People) -> Callable[..., Grid]:
    """Open a unit's grid as a controller, in a browser of its own."""

    def open_(unit: str, size: tuple[int, int] = DESK) -> Grid:
        page = open_page(size)
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        sign_in(page, people["sodertalje", "controller"])
        return reopened(page, unit)

    return open_


HOME_CARE_ROW = "tr:has(th:has-text('Hemtjänst SoL'))"
REPORTED = {
    "table": ("rapport/tabell/volumes-home-care/", "tr:has(th:text-is('Utfall 2017'))"),
    "chart": ("rapport/", "#diagram-volumes-home-care svg"),
    "unit cost": ("volymer/nyckeltal/", f".unit-costs {HOME_CARE_ROW}"),
    "split": ("volymer/volym-och-pris/?tid=hittills", f".volume-price {HOME_CARE_ROW}"),
}
"""Where the report tells of home care: the page, and the part of it."""


def reported(page: Page) -> dict[str, str]:
    """What the report says of home care, part by part."""
    found = {}
    for name, (path, part) in REPORTED.items():
        page.goto(HERE + path)
        found[name] = page.locator(part).first.inner_html()
    return found


def test_a_pasted_month_changes_the_report_the_unit_cost_and_the_split(
    opened: Callable[..., Grid],
) -> None:
    grid = opened(HOME_CARE)
    page = grid.page
    before = reported(page)
    reopened(page, HOME_CARE)
    so_far = grid.shown("so-far").inner_text()
    grid.cell("m7").click()
    grid.paste("3\u00a0100\t3\u00a0200,5\t3 300")
    dialog = page.locator("#klistra")
    expect(dialog).to_contain_text("2 ändras")
    expect(dialog).to_contain_text("1 är låsta")
    expect(dialog).to_contain_text("Månaden har inte varit än.")
    assert axe(page) == []
    page.get_by_role("button", name="Klistra in 2 rutor").click()
    expect(grid.cell("m8")).to_have_value("3\u202f201")
    expect(grid.shown("so-far")).not_to_have_text(so_far)
    grid.expect_saved()
    after = reported(page)
    assert "3\u202f201" in after["table"]
    assert {name for name in before if before[name] == after[name]} == set()


def test_months_are_typed_emptied_and_undone(opened: Callable[..., Grid]) -> None:
    grid = opened("3401")
    page, first = grid.page, grid.cell("m8").input_value()
    grid.type("m8", "=100*3")
    expect(grid.cell("m8")).to_have_value("300")
    grid.cell("m8").click()
    page.keyboard.press("Delete")
    expect(grid.cell("m8")).to_have_value("")
    expect(page.locator("tr#r0 .notes")).to_contain_text("Augusti saknas")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(grid.cell("m8")).to_have_value(first)
    expect(page.locator("tr#r0 .notes")).not_to_contain_text("saknas")
    grid.expect_saved()


def test_what_is_no_quantity_stays_and_says_why(opened: Callable[..., Grid]) -> None:
    grid = opened("3401")
    for text, reason in (("-4", "är negativt"), ("12 tim", "har en enhet")):
        grid.type("m8", text)
        expect(grid.page.locator(".told")).to_contain_text(reason)
        assert axe(grid.page) == []
        grid.page.get_by_role("button", name="Ta bort det jag skrev").click()
    grid.expect_saved()


def test_an_unusual_month_gets_a_quiet_mark(opened: Callable[..., Grid]) -> None:
    grid = opened("3402")
    grid.type("m8", "999999")
    notes = grid.page.locator("tr#r0 .notes")
    expect(notes).to_contain_text("en och en halv gång augusti 2016")
    grid.cell("m8").click()
    grid.page.keyboard.press("Control+z")
    expect(notes).not_to_contain_text("en och en halv gång")
    grid.expect_saved()


def test_a_controller_corrects_a_closed_month_with_a_reason(
    opened: Callable[..., Grid],
) -> None:
    grid = opened("3201")
    page = grid.page
    expect(grid.cell("m3")).not_to_be_editable()
    page.get_by_text("Rätta en stängd månad").click()
    page.get_by_label("Skäl till rättelsen").fill("En utförare saknades")
    page.get_by_role("button", name="Lås upp stängda månader").click()
    expect(grid.cell("m1")).to_be_focused()
    grid.type("m3", "800,5")
    grid.expect_saved()
    again = reopened(page, "3201")
    expect(again.cell("m3")).to_have_value("801")
    expect(page.locator("tr#r0 .notes")).to_contain_text("Mars är rättad")
    expect(page.locator(".trail")).to_contain_text("En utförare saknades")


def test_proposals_are_taken_with_one_click(opened: Callable[..., Grid]) -> None:
    grid = opened("3202")
    take = grid.page.locator("tr#r0 .take")
    wanted = take.inner_text()
    take.click()
    expect(grid.cell("forecast")).to_have_value(wanted)
    grid.page.locator("tr#r0 .more").click()
    dialog = grid.page.locator("#forslag")
    expect(dialog).to_contain_text("Så har det träffat")
    assert axe(grid.page) == []
    dialog.get_by_role("button", name="Ta").first.click()
    grid.expect_saved()


def test_a_month_is_entered_by_keyboard_only(page: Page, people: People) -> None:
    sign_in(page, "stefan.bjurman@example.se")
    page.goto(ENTRY)
    link = page.get_by_role("link", name=f"{HOME_CARE} ")
    for _ in range(40):
        if link.evaluate("each => each === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("html[data-grid=ready]").wait_for()
    grid = Grid(page)
    for _ in range(40):
        if grid.cell("m6").evaluate("each => each === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(grid.cell("m6")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.type("9100")
    page.keyboard.press("Tab")
    expect(grid.cell("m7")).to_have_value("9\u202f100")
    expect(grid.cell("m8")).to_be_focused()
    page.keyboard.press("Control+z")
    grid.expect_saved()
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Så fungerar")).to_be_visible()
    page.keyboard.press("Escape")


def test_two_people_in_the_same_month_choose(opened: Callable[..., Grid]) -> None:
    mine, other = opened("3402"), opened("3402")
    mine.type("m7", "1000")
    mine.expect_saved()
    other.type("m7", "1100")
    expect(other.page.locator(".told")).to_contain_text("Du skrev 1\u202f100")
    other.page.get_by_role("button", name="Behåll mitt").click()
    other.expect_saved()


TYPED = ("1 234,5", "\u22123", "12 %", "5 tim", "1,2345", "=1/3", "1.234", "abc", "0")


def test_the_script_reads_quantities_as_the_server_does(
    opened: Callable[..., Grid],
) -> None:
    grid = opened("3401")
    for text in TYPED:
        read = grid.page.evaluate("t => Delaret.quantities.measure(0).read(t)", text)
        try:
            assert read == {"value": milli(text)}, text
        except EntryError:
            assert read.get("fault"), text


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1440", "390"])
def test_entry_is_accessible_and_no_wider_than_the_window(
    opened: Callable[..., Grid], size: tuple[int, int]
) -> None:
    grid = opened("2211", size)
    assert axe(grid.page) == []
    assert not scrolls_sideways(grid.page)
    grid.page.goto(ENTRY)
    assert axe(grid.page) == []
    assert not scrolls_sideways(grid.page)


def test_a_phone_shows_a_series_at_a_time(opened: Callable[..., Grid]) -> None:
    grid = opened("2211", PHONE)
    expect(grid.cell("m8")).to_be_visible()
    expect(grid.cell("m9")).to_be_hidden()
    grid.page.get_by_role("button", name="Nästa").click()
    expect(grid.cell("m8", 1)).to_be_visible()
    expect(grid.cell("m8")).to_be_hidden()
    first = grid.cell("m8", 1).input_value()
    grid.type("m8", "380", 1)
    grid.expect_saved()
    grid.type("m8", first, 1)
    grid.expect_saved()


def test_who_does_not_answer_for_a_unit_does_not_find_it(
    page: Page, complaints: Complaints
) -> None:
    complaints.expected_statuses.add(404)
    sign_in(page, "ulf.granath@example.se")
    answer = page.goto(f"{ENTRY}{HOME_CARE}/")
    assert answer is not None
    assert answer.status == 404
