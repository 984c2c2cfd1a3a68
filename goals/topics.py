"""Topics as they stand at a follow-up: who answers, what is written, how far it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from committees.models import FollowUp
from goals.kinds import Kind, fields_of, kind_of
from goals.models import (
    AssessmentLevel,
    ControlResult,
    NoteField,
    Standing,
    StandingState,
    Topic,
    TopicNote,
    TopicState,
)

OVER = frozenset({TopicState.DONE, TopicState.STOPPED})
TO_DO = frozenset(
    {StandingState.NOT_STARTED, StandingState.IN_PROGRESS, StandingState.RETURNED}
)
"""States in which a topic waits for whoever answers for it."""


@dataclass(frozen=True, slots=True)
class TopicAt:
    """A topic at a follow-up. `as_of` is the last day of the follow-up's month."""

    topic: Topic
    as_of: date
    standing: Standing | None = None
    notes: Mapping[str, TopicNote] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What tells it from others on a page."""
        return str(self.topic.pk)

    @property
    def kind(self) -> Kind:
        """What is written of its kind."""
        return kind_of(self.topic.kind)

    @property
    def state(self) -> StandingState:
        """How far the follow-up of it has come."""
        if self.standing is None:
            return StandingState.NOT_STARTED
        return StandingState(self.standing.state)

    @property
    def assessment(self) -> AssessmentLevel | None:
        """How it was judged; None where nobody has."""
        return self.standing.assessment if self.standing else None

    @property
    def waits(self) -> bool:
        """Whether whoever answers for it has something left to do."""
        return self.state in TO_DO

    @property
    def is_late(self) -> bool:
        """Whether it should have been done by now."""
        deadline = self.topic.deadline
        return (
            deadline is not None
            and deadline < self.as_of
            and self.topic.state not in OVER
        )

    @property
    def result(self) -> str:
        """What a control showed, in words; empty of what is no control."""
        if not self.kind.controlled:
            return ""
        code = self.standing.result if self.standing else ""
        return str(ControlResult(code).label)

    @property
    def written(self) -> list[tuple[NoteField, str]]:
        """The texts that there are, in the order of the kind."""
        return [
            (each, self.notes[each].text)
            for each in fields_of(self.topic.kind, written=set(self.notes))
            if each in self.notes and self.notes[each].text
        ]


def kept(follow_up: FollowUp) -> QuerySet[Topic]:
    """The committee's topics of the follow-up's year, in order."""
    return Topic.objects.filter(
        committee=follow_up.committee_id,
        from_year__lte=follow_up.year,
        to_year__gte=follow_up.year,
    ).select_related("responsible", "parent")


def topics_at(
    follow_up: FollowUp, *, kinds: Collection[str] = (), texts: bool = True
) -> tuple[TopicAt, ...]:
    """Topics of some kinds, or of all: three questions, two without texts."""
    topics = kept(follow_up)
    if kinds:
        topics = topics.filter(kind__in=kinds)
    some = list(topics)
    found = _followed(some, [follow_up], texts=texts)
    return tuple(_at(topic, follow_up, found) for topic in some)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A topic at an earlier follow-up."""

    follow_up: FollowUp
    at: TopicAt


@dataclass(frozen=True, slots=True)
class Course:
    """A topic at a follow-up and, the latest first, at those before it."""

    now: TopicAt
    before: tuple[Earlier, ...]


def courses(
    follow_up: FollowUp, topics: Sequence[Topic], *, among: Iterable[FollowUp]
) -> dict[int, Course]:
    """What was said of topics until a follow-up, by topic: two questions.

    `among` are the committee's follow-ups, the newest first.
    """
    before = [each for each in among if each.period < follow_up.period]
    found = _followed(topics, [follow_up, *before])
    return {
        topic.pk: Course(
            _at(topic, follow_up, found),
            tuple(
                Earlier(each, _at(topic, each, found))
                for each in before
                if (topic.pk, each.pk) in found
            ),
        )
        for topic in topics
    }


@dataclass(slots=True)
class _Written:
    """What is stored of a topic at a follow-up."""

    standing: Standing | None = None
    notes: dict[str, TopicNote] = field(default_factory=dict)


_ByPlace = dict[tuple[int, int], _Written]
"""By topic and follow-up."""


def _followed(
    topics: Iterable[Topic], follow_ups: Iterable[FollowUp], *, texts: bool = True
) -> _ByPlace:
    """What is stored of topics at follow-ups."""
    of = {
        "topic__in": [topic.pk for topic in topics],
        "follow_up__in": [each.pk for each in follow_ups],
    }
    found: _ByPlace = defaultdict(_Written)
    standings = Standing.objects.filter(**of).select_related("assessment", "changed_by")
    for standing in standings:
        found[standing.topic_id, standing.follow_up_id].standing = standing
    if texts:
        for note in TopicNote.objects.filter(**of):
            found[note.topic_id, note.follow_up_id].notes[note.field] = note
    return dict(found)


def _at(topic: Topic, follow_up: FollowUp, found: _ByPlace) -> TopicAt:
    """A topic at a follow-up, of what is stored."""
    here = found.get((topic.pk, follow_up.pk)) or _Written()
    return TopicAt(topic, follow_up.period.last_day, here.standing, here.notes)
