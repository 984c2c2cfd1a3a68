"""The rows of a generated committee, written as fast as the database takes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from committees.models import FollowUp, ImportBatch, ImportKind, StoredFile
from committees.periods import Month
from finance.models import (
    BudgetRow,
    ForecastRow,
    GrantRow,
    LiveMonth,
    OutcomeRow,
    UnitForecast,
    UnitState,
)
from finance.summaries import rebuild
from tests.bench.large import shape
from tests.bench.large.masters import Master, close_earlier, master
from tests.bench.large.shape import NOW, Grain, Size

Line = tuple[Any, ...]
CODE_STRING = ("cost_centre_id", "activity_id", "account_id")
NONE = ("project_id", "counterpart_id")
MONEY = ("year", "period", "amount_ore", "basis")
STATES = (UnitState.SUBMITTED, UnitState.IN_PROGRESS, UnitState.APPROVED)


@dataclass(frozen=True, slots=True)
class Written:
    """How many rows a committee got."""

    outcome: int
    budget: int
    forecast: int


@transaction.atomic
def generate(size: Size) -> Written:
    """Make a committee of a size with all its rows and their sums."""
    here = master(size)
    grains = tuple(shape.grains(size))
    written = Written(
        outcome=_outcome(here, grains),
        budget=_budget(here, grains),
        forecast=_forecasts(here, grains),
    )
    _grants(here, grains)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    rebuild(here.committee)
    close_earlier(here.committee)
    return written


def _outcome(here: Master, grains: Sequence[Grain]) -> int:
    """The booked months, a file a year, all live."""
    count = 0
    months = shape.booked_months()
    for year in sorted({month.year for month in months}):
        booked = [month for month in months if month.year == year]
        batch = _batch(here, ImportKind.OUTCOME, f"utfall-{year}.csv")
        fixed = (here.committee.pk, batch.pk)
        head = ("committee_id", "batch_id", *CODE_STRING, *NONE, *MONEY)
        lines = _booked(here, grains, booked, fixed)
        count += write(OutcomeRow, (*head, "first_line", "line_count"), lines)
        LiveMonth.objects.bulk_create(
            LiveMonth(
                committee=here.committee,
                year=year,
                period=month.month,
                batch=batch,
                closed=month != NOW,
            )
            for month in booked
        )
    return count


def _booked(
    here: Master, grains: Sequence[Grain], months: Sequence[Month], fixed: Line
) -> Iterator[Line]:
    """The outcome of some months of a year."""
    for grain in grains:
        who = (*fixed, *_code_string(here, grain))
        for month in months:
            ore = shape.outcome_of(grain, month)
            line = grain.number + 2
            yield (*who, month.year, month.month, ore, "generated", line, 1)


def _budget(here: Master, grains: Sequence[Grain]) -> int:
    """The budget of each year, a decision each."""
    count = 0
    for year, decision in here.decisions.items():
        batch = _batch(here, ImportKind.BUDGET, f"budget-{year}.csv")
        fixed = (here.committee.pk, decision, batch.pk)
        head = ("committee_id", "decision_id", "batch_id", *CODE_STRING, *NONE, *MONEY)
        lines = (
            (*fixed, *_code_string(here, grain), year, period, ore, "generated", 2)
            for grain in grains
            for ore in (shape.budget_of(grain, year),)
            for period in range(1, 13)
        )
        count += write(BudgetRow, (*head, "line"), lines)
    return count


def _code_string(here: Master, grain: Grain) -> Line:
    """The identities of a grain's code string."""
    return (
        here.units[grain.unit],
        here.activities[grain.activity],
        here.accounts[grain.account],
        here.project,
        here.counterpart,
    )


