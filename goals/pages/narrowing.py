"""The form that narrows the board of what is followed up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from django import forms
from django.http import QueryDict

from goals.kinds import KINDS
from goals.models import StandingState, TopicKind
from goals.topics import TopicAt

NOBODY = "ingen"


class Narrowing(forms.Form):
    """What to list; every topic when nothing is chosen."""

    slag = forms.ChoiceField(label="Slag", required=False)
    lage = forms.ChoiceField(
        label="Läge",
        required=False,
        choices=[
            ("", "Alla lägen"),
            *((each.value, str(each.label).capitalize()) for each in StandingState),
        ],
    )
    ansvarig = forms.ChoiceField(label="Ansvarig", required=False)

    def __init__(self, data: QueryDict, topics: Iterable[TopicAt]) -> None:
        """The kinds and the people that there are, as choices."""
        super().__init__(data, auto_id="urval_%s", label_suffix="")
        some = list(topics)
        kinds = {each.topic.kind for each in some}
        people = {
            str(each.topic.responsible.pk): each.topic.responsible.name
            for each in some
            if each.topic.responsible
        }
        self._offer("slag", "Alla slag", _kinds(kinds))
        named = sorted(people.items(), key=lambda each: each[1])
        self._offer("ansvarig", "Alla", [*named, (NOBODY, "Ingen svarar")])

    def _offer(self, name: str, all_: str, choices: list[tuple[str, str]]) -> None:
        """The choices of a field, everything first."""
        field = cast("forms.ChoiceField", self.fields[name])
        field.choices = [("", all_), *choices]

    @property
    def narrows(self) -> bool:
        """Whether anything is chosen."""
        return self.is_valid() and any(self.cleaned_data.values())

    def takes(self, each: TopicAt) -> bool:
        """Whether a topic is among what is listed."""
        chosen = self.cleaned_data
        answers = str(each.topic.responsible_id or NOBODY)
        return (
            chosen["slag"] in ("", each.topic.kind)
            and chosen["lage"] in ("", each.state)
            and chosen["ansvarig"] in ("", answers)
        )


def _kinds(used: set[str]) -> list[tuple[str, str]]:
    """Kinds that there are topics of, in their order."""
    return [(kind.value, KINDS[kind].plural) for kind in TopicKind if kind in used]
