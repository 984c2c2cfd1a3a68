"""Tables and documents as JSON: the open data form, and the snapshot form.

The open form (`table_json`) is a stable interface for people and programs: money is
a string in kronor, other numbers are decimal strings (those whose decimals never end
rounded to six). The snapshot form (`document_json`) is what a decided report is frozen
as: canonical bytes from which the document is read again, öre and ones as integers,
any other fraction as a pair: [numerator, denominator].
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from datetime import date
from fractions import Fraction
from typing import Any

from committees.numbers import Scale, Unit, exact, kronor
from reports.charts import Chart, ChartKind, Series, SeriesRole
from reports.document import (
    Block,
    ChartBlock,
    Document,
    Heading,
    Note,
    Placement,
    TableBlock,
    Text,
)
from reports.tables.model import Column, Row, RowKind, Table, Tone, Value

SCHEMA = 2
"""Raised when the snapshot form changes; older snapshots must still be read.

2 adds fractions, a column's scale, a row's unit, reasons and cells with decimals of
their own, and to charts where their figures stand and where their axis begins. A
snapshot of 1 has none of them.
"""
READ = (1, SCHEMA)

_BLOCKS: dict[str, type[Block]] = {
    "heading": Heading,
    "text": Text,
    "table": TableBlock,
    "chart": ChartBlock,
    "note": Note,
}
_NAMES = {block: name for name, block in _BLOCKS.items()}


class SnapshotError(ValueError):
    """A snapshot that this program cannot read; carries the Swedish reason."""


def table_json(table: Table) -> dict[str, Any]:
    """The open form: exact `values` and the `shown` text, in the columns' order."""
    return {
        "key": table.key,
        "title": table.title,
        "unit": str(table.scale.unit),
        "columns": [_open_column(column) for column in table.columns],
        "rows": [_open_row(table, row) for row in table.rows],
        "notes": list(table.notes),
    }


def table_json_bytes(table: Table) -> bytes:
    """The open form as a file."""
    return (json.dumps(table_json(table), ensure_ascii=False, indent=1) + "\n").encode()


def _open_column(column: Column) -> dict[str, Any]:
    """One column of the open form; `unit` is its own, before the rows'."""
    unit = str(column.scale.unit) if column.scale else None
    return {"key": column.key, "label": column.label, "unit": unit}


def _open_row(table: Table, row: Row) -> dict[str, Any]:
    """One row of the open form; `why` says by column why there is no figure."""
    omitted = row.omitted or (False,) * len(row.values)
    cells = zip(table.columns, row.values, omitted, strict=True)
    return {
        "key": row.key,
        "code": row.code,
        "label": row.label,
        "kind": row.kind.value,
        "unit": table.unit_of(row),
        "values": [
            None if out else _open_value(value, table.scale_of(row, column))
            for column, value, out in cells
        ],
        "shown": list(table.shown(row)),
        "why": {column.key: why for column, why in table.whys(row)},
    }


def _open_value(value: Value, scale: Scale) -> str | None:
    """Money as kronor with two decimals, other numbers and text as strings."""
    if value is None or isinstance(value, str):
        return value
    return f"{kronor(value) if scale.unit.is_money else exact(value):f}"


def table_dict(table: Table) -> dict[str, Any]:
    """The snapshot form of a table: exact figures, nothing left out."""
    form: dict[str, Any] = _plain(asdict(table))
    return form


def table_from_json(data: dict[str, Any]) -> Table:
    """A table from its snapshot form; equal to the one it was written from."""
    return Table(
        **{
            **data,
            "scale": _scale(data["scale"]),
            "columns": tuple(_column(column) for column in data["columns"]),
            "rows": tuple(_row(row) for row in data["rows"]),
            "notes": tuple(data["notes"]),
        }
    )


def document_dict(document: Document) -> dict[str, Any]:
    """The snapshot form of a document, with the schema's number."""
    blocks = [{"type": _NAMES[type(b)], **_plain(asdict(b))} for b in document.blocks]
    as_of = document.as_of.isoformat()
    bare = asdict(replace(document, blocks=()))
    return {**bare, "blocks": blocks, "as_of": as_of, "schema": SCHEMA}


def _plain(value: Any) -> Any:
    """A value with nothing in it but what JSON has; equal values, equal forms."""
    if isinstance(value, Fraction):
        whole = value.denominator == 1
        return int(value) if whole else [value.numerator, value.denominator]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def document_json(document: Document) -> bytes:
    """The canonical snapshot: sorted keys, no spaces, UTF-8. Same value, same bytes."""
    return json.dumps(
        document_dict(document),
        sort_keys=True,
        ensure_ascii=False,
        allow_nan=False,
        separators=(",", ":"),
    ).encode()


def document_sha256(document: Document) -> str:
    """The snapshot's fingerprint, as printed in the report."""
    return hashlib.sha256(document_json(document)).hexdigest()


def document_from_json(content: bytes) -> Document:
    """A document from its snapshot; SnapshotError when the schema is unknown."""
    data = json.loads(content)
    schema = data.pop("schema", None)
    if schema not in READ:
        known = " och ".join(map(str, READ))
        reason = f"Ögonblicksbilden har schema {schema}; programmet läser {known}."
        raise SnapshotError(reason)
    return Document(
        **{
            **data,
            "as_of": date.fromisoformat(data["as_of"]),
            "blocks": tuple(_block(block) for block in data["blocks"]),
            "colophon": tuple(data["colophon"]),
        }
    )


def _block(data: dict[str, Any]) -> Block:
    """One block of a document."""
    fields = {**data, "placement": Placement(data["placement"])}
    kind = _BLOCKS[fields.pop("type")]
    if kind is TableBlock:
        fields["table"] = table_from_json(fields["table"])
    if kind is ChartBlock:
        fields["chart"] = _chart(fields["chart"])
    return kind(**fields)


def _chart(data: dict[str, Any]) -> Chart:
    """A chart."""
    return Chart(
        **{
            **data,
            "kind": ChartKind(data["kind"]),
            "scale": _scale(data["scale"]),
            "categories": tuple(data["categories"]),
            "series": tuple(_series(series) for series in data["series"]),
        }
    )


def _series(data: dict[str, Any]) -> Series:
    """One line or set of bars of a chart."""
    values, role = tuple(map(_value, data["values"])), SeriesRole(data["role"])
    return Series(**{**data, "values": values, "role": role})


def _column(data: dict[str, Any]) -> Column:
    """One column of a table."""
    scale = data.get("scale") and _scale(data["scale"])
    return Column(**{**data, "tone": Tone(data["tone"]), "scale": scale})


def _row(data: dict[str, Any]) -> Row:
    """One row of a table."""
    return Row(
        **{
            **data,
            "values": tuple(map(_value, data["values"])),
            "kind": RowKind(data["kind"]),
            "omitted": tuple(data["omitted"]),
            "scale": data["scale"] and _scale(data["scale"]),
            "why": tuple(data.get("why", ())),
            "decimals": tuple(data.get("decimals", ())),
        }
    )


def _value(data: Any) -> Any:
    """A cell's or a mark's value; a pair is a fraction."""
    return Fraction(*data) if isinstance(data, list) else data


def _scale(data: dict[str, Any]) -> Scale:
    """A unit with its decimals."""
    return Scale(Unit(data["unit"]), data["decimals"])
