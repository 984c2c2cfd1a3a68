"""The forecast grid in a browser: keys, paste, conflicts, lost connections, a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import pytest
from playwright.sync_api import Locator, Page, expect

from committees.grid import entry
from committees.numbers import Unit
from tests.browser.conftest import (
    Complaints,
    axe,
    scrolls_sideways,
    sign_in,
    sign_in_by_form,
)

pytestmark = pytest.mark.browser

DESK, PHONE = (1440, 900), (390, 844)
MONTH = "/botkyrka-von/2017-08/prognos/"
People = dict[tuple[str, str], str]
Open = Callable[[tuple[int, int]], Page]


@dataclass
class Grid:
    """A grid on a page."""

    page: Page

    def cell(self, row: int, column: str = "forecast") -> Locator:
        """An input; rows are counted from the top of the table."""
        return self.page.locator(f"tr#r{row} [data-column={column}]")

    def type(self, row: int, text: str, column: str = "forecast") -> None:
        """Choose a cell, write in it and press Enter."""
        self.cell(row, column).click()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def paste(self, text: str) -> None:
        """Paste into the chosen cell."""
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        self.page.keyboard.press("Control+v")

    def expect_bar(self, text: str) -> None:
        """Wait until the line beneath the table says something."""
        expect(self.page.locator("[data-words]")).to_contain_text(text)

    def expect_saved(self) -> None:
        """Wait until nothing is left to save."""
        self.expect_bar("Allt är sparat")

    @property
    def press(self) -> Callable[[str], None]:
        """Press a key."""
        return self.page.keyboard.press


class Read(Protocol):
    """Open a unit's grid in a browser of its own."""

    def __call__(self, unit: str, size: tuple[int, int] = DESK) -> Grid:
        """The grid when its script is ready."""


@pytest.fixture
def opened(open_page: Open, people: People) -> Read:
    """Open a unit's grid as a controller, in a browser of its own."""

    def open_(unit: str, size: tuple[int, int] = DESK) -> Grid:
        page = open_page(size)
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        sign_in(page, people["botkyrka", "controller"])
        return reopened(page, unit)

    return open_


def reopened(page: Page, unit: str) -> Grid:
    """The unit's grid when its script is ready."""
    page.goto(f"{MONTH}{unit}/")
    ready(page)
    return Grid(page)


def ready(page: Page) -> None:
    """Wait for the grid's script."""
    page.locator("html[data-grid=ready]").wait_for()


@pytest.fixture
def quiet_offline(complaints: Complaints) -> Iterator[None]:
    """Let the browser complain of requests that found no server."""
    yield
    complaints.found[:] = [f for f in complaints.found if "ERR_" not in f]


def test_typing_follows_the_keys_of_a_spreadsheet(opened: Read) -> None:
    grid = opened("5311")
    grid.type(2, "=1200*8")
    expect(grid.cell(2)).to_have_value("9\u202f600")
    expect(grid.cell(3)).to_be_focused()
    grid.press("ArrowUp")
    grid.press("F2")
    grid.press("End")
    grid.page.keyboard.type("1")
    grid.press("Escape")
    expect(grid.cell(2)).to_have_value("9\u202f600")
    grid.press("Tab")
    expect(grid.cell(2, "deviation")).to_be_focused()
    grid.press("End")
    expect(grid.cell(2, "comment")).to_be_focused()
    grid.press("Home")
    expect(grid.cell(2)).to_be_focused()
    grid.press("ArrowLeft")
    grid.press("ArrowLeft")
    expect(grid.page.locator("tr#r2 .take")).to_be_focused()
    grid.expect_saved()


TYPED = (
    "1 234,5",
    "1\u202f234",
    "\u221212",
    "12-",
    "(3)",
    "+5",
    ",5",
    "12,",
    "=1200*8",
    "=-(2+3)*4/3",
    "=1/0",
    "=2*(3+",
    "=2x3",
    "1.234.567",
    "1.234",
    "12,345678",
    "1,2 mkr",
    "0,5 mnkr",
    "99999999999999",
    "abc",
    "#REF!",
    "--5",
)


