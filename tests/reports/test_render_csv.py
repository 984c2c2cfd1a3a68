"""CSV: exact bytes, exact kronor, guarded text."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given

from committees.numbers import Scale, Unit
from reports.render.csv import guarded, table_csv
from reports.tables.model import Column, Row, RowKind, Table, Tone
from tests.reports import sample, sample_volumes
from tests.reports.strategies import tables


def test_exact_bytes() -> None:
    table = Table(
        "t",
        "Titel",
        "Verksamhet",
        Scale(Unit.TKR),
        (
            Column("b", "Kostnader", span="Budget 2031"),
            Column("a", "Avvikelse", Tone.DEVIATION),
            Column("l", "Läge", Tone.TEXT),
        ),
        (
            Row("g", "Grupp", (None, None, None), RowKind.GROUP),
            Row("1", "Ålderdom; vård", (-122_739_405, 0, "=1+1"), code="773"),
            Row(
                "s",
                "Summa",
                (None, 5, None),
                RowKind.TOTAL,
                omitted=(False, True, False),
            ),
        ),
    )
    assert (
        table_csv(table)
        == (
            "\ufeffKod;Verksamhet;Budget 2031 Kostnader;Avvikelse;Läge\r\n"
            ";Grupp;;;\r\n"
            '773;"Ålderdom; vård";-1227394,05;0,00;\'=1+1\r\n'
            ";Summa;;..;\r\n"
        ).encode()
    )


def test_counts_are_not_money() -> None:
    rows = (Row("x", "Platser", (12,), scale=Scale(Unit.COUNT)),)
    table = Table("t", "T", "Mått", Scale(Unit.TKR), (Column("u", "Utfall"),), rows)
    assert table_csv(table).decode("utf-8-sig") == "Mått;Utfall\r\nPlatser;12\r\n"


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "\n-1", "\uff1d1"]
)
def test_what_could_be_a_formula_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"


@given(tables())
def test_any_table_reads_back_with_its_shape(table: Table) -> None:
    text = table_csv(table).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    units, reasons = len(table.units) > 1, any(map(table.whys, table.rows))
    width = len(table.columns) + 1 + table.has_codes + units + reasons
    assert len(lines) == len(table.rows) + 1
    assert all(len(line) == width for line in lines)


def test_figures_are_exact() -> None:
    lines = table_csv(sample.net_cost()).decode("utf-8-sig").splitlines()
    assert lines[3] == (
        "670;Gemensam administration;-7119939,22;-11480000,00;-12959959,48;-1479959,48"
    )


def test_rows_of_several_units_tell_theirs_in_a_column() -> None:
    lines = table_csv(sample_volumes.mixed()).decode("utf-8-sig").splitlines()
    assert lines[0] == (
        "Verksamhet;Enhet;Mått;Utfall 2030;Budget 2031;Prognos 2031;"
        "Avvikelse (kr);Priseffekt (kr);Anmärkning"
    )
    assert lines[1] == "Äldreomsorg;;;;;;;;"
    assert lines[3] == (
        "Vård- och omsorgsboende;kr per årsplats;Nettokostnad per årsplats;"
        "-634000,00;-641000,00;;;;"
    )


def test_numbers_are_exact_or_have_six_decimals() -> None:
    lines = table_csv(sample_volumes.mixed()).decode("utf-8-sig").splitlines()
    assert lines[2].split(";")[3:8] == [
        "381,333333",
        "374",
        "356,5",
        "-1200000,00",
        "-16666,666667",
    ]


def test_what_is_not_applicable_says_why_last_on_the_line() -> None:
    lines = table_csv(sample_volumes.mixed()).decode("utf-8-sig").splitlines()
    assert lines[4] == (
        "Hemtjänst;kr per timme;Nettokostnad per timme;-358,00;-349,00;..;0,00;0,00;"
        "Prognos 2031: Volymen är noll."
    )
