"""People who save at once, and people who save all the time: on one database.

A program of its own, since it needs a database of its own kind, with the site running
as in production beside it: `DATABASE_URL=... python -m tests.bench.saves burst|steady`
prints one line of JSON.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from statistics import median

from tests.bench.hands import Hand, hands, site

os.environ["DEBUG"] = "1"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

ROUNDS = 7
SECONDS = 20
SLOWEST = 0.25
GOAL = 0.4
DATABASE = "delaret_bench"


def at_once(
    works: Sequence[Callable[[], object]], *, before: Sequence[Callable[[], object]]
) -> float:
    """Let everybody do one thing at once, each in a thread; seconds until all are done.

    What stands in `before` is done by each thread before the clock starts.
    """
    ready, go = threading.Barrier(len(works) + 1), threading.Barrier(len(works) + 1)
    faults: list[BaseException] = []

    def run(first: Callable[[], object], work: Callable[[], object]) -> None:
        try:
            first()
            ready.wait()
            go.wait()
            work()
        except BaseException as fault:  # noqa: BLE001  told by the main thread
            faults.append(fault)
            ready.abort()
        finally:
            _hang_up()

    threads = [
        threading.Thread(target=run, args=pair)
        for pair in zip(before, works, strict=True)
    ]
    for thread in threads:
        thread.start()
    ready.wait()
    started = time.perf_counter()
    go.wait()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - started
    if faults:
        raise faults[0]
    return seconds


def _connect() -> None:
    """Open this thread's connection."""
    from django.db import connection

    connection.ensure_connection()


def _hang_up() -> None:
    """Close this thread's connection."""
    from django.db import connection

    connection.close()


def burst(port: int) -> dict[str, object]:
    """Everybody saves forty cells at once, against the driver alone doing the same."""
    from tests.bench.crowd import CELLS, PEOPLE

    crowd, ours, bare = hands(port), [], []
    ore = 0
    for number in range(ROUNDS + 1):
        ore = -1_000_000 - number
        ours.append(_ours(crowd, ore))
        ore -= 500_000
        bare.append(_bare(crowd, ore))
        for hand in crowd:
            hand.seen = dict.fromkeys(hand.seen, ore)
    cells = PEOPLE * CELLS
    measured, floor = cells / median(ours[1:]), cells / median(bare[1:])
    ratio, lost = measured / floor, _lost(crowd, ore)
    return {
        "name": "save_burst",
        "measured": round(measured),
        "floor": round(floor),
        "ratio": round(ratio, 3),
        "goal": GOAL,
        "met": ratio >= GOAL and not lost,
        "unit": "cells/s",
        "lost": lost,
    }


def _ours(crowd: list[Hand], ore: int) -> float:
    """Seconds of all requests at once."""
    from tests.bench.crowd import CELLS

    return at_once(
        [partial(hand.save, ore, cells=CELLS) for hand in crowd],
        before=[hand.connect for hand in crowd],
    )


_UPDATE = (
    "UPDATE finance_forecastrow SET amount_ore = %s, changed_by_id = %s,"
    " changed_at = now() WHERE id = %s"
)
_EVENT = (
    "INSERT INTO committees_event"
    " (committee_id, by_id, at, subject, subject_id, field, old, new, origin)"
    " VALUES (%s, %s, now(), 'forecastrow', %s, 'forecast', %s, %s, 'typed')"
)


def _bare(crowd: list[Hand], ore: int) -> float:
    """Seconds of the driver: each a transaction of forty updates and forty events."""
    from django.db import connection

    from finance.models import ForecastRow

    first = ForecastRow.objects.get(pk=crowd[0].rows[0][0])
    committee, by = first.committee_id, first.changed_by_id

    def work(hand: Hand) -> None:
        with connection.connection.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.executemany(_UPDATE, [(ore, by, pk) for pk, _ in hand.rows])
            cursor.executemany(
                _EVENT,
                [
                    (committee, by, str(pk), str(hand.seen[key]), str(ore))
                    for pk, key in hand.rows
                ],
            )
            cursor.execute("COMMIT")

    return at_once(
        [partial(work, hand) for hand in crowd],
        before=[_connect] * len(crowd),
    )


def _lost(crowd: list[Hand], ore: int) -> int:
    """Cells that do not hold what was saved last."""
    from finance.models import ForecastRow

    rows = [pk for hand in crowd for pk, _ in hand.rows]
    return len(rows) - ForecastRow.objects.filter(pk__in=rows, amount_ore=ore).count()


def steady(port: int) -> dict[str, object]:
    """Everybody saves a cell a second for a while: how slow, and is anything lost."""
    from django.db import connection

    from committees.models import Event
    from finance import summaries
    from tests.bench.crowd import PEOPLE, here

    crowd, took = hands(port), []
    summaries.refresh_forecast(here())
    for hand in crowd:
        # A server that has just started reads its program at the first request.
        hand.save(hand.seen[hand.rows[0][1]] - 100, cells=1)
    before = Event.objects.filter(subject="forecastrow").count()

    def work(hand: Hand, late: float) -> None:
        started = time.perf_counter() + late
        for second in range(SECONDS):
            time.sleep(max(0.0, started + second - time.perf_counter()))
            seen = hand.seen[hand.rows[0][1]]
            took.append(hand.save(seen - 100, cells=1))

    at_once(
        [partial(work, hand, late / PEOPLE) for late, hand in enumerate(crowd)],
        before=[hand.connect for hand in crowd],
    )
    saves = len(crowd) * SECONDS
    lost = saves - (Event.objects.filter(subject="forecastrow").count() - before)
    wrong = len(summaries.differences(here().committee))
    return {
        "name": f"save_steady {connection.vendor}",
        "measured": round(max(took) * 1000, 1),
        "floor": round(median(took) * 1000, 1),
        "ratio": "",
        "goal": SLOWEST * 1000,
        "met": max(took) <= SLOWEST and not lost and not wrong,
        "unit": "ms slowest, median",
        "saves": saves,
        "slow": sum(each > SLOWEST for each in took),
        "lost": lost,
        "wrong_sums": wrong,
    }


CASES = {"burst": burst, "steady": steady}


def main(name: str) -> int:
    """Fill the database if it is empty, measure one case, print it."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from committees.models import Committee
    from tests.bench.crowd import gather

    call_command("migrate", verbosity=0)
    if not Committee.objects.exists():
        call_command("load_demo", quiet=True)
    settings.DEBUG = False
    logging.disable(logging.INFO)
    gather()
    with site() as port:
        sys.stdout.write(json.dumps(CASES[name](port)) + "\n")
    return 0


def run(name: str, *, database_url: str) -> dict[str, object]:
    """Measure a case in a program of its own."""
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "PYTHONWARNINGS": "ignore",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.saves", name],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
    )
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def postgres() -> str:
    """The address of a database of our own in PostgreSQL; empty where there is none."""
    import psycopg

    server = os.environ.get("BENCH_POSTGRES", "postgres://postgres@127.0.0.1:5432")
    try:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as line:
            found = line.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]
            )
            if found.fetchone() is None:
                line.execute(f"CREATE DATABASE {DATABASE}")
    except psycopg.OperationalError:
        return ""
    return f"{server}/{DATABASE}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
