"""Internal control at a follow-up: risks, what guards against them, what it showed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from committees.models import FollowUp
from goals.figures import risk_value
from goals.models import ControlItem, ControlResult, NoteField, TopicKind
from goals.topics import TopicAt, topics_at

LIKELIHOODS = {
    1: "osannolik",
    2: "mindre sannolik",
    3: "möjlig",
    4: "sannolik",
}
CONSEQUENCES = {1: "försumbar", 2: "lindrig", 3: "kännbar", 4: "allvarlig"}
LEVELS = ((12, "mycket hög"), (8, "hög"), (4, "måttlig"), (1, "låg"))
"""The least value of each level of risk, the highest first."""

SHAPES = {
    ControlResult.NONE: "ring",
    ControlResult.NO_DEVIATION: "tick",
    ControlResult.SMALL: "diamond",
    ControlResult.LARGE: "triangle",
}


def level_of(value: int) -> str:
    """The level of a risk's value, in a word."""
    return next(word for least, word in LEVELS if value >= least)


@dataclass(frozen=True, slots=True)
class Control:
    """A control at a follow-up; `item` is None where the risk is not said."""

    at: TopicAt
    item: ControlItem | None

    @property
    def key(self) -> str:
        """The control's place on the page."""
        return f"kontroll-{self.at.topic.pk}"

    @property
    def name(self) -> str:
        """The risk, as it is named."""
        return self.at.topic.name

    @property
    def result(self) -> ControlResult:
        """What the control showed."""
        standing = self.at.standing
        return ControlResult(standing.result if standing else "")

    @property
    def shape(self) -> str:
        """The shape that goes with the result's words."""
        return SHAPES[self.result]

    @property
    def responsible(self) -> str:
        """Who answers for it: the title, else the person's name; else nothing."""
        topic = self.at.topic
        person = topic.responsible.name if topic.responsible else ""
        return topic.title or person

    @property
    def value(self) -> int | None:
        """The risk's value, 1 to 16; None where it is not said."""
        if self.item is None:
            return None
        return risk_value(self.item.likelihood, self.item.consequence)

    @property
    def level(self) -> str:
        """The risk's level in a word; empty where it is not said."""
        return "" if self.value is None else level_of(self.value)

    @property
    def comment(self) -> str:
        """What is written at this follow-up, in simple markup."""
        notes = (
            self.at.notes.get(name) for name in (NoteField.RESULT, NoteField.COMMENT)
        )
        return "\n\n".join(note.text for note in notes if note and note.text)


@dataclass(frozen=True, slots=True)
class Square:
    """A square of the matrix: a likelihood with a consequence."""

    likelihood: int
    consequence: int
    controls: tuple[Control, ...]

    @property
    def value(self) -> int:
        """The value of a risk that stands here."""
        return risk_value(self.likelihood, self.consequence)

    @property
    def level(self) -> str:
        """The level of a risk that stands here."""
        return level_of(self.value)

    @property
    def rank(self) -> int:
        """The level as a number, 0 the lowest, for its tint."""
        return [word for _, word in reversed(LEVELS)].index(self.level)


def controls_at(follow_up: FollowUp) -> tuple[Control, ...]:
    """The controls of the follow-up's year: four questions."""
    topics = topics_at(follow_up, kinds=[TopicKind.CONTROL])
    items = {
        item.topic_id: item
        for item in ControlItem.objects.filter(topic__in=[at.topic for at in topics])
    }
    return tuple(Control(at, items.get(at.topic.pk)) for at in topics)


def matrix(controls: Sequence[Control]) -> tuple[tuple[int, tuple[Square, ...]], ...]:
    """The squares by likelihood, the likeliest first, the mildest consequence first."""
    return tuple(
        (likely, tuple(_square(controls, likely, harm) for harm in CONSEQUENCES))
        for likely in sorted(LIKELIHOODS, reverse=True)
    )


def _square(controls: Iterable[Control], likely: int, harm: int) -> Square:
    """The controls whose risk stands in a square."""
    return Square(
        likely,
        harm,
        tuple(
            control
            for control in controls
            if control.item
            and (control.item.likelihood, control.item.consequence) == (likely, harm)
        ),
    )
