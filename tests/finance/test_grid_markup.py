"""The grid's markup: signs as typed, everything escaped, data a script can trust."""

from __future__ import annotations

import json
import re

import pytest

from committees.models import Role
from committees.numbers import Unit
from committees.series import Proposal, Way
from committees.trees import Node
from finance.forecast.grid import Expected, Figures, Grid, Row, Section, total
from finance.pages.grid_data import grid_data
from finance.pages.grid_markup import grid_table
from tests.conftest import follow_up, signed_in

pytestmark = pytest.mark.django_db

UNIT = Node(1, "5101", "Boendet <b>", 0)
ACTIVITY = Node(2, "775", "Hemtjänst & mer", 0)
COST = Figures(
    budget_year=-100_000_00,
    budget_to_date=-60_000_00,
    outcome_to_date=-70_000_00,
    forecast_before=-100_000_00,
    forecast=-120_000_00,
)
REVENUE = Figures(budget_year=20_000_00, forecast=25_000_00)


def row(figures: Figures, *, is_revenue: bool = False, **rest: object) -> Row:
    """A row of the example."""
    return Row(
        key=f"775/{'31' if is_revenue else '50'}",
        activity_id=2,
        group_id=3,
        label="Avgifter" if is_revenue else "Personal <i>",
        is_revenue=is_revenue,
        figures=figures,
        **rest,  # type: ignore[arg-type]
    )


def grid(*rows: Row) -> Grid:
    """A grid of one section."""
    subtotal = total(each.figures for each in rows)
    section = Section("775/", UNIT, ACTIVITY, "775 Hemtjänst & mer", rows, subtotal)
    return Grid(
        follow_up=follow_up("botkyrka-von", "2017-08"),
        unit=UNIT,
        title="5101 Boendet <b>",
        sections=(section,),
        total=subtotal,
        amounts=Unit.TKR,
        writable=True,
    )


def cells(markup: str, row_id: str) -> list[str]:
    """The texts of a row's cells; of an input its value."""
    found = re.search(rf'<tr[^>]* id="{row_id}">(.*?)</tr>', markup)
    assert found is not None
    parts = re.findall(r"<td[^>]*>(.*?)</td>", found[1])
    values = [re.search(r'value="([^"]*)"', part) for part in parts]
    return [
        value[1] if value else re.sub(r"<[^>]+>", "", part)
        for part, value in zip(parts, values, strict=True)
    ]


def test_a_cost_is_shown_as_it_is_typed_and_a_deviation_as_it_is() -> None:
    shown = cells(grid_table(grid(row(COST))), "r0")
    assert shown[2:5] == ["100", "60", "70"]
    assert shown[6] == "−10"
    assert shown[9:12] == ["120", "−20", "−20"]


def test_a_revenue_is_shown_as_it_is_typed() -> None:
    shown = cells(grid_table(grid(row(REVENUE, is_revenue=True))), "r0")
    assert shown[9:11] == ["25", "+5"]


def test_a_section_shows_its_net_cost() -> None:
    both = grid(row(REVENUE, is_revenue=True), row(COST))
    shown = cells(grid_table(both), "s0t")
    assert shown[2] == "80"
    assert shown[9:11] == ["95", "−15"]
    assert cells(grid_table(both), "summa")[9] == "95"


def test_what_people_wrote_cannot_become_markup() -> None:
    some = grid(row(COST, comment="</textarea><script>", filled_in_by="<b>Ann</b>"))
    markup, data = grid_table(some), grid_data(some)
    assert "<script>" not in markup
    assert "<b>" not in markup
    assert "<i>" not in markup
    assert data.count("<") == 2


def test_every_input_is_named_by_what_the_table_holds() -> None:
    markup = grid_table(grid(row(COST)))
    for names in re.findall(r'aria-labelledby="([^"]+)"', markup):
        for name in names.split():
            assert f'id="{name}"' in markup


def test_data_is_exact_and_says_what_may_be_typed() -> None:
    proposal = Proposal(Way.RUN_RATE, -105_000_01, "Utfall gånger 12.", None, "Kort.")
    expected = Expected(-110_000_00, -90_000_00, "Utanför 90 till 110 tkr, som 2016.")
    some = grid(row(COST, proposals=(proposal,), expected=expected, lock="Låst."))
    found = json.loads(re.sub(r"</?script[^>]*>", "", grid_data(some)))
    first = found["rows"][0]
    assert first["forecast"] == -120_000_00
    assert first["sign"] == -1
    assert first["lock"] == "Låst."
    assert first["proposals"] == [
        ["run_rate", -105_000_01, "Utfall gånger 12.", "Kort."]
    ]
    assert "Utanför 90 till 110 tkr" in grid_table(some)


@pytest.mark.parametrize(
    "path", ["5311/", "5311/manader/7731/50/", "verksamhet/773/", "5204/"]
)
def test_the_pages_can_be_read(path: str) -> None:
    client = signed_in("botkyrka-von", Role.CONTROLLER)
    answer = client.get(f"/botkyrka-von/2017-08/prognos/{path}")
    assert answer.status_code == 200
    assert "readonly" in answer.content.decode()