def test_the_script_reads_amounts_as_the_server_does(opened: Read) -> None:
    grid = opened("5101")
    for typed in TYPED:
        read = grid.page.evaluate("t => Delaret.amounts.parse(t, 'tkr')", typed)
        try:
            assert read == {"ore": entry.ore(typed, unit=Unit.TKR)}, typed
        except entry.EntryError:
            assert read.get("fault"), typed


def test_the_deviation_and_the_sums_follow_while_one_types(opened: Read) -> None:
    grid = opened("5311")
    grid.type(4, "0", "deviation")
    budget = grid.page.locator("tr#r4 td").nth(2).inner_text()
    expect(grid.cell(4)).to_have_value(budget)
    total = grid.page.locator("#summa td").nth(9)
    before = total.inner_text()
    grid.cell(4).click()
    grid.page.keyboard.type("1")
    assert total.inner_text() != before
    grid.press("Escape")
    assert total.inner_text() == before
    grid.expect_saved()


def test_changes_are_undone_and_made_again(opened: Read) -> None:
    grid = opened("5312")
    first = grid.cell(2).input_value()
    grid.type(2, "777")
    grid.press("ArrowUp")
    grid.press("Control+z")
    expect(grid.cell(2)).to_have_value(first)
    grid.press("Control+y")
    expect(grid.cell(2)).to_have_value("777")
    grid.press("Control+z")
    grid.expect_saved()


def test_a_range_is_copied_for_excel_and_filled_down(opened: Read) -> None:
    grid = opened("5312")
    grid.type(2, "1234,5")
    grid.type(3, "-20")
    grid.cell(2).click()
    grid.press("Shift+ArrowDown")
    grid.press("Control+c")
    copied = grid.page.evaluate("navigator.clipboard.readText()")
    assert copied.replace("\r", "") == "1234,5\n-20"
    grid.press("Control+d")
    expect(grid.cell(3)).to_have_value("1\u202f235")
    grid.expect_saved()


def test_what_cannot_be_read_stays_and_says_why(opened: Read) -> None:
    grid = opened("5313")
    grid.type(2, "tolv")
    expect(grid.cell(2)).to_have_value("tolv")
    expect(grid.cell(2)).to_have_attribute("aria-invalid", "true")
    expect(grid.page.locator(".told")).to_contain_text("”tolv” är inget tal")
    grid.type(3, "=5/0")
    expect(grid.page.locator(".told").last).to_contain_text("delar med noll")
    grid.expect_bar("2 rutor behöver rättas")
    assert axe(grid.page) == []
    grid.page.reload()
    ready(grid.page)
    expect(grid.cell(2)).to_have_value("tolv")
    for _ in range(2):
        grid.page.get_by_role("button", name="Ta bort det jag skrev").first.click()
    grid.expect_saved()


def test_a_pasted_block_is_shown_before_it_is_taken(opened: Read) -> None:
    grid = opened("5314")
    grid.cell(2).click()
    grid.paste("1\u00a0500\r\nabc\r\n2500,5\r\n")
    dialog = grid.page.locator("#klistra")
    expect(dialog).to_contain_text("2 ändras")
    expect(dialog).to_contain_text("1 kan inte läsas")
    expect(dialog).to_contain_text("”abc” är inget tal")
    assert axe(grid.page) == []
    grid.page.get_by_role("button", name="Klistra in 2 rutor").click()
    expect(grid.cell(2)).to_have_value("1\u202f500")
    expect(grid.cell(3)).to_have_value("abc")
    expect(grid.cell(4)).to_have_value("2\u202f501")
    grid.expect_bar("1 ruta behöver rättas")
    grid.page.get_by_role("button", name="Ta bort det jag skrev").click()
    grid.expect_saved()


def test_a_pasted_block_is_turned(opened: Read) -> None:
    grid = opened("5315")
    grid.cell(0).click()
    grid.paste("100\r\n200\r\n")
    grid.page.get_by_label("Blockets belopp är i").select_option("mkr")
    expect(grid.page.locator("#klistra")).to_contain_text("100\u202f000")
    grid.page.get_by_role("button", name="Avbryt").click()
    expect(grid.cell(0)).to_be_focused()
    grid.expect_saved()


