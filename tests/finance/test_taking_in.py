"""A file of outcome is looked at before it counts, and marks what rested on the old."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
import xlsxwriter

from committees.intake.sheets import IntakeError
from committees.intake.tickets import TicketError
from committees.models import Event, ImportBatch, Role
from committees.periods import MONTH_HEADS
from finance.browsing import outcome_rows
from finance.models import ForecastRow, LiveMonth, Reconciliation, UnitState
from finance.month.opening import add_rows
from finance.month.reconciling import class_lines, set_totals, sign
from finance.month.taking_in import TICKETS, Look, look, take_in
from finance.summaries import differences
from tests.conftest import ROOT, person
from tests.finance.month import SLUG, controller, here, in_state, node, unit

pytestmark = pytest.mark.django_db
FILE = ROOT / "fixtures/botkyrka/utfall-2017.csv"
NAME = "utfall.csv"
Line = dict[str, str]


def lines(path: Path = FILE) -> list[Line]:
    """The rows of the demo's outcome file."""
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter=";"))


def written(rows: list[Line]) -> bytes:
    """Rows as the bytes of a file."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=";", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def changed(code: str, head: str, kronor: str) -> list[Line]:
    """The demo's rows with another amount in one cell of a unit's staff costs."""
    rows = lines()
    row = next(r for r in rows if r["Ansvar"] == code and r["Konto"].startswith("50"))
    row[head] = kronor
    return rows


def seen(rows: list[Line]) -> Look:
    return look(here(), file_name=NAME, content=written(rows), by=controller())


def taken(rows: list[Line], reason: str = "") -> tuple[int, ...]:
    return take_in(
        here(),
        file_name=NAME,
        content=written(rows),
        by=controller(),
        reason=reason,
    ).periods


def test_the_same_file_changes_nothing() -> None:
    found = look(here(), file_name=NAME, content=FILE.read_bytes(), by=controller())
    assert found.faults == ()
    assert [m.period for m in found.months] == list(range(1, 9))
    assert found.changes == found.closed_changes == ()
    assert not found.emptied


def test_the_same_file_as_a_workbook_changes_nothing_to_the_ore() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": True})
    page = book.add_worksheet("Utfall")
    rows = lines()
    page.write_row(0, 0, list(rows[0]))
    for number, row in enumerate(rows, start=1):
        cells = list(row.values())
        page.write_row(number, 0, [cell.replace(",", ".") for cell in cells])
    book.add_worksheet("Annat").write(0, 0, "x")
    book.close()
    found = look(here(), file_name=NAME, content=out.getvalue(), by=controller())
    assert found.faults == ()
    assert [m.period for m in found.months] == list(range(1, 9))
    assert found.changes == found.closed_changes == ()
    assert found.notes == ("Bladet Annat är inte läst.",)


def test_looking_changes_nothing() -> None:
    before = ImportBatch.objects.count(), outcome_rows(here()).count()
    found = seen(changed("5311", "Aug", "1,00"))
    assert [(m.period, m.different) for m in found.changes] == [(8, 1)]
    assert (ImportBatch.objects.count(), outcome_rows(here()).count()) == before


def test_all_faults_are_told_with_line_and_column() -> None:
    rows = changed("5311", "Aug", "åtta")
    rows[0]["Konto"] = "0000"
    rows[1]["Ansvar"] = "9999"
    faults = [str(fault) for fault in seen(rows).faults]
    assert any("rad 2, kolumn Konto: 0000 finns inte" in f for f in faults)
    assert any("rad 3, kolumn Ansvar: 9999 finns inte" in f for f in faults)
    assert any("kolumn Aug" in f and "är inget tal" in f for f in faults)
    with pytest.raises(IntakeError):
        taken(rows)


@pytest.mark.parametrize(
    "content",
    [b"", b"hej", b"\xff\xfe\x00", b"Ansvar;Verksamhet;Konto\n"],
    ids=["empty", "no table", "bytes", "only a head"],
)
def test_what_is_no_outcome_file_is_refused_in_words(content: bytes) -> None:
    found = look(here(), file_name=NAME, content=content, by=controller())
    assert found.faults
    assert found.ticket == ""


def test_the_open_months_are_taken_in_and_the_summaries_follow() -> None:
    assert taken(changed("5311", "Aug", "1,00")) == (8,)
    batch = ImportBatch.objects.order_by("-pk")[0]
    live = LiveMonth.objects.filter(committee=here().committee, year=2017, batch=batch)
    assert set(live.values_list("period", flat=True)) == {8}
    assert batch.by == controller()
    assert differences(here().committee) == []
    assert not seen(changed("5311", "Aug", "1,00")).changes


def test_a_closed_month_that_differs_is_told_and_left() -> None:
    rows = changed("5311", "Feb", "1,00")
    found = seen(rows)
    assert [m.period for m in found.closed_changes] == [2]
    with pytest.raises(IntakeError, match="ändrar ingenting i de öppna"):
        taken(rows)
    assert taken(changed("5311", "Aug", "1,00")) == (8,)


def test_a_closed_month_is_taken_in_with_a_reason_and_stays_closed() -> None:
    rows = changed("5311", "Feb", "1,00")
    assert 2 in taken(rows, reason="Rättad bokföring i februari")
    month = LiveMonth.objects.get(committee=here().committee, year=2017, period=2)
    assert month.closed
    told = Event.objects.get(subject="livemonth", subject_id=str(month.pk))
    assert told.new == "Rättad bokföring i februari"
    assert not seen(rows).closed_changes


def test_months_after_the_follow_up_are_left_for_later() -> None:
    rows = lines()
    for row in rows:
        row.update(dict.fromkeys(MONTH_HEADS[8:], "5,00"))
    found = seen(rows)
    assert found.later == (9, 10, 11, 12)
    rows[0]["Aug"] = "1,00"
    assert taken(rows) == (8,)


def test_a_unit_that_the_file_lacks_is_told() -> None:
    rows = [row for row in lines() if row["Ansvar"] != "5311"]
    assert seen(rows).emptied == ("5311",)


def test_rows_of_handed_in_units_are_marked_and_the_year_stands() -> None:
    in_state("5311", UnitState.SUBMITTED)
    in_state("5312", UnitState.IN_PROGRESS)
    ours = ForecastRow.objects.filter(follow_up=here(), cost_centre=node("5311"))
    before = dict(ours.values_list("pk", "amount_ore"))
    rows = changed("5311", "Aug", "1,00")
    other = next(r for r in rows if r["Ansvar"] == "5312")
    other["Aug"] = "2,00"
    taken(rows)
    marked = ForecastRow.objects.filter(follow_up=here(), outcome_changed=True)
    assert [(r.cost_centre.code, r.group.code) for r in marked] == [("5311", "50")]
    assert dict(ours.values_list("pk", "amount_ore")) == before
    assert unit("5311").state == UnitState.SUBMITTED
    assert Event.objects.filter(field="outcome_changed").count() == 1


def test_new_outcome_takes_the_reconciliation_back() -> None:
    totals: dict[str, int | None] = {
        line.account_class: line.taken_in for line in class_lines(here())
    }
    set_totals(here(), totals, by=controller())
    sign(here(), by=controller())
    with pytest.raises(IntakeError):
        taken(lines())
    assert Reconciliation.objects.filter(follow_up=here()).exists()
    taken(changed("5311", "Aug", "1,00"))
    assert not Reconciliation.objects.filter(follow_up=here()).exists()


def test_outcome_on_a_new_row_gives_it_a_forecast() -> None:
    add_rows(here(), by=None)
    rows = lines()
    new = dict.fromkeys(rows[0], "")
    new |= {"Ansvar": "5311", "Verksamhet": "710", "Konto": rows[0]["Konto"]}
    new |= {"Aug": "700,00"}
    result = take_in(
        here(), file_name=NAME, content=written([*rows, new]), by=controller()
    )
    assert result.new_rows == 1
    row = ForecastRow.objects.get(
        follow_up=here(), cost_centre=node("5311"), activity__code="710"
    )
    assert (row.amount_ore, row.method) == (0, "budget")


def test_a_ticket_is_for_one_person_and_one_follow_up() -> None:
    content = written(changed("5311", "Aug", "1,00"))
    look(here(), file_name=NAME, content=content, by=controller())
    given = TICKETS.give(here(), file_name=NAME, content=content, by=controller())
    assert TICKETS.redeem(here(), given, by=controller()) == (NAME, content)
    with pytest.raises(TicketError, match="gällde något annat"):
        TICKETS.redeem(here(), given, by=person(SLUG, Role.ADMINISTRATOR))
    with pytest.raises(TicketError, match="gäller inte längre"):
        TICKETS.redeem(here(), given + "x", by=controller())


def test_another_counterpart_is_a_difference_though_the_sum_is_the_same() -> None:
    rows = lines()
    row = next(r for r in rows if r["Motpart"])
    row["Motpart"] = ""
    found = seen(rows).changes
    assert found
    assert all(month.different and month.change == 0 for month in found)
