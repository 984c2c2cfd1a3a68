"""What is booked, decided and forecast is taken in whole, or refused with faults."""

from __future__ import annotations

import pytest
from django.db.models import Sum

from committees.models import Committee, FollowUp, ImportBatch, ImportKind
from committees.periods import MONTH_HEADS
from finance import adjustments, imports
from finance.models import (
    Basis,
    BudgetRow,
    ForecastRow,
    GrantRow,
    LiveMonth,
    Method,
    OutcomeRow,
)
from finance.month.closing import close_months
from tests.conftest import follow_up
from tests.finance.ledger import Intake, as_csv, demo_rows, outcome

pytestmark = pytest.mark.django_db

MONTHS = ";".join(MONTH_HEADS)
budget = Intake(
    ImportKind.BUDGET,
    lambda sheet, batch: imports.import_budget(sheet, batch, year=2017),
    imports.BUDGET_HEAD,
)
grants = Intake(
    ImportKind.GRANT,
    lambda sheet, batch: imports.import_grants(sheet, batch, year=2017),
    imports.GRANT_HEAD,
)
forecast = Intake(
    ImportKind.FORECAST,
    lambda sheet, batch: imports.import_forecast(sheet, batch, month="2017-08"),
    imports.FORECAST_HEAD,
)
balance = Intake(
    ImportKind.BALANCE,
    lambda sheet, batch: imports.import_balance(sheet, batch, year=2019),
    imports.BALANCE_HEAD,
    imports.BALANCE_OPTIONAL,
)
investments = Intake(
    ImportKind.INVESTMENT, imports.import_investments, imports.INVESTMENT_HEAD
)
investment_forecasts = Intake(
    ImportKind.INVESTMENT,
    imports.import_investment_forecasts,
    imports.INVESTMENT_FORECAST_HEAD,
)
beside = Intake(
    ImportKind.MASTER,
    lambda sheet, batch: adjustments.import_adjustments(sheet, batch.committee),
    adjustments.ADJUSTMENT_HEAD,
)
actions = Intake(
    ImportKind.MASTER,
    lambda sheet, batch: adjustments.import_actions(sheet, batch.committee),
    adjustments.ACTION_HEAD,
)


def lines(head: str, *rows: str) -> bytes:
    return "\n".join((head, *rows)).encode()


def ledger(*rows: str, columns: str = "Aug") -> bytes:
    head = f"Ansvar;Verksamhet;Konto;Projekt;Motpart;{columns};Härkomst"
    return lines(head, *rows)


def test_the_ledgers_sign_is_turned_once() -> None:
    batch = outcome(ledger("5101;710;5010;;;1234,56;", "5101;710;3610;;;-7;")).batch
    rows = OutcomeRow.objects.filter(batch=batch).order_by("first_line")
    assert [row.amount_ore for row in rows] == [-123_456, 700]
    assert [row.first_line for row in rows] == [2, 3]
    assert {row.basis for row in rows} == {Basis.BOOKED}


def test_an_empty_cell_is_no_row_and_zero_is_one() -> None:
    content = ledger("5101;710;5010;;;0;;", columns="Jul;Aug")
    batch = outcome(content).batch
    assert list(batch_rows(batch)) == [(7, 0)]
    assert batch.protocol == {"year": 2017, "periods": [7]}
    assert batch.row_count == 1


def batch_rows(batch: ImportBatch) -> list[tuple[int, int]]:
    rows = OutcomeRow.objects.filter(batch=batch)
    return list(rows.values_list("period", "amount_ore"))


def test_every_unknown_code_of_a_ledger_row_is_told() -> None:
    taken = outcome(ledger("1;2;3;4;5;tolv;påhittad"))
    assert [fault.split(": ")[0] for fault in taken.faults] == [
        f"fil.csv, rad 2, kolumn {column}"
        for column in (
            *("Ansvar", "Verksamhet", "Konto", "Projekt", "Motpart"),
            *("Härkomst", "Aug"),
        )
    ]


def test_the_same_code_string_twice_is_told_with_both_lines() -> None:
    row = "5101;710;5010;;;1;"
    taken = outcome(ledger(row, "5101;710;5510;;;1;", f" {row}"))
    assert taken.faults == [
        "fil.csv, rad 4: 5101 710 5010 står redan på rad 2. Ta bort den ena."
    ]


def test_a_code_of_another_municipality_is_unknown_here() -> None:
    taken = outcome(ledger("1001;530;5030;;;1;"))
    assert len(taken.faults) == 3


