"""Write what a request changed in a unit's forecast, and the summaries with it.

A few statements for any number of cells. The summaries are moved by what changed, in
one order, so that people who save at the same time never wait in a ring.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.utils import timezone

from committees.access import Place
from committees.grid.cells import Change
from committees.statements import Statements, table
from committees.statements import rows as table_rows
from finance.forecast.held import Held, Put, Unit
from finance.models import (
    ActivityComment,
    ForecastMonth,
    ForecastRow,
    UnitForecast,
    UnitState,
    YearKind,
)
from finance.summaries import move_forecast, refresh_forecast

UPDATE = """
UPDATE finance_forecastrow SET amount_ore = c1, method = c2, origin = c3,
       comment = c4, basis = 'booked',
       outcome_changed = (outcome_changed AND c1 = amount_ore),
       changed_by_id = %s, changed_at = %s
  FROM {rows} WHERE finance_forecastrow.id = c0
"""


def flush(unit: Unit, statements: Statements, *, place: Place) -> tuple[Change, ...]:
    """Write the changes of a unit, or have them written; returns the trail's lines."""
    if not unit.puts:
        return ()
    now = timezone.now()
    changed = [row for row in unit.rows.values() if row.changed]
    ids = {id(row): row.pk for row in changed}
    kept = [row for row in changed if row.pk and row.amount is not None]
    _update(kept, statements, place, now=now)
    _create([r for r in changed if not r.pk], unit, place, now=now)
    _delete([r for r in changed if r.pk and r.amount is None])
    _write_months([row for row in unit.rows.values() if row.months_changed])
    _write_comments(unit, place, now=now)
    lines = tuple(
        Change(
            _subject(put),
            put.subject.pk or ids.get(id(put.subject)) or 0,
            put.field,
            put.old,
            put.new,
            put.origin,
        )
        for put in unit.puts
    )
    started = _start(unit, place, now=now)
    _move_summaries(unit, changed, statements)
    return lines + started


def _subject(put: Put) -> str:
    """What the trail calls the object that changed."""
    return "forecastrow" if isinstance(put.subject, Held) else "activitycomment"


def _update(
    rows: Sequence[Held], statements: Statements, place: Place, *, now: datetime
) -> None:
    """Have rows that are stored written, in one statement."""
    if not rows:
        return
    at = connection.ops.adapt_datetimefield_value(now)
    sql = UPDATE.format(rows=table("int", "int", "text", "text", "text"))
    lines = [(r.pk, r.amount, r.method, r.origin, r.comment) for r in rows]
    statements.add(sql, [place.user.pk, at, table_rows(lines)])


def _create(rows: Sequence[Held], unit: Unit, place: Place, *, now: datetime) -> None:
    """Make rows that are not stored; the held ones learn their keys."""
    made = [(row, row.amount) for row in rows if row.amount is not None]
    if not made:
        return
    stored = ForecastRow.objects.bulk_create(
        ForecastRow(
            committee=place.committee,
            follow_up=unit.follow_up,
            cost_centre_id=unit.node.id,
            activity_id=row.activity,
            group_id=row.group.id,
            amount_ore=ore,
            method=row.method,
            origin=row.origin,
            comment=row.comment,
            changed_by=place.user,
            changed_at=now,
        )
        for row, ore in made
    )
    for (row, _), new in zip(made, stored, strict=True):
        row.pk = new.pk


def _delete(rows: Sequence[Held]) -> None:
    """Take rows away whose first entry was undone."""
    gone = [row.pk for row in rows if row.pk]
    if gone:
        ForecastMonth.objects.filter(row__in=gone).delete()
        ForecastRow.objects.filter(pk__in=gone).delete()


def _write_months(rows: Sequence[Held]) -> None:
    """Write the open months of rows."""
    if not rows:
        return
    stored = [(row.pk, row.months) for row in rows if row.pk]
    ForecastMonth.objects.filter(row__in=[pk for pk, _ in stored]).delete()
    ForecastMonth.objects.bulk_create(
        ForecastMonth(row_id=pk, period=number, amount_ore=ore)
        for pk, months in stored
        for number, ore in sorted(months.items())
    )


def _write_comments(unit: Unit, place: Place, *, now: datetime) -> None:
    """Write comments on activities."""
    for comment in unit.comments.values():
        if comment.changed:
            stored, _ = ActivityComment.objects.update_or_create(
                follow_up=unit.follow_up,
                cost_centre_id=unit.node.id,
                activity_id=comment.activity,
                defaults={
                    "committee": place.committee,
                    "text": comment.text,
                    "changed_by": place.user,
                    "changed_at": now,
                },
            )
            comment.pk = stored.pk


def _start(unit: Unit, place: Place, *, now: datetime) -> tuple[Change, ...]:
    """A unit that nobody had started on is under way from its first cell."""
    progress = unit.progress
    if progress.pk is None or progress.state != UnitState.NOT_STARTED:
        return ()
    progress.state = UnitState.IN_PROGRESS
    UnitForecast.objects.filter(pk=progress.pk).update(
        state=progress.state, changed_by=place.user, changed_at=now
    )
    return (
        Change(
            "unitforecast",
            progress.pk,
            "state",
            UnitState.NOT_STARTED,
            UnitState.IN_PROGRESS,
            "typed",
        ),
    )


def _move_summaries(unit: Unit, rows: Sequence[Held], statements: Statements) -> None:
    """Have the summaries moved by what the rows changed."""
    if any(row.amount is None for row in rows):
        # Rows were taken away, so that a sum may have none left.
        statements.run()
        refresh_forecast(unit.follow_up)
        return
    by_activity: dict[tuple[int, int], int] = {}
    by_group: dict[tuple[int, int], int] = {}
    of_year: dict[tuple[YearKind, int, int], int] = {}
    for row in rows:
        moved = (row.amount or 0) - (row.before or 0)
        if moved or row.before is None:
            key, unit_key = (row.activity, row.group.id), (unit.node.id, row.group.id)
            by_activity[key] = by_activity.get(key, 0) + moved
            by_group[unit_key] = by_group.get(unit_key, 0) + moved
            _add(of_year, YearKind.FORECAST, (unit.node.id, row.activity), moved)
            if not row.group.is_revenue:
                size = abs(row.amount or 0) - abs(row.before or 0)
                _add(of_year, YearKind.GROSS, (unit.node.id, row.activity), size)
    move_forecast(
        unit.follow_up,
        statements,
        by_activity=by_activity,
        by_cost_centre=by_group,
        of_year=of_year,
    )


def _add(
    moved: dict[tuple[YearKind, int, int], int],
    kind: YearKind,
    place: tuple[int, int],
    ore: int,
) -> None:
    """Add to what moves in the year's summary."""
    key = (kind, *place)
    moved[key] = moved.get(key, 0) + ore
