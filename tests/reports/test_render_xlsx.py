"""Workbooks: exact kronor in the cells, units by format, text never a formula."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from python_calamine import CalamineWorkbook

from committees.numbers import Scale, Unit, kronor
from reports.render.xlsx import number_format, workbook
from reports.tables.model import Column, Row, RowKind, Table, Tone
from tests.reports import sample, sample_volumes
from tests.reports.strategies import tables

DAY = date(2031, 8, 31)
HEAD = 3


def reopened(*some: Table) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(workbook(some, created=DAY)))


def test_cells_hold_exact_kronor() -> None:
    table = sample.net_cost()
    lines = reopened(table).get_sheet_by_index(0).to_python()
    for row, line in zip(table.rows, lines[HEAD + 1 :], strict=False):
        assert line[:2] == [row.code, row.label]
        omitted = row.omitted or (False,) * 4
        for value, out, cell in zip(row.values, omitted, line[2:], strict=True):
            if out:
                assert cell == ".."
            elif value is None:
                assert cell == ""
            else:
                assert isinstance(value, int)
                assert Decimal(str(cell)) == kronor(value)


def test_head_title_unit_and_notes() -> None:
    table = sample.appendix()
    lines = reopened(table).get_sheet_by_index(0).to_python()
    assert lines[0][0] == table.title
    assert lines[1][0] == "Visas i tkr; cellerna innehåller exakta kronor"
    assert lines[HEAD][:2] == ["Enhet", "Budget 2031 Intäkter"]
    assert lines[-1][0] == table.notes[0]


def test_one_sheet_per_table_with_names_of_their_own() -> None:
    twice = replace(
        sample.net_cost(), title="En [mycket] lång titel: som inte ryms / alls"
    )
    book = reopened(twice, twice, sample.overview())
    assert book.sheet_names == [
        "En mycket lång titel som inte r",
        "En mycket lång titel som in (2)",
        "Ekonomisk översikt",
    ]


@pytest.mark.parametrize(
    ("scale", "expected"),
    [
        (Scale(Unit.KR), "#,##0"),
        (Scale(Unit.TKR), "#,##0,"),
        (Scale(Unit.MKR, 1), "#,##0.0,,"),
        (Scale(Unit.COUNT, 2), "#,##0.00"),
    ],
)
def test_the_unit_is_a_number_format(scale: Scale, expected: str) -> None:
    assert number_format(scale) == expected
    columns = (Column("c", "Utfall"),)
    table = Table("t", "T", "S", scale, columns, (Row("r", "R", (1,)),))
    assert expected.replace("&", "&amp;") in _part(table, "xl/styles.xml")


def test_text_is_never_a_formula() -> None:
    columns = (Column("c", "=1", Tone.TEXT),)
    rows = (Row("r", "=2+2", ("=cmd|' /C calc'!A0",), RowKind.ROW, code="=1"),)
    table = Table("t", "=3", "=S", Scale(Unit.KR), columns, rows, notes=("=4",))
    assert "<f>" not in _part(table, "xl/worksheets/sheet1.xml")


def test_the_heading_stays_in_view() -> None:
    sheet = _part(sample.net_cost(), "xl/worksheets/sheet1.xml")
    pane = re.search(r"<pane [^>]*>", sheet)
    assert pane is not None
    assert 'xSplit="2" ySplit="4"' in pane[0]
    assert 'state="frozen"' in pane[0]


def test_same_tables_and_date_same_bytes() -> None:
    first = workbook([sample.net_cost(), sample.appendix()], created=DAY)
    assert first == workbook([sample.net_cost(), sample.appendix()], created=DAY)
    assert first != workbook([sample.net_cost()], created=date(2031, 9, 1))


def test_no_tables_is_still_a_workbook() -> None:
    assert reopened().sheet_names == ["Tom"]


@settings(max_examples=40, deadline=None)
@given(tables())
def test_any_table_opens(table: Table) -> None:
    lines = reopened(table).get_sheet_by_index(0).to_python()
    numbers = [c for line in lines[HEAD + 1 :] for c in line if isinstance(c, float)]
    assert len(numbers) == sum(
        isinstance(value, int | Fraction) and not (row.omitted or (False,) * 99)[index]
        for row in table.rows
        for index, value in enumerate(row.values)
    )


def test_cells_of_several_scales_hold_exact_numbers_in_their_format() -> None:
    table = sample_volumes.mixed()
    lines = reopened(table).get_sheet_by_index(0).to_python()
    assert lines[1][0] == (
        "Enheten står på varje rad; cellerna innehåller exakta kronor och antal"
    )
    assert lines[HEAD] == [
        *("Verksamhet", "Enhet", "Mått", "Utfall 2030", "Budget 2031"),
        *("Prognos 2031", "Avvikelse (mnkr)", "Priseffekt (tkr)"),
    ]
    places, cost, hour = lines[HEAD + 2 : HEAD + 5]
    assert places[1:4] == ["årsplatser", "Antal årsplatser", pytest.approx(1_144 / 3)]
    assert places[6:] == pytest.approx([-1_200_000, -50_000 / 3], rel=1e-15)
    assert cost[3:5] == [-634_000, -641_000]
    assert hour[5] == ".."
    assert lines[-1][0] == ".. Hemtjänst, Prognos 2031: Volymen är noll."
    styles = _part(table, "xl/styles.xml")
    for scale in (Scale(Unit.COUNT, 1), Scale(Unit.TKR), Scale(Unit.MKR, 1)):
        assert number_format(scale) in styles


def test_the_only_unit_stands_above_the_table() -> None:
    lines = reopened(sample_volumes.hours()[0]).get_sheet_by_index(0).to_python()
    assert lines[1][0] == "Enhet: timmar"
    assert "Enhet" not in lines[HEAD]


def _part(table: Table, name: str) -> str:
    archive = zipfile.ZipFile(io.BytesIO(workbook([table], created=DAY)))
    return archive.read(name).decode()
