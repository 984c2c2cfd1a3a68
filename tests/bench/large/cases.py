"""What is measured on the large committees, and against which floor."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from committees.models import Role
from tests.bench.large import floors, hledger
from tests.bench.large.masters import address, now
from tests.bench.large.pages import PAGES, Page, linked_bytes
from tests.bench.large.shape import LARGE, NOW, SMALL, Size
from tests.bench.measure import Case, Clock, cpu_seconds, run, wall_seconds
from tests.conftest import signed_in

PAGE_GOAL, GROWTH_GOAL, HLEDGER_GOAL = 3, 2.5, 100
MOST_QUERIES = 12
BY_ACTIVITY = "deviations_by_activity"
Found = dict[str, object]


@dataclass(frozen=True, slots=True)
class Visit:
    """A page of a committee, opened by its controller."""

    page: Page
    size: Size
    client: Client

    @property
    def path(self) -> str:
        """The page's address in the committee."""
        return address(self.size) + self.page.path_of(self.size)

    def open(self) -> str:
        """The page as markup; empty where it does not open."""
        answer = self.client.get(self.path)
        return answer.content.decode() if answer.status_code == HTTPStatus.OK else ""


def results() -> Iterator[Found]:
    """Each page on both committees, how it grows, and the same report in hledger."""
    clients = {size: _client(size) for size in (SMALL, LARGE)}
    for page in PAGES:
        small, large = (Visit(page, size, clients[size]) for size in (SMALL, LARGE))
        if not small.open() or not large.open():
            yield _shut(large)
            continue
        yield from (_beside_floor(small), _beside_floor(large), _growth(small, large))
        if page.name == BY_ACTIVITY:
            yield from _versus_hledger(small)


def _client(size: Size) -> Client:
    """A committee's controller; a fault in a page is an answer like any other."""
    client = signed_in(size.slug, Role.CONTROLLER)
    client.raise_request_exception = False
    return client


def _shut(visit: Visit) -> Found:
    """A page that does not open meets no goal."""
    name = visit.page.name
    sys.stderr.write(f"{visit.path} does not open: {name} is not measured.\n")
    numbers = dict.fromkeys(("measured", "floor", "ratio"), "")
    return {"name": name, **numbers, "goal": PAGE_GOAL, "met": False}


@cache
def _clock() -> Clock:
    """CPU; on PostgreSQL with that of its process that serves us.

    Wall time where the server is on another machine, which tells less.
    """
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        return cpu_seconds
    server = Path(f"/proc/{connection.connection.info.backend_pid}")
    if not server.exists() or "postgres" not in (server / "comm").read_text():
        sys.stderr.write("PostgreSQL is on another machine: wall time.\n")
        return wall_seconds
    spent = server / "schedstat"
    return lambda: cpu_seconds() + int(spent.read_text().split()[0]) / 1e9


def _beside_floor(visit: Visit) -> Found:
    """A page against its statement, its rows by Jinja2 and an empty request."""
    with CaptureQueriesContext(connection) as captured:
        html = visit.open()
    rows, queries = floors.shown_rows(html), len(captured)
    here, most = now(visit.size), visit.page.most_bytes
    sent = linked_bytes(html) + len(html.encode())
    facts = {"queries": queries, "rows": len(rows), "bytes": len(html.encode())}
    case = Case(
        name=f"{visit.page.name} {visit.size.units}",
        measured=visit.open,
        floor=(
            partial(visit.page.statement, here),
            floors.jinja(rows),
            lambda: visit.client.get("/tom/"),
        ),
        goal=PAGE_GOAL,
        clock=_clock(),
        facts={**facts, "with_files": sent} if most else facts,
    )
    result = run(case)
    enough = queries <= MOST_QUERIES and (most is None or sent <= most)
    return {**result.as_json(), "met": result.met and enough}


def _growth(small: Visit, large: Visit) -> Found:
    """A page of the large committee against the same page of the small one."""
    case = Case(
        name=f"{small.page.name} growth",
        measured=large.open,
        floor=(small.open,),
        goal=GROWTH_GOAL,
        clock=_clock(),
        facts={
            "rows": len(floors.shown_rows(large.open())),
            "rows_small": len(floors.shown_rows(small.open())),
        },
    )
    return run(case).as_json()


def _versus_hledger(visit: Visit) -> Iterator[Found]:
    """What hledger needs for the report that a page shows, and the page."""
    if not hledger.is_here():
        sys.stderr.write(
            "hledger is not here (apt-get install --no-install-recommends hledger):"
            " versus_hledger is not measured.\n"
        )
        return
    with TemporaryDirectory() as folder:
        journal = Path(folder) / "books.journal"
        hledger.write_journal(visit.size, journal)
        told = hledger.actuals(hledger.budget_report(journal), NOW.year)
        case = Case(
            name="versus_hledger",
            measured=lambda: hledger.budget_report(journal),
            floor=(visit.open,),
            goal=HLEDGER_GOAL,
            at_least=True,
            rounds=3,
            clock=_clock(),
            facts={"activities": len(told)},
        )
        same = _outcome(visit.size) == told
        result = run(case)
        yield {**result.as_json(), "met": result.met and same, "same": same}


def _outcome(size: Size) -> dict[str, int]:
    """What our summary tells of the year to date, in öre by activity."""
    rows = floors.by_activity(now(size))
    codes = floors.activity_codes([int(str(row[0])) for row in rows])
    return {codes[int(str(row[0]))]: int(str(row[2])) for row in rows}
