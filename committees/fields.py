"""Fields that forms of every room share."""

from __future__ import annotations

from typing import Any

from django import forms


def day_field(label: str, **rest: Any) -> forms.DateField:
    """A date, typed or chosen."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    wrong = {"invalid": "Skriv datumet som 2017-09-12.", "required": "Skriv ett datum."}
    return forms.DateField(label=label, widget=widget, error_messages=wrong, **rest)