def _forecasts(here: Master, grains: Sequence[Grain]) -> int:
    """The forecasts of the last year's follow-ups, and how far the units have come."""
    count = 0
    head = ("committee_id", "follow_up_id", "cost_centre_id", "activity_id")
    told = ("group_id", "amount_ore", "method", "origin", "comment")
    columns = (*head, *told, "outcome_changed", "basis")
    for follow_up in here.committee.follow_ups.filter(
        year=NOW.year, month__in=shape.FORECAST_MONTHS
    ):
        count += write(ForecastRow, columns, _expected(here, grains, follow_up))
        _unit_states(here, follow_up)
    return count


def _expected(
    here: Master, grains: Sequence[Grain], follow_up: FollowUp
) -> Iterator[Line]:
    """The forecasts of a follow-up."""
    made = ("manual", "typed")
    for grain in grains:
        yield (
            here.committee.pk,
            follow_up.pk,
            here.units[grain.unit],
            here.activities[grain.activity],
            here.groups[grain.group],
            shape.forecast_of(grain, follow_up.month),
            *made,
            shape.comment_of(grain, follow_up.month),
            False,
            "generated",
        )


def _unit_states(here: Master, follow_up: FollowUp) -> None:
    """Earlier follow-ups are approved; in the last one some units still work."""
    now = follow_up.month == NOW.month
    UnitForecast.objects.bulk_create(
        UnitForecast(
            committee=here.committee,
            follow_up=follow_up,
            cost_centre_id=unit,
            state=STATES[number % len(STATES)] if now else UnitState.APPROVED,
        )
        for number, unit in enumerate(here.units)
    )


def _grants(here: Master, grains: Sequence[Grain]) -> None:
    """The council grants each activity its budget, month by month."""
    for year, decision in here.decisions.items():
        batch = _batch(here, ImportKind.GRANT, f"namndbidrag-{year}.csv")
        net = [0] * len(here.activities)
        for grain in grains:
            net[grain.activity] -= shape.budget_of(grain, year)
        GrantRow.objects.bulk_create(
            GrantRow(
                committee=here.committee,
                decision_id=decision,
                batch=batch,
                activity_id=activity,
                year=year,
                period=period,
                amount_ore=ore,
                basis="generated",
            )
            for activity, ore in zip(here.activities, net, strict=True)
            for period in range(1, 13)
        )


def _batch(here: Master, kind: ImportKind, name: str) -> ImportBatch:
    """A file that was taken in."""
    content = f"{here.committee.slug} {name}".encode()
    file = StoredFile.objects.create(
        sha256=sha256(content).hexdigest(), size=len(content), content=content
    )
    return ImportBatch.objects.create(
        committee=here.committee, kind=kind, file=file, file_name=name, generated=True
    )


def write(model: type[Model], columns: Sequence[str], lines: Iterable[Line]) -> int:
    """Write rows by the database's fastest way in; how many they were."""
    table = model._meta.db_table
    by_vendor = {"sqlite": _write_sqlite, "postgresql": _write_postgres}
    return by_vendor[connection.vendor](table, columns, lines)


_INSERT = "INSERT INTO {table} ({columns}) VALUES ({marks})"


def _write_sqlite(table: str, columns: Sequence[str], lines: Iterable[Line]) -> int:
    """One statement for all rows, past Django, which would hold them all in memory."""
    marks = ", ".join("?" * len(columns))
    sql = _INSERT.format(table=table, columns=", ".join(columns), marks=marks)
    with _unguarded(table):
        count: int = connection.connection.executemany(sql, lines).rowcount
    return count


@contextmanager
def _unguarded(table: str) -> Iterator[None]:
    """Let a table's guards step aside: the rows are right by how they are made."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master"
            " WHERE type = 'trigger' AND tbl_name = %s",
            [table],
        )
        guards = cursor.fetchall()
        for name, _ in guards:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _, sql in guards:
            cursor.execute(sql)


def _write_postgres(table: str, columns: Sequence[str], lines: Iterable[Line]) -> int:
    """COPY; guards and references step aside, which takes a superuser."""
    count = 0
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for line in lines:
                copy.write_row(line)
                count += 1
        cursor.execute("SET LOCAL session_replication_role = origin")
    return count
