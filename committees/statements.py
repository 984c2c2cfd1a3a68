"""Statements that need no answers from each other, sent to the database together."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from django.db import connection

Parameter = int | str | None


_TABLES = {
    "postgresql": (
        (
            "(SELECT {columns} FROM json_array_elements(%s::json)"
            " WITH ORDINALITY j(e, n) ORDER BY n) AS v"
        ),
        {"int": "(e->>{n})::bigint AS c{n}", "text": "e->>{n} AS c{n}"},
    ),
    "sqlite": (
        "(SELECT {columns} FROM json_each(%s) ORDER BY key) AS v",
        dict.fromkeys(("int", "text"), "json_extract(value, '$[{n}]') AS c{n}"),
    ),
}


def table(*columns: str) -> str:
    """SQL of a table `v` of some rows, which are one parameter: what `rows` makes.

    Columns are of kind `int` or `text`, and are named c0, c1 and so on. One long
    parameter is read far faster than hundreds of short ones.
    """
    whole, parts = _TABLES[connection.vendor]
    named = (parts[kind].format(n=n) for n, kind in enumerate(columns))
    return whole.format(columns=", ".join(named))


def rows(lines: Iterable[Sequence[Parameter]]) -> str:
    """Rows as the parameter that `table` reads."""
    return json.dumps(list(lines), ensure_ascii=False)


class Statements:
    """Writes of one transaction, gathered in order and carried out at the end.

    PostgreSQL takes them all in one message; SQLite, which is in this process, one by
    one. A fault in one is a fault in all.
    """

    def __init__(self) -> None:
        """Nothing to do yet."""
        self._gathered: list[tuple[str, Sequence[Parameter]]] = []

    def add(self, sql: str, values: Sequence[Parameter]) -> None:
        """A statement with its parameters."""
        self._gathered.append((sql, values))

    def run(self) -> None:
        """Carry them out."""
        gathered, self._gathered = self._gathered, []
        if not gathered:
            return
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                sql = ";".join(sql for sql, _ in gathered)
                cursor.execute(sql, [value for _, some in gathered for value in some])
                return
            for sql, values in gathered:
                cursor.execute(sql, values)
