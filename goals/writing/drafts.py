"""Texts of topics that are held back until their author has changed them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from committees import drafts
from committees.access import Place
from committees.drafts import Author, Draft
from committees.models import FollowUp
from committees.navigation import address
from committees.stops import Naming, Spot, Stop, Written, of_drafts, of_stored
from goals.models import NoteField, Topic, TopicNote
from goals.topics import kept

SECTION, TOPIC = "mal", "punkt"
TEXT = "text:"


def text_spot(follow_up: FollowUp, code: str, field: str) -> str:
    """Of a topic's text, `2017-08/mal/punkt/N1/text:genomfört`."""
    return drafts.spot(follow_up, SECTION, TOPIC, code, field)


def note_spot(follow_up: FollowUp, code: str) -> str:
    """Of the message that a topic is sent back with; it holds nothing up."""
    return drafts.spot(None, SECTION, follow_up.period, TOPIC, code, "meddelande")


@dataclass(frozen=True, slots=True)
class OwnDrafts:
    """A person's drafts of a topic: its texts by the cells' fields, and a message."""

    texts: Mapping[str, Draft] = field(default_factory=dict)
    message: Draft | None = None


def own_drafts(place: Place, topic: Topic) -> OwnDrafts:
    """The person's drafts of a topic, in one question."""
    start = text_spot(place.follow_up, topic.code, "")
    mine = drafts.own(Author.of(place), "")
    return OwnDrafts(
        {
            where.removeprefix(start): draft
            for where, draft in mine.items()
            if where.startswith(start)
        },
        mine.get(note_spot(place.follow_up, topic.code)),
    )


def naming(follow_up: FollowUp) -> Naming:
    """What drafts of topics are called, and where they are mended."""
    names = dict(kept(follow_up).values_list("code", "name"))
    start = f"{drafts.spot(follow_up, SECTION, TOPIC)}/"

    def named(place: str) -> Spot | None:
        if not place.startswith(start):
            return None
        code, _, field = place.removeprefix(start).partition("/")
        return _spot(follow_up, code, names.get(code, code), field.removeprefix(TEXT))

    return named


def stops(follow_up: FollowUp, topic: Topic | None = None) -> tuple[Stop, ...]:
    """What holds texts of a topic up, or of all topics: stored ones and drafts."""
    notes = TopicNote.objects.filter(follow_up=follow_up).select_related("topic")
    prefix = f"{SECTION}/{TOPIC}/"
    if topic is not None:
        notes, prefix = notes.filter(topic=topic), f"{prefix}{topic.code}/"
    stored = of_stored(_written(follow_up, note) for note in notes)
    return (*stored, *of_drafts(follow_up, naming(follow_up), prefix=prefix))


def _written(follow_up: FollowUp, note: TopicNote) -> Written:
    """A stored text and where it stands."""
    spot = _spot(follow_up, note.topic.code, note.topic.name, note.field)
    return Written(spot.where, spot.url, note.text)


def _spot(follow_up: FollowUp, code: str, name: str, field: str) -> Spot:
    """A topic's text in words, and its page."""
    label = NoteField(field).label if field in set(NoteField) else field
    return Spot(f"{name}, {label}", address("goals:topic", follow_up, topic=code))
