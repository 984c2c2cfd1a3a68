"""What stands beside a topic whatever the follow-up: the plan's words, and controls.

A line of the action plan is written by whoever answers for it; what is controlled, and
how, is the report's office's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from goals.models import ControlItem, PlanLine, Topic, TopicKind

Beside = PlanLine | ControlItem
TABLES: Mapping[str, type[Beside]] = {
    TopicKind.PLAN: PlanLine,
    TopicKind.CONTROL: ControlItem,
}
FIELDS: Mapping[str, tuple[str, ...]] = {
    TopicKind.PLAN: ("situation", "analysis", "action", "consequence"),
    TopicKind.CONTROL: ("control", "method"),
}
"""The texts of each, in the order they are read."""
OFFICES = frozenset({TopicKind.CONTROL})
"""Kinds whose texts only the report's office changes."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text that stands beside a topic."""

    field: str
    label: str
    text: str


def label_of(kind: str, field: str) -> str:
    """A text's name: `nuläge`."""
    of = TABLES[kind]._meta.get_field(field)
    return str(getattr(of, "verbose_name", field))


def beside(topics: Iterable[Topic]) -> dict[int, Beside]:
    """What stands beside topics, by topic: a question for each kind that has any."""
    by_kind: dict[str, list[int]] = {}
    for topic in topics:
        by_kind.setdefault(topic.kind, []).append(topic.pk)
    return {
        each.topic_id: each
        for kind, table in TABLES.items()
        if kind in by_kind
        for each in table._default_manager.filter(topic__in=by_kind[kind])
    }


def of(topic: Topic) -> Beside | None:
    """What stands beside a topic, if anything."""
    match topic.kind:
        case TopicKind.PLAN:
            return getattr(topic, "plan", None)
        case TopicKind.CONTROL:
            return getattr(topic, "control", None)
        case _:
            return None


def fields_of(kind: str, stored: Beside | None) -> tuple[str, ...]:
    """The texts that can be written; a control without its risk has none."""
    if kind == TopicKind.CONTROL and stored is None:
        return ()
    return FIELDS.get(kind, ())


def said_of(kind: str, stored: Beside | None) -> tuple[Said, ...]:
    """The texts beside a topic, the empty ones too."""
    return tuple(
        Said(name, label_of(kind, name), getattr(stored, name, ""))
        for name in fields_of(kind, stored)
    )
