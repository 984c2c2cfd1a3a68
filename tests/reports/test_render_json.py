"""JSON: the open form as people get it, the snapshot form as it is read again."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given

from committees.numbers import Scale, Unit
from reports.document import ChartBlock, TableBlock
from reports.render.json import (
    SCHEMA,
    SnapshotError,
    document_from_json,
    document_json,
    document_sha256,
    table_dict,
    table_from_json,
    table_json,
    table_json_bytes,
)
from reports.tables.model import Column, Row, RowKind, Table, Tone
from tests.conftest import ROOT
from tests.reports import sample_volumes
from tests.reports.sample import sample_document
from tests.reports.strategies import tables


def test_the_open_form() -> None:
    table = Table(
        "t",
        "Titel",
        "Verksamhet",
        Scale(Unit.TKR),
        (Column("b", "Budget 2031"), Column("l", "Läge", Tone.TEXT)),
        (
            Row("g", "Grupp", (None, None), RowKind.GROUP),
            Row("773", "Boende", (-122_739_400, "Klar"), code="773"),
            Row("p", "Platser", (12, None), scale=Scale(Unit.COUNT)),
            Row("s", "Summa", (7, "x"), RowKind.TOTAL, omitted=(True, False)),
        ),
        notes=("Not",),
    )
    assert table_json(table) == {
        "key": "t",
        "title": "Titel",
        "unit": "tkr",
        "columns": [
            {"key": "b", "label": "Budget 2031", "unit": None},
            {"key": "l", "label": "Läge", "unit": None},
        ],
        "rows": [
            _row("g", "", "Grupp", "group", "tkr", [None, None], ["", ""]),
            _row(
                "773",
                "773",
                "Boende",
                "row",
                "tkr",
                ["-1227394.00", "Klar"],
                ["−1\u202f227", "Klar"],
            ),
            _row("p", "", "Platser", "row", "antal", ["12", None], ["12", "–"]),
            _row("s", "", "Summa", "total", "tkr", [None, "x"], ["..", "x"]),
        ],
        "notes": ["Not"],
    }


def _row(*fields: object) -> dict[str, object]:
    names = ("key", "code", "label", "kind", "unit", "values", "shown")
    return {**dict(zip(names, fields, strict=True)), "why": {}}


def test_the_open_form_tells_units_exact_numbers_and_reasons() -> None:
    form = table_json(sample_volumes.mixed())
    units = {column["key"]: column["unit"] for column in form["columns"]}
    assert units["effekt"] == "mkr"
    assert units["utfall"] is None
    places, cost, hour = form["rows"][1:]
    assert places["values"][1:] == [
        *("381.333333", "374", "356.5"),
        *("-1200000.00", "-16666.666667"),
    ]
    assert cost["unit"] == "tkr per årsplats"
    assert hour["values"][3] is None
    assert hour["why"] == {"prognos": "Volymen är noll."}


@given(tables())
def test_values_and_shown_have_the_columns_length(table: Table) -> None:
    for row in json.loads(table_json_bytes(table))["rows"]:
        assert len(row["values"]) == len(row["shown"]) == len(table.columns)


@given(tables())
def test_a_table_survives_its_snapshot(table: Table) -> None:
    text = json.dumps(table_dict(table))
    assert table_from_json(json.loads(text)) == table


def test_a_document_survives_its_snapshot() -> None:
    document = sample_document()
    again = document_from_json(document_json(document))
    assert again == document
    assert document_json(again) == document_json(document)


def test_the_snapshot_is_canonical() -> None:
    content = document_json(sample_document())
    data = json.loads(content)
    assert list(data) == sorted(data)
    assert b'", "' not in content.split(b'"blocks"')[0]
    assert "Ängsholms".encode() in content
    assert data["schema"] == SCHEMA


def test_equal_figures_have_equal_snapshots() -> None:
    table = sample_volumes.mixed()
    row = table.row("platser")
    same = replace(row, values=(*row.values[:2], Fraction(374), *row.values[3:]))
    rows = tuple(same if each is row else each for each in table.rows)
    again = replace(table, rows=rows)
    assert json.dumps(table_dict(again)) == json.dumps(table_dict(table))
    assert table_dict(again)["rows"][1]["values"][1:3] == [[1144, 3], 374]


def test_a_snapshot_of_the_first_schema_is_still_read() -> None:
    old = (ROOT / "tests/data/snapshots/schema-1.json").read_bytes()
    document = document_from_json(old)
    assert json.loads(old)["schema"] == 1
    table, chart = document.blocks[1:3]
    assert isinstance(table, TableBlock)
    assert isinstance(chart, ChartBlock)
    assert table.table.value("773", "budget") == -122_739_400
    assert table.table.shown(table.table.row("773")) == ("−1\u202f227", "Klar")
    assert chart.chart.series[0].values == (100, None)
    assert chart.chart.from_zero


def test_the_fingerprint_follows_the_figures() -> None:
    document = sample_document()
    changed = replace(document, version="version 2")
    assert document_sha256(document) != document_sha256(changed)


def test_an_unknown_schema_is_refused() -> None:
    with pytest.raises(SnapshotError, match="schema 99"):
        document_from_json(b'{"schema": 99}')
