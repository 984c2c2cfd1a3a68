"""Fill a database with generated committees, or measure on one that is filled.

A program of its own, since it needs a database of its own kind:
`DATABASE_URL=... python -m tests.bench.large fill|measure`. Each result is a line of
JSON; what is told to people goes to standard error.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time

os.environ["DEBUG"] = "1"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def main(what: str) -> int:
    """Fill or measure."""
    import django

    django.setup()
    from django.conf import settings

    # As it is in production: DEBUG keeps every query.
    settings.DEBUG = False
    settings.ROOT_URLCONF = "tests.bench.urls"
    settings.ALLOWED_HOSTS = ["testserver"]
    logging.disable(logging.INFO)
    {"fill": _fill, "measure": _measure}[what]()
    return 0


def _fill() -> None:
    """Make the committees, and tell how long each took."""
    from django.core.management import call_command
    from django.db import connection

    from tests.bench.large.rows import generate
    from tests.bench.large.shape import LARGE, SMALL

    call_command("migrate", verbosity=0)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size = -262144")
    for size in (SMALL, LARGE):
        started = time.perf_counter()
        written = generate(size)
        took = time.perf_counter() - started
        sys.stderr.write(
            f"{connection.vendor} {size.slug}: {written.outcome} outcome,"
            f" {written.budget} budget, {written.forecast} forecast in {took:.0f} s\n"
        )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _measure() -> None:
    """Measure all cases, a line of JSON each."""
    from django.db import connection

    from tests.bench.large.cases import results

    for result in results():
        line = {**result, "database": connection.vendor}
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
