"""Excel files give the same cells as text files, and what has no value is told."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from committees.intake.sheets import Sheet, read_sheet
from committees.intake.tables import Line, Table, as_text_file, read_table
from committees.intake.workbooks import as_text

HEAD = ("Konto", "Belopp")
Cell = str | float | bool | date | None
Page = Sequence[Sequence[Cell]]


def workbook(pages: dict[str, Page], *, hidden: str = "") -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in pages.items():
        page = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    page.write_datetime(number, column, cell, day)
                elif isinstance(cell, str):
                    page.write_string(number, column, cell)
                else:
                    page.write(number, column, cell)
        if name == hidden:
            page.hide()
        else:
            page.activate()
    book.close()
    return out.getvalue()


def read(*rows: Sequence[Cell]) -> Sheet:
    return read_sheet("fil.xlsx", workbook({"Blad1": rows}), required=HEAD)


def told(sheet: Sheet) -> list[str]:
    return [str(fault) for fault in sheet.faults]


def cells(sheet: Sheet) -> list[tuple[str, ...]]:
    return [tuple(row.cells.values()) for row in sheet.rows]


def test_numbers_dates_and_texts_are_as_people_see_them() -> None:
    sheet = read(
        HEAD,
        (5010, 1234.5),
        ("0123", "1 234,50"),
        (5010.0, 0.1 + 0.2),
        (date(2017, 8, 31), -7),
        (True, 1e15),
    )
    assert told(sheet) == []
    assert cells(sheet) == [
        ("5010", "1234,5"),
        ("0123", "1 234,50"),
        ("5010", "0,3"),
        ("2017-08-31", "-7"),
        ("ja", "1000000000000000"),
    ]
    assert [sheet.ore(row, "Belopp") for row in sheet.rows[:3]] == [
        123_450,
        123_450,
        30,
    ]


def test_a_time_of_day_is_kept_and_midnight_is_a_date() -> None:
    assert as_text(datetime(2017, 8, 31, 12, 30)) == "2017-08-31T12:30:00"  # noqa: DTZ001
    assert as_text(datetime(2017, 8, 31)) == "2017-08-31"  # noqa: DTZ001


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3))
def test_a_number_with_three_decimals_is_exact(number: Decimal) -> None:
    assert Decimal(as_text(float(number)).replace(",", ".")) == number


def test_blank_lines_and_columns_are_passed_by_and_rows_keep_their_numbers() -> None:
    sheet = read((), ("", "Konto", None, "Belopp", " "), (), ("", 5010, "", 7), ("",))
    assert told(sheet) == []
    assert cells(sheet) == [("5010", "7")]
    assert [row.line for row in sheet.rows] == [4]


def test_a_fault_names_sheet_row_and_column() -> None:
    sheet = read(HEAD, (), (5010, "tolv"))
    sheet.ore(sheet.rows[0], "Belopp")
    assert told(sheet) == [
        (
            "fil.xlsx, blad Blad1, rad 3, kolumn Belopp: ”tolv” är inget tal."
            " Skriv till exempel 1 234,50."
        )
    ]


def test_a_column_without_heading_is_told() -> None:
    sheet = read((*HEAD, ""), (5010, 7, "Eva"))
    assert told(sheet) == [
        (
            "fil.xlsx, blad Blad1: kolumn nummer 3 saknar rubrik."
            " Skriv en eller ta bort den."
        )
    ]


def test_the_first_sheet_that_holds_data_is_read_and_others_are_told() -> None:
    pages: dict[str, Page] = {
        "Dold": [("x",)],
        "Tomt": [("",)],
        "Data": [HEAD, (5010, 7)],
        "Annat": [("x",)],
    }
    content = workbook(pages, hidden="Dold")
    sheet = read_sheet("fil.xlsx", content, required=HEAD)
    assert sheet.name == "fil.xlsx, blad Data"
    assert cells(sheet) == [("5010", "7")]
    assert sheet.notes == ["Bladet Annat är inte läst."]


def test_a_cell_in_error_or_never_computed_is_told_not_taken_for_empty() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("Blad1")
    page.write_row(0, 0, HEAD)
    page.write_row(1, 0, ["1"])
    page.write_formula(1, 1, "=1/0", None, "#DIV/0!")
    page.write_row(2, 0, ["2"])
    page.write_formula(2, 1, "=A1&B1", None, "tom")
    page.write_row(3, 0, ["3"])
    page.write_formula(3, 1, "=1+1", None, 2)
    book.close()
    content = _uncomputed(out.getvalue())
    sheet = read_sheet("fil.xlsx", content, required=HEAD)
    assert told(sheet) == [
        (
            "fil.xlsx, blad Blad1, rad 4, kolumn Belopp: cellen har en formel utan"
            " värde. Öppna filen i Excel och spara den."
        ),
        (
            "fil.xlsx, blad Blad1, rad 2, kolumn Belopp: cellen visar #DIV/0!."
            " Rätta formeln eller skriv värdet."
        ),
    ]


def _uncomputed(content: bytes) -> bytes:
    """The workbook with no value of 1+1, and with a text that was computed empty."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w") as new,
    ):
        for part in old.namelist():
            text = old.read(part).replace(b"<v>tom</v>", b"<v></v>")
            new.writestr(part, text.replace(b"<f>1+1</f><v>2</v>", b"<f>1+1</f>"))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04x", "filen går inte att läsa som Excel."),
        (b"\xd0\xcf\x11\xe0", "filen är låst med lösenord eller av äldre slag"),
        (workbook({"Blad1": []}), "filen är tom."),
    ],
)
def test_a_workbook_that_cannot_be_read_is_told(content: bytes, message: str) -> None:
    (fault,) = read_sheet("fil.xlsx", content, required=HEAD).faults
    assert fault.message.startswith(message)
    assert (fault.file, fault.line) == ("fil.xlsx", 0)


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)


@given(st.lists(st.tuples(st.integers(0, 3), WORDS, WORDS), max_size=6))
def test_a_table_written_as_text_has_every_line_where_it_stood(
    rows: list[tuple[int, str, str]],
) -> None:
    lines, number = [Line(1, HEAD)], 1
    for gap, *row in rows:
        if any(cell.strip() for cell in row):
            number += gap + 1
            lines.append(Line(number, row))
    again = read_table("fil.csv", as_text_file(Table("fil.csv", tuple(lines))))
    filled = [line for line in again.lines if not line.is_blank]
    assert [(line.number, list(line.cells)) for line in filled] == [
        (line.number, list(line.cells)) for line in lines
    ]
