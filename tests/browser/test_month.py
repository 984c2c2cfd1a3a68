"""A whole month for Botkyrka by keyboard alone: planned, filled, settled, closed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Locator, Page, expect

from committees.numbers import Scale, Unit, money_text
from reports.management.commands.load_demo import DEMO_PASSWORD
from tests.browser.conftest import axe

pytestmark = pytest.mark.browser

DESK = (1440, 900)
COMMITTEE = "/botkyrka-von/"
MONTH = f"{COMMITTEE}2017-09/"
BOARD, PAGE = f"{MONTH}prognos/", f"{MONTH}prognos/manaden/"
CONTROLLER, HEAD = "karin.ahlgren@example.se", "maud.stenlund@example.se"
HOLDER, ABOVE = "ingrid.palm@example.se", "peter.hallin@example.se"
OWN, OTHER = "5204", "5203"
"""The holder's unit, and one that the controller fills in for somebody else."""
LATE = (OWN, "7783", "4510")
"""The cost that the ledger gets another amount for when all is handed in."""

MOST_TABS = 400
NO_POINTER = """
for (const kind of ["pointerdown", "mousedown", "touchstart"])
  addEventListener(kind, () => console.error("not by keyboard"), true);
"""

Open = Callable[[tuple[int, int]], Page]


@dataclass
class Desk:
    """Somebody with a keyboard and no mouse."""

    page: Page

    def press(self, key: str) -> None:
        """Press a key."""
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Write where one is."""
        self.page.keyboard.type(text)

    def reach(self, wanted: Locator, *, key: str = "Tab") -> None:
        """Press a key until something has focus."""
        expect(wanted).to_be_visible()
        for _ in range(MOST_TABS):
            if wanted.evaluate("element => element === document.activeElement"):
                return
            self.press(key)
        pytest.fail(f"{key} never reached {wanted}")

    def fill(self, label: str, text: str) -> None:
        """Write in a field instead of what is there."""
        self.reach(self.page.get_by_label(label, exact=True))
        self.press("Control+a")
        self.type(text)

    def fill_date(self, label: str, day: str) -> None:
        """Write a date, whichever order this browser's date fields have."""
        field = self.page.get_by_label(label, exact=True)
        self.reach(field)
        year, month, date = day.split("-")
        for parts in ((month, date, year), (year, month, date)):
            for part in parts:
                self.type(part)
                if part is not parts[-1] and part == year:
                    self.press("ArrowRight")
            if field.input_value() == day:
                return
            for _ in parts:
                self.press("ArrowLeft")
        expect(field).to_have_value(day)

    def push(self, name: str, *, key: str = "Enter") -> None:
        """Push a button."""
        self.reach(self.page.get_by_role("button", name=name, exact=True))
        self.press(key)

    def follow(self, name: str) -> None:
        """Follow a link."""
        self.reach(self.page.get_by_role("link", name=name).first)
        self.press("Enter")

    def expect_message(self, text: str) -> None:
        """Wait for what the page answers."""
        expect(self.page.locator("main > .message").first).to_contain_text(text)

    def look(self, address: str) -> None:
        """Write an address."""
        self.page.goto(address)

    def sign_in(self, email: str) -> None:
        """Sign in."""
        self.look("/konto/logga-in/")
        self.fill("E-postadress", email)
        self.fill("Lösenord", DEMO_PASSWORD)
        self.press("Enter")
        self.page.wait_for_url(lambda url: "/konto/" not in url)

    # The grid -------------------------------------------------------------------

    def open_unit(self, code: str) -> None:
        """Go from the board to a unit's grid."""
        self.look(BOARD)
        self.follow(f"{code} ")
        self.grid_ready(code)

    def grid_ready(self, code: str) -> None:
        """Wait for the grid's script."""
        self.page.wait_for_url(f"**{BOARD}{code}/")
        self.page.locator("html[data-grid=ready]").wait_for()

    def cell(self, row: int, column: str = "forecast") -> Locator:
        """An input; rows are counted from the top of the table."""
        return self.page.locator(f"tr#r{row} [data-column={column}]")

    def rows(self) -> dict[str, int]:
        """Where each row stands, by its key."""
        return {key: place for place, (key, _) in enumerate(self.stored())}

    def stored(self) -> list[tuple[str, int]]:
        """Each row's key and forecast in öre, as the page was sent."""
        data = json.loads(self.page.locator("#rutnat-data").inner_text())
        return [
            ("/".join(row["key"].split("/")[-2:]), int(row["forecast"] or 0))
            for row in data["rows"]
        ]

    def explain(self, text: str) -> None:
        """Write a comment wherever one is asked for."""
        asked = self.page.locator(".subtotal", has_text="Kommentar krävs")
        while asked.count():
            left = asked.count()
            self.reach(asked.first.locator("textarea"), key="Shift+Tab")
            self.type(text)
            self.press("Tab")
            expect(asked).to_have_count(left - 1)

    def hand_in(self, code: str) -> None:
        """Hand a unit in and wait until the page says so."""
        button = self.page.get_by_role("button", name="Lämna in", exact=True)
        self.reach(button, key="Shift+Tab")
        self.press("Enter")
        self.expect_message(f"Prognosen för {code} är inlämnad.")
        self.grid_ready(code)


