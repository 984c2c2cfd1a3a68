"""JSON: the open form as people get it, the snapshot form as it is read again."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given

from committees.numbers import Scale, Unit
from reports.render.json import (
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
            {"key": "b", "label": "Budget 2031"},
            {"key": "l", "label": "Läge"},
        ],
        "rows": [
            _row("g", "", "Grupp", "group", [None, None], ["", ""]),
            _row(
                "773",
                "773",
                "Boende",
                "row",
                ["-1227394.00", "Klar"],
                ["−1\u202f227", "Klar"],
            ),
            _row("p", "", "Platser", "row", ["12", None], ["12", "–"]),
            _row("s", "", "Summa", "total", [None, "x"], ["..", "x"]),
        ],
        "notes": ["Not"],
    }


def _row(*fields: object) -> dict[str, object]:
    names = ("key", "code", "label", "kind", "values", "shown")
    return dict(zip(names, fields, strict=True))


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
    assert data["schema"] == 1


def test_the_fingerprint_follows_the_figures() -> None:
    document = sample_document()
    changed = replace(document, version="version 2")
    assert document_sha256(document) != document_sha256(changed)


def test_an_unknown_schema_is_refused() -> None:
    with pytest.raises(SnapshotError, match="schema 99"):
        document_from_json(b'{"schema": 99}')
