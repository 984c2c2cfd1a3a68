"""Signing in, in a browser, at two widths."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import (
    NARROW,
    WIDE,
    Complaints,
    axe,
    scrolls_sideways,
    sign_in_by_form,
)

pytestmark = pytest.mark.browser
PUBLIC = ("/konto/logga-in/", "/konto/nytt-losenord/", "/konto/nytt-losenord/skickat/")


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_the_pages_before_signing_in(
    open_page: Callable[[tuple[int, int]], Page], size: tuple[int, int]
) -> None:
    page = open_page(size)
    for path in PUBLIC:
        page.goto(path)
        assert axe(page) == []
        assert not scrolls_sideways(page)


def test_a_person_signs_in_and_out(
    page: Page, people: dict[tuple[str, str], str]
) -> None:
    sign_in_by_form(page, people["botkyrka", "controller"])
    page.goto("/konto/logga-ut/")
    assert axe(page) == []
    page.get_by_role("button", name="Logga ut").click()
    page.wait_for_url("**/konto/logga-in/*")


def test_a_wrong_password_is_told_in_words(
    page: Page, people: dict[tuple[str, str], str]
) -> None:
    page.goto("/konto/logga-in/")
    page.get_by_label("E-postadress").fill(people["botkyrka", "controller"])
    page.get_by_label("Lösenord").fill("fel")
    page.get_by_role("button", name="Logga in").click()
    assert "stämmer inte" in page.get_by_role("alert").inner_text()
    assert axe(page) == []


def test_a_page_that_does_not_exist(page: Page, complaints: Complaints) -> None:
    complaints.expected_statuses.add(404)
    page.goto("/finns-inte/2017-08/tabeller/alls/inte/")
    assert axe(page) == []
