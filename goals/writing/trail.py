"""The latest changes of what is written of a topic at a follow-up, newest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from committees.models import Event
from goals import beside
from goals.beside import Beside
from goals.models import (
    AssessmentLevel,
    ControlResult,
    NoteField,
    StandingState,
    TopicState,
)
from goals.topics import TopicAt

MOST = 30
LABELS = {
    "assessment": "Bedömning",
    "result": "Resultat av kontrollen",
    "state": "Uppföljningen",
    "returned_because": "Återsänd för att",
    **{field.value: field.label.capitalize() for field in NoteField},
}
TABLES = {table._meta.model_name: kind for kind, table in beside.TABLES.items()}
"""The kinds of topics, by what their trail calls that which stands beside them."""
ORIGINS = {"typed": "skrivet", "pasted": "inklistrat", "undo": "ångrat", "step": "steg"}


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a topic, in words."""

    at: datetime
    by: str
    what: str
    old: str
    new: str
    origin: str


def trail(each: TopicAt, levels: Mapping[str, AssessmentLevel]) -> tuple[Change, ...]:
    """The latest changes that people made of a topic at the follow-up."""
    condition = Q(subject="topic", subject_id=str(each.topic.pk))
    if each.standing:
        condition |= Q(subject="standing", subject_id=str(each.standing.pk))
    notes = [str(note.pk) for note in each.notes.values()]
    condition |= Q(subject="topicnote", subject_id__in=notes)
    if stored := beside.of(each.topic):
        condition |= _is_of(stored)
    events = (
        Event.objects.filter(condition, committee=each.topic.committee_id)
        .select_related("by")
        .order_by("-at", "-pk")[:MOST]
    )
    words = {code: level.word for code, level in levels.items()}
    return tuple(_change(event, words) for event in events)


def last_event(stored: Beside, field: str) -> Event | None:
    """The latest change of a text that stands beside a topic; None where none is."""
    events = Event.objects.filter(_is_of(stored), field=field).select_related("by")
    return events.order_by("-at", "-pk").first()


def _is_of(stored: Beside) -> Q:
    """Whether an event is about what stands beside a topic."""
    return Q(subject=stored._meta.model_name, subject_id=str(stored.pk))


def _change(event: Event, words: Mapping[str, str]) -> Change:
    """A change in words."""
    return Change(
        at=event.at,
        by=event.by.name if event.by else "Programmet",
        what=_what(event),
        old=_worded(event, event.old, words),
        new=_worded(event, event.new, words),
        origin=ORIGINS.get(event.origin, ""),
    )


def _what(event: Event) -> str:
    """What was changed."""
    if event.field == "state" and event.subject == "topic":
        return "Arbetets läge"
    if event.subject in TABLES:
        return beside.label_of(TABLES[event.subject], event.field).capitalize()
    return LABELS.get(event.field, event.field)


def _worded(event: Event, code: str, words: Mapping[str, str]) -> str:
    """A stored code as it is shown; a text as it was written."""
    if event.field == "assessment":
        return words.get(code, code)
    if event.subject == "standing" and event.field == "result":
        return str(ControlResult(code).label)
    if event.field == "state":
        known = TopicState if event.subject == "topic" else StandingState
        return str(known(code).label) if code in set(known) else code
    return code