def test_two_people_in_the_same_cell_choose(opened: Read) -> None:
    mine, other = opened("5321"), opened("5321")
    mine.type(0, "100")
    mine.expect_saved()
    other.type(1, "50")
    other.expect_saved()
    other.type(0, "200")
    told = other.page.locator(".told")
    expect(told).to_contain_text("Konflikt")
    expect(told).to_contain_text("Du skrev 200")
    assert axe(other.page) == []
    other.cell(0).focus()
    other.press("Tab")
    other.press("Tab")
    other.press("Tab")
    expect(other.page.get_by_role("button", name="Behåll mitt")).to_be_focused()
    other.press("Enter")
    other.expect_saved()
    mine.type(0, "300")
    mine.page.get_by_role("button", name="Ta den andras").click()
    expect(mine.cell(0)).to_have_value("200")
    mine.expect_saved()


@pytest.mark.usefixtures("quiet_offline")
def test_nothing_is_lost_without_a_connection(opened: Read) -> None:
    grid = opened("5322")
    grid.page.context.set_offline(offline=True)
    grid.type(0, "11")
    grid.type(1, "12")
    grid.expect_bar("Ej sparat: 2 rutor. Ingen kontakt")
    grid.page.context.set_offline(offline=False)
    grid.expect_saved()
    again = reopened(grid.page, "5322")
    expect(again.cell(0)).to_have_value("11")
    expect(again.cell(1)).to_have_value("12")


@pytest.mark.usefixtures("quiet_offline")
def test_what_is_not_saved_survives_a_reload(opened: Read) -> None:
    grid = opened("5323")
    grid.page.context.set_offline(offline=True)
    grid.type(0, "21")
    grid.expect_bar("Ej sparat")
    grid.cell(1).click()
    grid.page.keyboard.type("22")
    grid.page.context.set_offline(offline=False)
    grid.page.reload()
    ready(grid.page)
    grid.expect_saved()
    again = reopened(grid.page, "5323")
    expect(again.cell(0)).to_have_value("21")
    expect(again.cell(1)).to_have_value("22")


def test_a_request_sent_twice_is_carried_out_once(opened: Read) -> None:
    grid = opened("5324")
    keys: list[str] = []

    def lose_the_first_answer(route: object) -> None:
        keys.append(route.request.post_data_json["key"])  # type: ignore[attr-defined]
        response = route.fetch()  # type: ignore[attr-defined]
        if len(keys) == 1:
            route.abort()  # type: ignore[attr-defined]
        else:
            route.fulfill(response=response)  # type: ignore[attr-defined]

    grid.page.route("**/spara/", lose_the_first_answer)
    grid.type(0, "31")
    grid.expect_saved()
    assert len(keys) == 2
    assert keys[0] == keys[1]
    assert grid.page.locator(".told").count() == 0


def test_a_session_that_ends_is_told_and_goes_on(
    opened: Read, people: People, complaints: Complaints
) -> None:
    complaints.expected_statuses.add(401)
    grid = opened("5325")
    grid.page.context.clear_cookies(name="sessionid")
    grid.type(0, "41")
    grid.expect_bar("Du är utloggad")
    link = grid.page.get_by_role("link", name="Logga in i en ny flik")
    with grid.page.context.expect_page() as new:
        link.click()
    sign_in_by_form(new.value, people["botkyrka", "controller"])
    grid.page.bring_to_front()
    grid.page.evaluate("window.dispatchEvent(new Event('focus'))")
    grid.expect_saved()


def test_proposals_are_taken_with_one_click(opened: Read) -> None:
    grid = opened("5411")
    take = grid.page.locator("tr#r1 .take")
    wanted = take.inner_text()
    take.click()
    expect(grid.cell(1)).to_have_value(wanted)
    grid.page.locator("tr#r2 .more").click()
    dialog = grid.page.locator("#forslag")
    expect(dialog).to_contain_text("Så är det gjort")
    expect(dialog).to_contain_text("%")
    assert axe(grid.page) == []
    dialog.get_by_role("button", name="Ta").first.click()
    expect(dialog).to_be_hidden()
    grid.expect_saved()


