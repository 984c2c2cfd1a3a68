"""The forms of the two sorts of adjustments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from committees.free_texts import FreeText
from committees.numbers import Unit
from committees.periods import MONTH_NAMES, Month
from finance.forms import branches
from finance.models import AdjustmentReason, ControllerAdjustment, OutcomeAdjustment
from finance.pages.fields import Axes, OreField, choice

SIGN = "Effekt på resultatet: plus förbättrar, minus försämrar."
MONTHS_AHEAD = 6


class ControllerForm(forms.Form):
    """A controller's correction on top of the units' forecasts."""

    verksamhet = forms.ChoiceField()
    grupp = forms.ChoiceField()
    belopp = forms.CharField()
    skal = FreeText(label="Skäl", rows=3, max_length=2000)
    was = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: QueryDict | None, *, axes: Axes, unit: Unit, **rest: Any
    ) -> None:
        """The choices of a follow-up."""
        super().__init__(data, auto_id="falt_%s", label_suffix="", **rest)
        self.axes = axes
        self.fields["verksamhet"] = choice("Verksamhet", branches(axes.activities))
        self.fields["grupp"] = choice("Kontogrupp", axes.group_choices())
        self.fields["belopp"] = OreField(
            label=f"Belopp, {unit}", unit=unit, help_text=SIGN
        )

    def values(self) -> dict[str, Any]:
        """What the form says, as fields of the object."""
        chosen = self.cleaned_data
        return {
            "activity": self.axes.activity(chosen["verksamhet"]),
            "group": self.axes.group(chosen["grupp"]),
            "amount_ore": chosen["belopp"],
            "reason": chosen["skal"],
        }


def controller_initial(stored: ControllerAdjustment) -> dict[str, Any]:
    """A stored adjustment as the form shows it."""
    return {
        "verksamhet": stored.activity.code,
        "grupp": stored.group.code,
        "belopp": stored.amount_ore,
        "skal": stored.reason,
    }


class OutcomeForm(forms.Form):
    """What the ledger lacks or holds too much of, to date."""

    ansvar = forms.ChoiceField()
    verksamhet = forms.ChoiceField()
    grupp = forms.ChoiceField()
    belopp = forms.CharField()
    orsak = forms.ChoiceField()
    text = FreeText(label="Beskrivning", rows=3, max_length=2000)
    vantas = forms.ChoiceField(required=False)
    was = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: QueryDict | None,
        *,
        axes: Axes,
        unit: Unit,
        month: Month,
        **rest: Any,
    ) -> None:
        """The choices of a follow-up."""
        super().__init__(data, auto_id="falt_%s", label_suffix="", **rest)
        self.axes = axes
        self.fields["ansvar"] = choice("Ansvar", axes.unit_choices())
        self.fields["verksamhet"] = choice("Verksamhet", branches(axes.activities))
        self.fields["grupp"] = choice("Kontogrupp", axes.group_choices())
        self.fields["belopp"] = OreField(
            label=f"Belopp, {unit}", unit=unit, help_text=SIGN
        )
        self.fields["orsak"] = choice("Orsak", _reasons())
        self.fields["vantas"] = choice(
            "Väntas bokföras",
            _months_after(month),
            empty="Vet inte",
            required=False,
        )

    def values(self) -> dict[str, Any]:
        """What the form says, as fields of the object."""
        chosen = self.cleaned_data
        return {
            "cost_centre": self.axes.unit(chosen["ansvar"]),
            "activity": self.axes.activity(chosen["verksamhet"]),
            "group": self.axes.group(chosen["grupp"]),
            "amount_ore": chosen["belopp"],
            "reason": chosen["orsak"],
            "text": chosen["text"],
            "expected_month": int(chosen["vantas"]) if chosen["vantas"] else None,
        }


def outcome_initial(stored: OutcomeAdjustment) -> dict[str, Any]:
    """A stored adjustment as the form shows it."""
    return {
        "ansvar": stored.cost_centre.code,
        "verksamhet": stored.activity.code,
        "grupp": stored.group.code,
        "belopp": stored.amount_ore,
        "orsak": stored.reason,
        "text": stored.text,
        "vantas": str(stored.expected_month or ""),
    }


def _reasons() -> list[tuple[str, str]]:
    """Reasons by their words, capitalised as choices."""
    return [(reason.value, reason.label.capitalize()) for reason in AdjustmentReason]


def _months_after(month: Month) -> list[tuple[str, str]]:
    """The months in which a booking may be expected."""
    found = []
    for ahead in range(1, MONTHS_AHEAD + 1):
        years, index = divmod(month.month - 1 + ahead, len(MONTH_NAMES))
        year = month.year + years
        name = f"{MONTH_NAMES[index]} {year}"
        found.append((str(Month(year, index + 1).number), name))
    return found
