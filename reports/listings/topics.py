"""Rows of what is followed up in words: assignments, initiatives, controls, judgements.

Where nothing has been written or judged at a follow-up there are no rows, so that the
report leaves the table out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from committees.markup import plain
from committees.models import FollowUp
from goals.figures import risk_value
from goals.models import (
    ControlItem,
    ControlResult,
    NoteField,
    PlanLine,
    Standing,
    Topic,
    TopicKind,
    TopicNote,
)
from reports.listings.names import Listing
from reports.tables.model import Row, RowKind, Value
from reports.tables.spec import ColumnSpec


@dataclass(frozen=True, slots=True)
class Told:
    """A topic at a follow-up, with its texts and where it stands."""

    topic: Topic
    notes: Mapping[str, str] = field(default_factory=dict)
    standing: Standing | None = None

    def text(self, name: str) -> str:
        """One of its texts of the follow-up, without formatting."""
        return plain(self.notes.get(name, ""))

    @property
    def is_told(self) -> bool:
        """Whether anything has been written or judged."""
        judged = self.standing and (self.standing.assessment_id or self.standing.result)
        return bool(judged) or any(self.notes.values())

    @property
    def plan(self) -> PlanLine | None:
        """What the action plan says of it."""
        return getattr(self.topic, "plan", None)

    @property
    def control(self) -> ControlItem | None:
        """What is controlled and how."""
        return getattr(self.topic, "control", None)


def told_topics(follow_up: FollowUp, kinds: Collection[str]) -> tuple[Told, ...]:
    """The topics of some kinds in the follow-up's year, in three questions."""
    topics = Topic.objects.filter(
        committee=follow_up.committee,
        kind__in=kinds,
        from_year__lte=follow_up.year,
        to_year__gte=follow_up.year,
    ).select_related("responsible", "plan", "control")
    here: dict[str, Any] = {"follow_up": follow_up, "topic__kind__in": kinds}
    notes: dict[int, dict[str, str]] = {}
    written = TopicNote.objects.filter(**here).values_list("topic", "field", "text")
    for topic, name, text in written:
        notes.setdefault(topic, {})[name] = text
    found = Standing.objects.filter(**here).select_related("assessment")
    standings = {standing.topic_id: standing for standing in found}
    return tuple(
        Told(topic, notes.get(topic.pk, {}), standings.get(topic.pk))
        for topic in topics
    )


Attribute = Callable[[Told], Value]


def _note(name: str) -> Attribute:
    """A text of the follow-up."""
    return lambda told: told.text(name)


def _of_plan(name: str) -> Attribute:
    """A text of the action plan."""
    return lambda told: plain(getattr(told.plan, name, ""))


def _of_control(name: str) -> Attribute:
    """Something that is said of a control."""
    return lambda told: getattr(told.control, name, None)


def _assessment(told: Told) -> Value:
    """The step of the scale that a person judged."""
    level = told.standing.assessment if told.standing else None
    return level.word if level else ""


def _responsible(told: Told) -> Value:
    """Who answers for it, as the report names her."""
    person = told.topic.responsible
    return told.topic.title or (person.name if person else "")


def _result(told: Told) -> Value:
    """What a control showed."""
    result = told.standing.result if told.standing else ""
    return f"Kontroll {ControlResult(result).label}" if result else ""


def _risk(told: Told) -> Value:
    """A risk's value."""
    item = told.control
    return risk_value(item.likelihood, item.consequence) if item else None


def _deadline(told: Told) -> Value:
    """When it should be done."""
    return told.topic.deadline.isoformat() if told.topic.deadline else ""


COMMON: Mapping[str, Attribute] = {
    **{str(field.value): _note(field.value) for field in NoteField},
    "nummer": lambda told: told.topic.number,
    "bedömning": _assessment,
    "ansvarig": _responsible,
    "klart": _deadline,
    "läge": lambda told: told.topic.get_state_display() if told.topic.state else "",
}
OF_CONTROLS: Mapping[str, Attribute] = {
    "kontroll": lambda told: plain(getattr(told.control, "control", "")),
    "metod": lambda told: plain(getattr(told.control, "method", "")),
    "frekvens": _of_control("frequency"),
    "sannolikhet": _of_control("likelihood"),
    "konsekvens": _of_control("consequence"),
    "riskvärde": _risk,
    "kontrollresultat": _result,
}
OF_PLANS: Mapping[str, Attribute] = {
    "nuläge": _of_plan("situation"),
    "analys": _of_plan("analysis"),
    "åtgärd": _of_plan("action"),
    "konsekvens": _of_plan("consequence"),
    "uppföljning": _note(NoteField.TEXT),
}
BESIDE: Mapping[str, Mapping[str, Attribute]] = {
    TopicKind.CONTROL: OF_CONTROLS,
    TopicKind.PLAN: OF_PLANS,
}
Money = Callable[[Told, ColumnSpec], Value]
"""What a column of money tells of a topic, if the listing has any."""


def topic_rows(
    told: Sequence[Told],
    listing: Listing,
    columns: Sequence[ColumnSpec],
    *,
    money: Money | None = None,
) -> Iterator[Row]:
    """Rows of a listing; what others belong to stands last, as what they come to."""
    here = [
        one
        for one in told
        if one.topic.kind == listing.kind and listing.which in {"", one.topic.table}
    ]
    if not any(one.is_told for one in here):
        return
    totals = _totals(here)
    for one in sorted(here, key=lambda one: one.topic.pk in totals):
        kind = RowKind.TOTAL if one.topic.pk in totals else RowKind.ROW
        yield _row(one, kind, columns, money)


def _totals(here: Sequence[Told]) -> set[int]:
    """The judgements that sum up others; only good husbandry has them."""
    return {
        one.topic.parent_id
        for one in here
        if one.topic.parent_id and one.topic.kind == TopicKind.HUSBANDRY
    }


def _row(
    told: Told, kind: RowKind, columns: Sequence[ColumnSpec], money: Money | None
) -> Row:
    """One topic's row."""
    attributes = {**COMMON, **BESIDE.get(told.topic.kind, {})}
    values: list[Value] = []
    for column in columns:
        tell = attributes.get(column.attribute)
        if tell is not None:
            values.append(tell(told))
        else:
            values.append(money(told, column) if money else None)
    topic = told.topic
    return Row(topic.code, topic.name, tuple(values), kind=kind, code=topic.number)