def test_help_is_a_key_away(opened: Read) -> None:
    grid = opened("5412")
    grid.cell(0).focus()
    grid.press("?")
    expect(grid.page.get_by_role("heading", name="Så fungerar")).to_be_visible()
    assert axe(grid.page) == []
    grid.press("Escape")
    expect(grid.cell(0)).to_be_focused()


def test_months_are_spread_while_the_year_stands(opened: Read) -> None:
    grid = opened("5413")
    page = grid.page
    page.locator("tr#r1 th a").click()
    ready(page)
    page.get_by_role("button", name="Jämnt", exact=True).click()
    expect(page.locator("#kvar td").last).to_have_text("0")
    year = page.locator("tfoot .total td").last.inner_text()
    page.locator("#m9 input").click()
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    expect(page.locator("#m10 input")).to_be_focused()
    expect(page.locator("#kvar td").last).not_to_have_text("0")
    page.get_by_role("button", name="Lägg resten").click()
    expect(page.locator("#kvar td").last).to_have_text("0")
    assert page.locator("tfoot .total td").last.inner_text() == year
    assert page.locator("#m8 input").count() == 0
    assert axe(page) == []
    expect(page.locator("[data-words]")).to_have_text("Allt är sparat")


def test_an_activity_is_typed_over_its_units(opened: Read) -> None:
    grid = opened("verksamhet/773")
    assert grid.page.locator("tbody").count() > 3
    grid.type(0, "22000")
    grid.expect_saved()
    assert axe(grid.page) == []


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1440", "390"])
def test_the_grid_is_accessible_and_no_wider_than_the_window(
    opened: Read, size: tuple[int, int]
) -> None:
    grid = opened("5204", size)
    assert axe(grid.page) == []
    assert not scrolls_sideways(grid.page)
    grid.page.goto(f"{MONTH}5204/manader/7781/45/")
    ready(grid.page)
    assert axe(grid.page) == []
    assert not scrolls_sideways(grid.page)


def test_a_phone_shows_a_row_at_a_time(opened: Read) -> None:
    grid = opened("5414", PHONE)
    rows = grid.page.locator("tbody tr:visible:not(.group)")
    expect(rows).to_have_count(1)
    expect(grid.cell(0)).to_be_visible()
    grid.page.get_by_role("button", name="Nästa").click()
    expect(grid.cell(1)).to_be_visible()
    expect(grid.cell(0)).to_be_hidden()
    grid.type(1, "51")
    grid.expect_saved()


def test_a_budget_holder_types_in_her_rows_and_hands_in(
    page: Page, complaints: Complaints
) -> None:
    complaints.expected_statuses.add(404)
    sign_in(page, "ingrid.palm@example.se")
    grid = reopened(page, "5204")
    expect(page.locator(".unit-standing")).to_contain_text("Återsänd")
    grid.type(0, "1700")
    asked = page.locator(".subtotal", has_text="Kommentar krävs").locator("textarea")
    while asked.count():
        asked.first.click()
        page.keyboard.type("Platserna står färdiga först nästa år.")
        grid.press("Enter")
    grid.cell(0, "comment").click()
    page.keyboard.type("Nya placeringar består nästa år.")
    page.get_by_role("button", name="Lämna in").focus()
    grid.press("Enter")
    expect(page.locator(".unit-standing")).to_contain_text("Inlämnad")
    expect(grid.cell(0)).to_have_value("1\u202f700")
    expect(grid.cell(0)).not_to_be_editable()
    expect(grid.cell(0, "comment")).to_have_value("Nya placeringar består nästa år.")
    page.goto(f"{MONTH}5311/")
    expect(page.locator("h1")).not_to_contain_text("5311")


def test_rows_that_a_budget_holder_does_not_own_are_locked(page: Page) -> None:
    sign_in(page, "helena.brandt@example.se")
    grid = reopened(page, "5201")
    locked = page.locator("tbody tr", has_text="Låst: Internhyran").first
    expect(locked.locator("input").first).not_to_be_editable()
    expect(grid.cell(1)).to_be_editable()
    assert axe(page) == []
