"""The board's sums are exact, and it says what each person has to do."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from committees.models import Role
from finance.forecast.unit_rows import unit_rows
from finance.models import ForecastRow, UnitState
from finance.month.board import board
from tests.finance.month import (
    at,
    client_of,
    controller,
    here,
    holder_of,
    in_state,
    node,
    uncommented,
    unit,
)

pytestmark = pytest.mark.django_db
BOARD = "/botkyrka-von/2017-08/prognos/"


def test_a_sum_is_the_sum_of_its_units_to_the_ore() -> None:
    found, rows = board(here()), unit_rows(here())
    assert found.total.deviation == sum(row.deviation for row in rows)
    assert found.total.deviation_to_date == sum(row.deviation_to_date for row in rows)
    top = found.lines[0]
    assert (top.unit, top.totals) == (None, found.total)
    units = [line for line in found.lines if line.unit is not None]
    assert len(units) == found.units == 36
    assert sum(line.totals.deviation for line in units) == top.totals.deviation


def test_coverage_is_the_share_of_cost_that_is_handed_in_rounded_down() -> None:
    found = board(here())
    rows = [row for row in unit_rows(here()) if not row.is_revenue]
    codes = {
        line.node
        for line in found.lines
        if line.unit is not None
        and line.unit.state in {"submitted", "holder_approved", "approved"}
    }
    given = sum(abs(row.amount) for row in rows if row.grain.cost_centre in codes)
    whole = sum(abs(row.amount) for row in rows)
    assert found.total.coverage == given * 100 // whole
    assert 0 < (found.total.coverage or 0) < 100


def test_a_row_that_was_inherited_is_no_new_forecast() -> None:
    in_state("5311", UnitState.IN_PROGRESS)
    line = board(here()).line(node("5311"))
    assert line is not None
    assert line.totals.begun == 100
    ForecastRow.objects.filter(follow_up=here(), cost_centre=node("5311")).update(
        method="carried"
    )
    line = board(here()).line(node("5311"))
    assert line is not None
    assert line.totals.begun == 0


def test_what_is_missing_is_told_until_it_is_handed_in() -> None:
    in_state("5205", UnitState.IN_PROGRESS)
    uncommented("5205")
    line = board(here()).line(node("5205"))
    assert line is not None
    assert line.missing == "3 kommentarer"
    unit_ = unit("5205")
    unit_.state = UnitState.SUBMITTED
    unit_.save()
    line = board(here()).line(node("5205"))
    assert line is not None
    assert line.missing == ""


def test_what_somebody_else_filled_in_is_marked() -> None:
    unit_ = in_state("5311", UnitState.IN_PROGRESS)
    for user, marked in ((controller(), True), (holder_of("5311"), False)):
        unit_.changed_by = user
        unit_.save()
        line = board(here()).line(node("5311"))
        assert line is not None
        assert line.filled_for is marked


def test_the_board_asks_few_questions_however_many_units() -> None:
    with CaptureQueriesContext(connection) as asked:
        board(here())
    assert len(asked) <= 12


def test_a_holder_sees_all_units_and_opens_her_own() -> None:
    text = client_of(holder_of("5311")).get(BOARD).content.decode()
    assert "5312 Tumba vård- och omsorgsboende" in text
    assert f"{BOARD}5311/" in text
    assert f'href="{BOARD}5312/"' not in text


def test_the_board_tells_a_holder_what_waits_for_her() -> None:
    in_state("5311", UnitState.RETURNED)
    returned = unit("5311")
    returned.note = "Räkna om vikarierna."
    returned.save()
    text = client_of(holder_of("5311")).get(BOARD).content.decode()
    mine = text.partition("Väntar på dig")[2].partition("</section>")[0]
    assert "återsänd" in mine
    assert "Räkna om vikarierna." in mine


def test_all_that_waits_for_a_person_is_approved_at_once() -> None:
    for code in ("5324", "5325", "5326"):
        in_state(code, UnitState.SUBMITTED)
    manager = client_of(holder_of("532"))
    answer = manager.post(f"{BOARD}godkann/", follow=True)
    assert "3 prognoser är godkända." in answer.content.decode()
    assert unit("5324").state == UnitState.HOLDER_APPROVED
    again = manager.post(f"{BOARD}godkann/", follow=True).content.decode()
    assert "Ingen prognos väntar på ditt godkännande." in again


@pytest.mark.parametrize("who", ["5103", "520"])
def test_nobody_takes_a_step_outside_her_own(who: str) -> None:
    in_state("5311", UnitState.SUBMITTED)
    role = Role.MANAGER if who == "520" else Role.BUDGET_HOLDER
    client = client_of(holder_of(who, role))
    for step in ("lamna-in", "godkann", "skicka-tillbaka", "ta-tillbaka", "lat-sta"):
        data = {"steg": step, "meddelande": "x"}
        client.post(f"{BOARD}5311/lage/", data)
        assert unit("5311").state == UnitState.SUBMITTED


def test_a_step_goes_back_to_where_it_was_taken() -> None:
    in_state("5311", UnitState.IN_PROGRESS)
    client = client_of(holder_of("5311"))
    data = {"steg": "lamna-in", "till": "enhet"}
    answer = client.post(f"{BOARD}5311/lage/", data)
    assert answer["Location"] == f"{BOARD}5311/"
    assert client.post(f"{BOARD}finns-inte/lage/", data).status_code == 404


def test_a_changed_outcome_is_shown_and_can_be_let_stand() -> None:
    in_state("5311", UnitState.SUBMITTED)
    rows = ForecastRow.objects.filter(follow_up=here(), cost_centre=node("5311"))
    rows.filter(pk=rows[0].pk).update(outcome_changed=True)
    client = client_of(controller())
    assert "utfall ändrat på 1 rad" in client.get(BOARD).content.decode()
    client.post(f"{BOARD}5311/lage/", {"steg": "lat-sta"})
    assert not rows.filter(outcome_changed=True).exists()
    assert unit("5311").state == UnitState.SUBMITTED


def test_the_overview_says_what_waits() -> None:
    for code in ("5324", "5325"):
        in_state(code, UnitState.SUBMITTED)
    in_state("5321", UnitState.IN_PROGRESS)
    overview = "/botkyrka-von/2017-08/"
    camilla = client_of(holder_of("532")).get(overview).content.decode()
    assert "prognoser väntar på ditt godkännande" in camilla
    assert "Prognosen för 5321 skulle ha lämnats in" in camilla
    told = client_of(controller()).get(overview).content.decode()
    assert "Utfallet är inte avstämt mot huvudboken." in told
    assert at(controller()).follow_up == here()
