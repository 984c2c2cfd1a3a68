"""Database triggers that refuse what the rules forbid, for SQLite and PostgreSQL.

Support for migrations: what a migration has asked for here must stay as it is.
SQLite drops a table's triggers when a later migration rebuilds the table; that
migration installs them again, and a test compares what is there with what should be.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


@dataclass(frozen=True, slots=True)
class Guard:
    """Refuse an operation on a table's row when a condition holds.

    `operation` is INSERT, UPDATE or DELETE; `when` is SQL over NEW and OLD; the
    message is Swedish and has no quotes in it.
    """

    name: str
    table: str
    operation: str
    when: str
    message: str


def append_only(table: str, *, message: str) -> tuple[Guard, ...]:
    """Rows that are neither changed nor removed."""
    return tuple(
        Guard(f"{table}_no_{operation.lower()}", table, operation, "1 = 1", message)
        for operation in ("UPDATE", "DELETE")
    )


def closed_follow_up(table: str) -> tuple[Guard, ...]:
    """Rows of a closed follow-up, which may not be written."""
    message = "Uppföljningen är stängd och kan inte ändras."
    closed = (
        "EXISTS (SELECT 1 FROM committees_followup f"
        " WHERE f.id = {row}.follow_up_id AND f.state = 'closed')"
    )
    return tuple(
        Guard(
            f"{table}_closed_{operation.lower()}",
            table,
            operation,
            " OR ".join(closed.format(row=row) for row in rows),
            message,
        )
        for operation, rows in (
            ("INSERT", ["NEW"]),
            ("UPDATE", ["NEW", "OLD"]),
            ("DELETE", ["OLD"]),
        )
    )


def same_municipality(table: str, parts: dict[str, str]) -> tuple[Guard, ...]:
    """Rows whose parts (column: table) belong to the committee's municipality."""
    joins = " ".join(
        f"JOIN {part} p{n} ON p{n}.id = NEW.{column}"
        f" AND p{n}.municipality_id = k.municipality_id"
        for n, (column, part) in enumerate(parts.items())
    )
    when = (
        f"NOT EXISTS (SELECT 1 FROM committees_committee k {joins}"
        " WHERE k.id = NEW.committee_id)"
    )
    message = "Raden pekar på en annan kommuns ansvar, verksamhet eller konto."
    return tuple(
        Guard(f"{table}_home_{operation.lower()}", table, operation, when, message)
        for operation in ("INSERT", "UPDATE")
    )


def same_committee(table: str, parts: dict[str, str]) -> tuple[Guard, ...]:
    """Rows whose parts (column: table), where there are any, are their committee's."""
    message = "Raden pekar på något som hör till en annan nämnd."
    return tuple(
        Guard(
            f"{table}_{column.removesuffix('_id')}_{operation.lower()}",
            table,
            operation,
            f"NEW.{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {part} p"
            f" WHERE p.id = NEW.{column} AND p.committee_id = NEW.committee_id)",
            message,
        )
        for column, part in parts.items()
        for operation in ("INSERT", "UPDATE")
    )


def no_overlap(table: str, identity: str) -> tuple[Guard, ...]:
    """Placements of one identity that do not overlap in time."""
    when = (
        f"EXISTS (SELECT 1 FROM {table} o WHERE o.{identity} = NEW.{identity}"
        " AND o.id <> COALESCE(NEW.id, -1)"
        " AND o.from_month <= NEW.to_month AND NEW.from_month <= o.to_month)"
    )
    message = "Placeringen överlappar en annan placering i tiden."
    return tuple(
        Guard(f"{table}_overlap_{operation.lower()}", table, operation, when, message)
        for operation in ("INSERT", "UPDATE")
    )


def install(editor: BaseDatabaseSchemaEditor, guards: tuple[Guard, ...]) -> None:
    """Create the guards, replacing those of the same names."""
    for guard in guards:
        for statement in _remove(editor, guard) + _create(editor, guard):
            editor.execute(statement, params=None)


def remove(editor: BaseDatabaseSchemaEditor, guards: tuple[Guard, ...]) -> None:
    """Drop the guards."""
    for guard in guards:
        for statement in _remove(editor, guard):
            editor.execute(statement, params=None)


def _remove(editor: BaseDatabaseSchemaEditor, guard: Guard) -> list[str]:
    """Statements that drop a guard where it exists."""
    if editor.connection.vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {guard.name}"]
    return [
        f"DROP TRIGGER IF EXISTS {guard.name} ON {guard.table}",
        f"DROP FUNCTION IF EXISTS {guard.name}()",
    ]


def _create(editor: BaseDatabaseSchemaEditor, guard: Guard) -> list[str]:
    """Statements that create a guard in the database's own words."""
    head = (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.operation} ON {guard.table}"
        " FOR EACH ROW"
    )
    if editor.connection.vendor == "sqlite":
        return [
            (
                f"{head} WHEN {guard.when}"
                f" BEGIN SELECT RAISE(ABORT, '{guard.message}'); END"
            )
        ]
    back = "OLD" if guard.operation == "DELETE" else "NEW"
    return [
        (
            f"CREATE FUNCTION {guard.name}() RETURNS trigger AS $$ BEGIN"
            f" IF {guard.when} THEN"
            f" RAISE EXCEPTION '{guard.message}' USING ERRCODE = 'check_violation';"
            f" END IF; RETURN {back}; END $$ LANGUAGE plpgsql"
        ),
        f"{head} EXECUTE FUNCTION {guard.name}()",
    ]


def installed(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of the triggers in a database."""
    sql = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(sql[connection.vendor])
        return {row[0] for row in cursor}
