"""What can be written of a topic, as fields of a page and as its script reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from committees.drafts import Draft
from committees.grid.markup import script_data
from committees.models import FollowUp
from committees.navigation import address
from goals import beside
from goals.kinds import fields_of
from goals.models import (
    AssessmentLevel,
    ControlResult,
    StandingState,
    TopicState,
)
from goals.topics import TopicAt

ROWS = {"byggskede": 2, "väntas": 2, "kommentar": 4}
USUAL_ROWS, BESIDE_ROWS = 7, 3


@dataclass(frozen=True, slots=True)
class Choice:
    """A field where one of some codes is chosen."""

    field: str
    label: str
    value: str
    options: tuple[tuple[str, str], ...]

    @property
    def shown(self) -> str:
        """The word that is chosen."""
        return dict(self.options).get(self.value, "")


@dataclass(frozen=True, slots=True)
class Text:
    """A field of text; a draft is the person's own, which others do not see."""

    field: str
    label: str
    value: str
    rows: int
    draft: Draft | None = None

    @property
    def shown(self) -> str:
        """What the person sees: her draft, where she has one."""
        return self.draft.text if self.draft else self.value


def choices(each: TopicAt, levels: Sequence[AssessmentLevel]) -> tuple[Choice, ...]:
    """What is chosen of a topic."""
    kind, standing = each.kind, each.standing
    found = []
    if kind.assessed and levels:
        code = each.assessment.code if each.assessment else ""
        words = tuple((level.code, level.word) for level in levels)
        found.append(
            Choice(
                "choice:assessment", "Bedömning", code, (("", "Inte bedömt"), *words)
            )
        )
    if kind.controlled:
        code = standing.result if standing else ""
        found.append(
            Choice("choice:result", "Kontrollen är", code, _capital(ControlResult))
        )
    if kind.moves:
        state = each.topic.state
        found.append(
            Choice("choice:state", "Arbetets läge", state, _capital(TopicState))
        )
    return tuple(found)


def _capital(
    known: type[ControlResult | TopicState],
) -> tuple[tuple[str, str], ...]:
    """Codes with their words."""
    return tuple((each.value, str(each.label).capitalize()) for each in known)


def texts(each: TopicAt, drafts: Mapping[str, Draft]) -> tuple[Text, ...]:
    """The texts of a topic, with the person's drafts."""
    return tuple(
        Text(
            field=f"text:{name}",
            label=str(name.label).capitalize(),
            value=each.notes[name].text if name in each.notes else "",
            rows=ROWS.get(name, USUAL_ROWS),
            draft=drafts.get(f"text:{name}"),
        )
        for name in fields_of(each.topic.kind, written=set(each.notes))
    )


def beside_texts(each: TopicAt, drafts: Mapping[str, Draft]) -> tuple[Text, ...]:
    """The texts that stand beside a topic whatever the follow-up, with drafts."""
    return tuple(
        Text(
            field=f"beside:{said.field}",
            label=said.label.capitalize(),
            value=said.text,
            rows=BESIDE_ROWS,
            draft=drafts.get(f"beside:{said.field}"),
        )
        for said in beside.said_of(each.topic.kind, beside.of(each.topic))
    )


def fields_data(
    each: TopicAt, fields: Sequence[Choice | Text], *, here: FollowUp, writable: bool
) -> SafeString:
    """What the script needs."""
    data = {
        "writable": writable,
        "save": address("goals:topic_save", here, topic=each.topic.code),
        "states": {state.value: state.label for state in StandingState},
        "fields": [
            {
                "row": each.topic.code,
                "field": field.field,
                "label": field.label,
                "value": field.value,
                "draft": _draft(field),
            }
            for field in fields
        ],
    }
    return script_data(data, ident="falt-data")


def _draft(field: Choice | Text) -> list[str] | None:
    """A draft's text, and why others may not read it."""
    if isinstance(field, Choice) or field.draft is None:
        return None
    return [field.draft.text, field.draft.reason]
