"""Texts of topics that are held back until their author has changed them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from committees import drafts
from committees.access import Place
from committees.drafts import Author, Draft
from committees.models import FollowUp
from committees.navigation import address
from committees.stops import Naming, Spot, Stop, Written, of_drafts, of_stored
from goals import beside
from goals.models import NoteField, Topic, TopicNote
from goals.topics import kept

SECTION, TOPIC = "mal", "punkt"
TEXT, BESIDE = "text:", "beside:"


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
    topics = {topic.code: topic for topic in kept(follow_up)}
    start = f"{drafts.spot(follow_up, SECTION, TOPIC)}/"

    def named(place: str) -> Spot | None:
        if not place.startswith(start):
            return None
        code, _, field = place.removeprefix(start).partition("/")
        return _spot(follow_up, topics.get(code), code, field)

    return named


def stops(follow_up: FollowUp, topic: Topic) -> tuple[Stop, ...]:
    """What holds a topic up: stored texts of it that its writer changes, and drafts."""
    notes = TopicNote.objects.filter(follow_up=follow_up, topic=topic)
    texts = [*_notes(follow_up, notes.select_related("topic"))]
    if topic.kind not in beside.OFFICES:
        texts += _beside(follow_up, [topic])
    prefix = f"{SECTION}/{TOPIC}/{topic.code}/"
    drafts_ = of_drafts(follow_up, naming(follow_up), prefix=prefix)
    return (*of_stored(texts), *drafts_)


def texts(follow_up: FollowUp) -> Iterator[Written]:
    """The stored texts of the year's topics, each with its page."""
    notes = TopicNote.objects.filter(follow_up=follow_up)
    yield from _notes(follow_up, notes.select_related("topic").order_by("pk"))
    yield from _beside(follow_up, kept(follow_up).filter(kind__in=beside.TABLES))


def _notes(follow_up: FollowUp, notes: Iterable[TopicNote]) -> Iterator[Written]:
    """What is written at the follow-up."""
    for note in notes:
        field = f"{TEXT}{note.field}"
        yield Written(*_spot(follow_up, note.topic, note.topic.code, field), note.text)


def _beside(follow_up: FollowUp, topics: Iterable[Topic]) -> Iterator[Written]:
    """What stands beside topics whatever the follow-up."""
    some = list(topics)
    stored = beside.beside(some)
    for topic in some:
        for said in beside.said_of(topic.kind, stored.get(topic.pk)):
            field = f"{BESIDE}{said.field}"
            yield Written(*_spot(follow_up, topic, topic.code, field), said.text)


def _spot(follow_up: FollowUp, topic: Topic | None, code: str, field: str) -> Spot:
    """A topic's text in words, and its page."""
    name = topic.name if topic else code
    url = address("goals:topic", follow_up, topic=code)
    return Spot(f"{name}, {_label(topic, field)}", url)


def _label(topic: Topic | None, field: str) -> str:
    """What a text of a topic is called."""
    kind, name = topic.kind if topic else "", field.partition(":")[2]
    if field.startswith(BESIDE) and name in beside.FIELDS.get(kind, ()):
        return beside.label_of(kind, name)
    return str(NoteField(name).label) if name in set(NoteField) else name
