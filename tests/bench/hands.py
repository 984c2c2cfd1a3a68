"""People before their grids: a server as production runs it, and hands that save."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

TOKEN = "a" * 32
HOST = "127.0.0.1"


@dataclass(slots=True)
class Hand:
    """One person's browser: her session, her rows, and what she last saw in them."""

    port: int
    session: str
    path: str
    rows: list[tuple[int, str]]
    seen: dict[str, int]
    line: http.client.HTTPConnection | None = None

    def save(self, ore: int, *, cells: int) -> float:
        """Save an amount in the first cells of the unit; seconds until the answer."""
        keys = [key for _, key in self.rows[:cells]]
        body = json.dumps({"key": str(uuid.uuid4()), "cells": self._cells(keys, ore)})
        started = time.perf_counter()
        status, answer = self._post(body)
        seconds = time.perf_counter() - started
        if status != http.HTTPStatus.OK or answer.count(b'"saved"') != cells:
            raise RuntimeError(f"{status}: {answer.decode()[:500]}")
        self.seen.update(dict.fromkeys(keys, ore))
        return seconds

    def _cells(self, keys: list[str], ore: int) -> list[dict[str, str]]:
        """The cells as the page sends them."""
        return [
            {
                "row": key,
                "field": "forecast",
                "value": str(ore),
                "was": str(self.seen[key]),
            }
            for key in keys
        ]

    def connect(self) -> None:
        """Have a line to the server before the clock starts."""
        self.line = http.client.HTTPConnection(HOST, self.port, timeout=60)
        self.line.connect()

    def _post(self, body: str) -> tuple[int, bytes]:
        """Send a request as the page's script does, behind a proxy with TLS."""
        if self.line is None:
            self.connect()
        line = self.line
        if line is None:
            raise RuntimeError("No line.")
        headers = {
            "Content-Type": "application/json",
            "Cookie": f"sessionid={self.session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "X-Forwarded-Proto": "https",
            "Origin": f"https://{HOST}:{self.port}",
        }
        line.request("POST", self.path, body, headers)
        answer = line.getresponse()
        content = answer.read()
        if answer.will_close:
            line.close()
            self.line = None
        return answer.status, content


@contextmanager
def site() -> Iterator[int]:
    """The site as production runs it, on this database; yields its port."""
    from django.conf import settings
    from django.db import connection

    from tests.browser.server import _free_port

    port = _free_port()
    environment = {
        **os.environ,
        "DEBUG": "0",
        "SECRET_KEY": settings.SECRET_KEY,
        "ALLOWED_HOSTS": HOST,
        "PYTHONWARNINGS": "ignore",
    }
    # As docs/production.md has it: SQLite is written by one process.
    workers, threads = (1, 6) if connection.vendor == "sqlite" else (3, 2)
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", f"--workers={workers}"]
    command += [f"--threads={threads}", f"--bind={HOST}:{port}", "--log-level=error"]
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log
        )
        try:
            _wait_for(port)
            yield port
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait_for(port: int) -> None:
    """Wait until the server answers."""
    for _ in range(300):
        try:
            line = http.client.HTTPConnection(HOST, port, timeout=5)
            line.request("GET", "/halsa", headers={"X-Forwarded-Proto": "https"})
            line.getresponse().read()
        except (ConnectionError, OSError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The server never answered.")


def hands(port: int) -> list[Hand]:
    """The crowd, each before her own unit, signed in."""
    from django.test import Client

    from finance.models import ForecastRow
    from tests.bench.crowd import WHERE, gather, here

    now, found = here(), []
    for holder in gather():
        client = Client()
        client.force_login(holder.user)
        rows = ForecastRow.objects.filter(
            follow_up=now, cost_centre__code=holder.unit
        ).order_by("pk")
        stored = [
            (pk, f"{activity}/{group}", ore)
            for pk, activity, group, ore in rows.values_list(
                "pk", "activity__code", "group__code", "amount_ore"
            )
        ]
        found.append(
            Hand(
                port,
                client.cookies["sessionid"].value,
                f"/{WHERE[0]}/{WHERE[1]}/prognos/{holder.unit}/spara/",
                [(pk, key) for pk, key, _ in stored],
                {key: ore for _, key, ore in stored},
            )
        )
    return found
