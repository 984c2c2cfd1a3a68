"""The form that narrows the list of series."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from django import forms
from django.http import QueryDict

from committees.models import Provider
from committees.trees import Tree
from volumes.models import Subject, VolumeSeries
from volumes.standings import Standing

INDENT = "\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}"
EVERYTHING = "alla"
WARNING, OWING = "varning", "saknas"


class Narrowing(forms.Form):
    """What to list; volumes of the whole committee when nothing is chosen."""

    verksamhet = forms.ChoiceField(label="Verksamhet", required=False)
    slag = forms.ChoiceField(
        label="Slag",
        required=False,
        choices=[
            ("", "Volymer"),
            (Subject.STAFF.value, "Personal"),
            (EVERYTHING, "Volymer och personal"),
        ],
    )
    regi = forms.ChoiceField(
        label="Utförare",
        required=False,
        choices=[
            ("", "Alla utförare"),
            (Provider.OWN.value, "Egen regi"),
            (Provider.EXTERNAL.value, "Externa utförare"),
        ],
    )
    visa = forms.ChoiceField(
        label="Visa",
        required=False,
        choices=[
            ("", "Alla serier"),
            (WARNING, "Bara med varning"),
            (OWING, "Bara där månader saknas"),
        ],
    )

    def __init__(self, data: QueryDict, *, tree: Tree, used: Iterable[int]) -> None:
        """The activities that have series, and those above them, as choices."""
        super().__init__(data, auto_id="urval_%s", label_suffix="")
        self.tree = tree
        shown = {node.id for activity in used for node in tree.path(activity)}
        field = cast("forms.ChoiceField", self.fields["verksamhet"])
        field.choices = [("", "Alla verksamheter"), *_branches(tree, shown)]

    @property
    def narrows(self) -> bool:
        """Whether anything is chosen."""
        return self.is_valid() and any(self.cleaned_data.values())

    @property
    def activity(self) -> str:
        """The code of the chosen activity; empty where none is."""
        code: str = self.cleaned_data["verksamhet"]
        return code

    def takes(self, series: VolumeSeries) -> bool:
        """Whether a series is among what is listed, as far as it is defined."""
        chosen = self.cleaned_data
        subject = chosen["slag"] or Subject.VOLUME
        if subject not in (EVERYTHING, series.subject):
            return False
        if chosen["regi"] and series.provider != chosen["regi"]:
            return False
        code = chosen["verksamhet"]
        return not code or series.activity_id in self.tree.under([code])

    def keeps(self, standing: Standing) -> bool:
        """Whether a series is among what is listed, as it stands."""
        match self.cleaned_data["visa"]:
            case "varning":
                return standing.verdict.warns
            case "saknas":
                return bool(standing.owing)
            case _:
                return True


def _branches(tree: Tree, shown: set[int]) -> Iterator[tuple[str, str]]:
    """The shown nodes in reading order, indented under their parents."""
    waiting = [(root.id, 0) for root in reversed(tree.roots())]
    while waiting:
        node, depth = waiting.pop()
        if node in shown:
            placed = tree.nodes[node]
            yield placed.code, f"{INDENT * depth}{placed.code} {placed.name}"
        below = reversed(tree.children.get(node, ()))
        waiting.extend((child, depth + 1) for child in below)
