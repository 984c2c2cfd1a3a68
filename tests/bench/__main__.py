"""`make bench`: measure every case on the demo data; a table, and bench.json."""

from __future__ import annotations

import json
import logging
import os
import sys
from pathlib import Path

BUILD = Path(__file__).resolve().parent.parent.parent / "build"
os.environ["DATABASE_URL"] = f"sqlite:///{BUILD / 'bench.sqlite3'}"
os.environ["FILES_ROOT"] = str(BUILD / "bench-files")
os.environ["DEBUG"] = "1"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def main() -> int:
    """Fill a database of its own, measure, and fail when a goal is not met."""
    for old in BUILD.glob("bench.sqlite3*"):
        old.unlink()
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import reset_queries

    call_command("migrate", verbosity=0)
    call_command("load_demo", quiet=True)
    # As it is in production: DEBUG keeps every query.
    settings.DEBUG = False
    reset_queries()
    settings.ROOT_URLCONF = "tests.bench.urls"
    settings.ALLOWED_HOSTS = ["testserver"]

    logging.disable(logging.INFO)
    from tests.bench.cases import cases
    from tests.bench.large import store
    from tests.bench.measure import run
    from tests.bench.tables import long_tables

    results = [run(case).as_json() for case in (*cases(), *long_tables())]
    results += store.results()
    results += _saves()
    _write(results)
    return 0 if all(result["met"] for result in results) else 1


def _saves() -> list[dict[str, object]]:
    """Many people saving, on both databases; without PostgreSQL only on SQLite."""
    from tests.bench import saves

    found = [saves.run("steady", database_url=os.environ["DATABASE_URL"])]
    server = saves.postgres()
    if not server:
        sys.stderr.write("No PostgreSQL: save_burst is not measured.\n")
        return found
    found += [saves.run(name, database_url=server) for name in ("burst", "steady")]
    return found


def _write(results: list[dict[str, object]]) -> None:
    """The table for people, the file for programs.

    Milliseconds are of CPU, but of saves they are of the clock on the wall.
    """
    file = BUILD / "bench.json"
    file.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n")
    named = ("name", "measured", "floor", "ratio", "goal", "met")
    row = "{:30} {:>12} {:>12} {:>8} {:>8} {:>5}  {}"
    sys.stdout.write(row.format("", "ms", "floor", "ratio", "goal", "met", "\n"))
    for result in results:
        facts = " ".join(f"{k}={v}" for k, v in result.items() if k not in named)
        met = "yes" if result["met"] else "NO"
        shown = [str(result[name]) for name in named[:-1]]
        sys.stdout.write(row.format(*shown, met, facts).rstrip() + "\n")


if __name__ == "__main__":
    sys.exit(main())
