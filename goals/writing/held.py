"""Topics read for one request and changed in memory."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from committees.access import Place
from committees.grid.cells import Value
from goals.beside import Beside, beside
from goals.models import (
    AssessmentLevel,
    Standing,
    StandingState,
    Topic,
    TopicNote,
)
from goals.topics import kept

Subject = Topic | Standing | TopicNote | Beside


@dataclass(frozen=True, slots=True)
class Put:
    """A change made in memory, whose object may not have a key yet."""

    subject: Subject
    field: str
    old: Value
    new: Value
    origin: str


@dataclass(slots=True)
class HeldTopic:
    """A topic of the follow-up, with what is stored of it or will be."""

    topic: Topic
    standing: Standing
    notes: dict[str, TopicNote] = field(default_factory=dict)
    beside: Beside | None = None

    @property
    def state(self) -> StandingState:
        """How far the follow-up of it has come."""
        return StandingState(self.standing.state)


@dataclass(slots=True)
class Held:
    """What a request names, by the topics' codes."""

    place: Place
    topics: dict[str, HeldTopic]
    levels: dict[str, AssessmentLevel]
    puts: list[Put] = field(default_factory=list)


def read(place: Place, codes: Collection[str], *, lock: bool) -> Held:
    """Topics by their codes; with `lock` kept from others until the transaction ends.

    A topic is locked whole, since what is written of it may not have rows yet.
    """
    follow_up = place.follow_up
    topics = kept(follow_up).filter(code__in=codes)
    if lock:
        topics = topics.select_for_update(of=("self",))
    found = {topic.pk: topic for topic in topics}
    of = {"follow_up": follow_up, "topic__in": found}
    held = {
        topic.code: HeldTopic(
            topic,
            Standing(committee=place.committee, follow_up=follow_up, topic=topic),
        )
        for topic in found.values()
    }
    for standing in Standing.objects.filter(**of).select_related(
        "assessment", "changed_by"
    ):
        held[found[standing.topic_id].code].standing = standing
    for note in TopicNote.objects.filter(**of).select_related("changed_by"):
        held[found[note.topic_id].code].notes[note.field] = note
    # Read after the topics are locked, so that it is what is stored by then.
    for pk, each in beside(found.values()).items():
        held[found[pk].code].beside = each
    levels = AssessmentLevel.objects.filter(committee=place.committee)
    return Held(place, held, {level.code: level for level in levels})
