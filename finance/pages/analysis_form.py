"""The form of an analysis: cause, one-off or lasting, action, risk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from committees.free_texts import FreeText
from finance.models import Duration
from finance.review.analyses import TEXTS

LABELS = {"cause": "Orsak", "action": "Åtgärd", "risk": "Risk"}
HELP = {
    "cause": "Varför avviker verksamheten från budget?",
    "action": "Vad görs, och vad ger det?",
    "risk": "Vad kan göra att det blir sämre?",
}
LONGEST = 4000


class AnalysisForm(forms.Form):
    """The short text: cause, one-off or lasting, action, risk."""

    cause = FreeText(required=False)
    duration = forms.ChoiceField(
        label="Är avvikelsen engångs eller varaktig?",
        required=False,
        choices=[(each.value, each.label.capitalize()) for each in Duration],
    )
    action = FreeText(required=False)
    risk = FreeText(required=False)

    def __init__(self, data: QueryDict | None, **rest: Any) -> None:
        """The text fields with their questions."""
        super().__init__(data, auto_id="falt_%s", label_suffix="", **rest)
        for name in TEXTS:
            self.fields[name] = FreeText(
                label=LABELS[name],
                help_text=HELP[name],
                required=False,
                max_length=LONGEST,
                rows=4,
            )
        self.order_fields(["cause", "duration", "action", "risk"])

    def says_anything(self) -> bool:
        """Whether anything is written; an empty analysis is of use to nobody."""
        return any(self.cleaned_data[name].strip() for name in TEXTS)

    def values(self) -> dict[str, Any]:
        """What the form says, as fields of the object."""
        return {
            name: self.cleaned_data[name].replace("\r\n", "\n").strip()
            for name in ("cause", "duration", "action", "risk")
        }
