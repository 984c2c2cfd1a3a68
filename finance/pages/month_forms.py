"""Forms of the month: dates, units that take part, control totals, a new follow-up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from committees.fields import day_field
from committees.free_texts import FreeText
from committees.models import FollowUp, FollowUpKind
from committees.numbers import Unit
from committees.periods import Month
from finance.month.month_steps import Dates
from finance.month.reconciling import ClassLine
from finance.pages.fields import OreField


class DatesForm(forms.Form):
    """A follow-up's dates, its diary number and what holders should think of."""

    opens_on = day_field("Öppnar")
    deadline = day_field("Sista dag för prognos")
    meeting_on = day_field("Sammanträde", required=False)
    diary_number = forms.CharField(label="Diarienummer", required=False, max_length=40)
    instructions = FreeText(
        label="Anvisningar",
        required=False,
        max_length=4000,
        help_text="Några rader till den som gör prognosen.",
        rows=4,
    )

    def __init__(self, data: QueryDict | None = None, **rest: Any) -> None:
        """Labels without a colon."""
        super().__init__(data, auto_id="datum_%s", label_suffix="", **rest)

    @classmethod
    def of(cls, follow_up: FollowUp) -> DatesForm:
        """The form filled in as the follow-up stands."""
        names = Dates.__dataclass_fields__
        return cls(initial={name: getattr(follow_up, name) for name in names})

    def clean(self) -> dict[str, Any]:
        """The last day comes after the opening."""
        found: dict[str, Any] = super().clean() or {}
        opens, deadline = found.get("opens_on"), found.get("deadline")
        if opens and deadline and deadline < opens:
            self.add_error("deadline", "Sista dag är före öppningsdagen.")
        return found

    @property
    def dates(self) -> Dates:
        """What was filled in."""
        names = Dates.__dataclass_fields__
        return Dates(**{name: self.cleaned_data[name] for name in names})


class FollowUpForm(DatesForm):
    """A new follow-up in the calendar."""

    month = forms.CharField(
        label="Månad",
        max_length=7,
        help_text="Den månad som följs upp, till exempel 2017-09.",
        widget=forms.TextInput(attrs={"placeholder": "", "inputmode": "numeric"}),
        error_messages={"required": "Skriv år och månad som 2017-09."},
    )
    kind = forms.ChoiceField(label="Slag", choices=FollowUpKind.choices)

    field_order = ("month", "kind")

    def clean_month(self) -> Month:
        """The month that was typed."""
        try:
            return Month.parse(self.cleaned_data["month"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


CLASSES = ("3", "4", "5", "6", "7", "8")


class TotalsForm(forms.Form):
    """What the ledger says of each account class; kronor, ledger sign."""

    def __init__(
        self, lines: Sequence[ClassLine], data: QueryDict | None = None
    ) -> None:
        """A field for each class that has outcome or a total, else for the usual."""
        super().__init__(data, auto_id="avstamning_%s")
        known = {line.account_class: line for line in lines}
        self.rows: list[tuple[ClassLine, str]] = []
        for of in sorted(known) or CLASSES:
            line = known.get(of, ClassLine(of, None, 0))
            name = f"klass_{of}"
            field = OreField(
                unit=Unit.KR, label=f"Huvudboken, klass {of}", required=False
            )
            field.initial = line.ledger
            self.fields[name] = field
            self.rows.append((line, name))

    @property
    def table(self) -> list[tuple[ClassLine, forms.BoundField]]:
        """Each class with its field."""
        return [(line, self[name]) for line, name in self.rows]

    @property
    def totals(self) -> dict[str, int | None]:
        """What was filled in, by class."""
        return {line.account_class: self.cleaned_data[name] for line, name in self.rows}
