"""The forms of decisions that are not executed, and of a quarter's report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from committees.fields import day_field
from committees.free_texts import FreeText
from goals.decisions import day_faults, provision_on
from goals.models import DecisionReason, Provision, UnexecutedDecision
from goals.quarters import QUARTER_MONTHS, Quarter

DAYS = ("decided_on", "interrupted_on", "offered_on", "executed_on", "ended_on")
FIELDS = {
    "Beslutad": "decided_on",
    "Avbruten": "interrupted_on",
    "Erbjuden": "offered_on",
    "Verkställd": "executed_on",
    "Avslutad": "ended_on",
}
EARLIEST, LATEST = 2000, 2100


class DecisionForm(forms.Form):
    """A decision: its law, its days, and why it has not been executed."""

    provision = forms.ChoiceField(label="Insats och lagrum")
    decided_on = day_field("Beslutsdag", required=False)
    interrupted_on = day_field(
        "Dag för avbrott",
        required=False,
        help_text="I stället för beslutsdag, när en insats har avbrutits.",
    )
    offered_on = day_field("Senaste erbjudande", required=False)
    executed_on = day_field("Verkställd", required=False)
    ended_on = day_field("Avslutad utan verkställighet", required=False)
    reason = forms.ChoiceField(
        label="Skäl",
        choices=[
            ("", "Välj"),
            *((r.value, r.label.capitalize()) for r in DecisionReason),
        ],
    )
    comment = FreeText(
        label="Kommentar",
        required=False,
        max_length=300,
        help_text="Skriv inget som visar vem det gäller: inte namn, nummer eller kön.",
    )
    was = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None = None, **rest: Any) -> None:
        """The provisions there are, each once."""
        super().__init__(data, auto_id="beslut_%s", label_suffix="", **rest)
        self.fields["provision"].choices = [("", "Välj"), *_provisions()]  # type: ignore[attr-defined]

    @classmethod
    def of(cls, stored: UnexecutedDecision) -> DecisionForm:
        """The form filled in as a decision stands."""
        initial = {name: getattr(stored, name) for name in (*DAYS, "reason", "comment")}
        initial["provision"] = stored.provision.code
        return cls(initial=initial)

    def clean(self) -> dict[str, Any]:
        """Days that do not contradict each other, and a law that was in force."""
        found: dict[str, Any] = super().clean() or {}
        days = {name: found.get(name) for name in DAYS}
        for column, reason in day_faults(days).items():
            self.add_error(FIELDS[column], reason[0].upper() + reason[1:])
        code, day = found.get("provision"), days["decided_on"] or days["interrupted_on"]
        if code and day:
            found["law"] = provision_on(code, day)
            if found["law"] is None:
                self.add_error("provision", f"Lagrummet gällde inte {day}.")
        return found

    def values(self) -> dict[str, Any]:
        """What the form says, as fields of the object."""
        names = (*DAYS, "reason", "comment")
        values = {name: self.cleaned_data[name] for name in names}
        return {**values, "provision": self.cleaned_data["law"]}


def _provisions() -> Iterable[tuple[str, str]]:
    """Every provision that has been in force, by its latest words."""
    latest = {p.code: str(p) for p in Provision.objects.order_by("code", "from_date")}
    return sorted(latest.items(), key=lambda each: each[1])


class QuarterForm(forms.Form):
    """Which quarter to put together, counted to which day."""

    year = forms.IntegerField(label="År", min_value=EARLIEST, max_value=LATEST)
    quarter = forms.ChoiceField(
        label="Kvartal", choices=[(str(n), f"Kvartal {n}") for n in range(1, 5)]
    )
    as_of = day_field("Räkna månaderna till och med")

    def __init__(self, data: QueryDict | None = None, **rest: Any) -> None:
        """Labels without a colon."""
        super().__init__(data, auto_id="kvartal_%s", label_suffix="", **rest)

    @classmethod
    def after(cls, today: date) -> QuarterForm:
        """The form for the quarter that ended last."""
        number = (today.month - 1) // QUARTER_MONTHS
        year = today.year if number else today.year - 1
        initial = {"year": year, "quarter": str(number or 4), "as_of": today}
        return cls(initial=initial)

    @property
    def chosen(self) -> Quarter:
        """The quarter."""
        return Quarter(self.cleaned_data["year"], int(self.cleaned_data["quarter"]))

    def clean(self) -> dict[str, Any]:
        """The months cannot be counted to a day before the quarter has ended."""
        found: dict[str, Any] = super().clean() or {}
        if {"year", "quarter", "as_of"} <= found.keys():
            last = Quarter(found["year"], int(found["quarter"])).next_day
            if found["as_of"] < last:
                self.add_error("as_of", f"Kvartalet är inte slut förrän {last}.")
        return found