@pytest.fixture
def desk(open_page: Open) -> Callable[[str], Desk]:
    """Sit down at a desk of one's own, where no pointer may be used."""

    def sit(email: str) -> Desk:
        page = open_page(DESK)
        page.add_init_script(NO_POINTER)
        # From the start: asked for as the key is pressed, it comes too late.
        page.on("filechooser", lambda _: None)
        found = Desk(page)
        found.sign_in(email)
        return found

    return sit


def outcome_file(*, late: str = "") -> bytes:
    """The demo's outcome with September as August was; `late` is one row of it."""
    path = Path(settings.BASE_DIR) / "fixtures/botkyrka/utfall-2017.csv"
    with path.open(encoding="utf-8") as file:
        found = csv.DictReader(file, delimiter=";")
        rows = [row | {"Sep": row["Aug"]} for row in found]
    for row in rows:
        if late and (row["Ansvar"], row["Verksamhet"], row["Konto"]) == LATE:
            row["Sep"] = late
    out = io.StringIO()
    writer = csv.DictWriter(out, [*rows[0]], delimiter=";", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def plan(office: Desk) -> None:
    """A follow-up is put in the calendar."""
    office.look(f"{COMMITTEE}installningar/")
    office.fill("Månad", "2017-09")
    office.fill_date("Öppnar", "2017-10-02")
    office.fill_date("Sista dag för prognos", "2017-10-09")
    office.fill("Anvisningar", "Tänk på vikarierna.")
    office.push("Lägg till")
    office.page.wait_for_url(f"**{PAGE}")
    office.expect_message("är planerad")


def take_in_outcome(office: Desk, file: bytes) -> None:
    """The month's outcome is looked at, taken in and reconciled with the ledger."""
    page = office.page
    office.look(PAGE)
    office.reach(page.get_by_label("Fil med utfall"))
    with page.expect_file_chooser() as chooser:
        office.press("Space")
    chooser.value.set_files(
        {"name": "utfall.csv", "mimeType": "text/csv", "buffer": file}
    )
    office.push("Granska filen")
    september = page.locator("tr", has_text="september")
    expect(september.locator("td").last).to_have_text("ja")
    assert axe(page) == []
    office.push("Läs in utfallet")
    office.expect_message("Utfallet är inläst för september.")
    for line in page.locator("#avstamning tbody tr").all():
        office.reach(line.locator("input"))
        office.press("Control+a")
        office.type(line.locator("td").nth(1).inner_text())
    office.push("Skriv under: avstämd mot huvudboken")
    office.expect_message("Utfallet är avstämt mot huvudboken.")
    expect(page.locator("#steg-avstamning")).to_contain_text("av Karin Ahlgren")


def open_for(office: Desk, *codes: str) -> None:
    """Just these units take part, and the follow-up is opened."""
    page = office.page
    office.reach(page.locator("summary", has_text="Välj vilka som är med"))
    office.press("Enter")
    for choice in page.locator(".choices li").all():
        if not choice.inner_text().strip().startswith(codes):
            office.reach(choice.locator("input"))
            office.press("Space")
    office.push("Spara vilka som är med")
    office.expect_message(f"{len(codes)} ansvar lades till")
    assert axe(page) == []
    office.push("Öppna uppföljningen")
    office.expect_message("Uppföljningen är öppnad.")


def forecast(holder: Desk) -> dict[str, int]:
    """The holder types her forecast and hands it in; her rows in öre."""
    page, press = holder.page, holder.press
    expect(page.locator(".instructions")).to_contain_text("Tänk på vikarierna.")
    rows = holder.rows()
    revenue, sold, cost = (rows[f"7732/{group}"] for group in ("31", "36", "45"))
    holder.reach(holder.cell(revenue))
    holder.type("1700")
    press("Enter")
    expect(holder.cell(sold)).to_be_focused()
    holder.type("450")
    press("Enter")
    expect(holder.cell(cost)).to_be_focused()
    press("Tab")
    holder.type("-500")
    press("Tab")
    expect(holder.cell(cost, "deviation")).to_have_value("\u2212500")
    expect(holder.cell(cost, "comment")).to_be_focused()
    holder.type("Nya placeringar består nästa år.")
    press("Shift+Tab")
    press("Home")
    holder.reach(holder.cell(rows["7781/45"]), key="ArrowDown")
    press("ArrowLeft")
    press("ArrowLeft")
    take = holder.page.locator(f"tr#r{rows['7781/45']} .take")
    expect(take).to_be_focused()
    proposed = take.inner_text()
    press("Enter")
    expect(holder.cell(rows["7781/45"])).to_have_value(proposed)
    holder.reach(holder.cell(rows["7781/45"]), key="ArrowRight")
    holder.reach(holder.cell(rows["7783/45"]), key="ArrowDown")
    holder.type("=1200*8")
    press("Enter")
    expect(holder.cell(rows["7783/45"])).to_have_value("9\u202f600")
    holder.explain("Fler har flyttat hem till plats i egen regi.")
    expect(page.locator("[data-words]")).to_have_text("Allt är sparat")
    assert axe(page) == []
    holder.hand_in(OWN)
    expect(page.locator(".unit-standing")).to_contain_text("Inlämnad")
    expect(holder.cell(revenue)).not_to_be_editable()
    return dict(holder.stored())


def fill_in_for_another(office: Desk) -> None:
    """The controller takes a unit's proposals for its holder, and hands it in."""
    office.open_unit(OTHER)
    everything = office.page.locator("#forslag-alla")
    office.reach(everything)
    office.press("Space")
    expect(everything).to_have_text("Alla rader är prognostiserade")
    expect(office.page.locator("input.cell:focus")).to_have_count(1)
    office.explain("Förslaget bygger på utfallet.")
    office.hand_in(OTHER)


def let_stand(office: Desk) -> None:
    """The ledger changes under what is handed in; the forecast stands all the same."""
    take_in_outcome(office, outcome_file(late="900000,00"))
    office.look(BOARD)
    line = office.page.locator("#laget tr", has_text=f"{OWN} ")
    expect(line).to_contain_text("utfall ändrat på 1 rad")
    filled_in = office.page.locator("#laget tr", has_text=f"{OTHER} ")
    expect(filled_in).to_contain_text("ifylld av")
    office.push(f"Låt prognosen stå {OWN}")
    office.expect_message(f"Prognosen för {OWN} står kvar som den är.")
    expect(line).not_to_contain_text("utfall ändrat")


def approve(somebody: Desk) -> None:
    """Everything that waits is approved."""
    somebody.look(BOARD)
    assert axe(somebody.page) == []
    somebody.push("Godkänn alla 2")
    somebody.expect_message("2 prognoser är godkända.")


def step(somebody: Desk, button: str, answer: str) -> None:
    """The whole follow-up takes a step."""
    somebody.look(PAGE)
    assert axe(somebody.page) == []
    somebody.push(button)
    somebody.expect_message(answer)


def expect_in_report(reader: Desk, stored: dict[str, int]) -> None:
    """The report's table has just what was typed."""
    reader.look(f"{MONTH}rapport/tabell/economy-appendix-2-1/")
    table = reader.page.locator("main table").first
    assert stored["7732/31"] + stored["7732/36"] == 2_150_000_00
    assert stored["7783/45"] == -9_600_000_00
    for name, activities in (
        ("Riksten Plaza", ["7732"]),
        ("Externa placeringar", ["7781", "7782", "7783"]),
    ):
        own = {key: ore for key, ore in stored.items() if key[:4] in activities}
        cost = sum(ore for key, ore in own.items() if key.endswith("/45"))
        told = [cost, sum(own.values()) - cost, sum(own.values())]
        cells = table.locator("tr", has_text=name).first.locator("td")
        found = [text.strip() for text in cells.all_inner_texts()]
        assert found[5:8] == [money_text(ore, Scale(Unit.TKR)) for ore in told], name


def expect_closed(holder: Desk) -> None:
    """Nothing can be typed in a month that is closed."""
    holder.open_unit(OWN)
    expect(holder.page.locator("main")).to_contain_text("stängd")
    before = holder.cell(0).input_value()
    holder.reach(holder.cell(0))
    holder.type("1")
    holder.press("Enter")
    expect(holder.cell(0)).to_have_value(before)
    expect(holder.cell(0)).not_to_be_editable()
    assert axe(holder.page) == []


def test_a_whole_month_goes_by_keyboard_alone(desk: Callable[[str], Desk]) -> None:
    office = desk(CONTROLLER)
    plan(office)
    take_in_outcome(office, outcome_file())
    open_for(office, OTHER, OWN)
    holder = desk(HOLDER)
    holder.look(BOARD)
    expect(holder.page.get_by_label("Väntar på dig")).to_contain_text(OWN)
    holder.open_unit(OWN)
    stored = forecast(holder)
    fill_in_for_another(office)
    let_stand(office)
    approve(desk(ABOVE))
    approve(office)
    step(desk(HEAD), "Fastställ prognosen", "Prognosen är fastställd.")
    step(office, "Stäng uppföljningen", "Uppföljningen är stängd.")
    expect_in_report(holder, stored)
    expect_closed(holder)
