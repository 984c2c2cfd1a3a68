"""The form of a new line of the action plan."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import QueryDict

from committees.access import Place
from committees.free_texts import FreeText
from committees.models import User
from committees.trees import activity_tree
from finance.forms import branches
from finance.models import Action
from finance.pages.fields import choice
from finance.review.actions import effects_of
from reports.plan_lines import New, tables_of


class PlanLineForm(forms.Form):
    """What a line is about, who answers for it, and the actions behind it."""

    benamning = FreeText(label="Benämning", max_length=300)
    verksamhet = forms.ChoiceField()
    ansvarig = forms.ChoiceField()
    klart = forms.DateField(
        label="Ska vara klart",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    tabell = forms.ChoiceField()
    atgarder = forms.MultipleChoiceField(
        label="Åtgärder", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: QueryDict | None, *, place: Place) -> None:
        """The choices of the follow-up."""
        super().__init__(data, auto_id="falt_%s", label_suffix="")
        committee, follow_up = place.committee, place.follow_up
        self.tree = activity_tree(committee, month=follow_up.period)
        people = User.objects.filter(memberships__committee=committee, is_active=True)
        names = people.order_by("name").distinct().values_list("pk", "name")
        actions = Action.objects.filter(pk__in=effects_of(follow_up).values("action"))
        self.fields["verksamhet"] = choice(
            "Verksamhet", branches(self.tree), empty="Ingen verksamhet", required=False
        )
        self.fields["ansvarig"] = choice(
            "Ansvarig", [(str(key), name) for key, name in names]
        )
        tables = tables_of(follow_up)
        if len(tables) > 1:
            self.fields["tabell"] = choice("Tabell i rapporten", tables.items())
        else:
            del self.fields["tabell"]
        self.only_table = next(iter(tables), "")
        behind = cast("forms.MultipleChoiceField", self.fields["atgarder"])
        behind.choices = [(a.code, f"{a.code} {a.name}") for a in actions]

    def values(self) -> New:
        """What the form says."""
        said: dict[str, Any] = self.cleaned_data
        return New(
            name=said["benamning"],
            activity=self.tree.by_code.get(said["verksamhet"]),
            activity_code=said["verksamhet"],
            responsible=int(said["ansvarig"]),
            deadline=said["klart"],
            table=said.get("tabell", self.only_table),
            actions=tuple(said["atgarder"]),
        )
