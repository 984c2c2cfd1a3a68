"""The trail: who set what to what, when, from where.

An event is written in the same transaction as the change it tells of and can
neither be changed nor removed afterwards; the database refuses it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from committees.models import Committee, Event, User
from committees.statements import Statements, rows, table


def record(  # noqa: PLR0913  one argument per column of the trail
    subject: Model,
    *,
    by: User | None,
    committee: Committee | None,
    field: str = "",
    old: object = "",
    new: object = "",
    origin: str = "",
) -> Event:
    """Write an event about a stored object. `by` is None for the program itself."""
    return Event.objects.create(
        committee=committee,
        by=by,
        subject=subject._meta.model_name or "",
        subject_id=str(subject.pk),
        field=field,
        old=str(old),
        new=str(new),
        origin=origin,
    )


class Line(NamedTuple):
    """A line of the trail about a stored object, as text."""

    subject: str
    subject_id: str
    field: str
    old: str
    new: str
    origin: str


_RECORD = """
INSERT INTO committees_event
       (committee_id, by_id, at, subject, subject_id, field, old, new, origin)
SELECT {here}, c0, c1, c2, c3, c4, c5 FROM {lines}
"""


def add(
    statements: Statements, lines: Iterable[Line], *, by: User, committee: Committee
) -> None:
    """Have many events of one moment written, in one statement."""
    some = list(lines)
    if not some:
        return
    at = connection.ops.adapt_datetimefield_value(timezone.now())
    sql = _RECORD.format(here="%s, %s, %s", lines=table(*["text"] * len(Line._fields)))
    statements.add(sql, [committee.pk, by.pk, at, rows(some)])
