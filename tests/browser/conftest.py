"""A browser that fails the test on whatever it complains of."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)

from reports.management.commands.load_demo import DEMO_PASSWORD
from tests.browser.server import site

CHROMIUM = Path("/usr/bin/chromium")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = {
    "runOnly": RULES,
    # It would copy style sheets into the page, which the policy forbids.
    "preload": False,
    # What is right need not be described; that takes longer than finding what is wrong.
    "resultTypes": ["violations"],
}
WIDE, NARROW = (1280, 900), (360, 740)
SIGNED_IN: dict[str, list[tuple[str, str, str]]] = {}
"""Who is signed in on this process's site, with each cookie's name, value, domain."""


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site answers, e.g. http://127.0.0.1:41234."""
    with site(tmp_path_factory.mktemp("site")) as where:
        yield where


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, without window and without calling home."""
    if not CHROMIUM.exists():
        pytest.skip("no browser: apt-get install --no-install-recommends chromium")
    # Playwright runs an event loop in this thread; Django must not mind.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


@dataclass
class Complaints:
    """What went wrong on a page without anybody seeing it."""

    host: str
    found: list[str] = field(default_factory=list)
    expected_statuses: set[int] = field(default_factory=set)

    def listen(self, page: Page) -> None:
        """Hear of console errors, script errors, other hosts and failed requests."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.found.append(f"script: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        # A failed request is told by _response, with its status.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.found.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and parts.netloc != self.host:
            self.found.append(f"other host: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected_statuses:
            self.found.append(f"{response.status}: {response.url}")


@pytest.fixture
def complaints(address: str) -> Iterator[Complaints]:
    """What the browser complained of; must be nothing when the test ends."""
    heard = Complaints(urlsplit(address).netloc)
    yield heard
    assert heard.found == []


@pytest.fixture
def open_page(
    browser: Browser, address: str, complaints: Complaints
) -> Iterator[Callable[[tuple[int, int]], Page]]:
    """Open a page of a given size in a browser without history."""
    opened = []

    def open_(size: tuple[int, int]) -> Page:
        context = browser.new_context(
            base_url=address,
            viewport={"width": size[0], "height": size[1]},
            locale="sv-SE",
            timezone_id="Europe/Stockholm",
        )
        opened.append(context)
        page = context.new_page()
        complaints.listen(page)
        return page

    yield open_
    for context in opened:
        context.close()


@pytest.fixture
def page(open_page: Callable[[tuple[int, int]], Page]) -> Page:
    """A page as wide as a desk screen."""
    return open_page(WIDE)


@pytest.fixture(scope="session")
def people() -> dict[tuple[str, str], str]:
    """(folder of the fixtures, role) -> address of the first person who has it."""
    found: dict[tuple[str, str], str] = {}
    for path in sorted(Path(settings.BASE_DIR).glob("fixtures/*/personer.csv")):
        with path.open(encoding="utf-8") as file:
            for person in csv.DictReader(file, delimiter=";"):
                found.setdefault((path.parent.name, person["Roll"]), person["E-post"])
    return found


def sign_in(page: Page, email: str) -> None:
    """Let a person of the demo be signed in, by the form the first time."""
    context = page.context
    if email not in SIGNED_IN:
        door = context.new_page()
        sign_in_by_form(door, email)
        SIGNED_IN[email] = [
            (each["name"], each["value"], each["domain"]) for each in context.cookies()
        ]
        door.close()
    context.add_cookies(
        [
            {"name": name, "value": value, "domain": domain, "path": "/"}
            for name, value, domain in SIGNED_IN[email]
        ]
    )


def sign_in_by_form(page: Page, email: str) -> None:
    """Sign a person of the demo in, and land where that leads."""
    page.goto("/konto/logga-in/")
    page.get_by_label("E-postadress").fill(email)
    page.get_by_label("Lösenord").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    page.wait_for_url(lambda url: "/konto/" not in url)


def axe(page: Page) -> list[str]:
    """What axe finds wrong on the page, as `rule: element`."""
    result = Axe().run(page, options=AXE)
    return [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in result.response["violations"]
        for node in violation["nodes"]
    ]


def scrolls_sideways(page: Page) -> bool:
    """Whether the page as a whole is wider than the window."""
    width = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return int(width) > 0


def live(page: Page, url: str) -> Locator:
    """The first chart of a page, once it can be pointed at."""
    page.goto(url)
    chart = page.locator("figure.chart").first
    chart.scroll_into_view_if_needed()
    expect(page.locator("figure.chart.live").first).to_be_visible()
    return chart
