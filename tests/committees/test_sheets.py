"""Intake of files: every fault is told with file, line and column."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committees.intake.sheets import Fault, IntakeError, Sheet, read_sheet
from committees.periods import FOREVER

HEAD = ("Konto", "Namn")


def read(text: str | bytes, *, optional: tuple[str, ...] = ()) -> Sheet:
    content = text if isinstance(text, bytes) else text.encode()
    return read_sheet("kontoplan.csv", content, required=HEAD, optional=optional)


def told(sheet: Sheet) -> list[str]:
    return [str(fault) for fault in sheet.faults]


def names(sheet: Sheet) -> list[str]:
    return [row.cells["Namn"] for row in sheet.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", "\t", ","])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_encoding_and_delimiter_gives_the_same_rows(
    encoding: str, delimiter: str, ending: str
) -> None:
    text = ending.join(("Konto;Namn", "5010;Månadslön", "", "7330;Köp – vård", ""))
    sheet = read(text.replace(";", delimiter).encode(encoding))
    assert told(sheet) == []
    assert names(sheet) == ["Månadslön", "Köp – vård"]
    assert [row.line for row in sheet.rows] == [2, 4]


def test_missing_unknown_and_repeated_columns_are_all_told() -> None:
    assert told(read("Konto;Benämning;Konto\n5010;Lön;1\n")) == [
        "kontoplan.csv, kolumn Namn: kolumnen saknas i filens första rad.",
        "kontoplan.csv, kolumn Konto: kolumnen står flera gånger.",
        ("kontoplan.csv, kolumn Benämning: kolumnen är okänd. Väntade: Konto, Namn."),
        "kontoplan.csv, kolumn Konto: kolumnen står flera gånger.",
    ]


def test_an_optional_column_may_be_there_or_not() -> None:
    assert told(read("Konto;Namn\n", optional=("P13",))) == []
    assert told(read("Namn;P13;Konto\n", optional=("P13",))) == []


@pytest.mark.parametrize("content", [b"", b"\n\n", "\ufeff".encode()])
def test_an_empty_file_is_told(content: bytes) -> None:
    assert told(read(content)) == ["kontoplan.csv: filen är tom."]


def test_a_row_of_another_length_is_told_and_the_others_are_read() -> None:
    sheet = read("Konto;Namn\n5010\n5020;Timlön\n5030;a;b\n")
    assert names(sheet) == ["Timlön"]
    assert told(sheet) == [
        "kontoplan.csv, rad 2: raden har 1 fält men huvudet 2.",
        "kontoplan.csv, rad 4: raden har 3 fält men huvudet 2.",
    ]


def test_a_line_break_within_quotes_keeps_the_lines_numbers() -> None:
    sheet = read('Konto;Namn\n5010;"Lön\r\ntill ""alla"""\n5020;Timlön\n\n5030;Jour\n')
    assert names(sheet) == ['Lön\ntill "alla"', "Timlön", "Jour"]
    assert [row.line for row in sheet.rows] == [2, 4, 6]


def test_separators_of_other_systems_do_not_part_lines() -> None:
    sheet = read("Konto;Namn\n5010;Lön\u2028a\x0bb\u0085c\n5020;Jour\n")
    assert names(sheet) == ["Lön\u2028a\x0bb\u0085c", "Jour"]
    assert [row.line for row in sheet.rows] == [2, 3]


@pytest.mark.parametrize("cell", ['"Lön', '"Lön"er'])
def test_a_quotation_that_does_not_end_is_told_where_it_begins(cell: str) -> None:
    sheet = read(f"Konto;Namn\n5010;Jour\n5020;{cell}\n5030;Beredskap\n")
    assert [fault.line for fault in sheet.faults] == [3]
    assert "citattecknen går inte ihop" in told(sheet)[0]


WORDS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=12
)


@given(st.lists(st.tuples(WORDS, WORDS), max_size=8))
def test_what_a_spreadsheet_writes_is_read_back(rows: list[tuple[str, str]]) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerows([HEAD, *rows])
    sheet = read(out.getvalue())
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    assert [tuple(row.cells.values()) for row in sheet.rows] == kept
    assert told(sheet) == []


def cell(text: str) -> Sheet:
    """A sheet with one filled cell, on line 2."""
    sheet = read(f"Konto;Namn\nx;{text}\n")
    assert told(sheet) == []
    return sheet


def test_an_empty_cell_that_is_needed_is_told() -> None:
    sheet = cell(" ")
    assert sheet.text(sheet.rows[0], "Namn") == ""
    assert told(sheet) == [
        "kontoplan.csv, rad 2, kolumn Namn: fältet är tomt. Fyll i det."
    ]


