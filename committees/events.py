"""The trail: who set what to what, when, from where.

An event is written in the same transaction as the change it tells of and can
neither be changed nor removed afterwards; the database refuses it.
"""

from __future__ import annotations

from django.db.models import Model

from committees.models import Committee, Event, User


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
