"""The demo committees in a database that is made once, and copied by what needs it.

A copy is kept in `build` under a key of everything that it follows from, with the day:
rows tell when they were read. Copies of other keys are removed. In PostgreSQL there is
one for a run, beside the run's own databases, and none afterwards.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import django
import psycopg
from django.conf import settings
from django.db import connection
from django.utils.timezone import localdate
from psycopg.sql import SQL, Identifier

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
ROOMS = ("config", "committees", "finance", "goals", "volumes", "reports", "fixtures")
ALSO = ("manage.py", "requirements.lock", "tests/demo_copy.py")
NOT_READ = {".pyc", ".css", ".js", ".svg", ".woff2", ".ttf"}
"""Files of the rooms that loading cannot read: what browsers get, and what is made."""


def key() -> str:
    """What the loaded demo follows from, as a short text."""
    inside = (path for room in ROOMS for path in (ROOT / room).rglob("*"))
    read = [path for path in inside if path.is_file() and path.suffix not in NOT_READ]
    found = sha256(f"{sys.version} {django.get_version()} {localdate()}".encode())
    for path in sorted([*read, *(ROOT / name for name in ALSO)]):
        found.update(path.relative_to(ROOT).as_posix().encode() + b"\0")
        found.update(sha256(path.read_bytes()).digest())
    return found.hexdigest()[:12]


def sqlite() -> Path:
    """A file with the demo, to be copied; made where there is none."""
    file = BUILD / f"demo_{key()}.sqlite3"
    with _alone():
        if not file.exists():
            for old in BUILD.glob("demo_*"):
                old.unlink()
            making = file.with_suffix(".making")
            _load(f"sqlite:///{making}")
            with closing(sqlite3.connect(making)) as line:
                # One file, without a log beside it.
                line.execute("PRAGMA journal_mode=DELETE")
            making.rename(file)
    return file


@contextmanager
def in_memory(name: str) -> Iterator[None]:
    """A database in this process's memory that holds the demo, while this is held."""
    with (
        closing(sqlite3.connect(name, uri=True)) as held,
        closing(sqlite3.connect(f"{sqlite().as_uri()}?mode=ro", uri=True)) as file,
    ):
        file.backup(held)
        yield


def postgres() -> str:
    """The name of a database with the demo, to be a template; made where it is not."""
    name = f"{_of_the_run()}{key()}"
    making = f"{name}_making"
    with _alone(), _server() as line:
        if name not in _stored(line):
            remove()
            line.execute(SQL("CREATE DATABASE {}").format(Identifier(making)))
            _load(_beside(making))
            rename = SQL("ALTER DATABASE {} RENAME TO {}")
            line.execute(rename.format(Identifier(making), Identifier(name)))
    return name


def remove() -> None:
    """Take away what the run keeps in PostgreSQL."""
    with _server() as line:
        for name in _stored(line):
            drop = SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            line.execute(drop.format(Identifier(name)))


def _of_the_run() -> str:
    """What the names of this run's copies begin with."""
    return f"{os.environ.get('TEST_DATABASE_NAME', 'test_delaret')}_demo_"


def _beside(name: str) -> str:
    """The address of a database on the server of settings."""
    return urlsplit(settings.DATABASE_URL)._replace(path=f"/{name}").geturl()


def _server() -> psycopg.Connection:
    return psycopg.connect(_beside("postgres"), autocommit=True)


def _stored(line: psycopg.Connection) -> list[str]:
    """The run's copies that are in PostgreSQL."""
    rows = line.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s)",
        [_of_the_run()],
    )
    return [str(row[0]) for row in rows]


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time; the others wait."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _load(database_url: str) -> None:
    """Fill an empty database, as `make demo` does."""
    environment = {**os.environ, "DEBUG": "1", "DATABASE_URL": database_url}
    for command in ("migrate", "load_demo"):
        subprocess.run(
            [sys.executable, "manage.py", command, "--verbosity=0"],
            cwd=ROOT,
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )


if __name__ == "__main__":
    # Beforehand, while there is a processor to spare; or away again.
    if connection.vendor == "sqlite":
        sqlite()
    elif sys.argv[1:] == ["remove"]:
        remove()
    else:
        postgres()