def test_an_unknown_code_is_told_with_the_few_that_exist() -> None:
    sheet = cell("egen")
    row = sheet.rows[0]
    assert sheet.known(row, "Namn", {"egen": 1}) == 1
    sheet.known(row, "Namn", {"extern": 1, "annan": 2})
    sheet.known(row, "Namn", {str(n): n for n in range(13)})
    assert [fault.message for fault in sheet.faults] == [
        "egen finns inte. De som finns: annan, extern.",
        "egen finns inte.",
    ]


def test_a_cell_that_may_be_empty_still_may_not_be_wrong() -> None:
    empty, wrong = cell(""), cell("y")
    assert empty.known_or_none(empty.rows[0], "Namn", {"a": 1}) is None
    assert told(empty) == []
    wrong.known_or_none(wrong.rows[0], "Namn", {"a": 1})
    assert len(wrong.faults) == 1


def test_amounts_are_ore_and_an_empty_cell_is_none() -> None:
    read_ore = {
        text: (sheet := cell(text)).ore(sheet.rows[0], "Namn")
        for text in ("-1234,50", "0", "", "(7)")
    }
    assert read_ore == {"-1234,50": -123_450, "0": 0, "": None, "(7)": -700}


@pytest.mark.parametrize("text", ["1,234", "tolv", "999999999999"])
def test_a_bad_amount_is_told_at_its_cell(text: str) -> None:
    sheet = cell(text)
    assert sheet.ore(sheet.rows[0], "Namn") is None
    (fault,) = sheet.faults
    assert (fault.line, fault.column) == (2, "Namn")
    assert f"”{text}”" in fault.message


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("2017", (2017, FOREVER, None)),
        ("2017-08", (0, 201_708, None)),
        ("2017-08-31", (0, FOREVER, date(2017, 8, 31))),
    ],
)
def test_whole_numbers_months_and_days_are_not_taken_for_each_other(
    text: str, read_as: tuple[object, ...]
) -> None:
    sheet = cell(text)
    row = sheet.rows[0]
    whole, month = sheet.whole(row, "Namn"), sheet.month(row, "Namn")
    assert (whole, month, sheet.day_or_none(row, "Namn")) == read_as
    assert len(sheet.faults) == 2


@pytest.mark.parametrize("text", ["1_0", "12,0", "1 000", "x", "9999999999"])
def test_what_is_no_whole_number_is_told(text: str) -> None:
    sheet = cell(text)
    assert sheet.whole(sheet.rows[0], "Namn") == 0
    assert told(sheet) == [
        f"kontoplan.csv, rad 2, kolumn Namn: ”{text}” är inget heltal."
    ]


@pytest.mark.parametrize("text", ["2017-02-29", "31/8 2017", "2017-W35-4", "20170831"])
def test_a_bad_date_is_told_with_how_to_write_it(text: str) -> None:
    sheet = cell(text)
    assert sheet.day(sheet.rows[0], "Namn") is None
    assert "är inget datum. Skriv som 2017-08-31." in told(sheet)[0]


def test_no_month_means_the_default() -> None:
    sheet = cell("")
    assert sheet.month(sheet.rows[0], "Namn") == FOREVER
    assert sheet.month(sheet.rows[0], "Namn", default=0) == 0
    assert told(sheet) == []


def test_a_duplicate_is_told_with_the_line_of_the_first() -> None:
    sheet = read("Konto;Namn\n5010;a\n5020;b\n5010;c\n")
    for row in sheet.rows:
        sheet.once(row, sheet.text(row, "Konto"))
    assert told(sheet) == [
        "kontoplan.csv, rad 4: 5010 står redan på rad 2. Ta bort den ena."
    ]


def test_an_intake_error_tells_all_faults_once_in_order() -> None:
    faults = [
        Fault("b.csv", 2, "", "två"),
        Fault("a.csv", 14, "Konto", "ett"),
        Fault("a.csv", 3, "", "noll"),
        Fault("b.csv", 2, "", "två"),
    ]
    assert str(IntakeError(faults)).split("\n") == [
        "a.csv, rad 3: noll",
        "a.csv, rad 14, kolumn Konto: ett",
        "b.csv, rad 2: två",
    ]


def test_what_follows_from_an_earlier_files_faults_is_not_told() -> None:
    earlier = read("Konto;Namn\n5010;Lön\n")
    earlier.fault(earlier.rows[0], "Namn", "fel")
    sheet = Sheet("utfall.csv", rows=read("Konto;Namn\n5010;x\n9999;y\n").rows)
    sheet.rests_on([earlier, read("Konto;Namn\n9999;utan fel\n")])
    for row in sheet.rows:
        sheet.known(row, "Konto", {})
    assert [fault.file for fault in sheet.faults] == ["kontoplan.csv", "utfall.csv"]
    assert [str(fault) for fault in sheet.own_faults] == [
        "utfall.csv, rad 3, kolumn Konto: 9999 finns inte."
    ]
