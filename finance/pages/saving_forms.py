"""The form of a saving, with what it falls on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from committees.free_texts import FreeText
from committees.numbers import Unit
from finance.models import Action, Saving, SavingAxis, SavingList, SavingPart
from finance.pages.fields import OreField, choice

MOST_PARTS = 40
FIRST_YEAR, LAST_YEAR = 2000, 2100
NO_ACTION, NO_TABLE = "Ingen åtgärd", "Ingen tabell"


class SavingForm(forms.Form):
    """What a saving is, who stands behind it, and what it gives."""

    kod = forms.CharField(
        label="Kod",
        max_length=40,
        help_text="Ett förslag och beslutet om det hör ihop när koderna bara skiljer i"
        " början: forslag-taxi och beslut-taxi.",
    )
    benamning = FreeText(label="Benämning", max_length=200)
    lista = forms.ChoiceField()
    ar = forms.IntegerField(
        label="År",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text="Året som effekten är uppskattad för.",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    helar = forms.CharField(required=False)
    effekt = forms.CharField(required=False)
    atgard = forms.ChoiceField(required=False)
    tabell = forms.ChoiceField(required=False)

    def __init__(
        self,
        data: QueryDict | None,
        *,
        unit: Unit,
        actions: Iterable[Action],
        tables: Iterable[str],
        **rest: Any,
    ) -> None:
        """The choices of a committee."""
        super().__init__(data, auto_id="falt_%s", label_suffix="", **rest)
        self.actions = {action.code: action for action in actions}
        lists = [(each.value, each.label.capitalize()) for each in SavingList]
        self.fields["lista"] = choice("Vem står bakom", lists)
        for name, label in (("helar", "Helårseffekt"), ("effekt", "Effekt under året")):
            self.fields[name] = OreField(
                label=f"{label}, {unit}", unit=unit, required=False
            )
        self.fields["effekt"].help_text = "Lämna tomt om effekten inte är beräknad."
        named = [(code, f"{code} {a.name}") for code, a in self.actions.items()]
        self.fields["atgard"] = choice("Åtgärd", named, empty=NO_ACTION, required=False)
        self.fields["tabell"] = choice(
            "Tabell i rapporten",
            [(table, table) for table in tables],
            empty=NO_TABLE,
            required=False,
        )

    def values(self) -> dict[str, Any]:
        """What the form says, as fields of the object."""
        said = self.cleaned_data
        return {
            "code": said["kod"],
            "name": said["benamning"],
            "list": said["lista"],
            "table": said["tabell"],
            "year": said["ar"],
            "full_year_ore": said["helar"],
            "effect_ore": said["effekt"],
            "action": self.actions.get(said["atgard"]),
        }


def saving_initial(stored: Saving) -> dict[str, Any]:
    """A stored saving as the form shows it."""
    return {
        "kod": stored.code,
        "benamning": stored.name,
        "lista": stored.list,
        "tabell": stored.table,
        "ar": stored.year,
        "helar": stored.full_year_ore,
        "effekt": stored.effect_ore,
        "atgard": stored.action.code if stored.action else "",
    }


class PartForm(forms.Form):
    """What of a saving falls on a cost type or an area."""

    nummer = forms.IntegerField(widget=forms.HiddenInput, required=False)
    indelning = forms.ChoiceField(required=False)
    del_ = FreeText(label="Del", max_length=120, required=False)
    belopp = forms.CharField(required=False)

    def __init__(self, *args: Any, unit: Unit, **rest: Any) -> None:
        """The axes, and the amount in the person's unit."""
        super().__init__(*args, **rest)
        axes = [(axis.value, axis.label.capitalize()) for axis in SavingAxis]
        self.fields["indelning"] = choice("Indelning", axes, required=False)
        self.fields["belopp"] = OreField(
            label=f"Belopp, {unit}", unit=unit, required=False
        )

    def clean(self) -> dict[str, Any]:
        """A part that is begun or stored has everything."""
        said = self.cleaned_data
        if (self.is_said() or said.get("nummer")) and not self.errors:
            if not said.get("indelning"):
                self.add_error("indelning", "Välj kostnadsslag eller ansvarsområde.")
            if not said.get("del_"):
                self.add_error("del_", "Skriv vad delen heter.")
            if said.get("belopp") is None:
                self.add_error("belopp", "Skriv 0 om beloppet är noll.")
        return said

    def is_said(self) -> bool:
        """Whether anything stands in the row's fields."""
        said = self.cleaned_data
        typed = any(said.get(name) for name in ("indelning", "del_"))
        return typed or said.get("belopp") is not None

    def values(self) -> dict[str, Any]:
        """What the row says, as fields of the object."""
        said = self.cleaned_data
        return {
            "axis": said["indelning"],
            "name": said["del_"],
            "amount_ore": said["belopp"],
        }


class PartFormSet(forms.BaseFormSet[PartForm]):
    """The parts of a saving: each name once along each axis."""

    def clean(self) -> None:
        """Note a part that stands twice."""
        seen: set[tuple[str, str]] = set()
        for form in self.forms:
            said = form.cleaned_data if form.is_valid() else {}
            name = said.get("indelning", ""), said.get("del_", "")
            if said.get("DELETE") or not all(name):
                continue
            if name in seen:
                form.add_error("del_", f"{name[1]} står redan som {name[0]}.")
            seen.add(name)


def part_initial(stored: SavingPart) -> dict[str, Any]:
    """A stored part as its row shows it."""
    return {
        "nummer": stored.pk,
        "indelning": stored.axis,
        "del_": stored.name,
        "belopp": stored.amount_ore,
    }


PartForms = forms.formset_factory(
    PartForm,
    formset=PartFormSet,
    extra=1,
    can_delete=True,
    max_num=MOST_PARTS,
    absolute_max=MOST_PARTS,
)
