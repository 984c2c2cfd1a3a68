"""Write what a request changed of topics."""

from __future__ import annotations

from committees.grid.cells import Change
from goals.models import Topic
from goals.writing.held import Held, Subject


def flush(held: Held) -> tuple[Change, ...]:
    """Write each object that changed, once; returns the trail's lines."""
    changed: dict[int, Subject] = {id(put.subject): put.subject for put in held.puts}
    for subject in changed.values():
        if isinstance(subject, Topic):
            subject.save(update_fields=["state"])
        else:
            subject.save()
    return tuple(
        Change(
            put.subject._meta.model_name or "",
            put.subject.pk,
            put.field,
            put.old,
            put.new,
            put.origin,
        )
        for put in held.puts
    )
