"""Charts that one can point at, copied and fetched, in a browser under the policy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WIDE, axe, live, scrolls_sideways, sign_in

pytestmark = pytest.mark.browser

HERE = "/botkyrka-von/2017-08/"
BRIDGE = f"{HERE}prognos/brygga/"
STAFF = f"{HERE}volymer/personal/"
PAGES = (HERE, BRIDGE, f"{HERE}volymer/volym-och-pris/", STAFF, f"{HERE}rapport/")
PHONE = (390, 844)
PNG = b"\x89PNG\r\n\x1a\n"
Open = Callable[[tuple[int, int]], Page]
People = dict[tuple[str, str], str]


# That nothing broke the policy or reached another host, the fixture of pages tells.
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desk", "phone"])
def test_charts_are_drawn_accessible_and_within_their_width(
    open_page: Open, people: People, size: tuple[int, int]
) -> None:
    page = open_page(size)
    sign_in(page, people["botkyrka", "controller"])
    for url in PAGES:
        chart = live(page, url)
        assert chart.locator(".chart-live .main-svg").count() > 0
        assert (url, axe(page)) == (url, [])
        assert not scrolls_sideways(page), url


def test_who_points_at_a_bar_is_told_its_exact_figure(
    page: Page, people: People
) -> None:
    sign_in(page, people["botkyrka", "controller"])
    chart = live(page, BRIDGE)
    chart.locator(".chart-live .point path").first.hover(force=True)
    told = chart.locator(".chart-live .hovertext")
    expect(told).to_contain_text("Avvikelse januari–augusti 2017: +25\u202f")
    expect(told).to_contain_text("kr")


def test_a_month_is_told_for_every_line(page: Page, people: People) -> None:
    sign_in(page, people["botkyrka", "controller"])
    chart = live(page, STAFF)
    field = chart.locator(".chart-live .nsewdrag").bounding_box()
    assert field is not None
    page.mouse.move(field["x"] + 3, field["y"] + field["height"] / 2)
    told = chart.locator(".chart-live .hoverlayer")
    for line in ("jan", "Utfall 2017: ", "Budget 2017: ", "årsarbetare"):
        expect(told).to_contain_text(line)


def test_the_table_is_one_key_away(page: Page, people: People) -> None:
    sign_in(page, people["botkyrka", "controller"])
    chart = live(page, BRIDGE)
    chart.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(chart.get_by_role("table")).to_be_visible()


def test_a_charts_table_and_picture_are_copied(page: Page, people: People) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, people["botkyrka", "controller"])
    chart = live(page, BRIDGE)
    chart.get_by_role("button", name="Kopiera tabell").press("Enter")
    expect(chart.get_by_role("status")).to_have_text("Kopierat")
    assert "Enheternas prognos" in str(page.evaluate("navigator.clipboard.readText()"))
    chart.get_by_role("button", name="Kopiera bild").press("Enter")
    expect(chart.get_by_role("status")).to_have_text("Kopierat")
    kinds = page.evaluate(
        "navigator.clipboard.read().then((all) => all.flatMap((one) => one.types))"
    )
    assert kinds == ["image/png"]


def test_a_picture_is_fetched_as_png(page: Page, people: People) -> None:
    sign_in(page, people["botkyrka", "controller"])
    chart = live(page, BRIDGE)
    with page.expect_download() as fetched:
        chart.get_by_role("button", name="PNG").click()
    assert fetched.value.suggested_filename == "botkyrka-von-2017-08-diagram-bridge.png"
    content = Path(fetched.value.path()).read_bytes()
    assert content.startswith(PNG)
    assert int.from_bytes(content[16:20]) >= 1440
    assert len(content) > 20_000


def test_a_charts_figures_are_fetched_as_a_sheet(page: Page, people: People) -> None:
    sign_in(page, people["botkyrka", "controller"])
    chart = live(page, BRIDGE)
    with page.expect_download() as fetched:
        chart.get_by_role("link", name="Excel").click()
    name = fetched.value.suggested_filename
    assert name == "botkyrka-von-2017-08-diagram-bridge.xlsx"


def test_paper_has_the_drawing_and_no_tools(page: Page, people: People) -> None:
    sign_in(page, people["botkyrka", "controller"])
    chart = live(page, BRIDGE)
    page.emulate_media(media="print")
    expect(chart.locator(".chart-live")).to_be_hidden()
    expect(chart.locator(".figure-tools")).to_be_hidden()
    box = chart.locator(".chart-svg").bounding_box()
    assert box is not None
    assert box["width"] > 300


def test_without_plotly_the_drawing_stays(page: Page, people: People) -> None:
    sign_in(page, people["botkyrka", "controller"])
    page.route("**/plotly-basic*.js", lambda route: route.fulfill(body=""))
    page.goto(BRIDGE)
    page.wait_for_load_state("networkidle")
    assert page.locator("figure.chart.live").count() == 0
    box = page.locator(".chart-svg").bounding_box()
    assert box is not None
    assert box["width"] > 300


def test_without_script_drawing_table_and_files_are_there(
    open_page: Open, people: People, address: str
) -> None:
    page = open_page(PHONE)
    sign_in(page, people["botkyrka", "controller"])
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context(
        base_url=address,
        java_script_enabled=False,
        storage_state=page.context.storage_state(),
    )
    bare = context.new_page()
    bare.goto(BRIDGE)
    chart = bare.locator("figure.chart")
    assert chart.locator(".chart-svg").is_visible()
    assert chart.get_by_role("link", name="CSV").is_visible()
    assert chart.get_by_role("button").count() == 0
    chart.locator("summary").click()
    assert chart.get_by_role("table").is_visible()
    context.close()


def test_a_page_without_charts_does_not_load_plotly(page: Page, people: People) -> None:
    sign_in(page, people["botkyrka", "controller"])
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{HERE}rapport/tabeller/")
    page.wait_for_load_state("networkidle")
    assert any("charts" in url for url in asked)
    assert not any("plotly" in url for url in asked)
