"""Indicators in a browser: entered by sex, read in the list and on their page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import axe, scrolls_sideways, sign_in

pytestmark = pytest.mark.browser

DESK, PHONE = (1440, 900), (390, 844)
HERE = "/botkyrka-von/2017-08/mal/"
ENTRY = f"{HERE}indikatorer/fyll-i/"
NAME = "Med när genomförandeplanen skrivs, hemtjänst"
PAGE = f"{HERE}indikator/plan-hemtjanst/"
Open = Callable[[tuple[int, int]], Page]
People = dict[tuple[str, str], str]


@dataclass
class Grid:
    """The grid of indicators on a page."""

    page: Page

    def cell(self, column: str, row: int = 0) -> Locator:
        """An input; rows are counted from the top of the table."""
        return self.page.locator(f"tr#r{row} [data-column={column}]")

    def shown(self, kind: str, row: int = 0) -> Locator:
        """A cell that is no input, by its class."""
        return self.page.locator(f"tr#r{row} td.{kind}")

    def type(self, column: str, text: str) -> None:
        """Choose a cell, write in it and press Tab."""
        self.cell(column).click()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Tab")

    def expect_saved(self) -> None:
        """Wait until nothing is left to save."""
        expect(self.page.locator("[data-words]")).to_contain_text("Allt är sparat")


@pytest.fixture
def opened(open_page: Open, people: People) -> Callable[[tuple[int, int]], Grid]:
    """Open the grid as a controller, in a browser of its own."""

    def open_(size: tuple[int, int]) -> Grid:
        page = open_page(size)
        sign_in(page, people["botkyrka", "controller"])
        page.goto(ENTRY)
        page.locator("html[data-grid=ready]").wait_for()
        return Grid(page)

    return open_


def test_an_indicator_is_entered_by_sex_and_its_status_and_gap_follow(
    opened: Callable[[tuple[int, int]], Grid],
) -> None:
    grid = opened(DESK)
    page = grid.page
    expect(grid.shown("status")).to_have_text("Når inte målet")
    grid.type("total", "96")
    expect(grid.shown("notes")).to_contain_text("Totalen ligger utanför")
    page.keyboard.type("97,5")
    page.keyboard.press("Tab")
    page.keyboard.type("94")
    page.keyboard.press("Enter")
    expect(grid.shown("status")).to_have_text("Når målet")
    expect(grid.shown("gap")).to_have_text("+4")
    expect(grid.shown("notes")).not_to_contain_text("utanför")
    grid.expect_saved()
    assert axe(page) == []
    page.goto(f"{HERE}indikatorer/")
    line = page.locator("tr", has=page.get_by_role("link", name=NAME))
    expect(line).to_contain_text("Når målet")
    expect(line).to_contain_text("+4")
    assert axe(page) == []
    assert not scrolls_sideways(page)
    page.goto(PAGE)
    expect(page.locator(".indicator-page")).to_contain_text("96 procent aug 2017")
    expect(page.locator("svg.chart-svg")).to_be_visible()
    assert axe(page) == []


def test_what_cannot_be_stays_in_its_cell_and_says_why(
    opened: Callable[[tuple[int, int]], Grid],
) -> None:
    grid = opened(DESK)
    before = grid.cell("target").input_value()
    for column, text, why in (
        ("total", "104", "mer än 100 procent"),
        ("target", "fler", "är inget tal"),
    ):
        grid.type(column, text)
        told = grid.page.locator("tr.told")
        expect(told).to_contain_text(why)
        expect(grid.cell(column)).to_have_value(text)
        assert axe(grid.page) == []
        told.get_by_role("button", name="Ta bort det jag skrev").click()
        expect(told).to_have_count(0)
    expect(grid.cell("target")).to_have_value(before)


def test_a_phone_shows_an_indicator_at_a_time(
    opened: Callable[[tuple[int, int]], Grid],
) -> None:
    grid = opened(PHONE)
    page = grid.page
    expect(page.locator("tr.current")).to_have_count(1)
    page.get_by_role("button", name="Nästa").click()
    expect(grid.cell("total", 1)).to_be_visible()
    expect(grid.cell("total", 0)).to_be_hidden()
    for path in (ENTRY, f"{HERE}indikatorer/", PAGE):
        page.goto(path)
        assert not scrolls_sideways(page), path
        assert axe(page) == [], path
