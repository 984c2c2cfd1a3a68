"""The latest changes of an indicator's outcomes and targets, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from committees.models import Event
from goals.entry.spans import field_of
from goals.entry.store import SUBJECT
from goals.entry.words import quantity_text
from goals.models import Indicator
from goals.municipalities import municipality_name

MOST = 30
ORIGINS = {
    "typed": "skrivet",
    "pasted": "inklistrat",
    "filled": "ifyllt nedåt",
    "undo": "ångrat",
    "import": "fil från Kolada",
}


@dataclass(frozen=True, slots=True)
class Change:
    """A change in words; `is_figure` where the values are numbers."""

    at: datetime
    by: str
    what: str
    old: str
    new: str
    origin: str
    is_figure: bool


def trail(one: Indicator) -> tuple[Change, ...]:
    """Who set what to what, of our own municipality and others."""
    events = (
        Event.objects.filter(
            committee=one.committee_id, subject=SUBJECT, subject_id=str(one.pk)
        )
        .select_related("by")
        .order_by("-at", "-pk")[:MOST]
    )
    return tuple(_change(one, event) for event in events)


def _change(one: Indicator, event: Event) -> Change:
    """A change in words."""
    name, colon, municipality = event.field.partition(":")
    kind, _, where = municipality.partition(":")
    of = field_of(f"{name}{colon}{kind}" if where and name != "text" else event.field)
    place = f", {municipality_name(where)}" if where and name != "text" else ""
    is_figure = of is not None and not of.what.is_words
    return Change(
        at=event.at,
        by=event.by.name if event.by else "Programmet",
        what=f"{of.label.capitalize() if of else event.field}{place}",
        old=_told(one, event.old, is_figure=is_figure),
        new=_told(one, event.new, is_figure=is_figure),
        origin=ORIGINS.get(event.origin, ""),
        is_figure=is_figure,
    )


def _told(one: Indicator, text: str, *, is_figure: bool) -> str:
    """A stored value as it is shown."""
    if not is_figure:
        return text
    return quantity_text(one, int(text) if text else None)
