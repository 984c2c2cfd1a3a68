"""Forms of the committee's settings and of a person's own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from committees.fields import day_field
from committees.free_texts import FreeText
from committees.models import AmountUnit, ApprovalSteps, Committee, Role
from committees.numbers import Unit
from committees.trees import Tree
from finance.forms import branches
from finance.models import AccountGroup
from finance.pages.fields import OreField


class PersonForm(forms.Form):
    """A role for a person."""

    email = forms.EmailField(label="E-postadress", max_length=254)
    name = forms.CharField(
        label="Namn", max_length=200, help_text="Behövs bara för en ny person."
    )
    role = forms.ChoiceField(label="Roll")
    unit = forms.ChoiceField(label="Ansvar", required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        tree: Tree,
        roles: Iterable[Role],
        **rest: Any,
    ) -> None:
        """The roles and cost centres there are to choose from."""
        super().__init__(data, auto_id="person_%s", label_suffix="", **rest)
        self.fields["name"].required = False
        choose(self, "role", [(r.value, str(r.label)) for r in Role if r in roles])
        choose(self, "unit", [("", "Hela nämnden"), *branches(tree)])


def choose(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """Set what a field of a form offers."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


class DeputyForm(forms.Form):
    """A person who stands in for a role between two days."""

    membership = forms.TypedChoiceField(label="För", coerce=int)
    email = forms.EmailField(label="Ersättarens e-postadress", max_length=254)
    first = day_field("Från och med")
    last = day_field("Till och med")

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        roles: list[tuple[str, str]],
        **rest: Any,
    ) -> None:
        """The roles that can be stood in for."""
        super().__init__(data, auto_id="ersattare_%s", label_suffix="", **rest)
        choose(self, "membership", roles)


class LimitsForm(forms.Form):
    """When a deviation asks for a comment, who approves, when to remind."""

    comment_above_ore = OreField(
        unit=Unit.TKR,
        label="Kommentar krävs när avvikelsen är större än (tkr)",
    )
    comment_above_percent = forms.IntegerField(
        label="och större än så många procent av budgeten", min_value=0, max_value=1000
    )
    approval_steps = forms.ChoiceField(
        label="Inlämnad prognos godkänns av", choices=ApprovalSteps.choices
    )
    reminder_days = forms.IntegerField(
        label="Påminn så många dagar före sista dag",
        min_value=0,
        max_value=30,
        help_text="0 betyder samma dag.",
    )

    def __init__(self, data: QueryDict | None = None, **rest: Any) -> None:
        """Labels without a colon."""
        super().__init__(data, auto_id="granser_%s", label_suffix="", **rest)

    def clean_comment_above_ore(self) -> int:
        """An amount that is not negative."""
        ore = int(self.cleaned_data["comment_above_ore"])
        if ore < 0:
            raise forms.ValidationError("Beloppet kan inte vara negativt.")
        return ore

    @classmethod
    def of(cls, committee: Committee) -> LimitsForm:
        """The form filled in as the committee has it."""
        return cls(initial={name: getattr(committee, name) for name in cls.base_fields})


class LockForm(forms.Form):
    """An entry group that the controller forecasts, in all activities or in one."""

    group = forms.ChoiceField(label="Kontogrupp")
    activity = forms.ChoiceField(label="Verksamhet", required=False)
    reason = FreeText(
        label="Skäl", max_length=200, help_text="Visas för budgethållaren på raden."
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        groups: Iterable[AccountGroup],
        activities: Tree,
        **rest: Any,
    ) -> None:
        """The groups and activities there are to choose from."""
        super().__init__(data, auto_id="las_%s", label_suffix="", **rest)
        choose(self, "group", [(g.code, g.name) for g in groups])
        choose(self, "activity", [("", "Alla verksamheter"), *branches(activities)])


class MyForm(forms.Form):
    """What a person sets for herself."""

    amount_unit = forms.ChoiceField(
        label="Belopp visas och skrivs i",
        choices=AmountUnit.choices,
        help_text="Gäller prognosen. Rapportens tabeller har sina egna enheter.",
    )
    wants_reminders = forms.BooleanField(
        label="Skicka påminnelser med e-post",
        required=False,
        help_text="När en prognos öppnar, före sista dag och när en kommer tillbaka.",
    )
    wants_summaries = forms.BooleanField(
        label="Skicka en sammanfattning när prognosen är fastställd",
        required=False,
        help_text=(
            "Prognosens avvikelse och de tre största ändringarna, en gång per"
            " uppföljning. Brevet innehåller belopp i mkr."
        ),
    )

    def __init__(self, data: QueryDict | None = None, **rest: Any) -> None:
        """Labels without a colon."""
        super().__init__(data, auto_id="min_%s", label_suffix="", **rest)
