"""What tests of the database's guards share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model


@contextmanager
def refused(message: str) -> Iterator[None]:
    """The database refuses what is done within, saying so."""
    with pytest.raises(IntegrityError, match=message), transaction.atomic():
        yield


def run(sql: str, *, table: str, key: int) -> None:
    """Raw SQL on a row of a table; `{table}` and `{key}` are filled in."""
    with connection.cursor() as cursor:
        cursor.execute(sql.format(table=table, key=key))


def copied(row: Model, **changes: Any) -> Model:
    """An unsaved copy of a row, with some fields of another value."""
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    del values[row._meta.pk.attname]
    return type(row)(**{**values, **changes})
