"""The database is what the models and the migrations say it is."""

from __future__ import annotations

import sys

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from committees import triggers
from committees.triggers import Guard

pytestmark = pytest.mark.django_db


def guards() -> list[Guard]:
    """Every guard that a migration asks for, the last of a name."""
    found: dict[str, Guard] = {}
    loader = MigrationLoader(connection)
    for key in loader.graph.leaf_nodes():
        for node in loader.graph.forwards_plan(key):
            module = sys.modules[type(loader.get_migration(*node)).__module__]
            found.update({g.name: g for g in getattr(module, "GUARDS", ())})
    return list(found.values())


def test_no_model_has_changed_without_a_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_guard_of_the_migrations_is_in_the_database_and_no_other() -> None:
    asked_for = {guard.name for guard in guards()}
    assert len(asked_for) > 40
    assert triggers.installed(connection) == asked_for


def statements(guard: Guard) -> str:
    """What a guard should read in this database, on one line."""
    return " ".join(triggers._create(connection.schema_editor(), guard))


def stored() -> dict[str, str]:
    """What the database holds of each guard, as the program would write it."""
    if connection.vendor == "sqlite":
        sql = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    else:
        sql = (
            "SELECT t.tgname, 'CREATE FUNCTION ' || p.proname || '() RETURNS trigger"
            " AS $$' || p.prosrc || '$$ LANGUAGE plpgsql '"
            " || replace(pg_get_triggerdef(t.oid), ' ON public.', ' ON ')"
            " FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE NOT t.tgisinternal"
        )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return dict(cursor.fetchall())


def test_every_guard_reads_as_the_migrations_write_it() -> None:
    assert stored() == {guard.name: statements(guard) for guard in guards()}


def test_the_guards_of_a_migration_can_be_taken_away_and_put_back() -> None:
    guard = guards()[0]
    editor = connection.schema_editor(atomic=False)
    editor.deferred_sql = []
    triggers.remove(editor, (guard,))
    assert guard.name not in triggers.installed(connection)
    triggers.install(editor, (guard,))
    triggers.install(editor, (guard,))
    assert guard.name in triggers.installed(connection)
