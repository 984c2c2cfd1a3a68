"""Databases of generated committees: made once for a generator, then found again.

They are kept in `build` and in PostgreSQL under a key of everything they follow from:
the generator, the migrations and the sums. Those of other keys are removed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent.parent
BUILD = ROOT / "build"
NAME = "delaret_large"
SOURCES = (
    "tests/bench/large/shape.py",
    "tests/bench/large/masters.py",
    "tests/bench/large/rows.py",
    "*/migrations/*.py",
    "finance/*summaries.py",
)


def key() -> str:
    """What a database follows from, as a short text."""
    found = sha256()
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            found.update(path.relative_to(ROOT).as_posix().encode())
            found.update(path.read_bytes())
    return found.hexdigest()[:12]


def sqlite() -> str:
    """The address of the filled SQLite database."""
    file = BUILD / f"{NAME}_{key()}.sqlite3"
    if not file.exists():
        for old in BUILD.glob(f"{NAME}_*"):
            old.unlink()
        making = file.with_suffix(".making")
        run("fill", database_url=f"sqlite:///{making}")
        making.rename(file)
    return f"sqlite:///{file}"


def postgres() -> str:
    """The address of the filled PostgreSQL database; empty where there is no server."""
    import psycopg
    from psycopg.sql import SQL, Identifier

    server = os.environ.get("BENCH_POSTGRES", "postgres://postgres@127.0.0.1:5432")
    name, making = f"{NAME}_{key()}", f"{NAME}_making"
    try:
        line = psycopg.connect(f"{server}/postgres", autocommit=True)
    except psycopg.OperationalError:
        return ""
    with line:
        rows = line.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [NAME]
        )
        there = {row[0] for row in rows}
        if name not in there:
            for old in sorted(there):
                line.execute(SQL("DROP DATABASE {}").format(Identifier(old)))
            line.execute(SQL("CREATE DATABASE {}").format(Identifier(making)))
            run("fill", database_url=f"{server}/{making}")
            rename = SQL("ALTER DATABASE {} RENAME TO {}")
            line.execute(rename.format(Identifier(making), Identifier(name)))
    return f"{server}/{name}"


def run(what: str, *, database_url: str) -> list[dict[str, object]]:
    """Fill or measure a database in a program of its own; what it found."""
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "PYTHONWARNINGS": "ignore",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.large", what],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
    )
    lines = done.stdout.decode().splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]


def results() -> list[dict[str, object]]:
    """The large committees on both databases; without PostgreSQL only on SQLite."""
    found = []
    stores: tuple[Callable[[], str], ...] = (sqlite, postgres)
    for store in stores:
        if address := store():
            found += run("measure", database_url=address)
        else:
            sys.stderr.write("No PostgreSQL: large committees only on SQLite.\n")
    return found
