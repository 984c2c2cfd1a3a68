"""The site as it runs: demo data in a database of its own, a server, a worker."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from tests import demo_copy


@contextmanager
def site(folder: Path) -> Iterator[str]:
    """Copy the demo, start server and worker; yields the address, stops them after."""
    database = folder / "browser.sqlite3"
    environment = {
        **os.environ,
        "DEBUG": "1",
        "DATABASE_URL": f"sqlite:///{database}",
        "FILES_ROOT": str(folder / "files"),
        "PYTHONUNBUFFERED": "1",
    }
    shutil.copyfile(demo_copy.sqlite(), database)
    port = _free_port()
    gunicorn = [sys.executable, "-m", "gunicorn", "config.wsgi", "--workers=2"]
    gunicorn += [f"--bind=127.0.0.1:{port}", "--threads=2", "--log-level=warning"]
    worker = [sys.executable, "manage.py", "worker", "--interval=1"]
    with (folder / "log").open("wb") as log:
        started = [
            subprocess.Popen(
                command,
                cwd=settings.BASE_DIR,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
            for command in (gunicorn, worker)
        ]
        try:
            _wait_for(f"http://127.0.0.1:{port}/halsa/redo", log=folder / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            for process in started:
                process.terminate()
            for process in started:
                process.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, *, log: Path, seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310
        except OSError:
            time.sleep(0.2)
        else:
            return
    message = f"{address} never answered:\n{log.read_text()[-3000:]}"
    raise AssertionError(message)