def test_closed_months_are_told_and_nothing_is_taken_in() -> None:
    rows = demo_rows("Feb", "Apr", "Aug")[:3]
    taken = outcome(as_csv(rows))
    assert taken.faults == [
        f"fil.csv, kolumn {head}: månaden är stängd. Öppna den innan utfallet byts."
        for head in ("Feb", "Apr")
    ]
    assert batch_rows(taken.batch) == []


@pytest.mark.parametrize(
    ("month", "periods"), [("2017-08", range(1, 9)), ("2017-12", range(1, 14))]
)
def test_closing_a_follow_up_closes_its_months(month: str, periods: range) -> None:
    here = follow_up("sodertalje-on", month)
    months = LiveMonth.objects.filter(committee=here.committee, year=2017)
    months.update(closed=False)
    assert close_months(here) == len(periods)
    closed = months.filter(closed=True).values_list("period", flat=True)
    assert sorted(closed) == list(periods)
    assert close_months(here) == 0


def budget_row(decision: str, *, amount: str = "12") -> str:
    return f"{decision};5101;710;5010;;;{amount}{';' * 12}"


def test_budget_under_an_unknown_or_another_years_decision_is_refused() -> None:
    head = f"Beslut;Ansvar;Verksamhet;Konto;Projekt;Motpart;{MONTHS};Härkomst"
    taken = budget(lines(head, budget_row("2016-URS"), budget_row("2017-X")))
    assert taken.faults == [
        "fil.csv, rad 2, kolumn Beslut: beslutet gäller 2016, inte 2017.",
        (
            "fil.csv, rad 3, kolumn Beslut: 2017-X finns inte. De som finns: 2014-URS,"
            " 2015-URS, 2016-URS, 2017-LSS, 2017-OMD, 2017-RAM, 2017-URS."
        ),
    ]


def test_a_decided_budget_is_not_taken_in_again() -> None:
    before = BudgetRow.objects.count()
    head = f"Beslut;Ansvar;Verksamhet;Konto;Projekt;Motpart;{MONTHS};Härkomst"
    (fault,) = budget(lines(head, budget_row("2017-URS"))).faults
    assert "2017-URS har redan budgetrader" in fault
    assert BudgetRow.objects.count() == before


def test_a_grant_is_positive_and_under_a_decision_of_its_year() -> None:
    head = f"Beslut;Verksamhet;{MONTHS};Härkomst"
    assert GrantRow.objects.filter(amount_ore__gt=0).exists()
    taken = grants(lines(head, f"2016-URS;710;1{';' * 12}", f"X;9;ett{';' * 12}"))
    assert [fault.split(":")[0] for fault in taken.faults] == [
        "fil.csv, rad 2, kolumn Beslut",
        "fil.csv, rad 3, kolumn Beslut",
        "fil.csv, rad 3, kolumn Verksamhet",
        "fil.csv, rad 3, kolumn Jan",
    ]


FORECAST_HEAD = ";".join(imports.FORECAST_HEAD)


def test_a_typed_forecast_is_a_cost_on_a_cost_group_and_else_a_revenue() -> None:
    ForecastRow.objects.filter(follow_up=follow_up("botkyrka-von", "2017-08")).delete()
    groups = ("36", "50")
    rows = [f"5101;710;{group};100,5;manuell;Text;" for group in groups]
    taken = forecast(lines(FORECAST_HEAD, *rows))
    assert taken.faults == []
    found = ForecastRow.objects.filter(follow_up__month=8, comment="Text")
    amounts = dict(found.values_list("group__code", "amount_ore"))
    assert amounts == {"36": 10_050, "50": -10_050}
    assert {row.method for row in found} == {Method.MANUAL}


def test_every_fault_of_a_forecast_is_told() -> None:
    taken = forecast(
        lines(
            FORECAST_HEAD,
            "5101;710;50;;manuell;;",
            "5101;710;50;12x;gissning;;",
            "51;7;5;1;profil;;",
        )
    )
    assert [fault.split(":")[0] for fault in taken.faults] == [
        "fil.csv, rad 2, kolumn Helår",
        "fil.csv, rad 3",
        "fil.csv, rad 3, kolumn Metod",
        "fil.csv, rad 3, kolumn Helår",
        "fil.csv, rad 4, kolumn Ansvar",
        "fil.csv, rad 4, kolumn Verksamhet",
        "fil.csv, rad 4, kolumn Grupp",
    ]


def test_a_forecast_of_a_month_without_follow_up_is_refused() -> None:
    intake = Intake(
        ImportKind.FORECAST,
        lambda sheet, batch: imports.import_forecast(sheet, batch, month="2017-07"),
        imports.FORECAST_HEAD,
    )
    taken = intake(lines(FORECAST_HEAD, "5101;710;50;1;manuell;;"))
    assert taken.faults == ["fil.csv: det finns ingen uppföljning för 2017-07."]


