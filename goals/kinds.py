"""What is written of each kind of topic: one table."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from goals.models import NoteField, TopicKind


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of topic: its name in the plural, and what is written of it.

    `assessed` on the committee's scale; `controlled` with what a control showed;
    `moves` where a topic itself comes further, whatever the follow-up.
    """

    plural: str
    fields: tuple[NoteField, ...] = (NoteField.TEXT,)
    assessed: bool = False
    controlled: bool = False
    moves: bool = False


ACTIVITIES = (NoteField.DONE, NoteField.AHEAD)

KINDS: dict[TopicKind, Kind] = {
    TopicKind.COUNCIL_GOAL: Kind("Kommunfullmäktiges mål", assessed=True),
    TopicKind.AREA: Kind("Målområden", assessed=True),
    TopicKind.GOAL: Kind("Nämndmål", assessed=True),
    TopicKind.HUSBANDRY: Kind("God ekonomisk hushållning", assessed=True),
    TopicKind.COMMITMENT: Kind("Åtaganden", ACTIVITIES, moves=True),
    TopicKind.ASSIGNMENT: Kind("Uppdrag", moves=True),
    TopicKind.INITIATIVE: Kind("Särskilda satsningar", moves=True),
    TopicKind.PROGRAMME: Kind("Program", ACTIVITIES, moves=True),
    TopicKind.PREMISES: Kind(
        "Lokalprojekt", (NoteField.STAGE, NoteField.EXPECTED), moves=True
    ),
    TopicKind.PLAN: Kind("Handlingsplan", moves=True),
    TopicKind.CONTROL: Kind(
        "Internkontroll", (NoteField.RESULT, NoteField.COMMENT), controlled=True
    ),
}

GOALS = (TopicKind.COUNCIL_GOAL, TopicKind.AREA, TopicKind.GOAL)
"""Kinds that are goals, the highest first."""

COMMITMENTS = (
    TopicKind.COMMITMENT,
    TopicKind.ASSIGNMENT,
    TopicKind.INITIATIVE,
    TopicKind.PROGRAMME,
    TopicKind.PREMISES,
)
"""Kinds that are promised or told, each with an owner."""


def kind_of(code: str) -> Kind:
    """What is written of a kind."""
    return KINDS[TopicKind(code)]


def fields_of(code: str, *, written: Collection[str] = ()) -> tuple[NoteField, ...]:
    """The texts of a topic: those of its kind, and others that somebody has written."""
    usual = kind_of(code).fields
    return (*usual, *(f for f in NoteField if f in written and f not in usual))
