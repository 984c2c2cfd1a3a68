"""Tables as files: which formats there are, and how they are sent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from django.http import Http404, HttpResponse

from committees.models import FollowUp
from reports.render.csv import table_csv
from reports.render.json import table_json
from reports.render.xlsx import workbook
from reports.tables.model import Table

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
    "svg": "image/svg+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
OF_ONE_TABLE = ("csv", "xlsx", "json")
OF_ALL_TABLES = ("xlsx", "json")


def one_table(table: Table, suffix: str, *, follow_up: FollowUp) -> HttpResponse:
    """A table in a format; Http404 naming the formats that exist."""
    body = table_body(table, suffix, created=follow_up.period.last_day)
    return attachment(body, file_name(follow_up, suffix, table.key))


def table_body(table: Table, suffix: str, *, created: date) -> bytes:
    """A table in a format as bytes; Http404 naming the formats that exist."""
    _require(suffix, OF_ONE_TABLE)
    if suffix == "csv":
        return table_csv(table)
    if suffix == "json":
        return _json(table_json(table))
    return workbook([table], created=created)


def all_tables(
    tables: Sequence[Table], suffix: str, *, follow_up: FollowUp
) -> HttpResponse:
    """All tables of a follow-up in one file."""
    _require(suffix, OF_ALL_TABLES)
    if suffix == "json":
        body = _json([table_json(table) for table in tables])
    else:
        body = workbook(tables, created=follow_up.period.last_day)
    return attachment(body, file_name(follow_up, suffix, "tabeller"))


def attachment(body: bytes, name: str) -> HttpResponse:
    """A file to keep, under a name of its own."""
    kind = TYPES[name.rpartition(".")[2]]
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=kind, headers=headers)


def file_name(follow_up: FollowUp, suffix: str, what: str) -> str:
    """`botkyrka-von-2017-08-income-statement.csv`."""
    return f"{follow_up.committee.slug}-{follow_up.period}-{what}.{suffix}"


def _require(suffix: str, formats: tuple[str, ...]) -> None:
    """Refuse a format there is not."""
    if suffix not in formats:
        reason = f"Formatet {suffix} finns inte. De som finns: {', '.join(formats)}."
        raise Http404(reason)


def _json(value: object) -> bytes:
    """Readable JSON in UTF-8."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