def test_a_balance_that_does_not_sum_to_zero_is_refused_by_column() -> None:
    slug = "sodertalje-on"
    accounts = Committee.objects.get(slug=slug).municipality.accounts
    one, two = accounts.filter(kind="asset").values_list("code", flat=True)[:2]
    head = "Konto;IB;Jan;Feb;Härkomst"
    rows = (f"{one};1000;5;1234,50;", f"{two};-1000;;-0,25;")
    assert balance(lines(head, *rows), slug=slug).faults == [
        "fil.csv, kolumn Jan: kolumnen summerar till 5,00, inte noll.",
        "fil.csv, kolumn Feb: kolumnen summerar till 1\u202f234,25, inte noll.",
    ]
    whole = (f"{one};1000;;", f"{two};-1000;;")
    assert balance(lines("Konto;IB;Jan;Härkomst", *whole), slug=slug).faults == []


def test_a_later_file_of_investments_replaces_the_earlier() -> None:
    committee = Committee.objects.get(slug="botkyrka-von")
    head = ";".join(imports.INVESTMENT_HEAD)
    row = f"3300;budget;2017{';' * 13}-5;"
    assert investments(lines(head, row)).faults == []
    taken = investments(lines(head, f"3300;budget;2017{';' * 13}-7;"))
    live = committee.imports.filter(kind=ImportKind.INVESTMENT, live=True)
    assert taken.batch in live
    rows = live.filter(pk=taken.batch.pk).aggregate(ore=Sum("row_count"))
    assert rows["ore"] == 1


def test_an_investment_has_one_amount_and_known_codes() -> None:
    head = ";".join(imports.INVESTMENT_HEAD)
    taken = investments(
        lines(
            head,
            f"3300;utfall;2017{';' * 12}-5;-5;",
            f"3300;budget;2017{';' * 14}",
            f"1;plan;i år{';' * 13}x;",
        )
    )
    assert [fault.removeprefix("fil.csv, ") for fault in taken.faults[:2]] == [
        (
            "rad 2, kolumn Belopp: raden har belopp både i en månad och för året."
            " Ta bort det ena."
        ),
        "rad 3, kolumn Belopp: raden har inget belopp.",
    ]
    assert [fault.split(":")[0] for fault in taken.faults[2:]] == [
        f"fil.csv, rad 4, kolumn {c}" for c in ("Projekt", "Uppgift", "År", "Belopp")
    ]


def test_a_project_is_forecast_once_in_a_follow_up() -> None:
    head = ";".join(imports.INVESTMENT_FORECAST_HEAD)
    row = "2017-08;3300;-5;;"
    assert investment_forecasts(lines(head, row)).faults == []
    assert investment_forecasts(lines(head, row, row)).faults == [
        "fil.csv, rad 3: 2017-08 3300 står redan på rad 2. Ta bort den ena."
    ]


def test_every_fault_of_an_adjustment_is_told() -> None:
    head = ";".join(adjustments.ADJUSTMENT_HEAD)
    taken = beside(
        lines(
            head,
            "2017-08;utfall;;710;50;;slarv;;",
            "2017-07;kontrollant;;7;5;x;;;",
            "2017-08;kontroller;;710;50;;;;",
        )
    )
    assert [fault.split(":")[0] for fault in taken.faults] == [
        "fil.csv, rad 2, kolumn Belopp",
        "fil.csv, rad 2, kolumn Orsak",
        "fil.csv, rad 2, kolumn Ansvar",
        *(
            f"fil.csv, rad 3, kolumn {column}"
            for column in ("Uppföljning", "Verksamhet", "Grupp", "Belopp", "Slag")
        ),
        "fil.csv, rad 4, kolumn Belopp",
    ]


def test_a_decided_action_needs_its_date_and_amounts() -> None:
    head = ";".join(adjustments.ACTION_HEAD)
    taken = actions(lines(head, "A1;Färre konsulter;;beslutad;;;;1;;0;"))
    assert taken.faults == [
        "fil.csv, rad 2, kolumn Beslutad: en beslutad åtgärd behöver ett datum.",
        ("fil.csv, rad 2, kolumn Realiserat: beloppet saknas. Skriv 0 om det är noll."),
    ]
    proposed = actions(lines(head, "A1;Färre konsulter;;förslag;;;;1;0;0;"))
    assert proposed.faults == []


def test_what_a_batch_rests_on_is_kept() -> None:
    content = ledger("5101;710;5010;;;1;anpassad")
    batch = outcome(content).batch
    assert bytes(batch.file.content) == content
    assert batch.file.size == len(content)
    assert batch.generated
    assert FollowUp.objects.filter(committee=batch.committee).exists()
