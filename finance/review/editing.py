"""Change stored objects with a trail, and never over what somebody else has written.

A form carries the fingerprint of what it was filled from. When the stored object
has another by the time it is saved, somebody has been there, and nothing is written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model

from committees.events import record
from committees.models import Committee, User

FORM = "form"
"""The origin of what is typed on a page of its own."""


def fingerprint(subjects: Iterable[Model], fields: Iterable[str]) -> str:
    """A short text that changes when any of the fields of the objects does."""
    names = list(fields)
    parts = [str(getattr(each, name)) for each in subjects for name in names]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def create(
    subject: Model, *, by: User, committee: Committee, fields: Iterable[str]
) -> None:
    """Store a new object and write down what it says."""
    subject.save()
    for name in fields:
        value = getattr(subject, name)
        if value not in ("", None, False):
            record(
                subject,
                by=by,
                committee=committee,
                field=name,
                new=_text(value),
                origin=FORM,
            )


def change(
    subject: Model, values: Mapping[str, Any], *, by: User, committee: Committee
) -> bool:
    """Give an object new values and write down each that changed; False if none did."""
    changed = {
        name: (getattr(subject, name), new)
        for name, new in values.items()
        if getattr(subject, name) != new
    }
    for name, (old, new) in changed.items():
        setattr(subject, name, new)
        record(
            subject,
            by=by,
            committee=committee,
            field=name,
            old=_text(old),
            new=_text(new),
            origin=FORM,
        )
    if changed:
        subject.save()
    return bool(changed)


def remove(
    subject: Model, *, by: User, committee: Committee, of: Model, what: str
) -> None:
    """Take an object away; the trail of what it belonged to keeps what it said."""
    name = str(subject._meta.verbose_name)
    record(of, by=by, committee=committee, field=name, old=what, origin=FORM)
    subject.delete()


def _text(value: object) -> str:
    """A value as the trail keeps it: ja/nej, codes of the objects it points at."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return str(value)
