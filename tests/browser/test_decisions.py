"""Decisions that are not executed, their counts, and the external providers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import WIDE, axe, scrolls_sideways, sign_in

pytestmark = pytest.mark.browser

PHONE = (390, 844)
Open = Callable[[tuple[int, int]], Page]
People = dict[tuple[str, str], str]


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_the_pages_are_accessible_wide_and_narrow(
    open_page: Open, people: People, size: tuple[int, int]
) -> None:
    page = open_page(size)
    sign_in(page, people["enkoping", "controller"])
    for path in ("mal/utforare/", "mal/beslut/"):
        page.goto(f"/enkoping-von/2024-08/{path}")
        assert axe(page) == [], path
        assert not scrolls_sideways(page), path


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_a_case_officer_adds_a_decision_by_keyboard(
    open_page: Open, people: People, size: tuple[int, int]
) -> None:
    page = open_page(size)
    sign_in(page, people["enkoping", "beslutsansvarig"])
    page.goto("/enkoping-von/ej-verkstallda-beslut/")
    assert axe(page) == []
    assert not scrolls_sideways(page)
    before = page.locator("tbody tr").count()
    page.get_by_role("link", name="Lägg till ett beslut").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/nytt/")
    assert axe(page) == []
    page.get_by_label("Insats och lagrum").select_option(index=1)
    page.get_by_label("Beslutsdag", exact=True).fill("2024-03-01")
    page.get_by_label("Skäl").select_option("resursbrist")
    page.get_by_role("button", name="Spara").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/ej-verkstallda-beslut/")
    assert page.locator("tbody tr").count() == before + 1
