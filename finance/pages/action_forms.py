"""The form of an action with its effects of the year."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from committees.free_texts import FreeText
from committees.numbers import Unit
from finance.forms import branches
from finance.models import Action, ActionEffect, ActionState
from finance.pages.fields import Axes, OreField, choice

UNPLACED = "Ej fördelad"
MOST_EFFECTS = 40


class ActionForm(forms.Form):
    """What an action is, and how far it has come."""

    kod = forms.CharField(label="Kod", max_length=40)
    benamning = FreeText(label="Benämning", max_length=200)
    lage = forms.ChoiceField()
    beslutad = forms.DateField(
        label="Beslutad",
        required=False,
        help_text="Dagen då åtgärden beslutades, som 2017-05-30.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: QueryDict | None, **rest: Any) -> None:
        """The states by their words."""
        super().__init__(data, auto_id="falt_%s", label_suffix="", **rest)
        states = [(s.value, s.label.capitalize()) for s in ActionState]
        self.fields["lage"] = choice("Läge", states)

    def clean(self) -> dict[str, Any]:
        """A decided action has a date."""
        said = self.cleaned_data
        state = said.get("lage")
        if state and state != ActionState.PROPOSED and not said.get("beslutad"):
            reason = "En åtgärd som är beslutad behöver ett datum."
            self.add_error("beslutad", reason)
        return said

    def values(self) -> dict[str, Any]:
        """What the form says, as fields of the object."""
        said = self.cleaned_data
        return {
            "code": said["kod"],
            "name": said["benamning"],
            "state": said["lage"],
            "decided_on": said["beslutad"],
        }


def action_initial(stored: Action) -> dict[str, Any]:
    """A stored action as the form shows it."""
    return {
        "kod": stored.code,
        "benamning": stored.name,
        "lage": stored.state,
        "beslutad": stored.decided_on,
    }


class EffectForm(forms.Form):
    """What an action gives in the year, on a row or not placed; öre on the result."""

    nummer = forms.IntegerField(widget=forms.HiddenInput, required=False)
    ansvar = forms.ChoiceField(required=False)
    verksamhet = forms.ChoiceField(required=False)
    grupp = forms.ChoiceField(required=False)
    beslutat = forms.CharField(required=False)
    realiserat = forms.CharField(required=False)
    aterstar = forms.CharField(required=False)

    AMOUNTS = ("beslutat", "realiserat", "aterstar")

    def __init__(self, *args: Any, axes: Axes, unit: Unit, **rest: Any) -> None:
        """The choices of a follow-up."""
        super().__init__(*args, **rest)
        self.axes = axes
        self.fields["ansvar"] = choice(
            "Ansvar", branches(axes.cost_centres), empty=UNPLACED, required=False
        )
        self.fields["verksamhet"] = choice(
            "Verksamhet", branches(axes.activities), empty=UNPLACED, required=False
        )
        self.fields["grupp"] = choice(
            "Kontogrupp", axes.group_choices(), empty=UNPLACED, required=False
        )
        words = ("Beslutat i år", "Realiserat", "Återstår i år")
        for name, label in zip(self.AMOUNTS, words, strict=True):
            self.fields[name] = OreField(
                label=f"{label}, {unit}", unit=unit, required=False
            )

    def clean(self) -> dict[str, Any]:
        """An effect that is begun or stored has all its amounts."""
        said = self.cleaned_data
        if (self.is_said() or said.get("nummer")) and not self.errors:
            for name in self.AMOUNTS:
                if said.get(name) is None:
                    self.add_error(name, "Skriv 0 om beloppet är noll.")
        return said

    def is_said(self) -> bool:
        """Whether anything stands in the row's fields."""
        said = self.cleaned_data
        amounts = any(said.get(name) is not None for name in self.AMOUNTS)
        return amounts or any(said.get(n) for n in ("ansvar", "verksamhet", "grupp"))

    def values(self) -> dict[str, Any]:
        """What the row says, as fields of the object."""
        said = self.cleaned_data
        return {
            "cost_centre": self.axes.unit(said["ansvar"]),
            "activity": self.axes.activity(said["verksamhet"]),
            "group": self.axes.group(said["grupp"]),
            "decided_ore": said["beslutat"],
            "realised_ore": said["realiserat"],
            "remaining_ore": said["aterstar"],
        }


def effect_initial(stored: ActionEffect) -> dict[str, Any]:
    """A stored effect as its row shows it."""
    return {
        "nummer": stored.pk,
        "ansvar": stored.cost_centre.code if stored.cost_centre else "",
        "verksamhet": stored.activity.code if stored.activity else "",
        "grupp": stored.group.code if stored.group else "",
        "beslutat": stored.decided_ore,
        "realiserat": stored.realised_ore,
        "aterstar": stored.remaining_ore,
    }


EffectForms = forms.formset_factory(
    EffectForm,
    extra=1,
    can_delete=True,
    max_num=MOST_EFFECTS,
    absolute_max=MOST_EFFECTS,
)
