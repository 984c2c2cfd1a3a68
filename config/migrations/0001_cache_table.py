"""The table of the shared cache, which holds rate limits and workers' signs of life."""

from django.core.management import call_command
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Create the table that the DatabaseCache backend expects."""
    call_command("createcachetable", database=editor.connection.alias, verbosity=0)


def drop(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Drop it again; nothing in it is worth keeping."""
    editor.execute("DROP TABLE shared_cache")


class Migration(migrations.Migration):
    """One table outside the models."""

    operations = [migrations.RunPython(create, drop)]
