"""The form that narrows a list: by activity, cost centre and month."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from django import forms
from django.http import QueryDict

from committees.periods import CLOSING
from committees.trees import Tree
from finance.browsing import Names, period_name
from finance.review.parts import WHOLE, PartOf

INDENT = "\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}"


class Narrowing(forms.Form):
    """What to show, all when nothing is chosen. A node takes what is under it."""

    verksamhet = forms.ChoiceField(label="Verksamhet", required=False)
    ansvar = forms.ChoiceField(label="Ansvar", required=False)
    manad = forms.TypedChoiceField(
        label="Månad", required=False, coerce=int, empty_value=None
    )

    def __init__(
        self, data: QueryDict, *, names: Names, last_period: int | None
    ) -> None:
        """The choices of a follow-up; without a last period there is no month."""
        super().__init__(data, auto_id="urval_%s", label_suffix="")
        self._offer("verksamhet", "Alla verksamheter", branches(names.activities))
        self._offer("ansvar", "Alla ansvar", branches(names.cost_centres))
        if last_period is None:
            del self.fields["manad"]
        else:
            periods = [*range(1, min(last_period, 12) + 1)]
            periods += [CLOSING] if last_period >= CLOSING else []
            months = [(str(p), period_name(p)) for p in periods]
            self._offer("manad", "Alla månader", months)

    def _offer(
        self, name: str, everything: str, choices: list[tuple[str, str]]
    ) -> None:
        """Set a field's choices, the first of which narrows nothing."""
        field = cast("forms.ChoiceField", self.fields[name])
        field.choices = [("", everything), *choices]

    def conditions(self, names: Names) -> dict[str, object]:
        """The choices as conditions on rows."""
        chosen = self.cleaned_data
        found: dict[str, object] = {}
        if chosen["verksamhet"]:
            found["activity__in"] = names.activities.under([chosen["verksamhet"]])
        if chosen["ansvar"]:
            found["cost_centre__in"] = names.cost_centres.under([chosen["ansvar"]])
        if chosen.get("manad") is not None:
            found["period"] = chosen["manad"]
        return found

    @property
    def narrows(self) -> bool:
        """Whether anything is chosen."""
        return self.is_valid() and any(self.cleaned_data.values())


class PartForm(forms.Form):
    """A part of the committee: an activity, or a cost centre, or all of it."""

    verksamhet = forms.ChoiceField(label="Verksamhet", required=False)
    ansvar = forms.ChoiceField(label="Ansvar", required=False)

    def __init__(self, data: QueryDict, *, names: Names) -> None:
        """The two trees as choices."""
        super().__init__(data, auto_id="urval_%s", label_suffix="")
        trees = {"verksamhet": names.activities, "ansvar": names.cost_centres}
        for name, tree in trees.items():
            field = cast("forms.ChoiceField", self.fields[name])
            field.choices = [("", "Hela nämnden"), *branches(tree)]

    def clean(self) -> dict[str, str]:
        """One of the two, since a sum is kept for each of them and not for both."""
        chosen: dict[str, str] = self.cleaned_data
        if chosen.get("verksamhet") and chosen.get("ansvar"):
            reason = "Välj en verksamhet eller ett ansvar, inte båda."
            self.add_error("ansvar", reason)
        return chosen

    @property
    def narrows(self) -> bool:
        """Whether anything is chosen."""
        return self.is_valid() and any(self.cleaned_data.values())

    def part(self, names: Names) -> tuple[PartOf, str]:
        """The chosen part and what it is called; all of it has no name."""
        for name, tree in (
            ("verksamhet", names.activities),
            ("ansvar", names.cost_centres),
        ):
            code = self.cleaned_data[name]
            if code:
                node = tree.nodes[tree.by_code[code]]
                leaves = tree.under([code])
                axis = "activities" if name == "verksamhet" else "cost_centres"
                return PartOf(**{axis: leaves}), f"{node.code} {node.name}"
        return WHOLE, ""


def branches(tree: Tree) -> list[tuple[str, str]]:
    """A tree's nodes in reading order, indented under their parents."""
    return [
        choice for root in tree.roots() for choice in _branch(tree, root.id, depth=0)
    ]


def _branch(tree: Tree, node: int, *, depth: int) -> Iterator[tuple[str, str]]:
    """A node and all that is under it."""
    placed = tree.nodes[node]
    yield placed.code, f"{INDENT * depth}{placed.code} {placed.name}"
    for child in tree.children.get(node, ()):
        yield from _branch(tree, child, depth=depth + 1)
