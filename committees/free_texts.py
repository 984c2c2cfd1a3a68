"""Fields of free text in forms: refused while they say too much of one person.

What was refused is kept as the author's draft, stands in the field when she comes
back, and goes away once a text that others may read is stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from committees.drafts import Author, Draft, forget, keep, own
from committees.text_guard import first_reason

GUARDED = "guarded"
"""The code of the guard's fault."""


class FreeText(forms.CharField):
    """A text that others read; of several lines where `rows` is given.

    `held` is the author's draft, where the field shows one, and `held_at` its place.
    """

    held: Draft | None = None
    held_at: str = ""

    def __init__(self, *, rows: int = 0, **rest: Any) -> None:
        """A box of some rows, or a line."""
        widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
        super().__init__(widget=widget, **rest)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Have the text looked at while it is written."""
        return {**super().widget_attrs(widget), "data-guard": True}

    def validate(self, value: Any) -> None:
        """Refuse a text that others may not read, with the reason."""
        super().validate(value)
        reason = first_reason(value or "")
        if reason:
            raise forms.ValidationError(reason, code=GUARDED)


@dataclass(frozen=True, slots=True)
class Texts:
    """The free texts of an author's form, and where drafts of them are kept."""

    form: forms.Form
    author: Author
    at: str

    def show_or_keep(self) -> None:
        """Show the drafts in a form to fill in; keep what was refused of a sent one."""
        if self.form.is_bound:
            self._keep()
        else:
            self._show()

    def forget(self) -> None:
        """Let go of the drafts, once what the form says is stored."""
        forget(self.author, [self._spot(name) for name, _ in self._fields()])

    def _keep(self) -> None:
        """Keep what the guard refused."""
        for name, _ in self._fields():
            if self.form.has_error(name, GUARDED):
                text = self.form.data[self.form.add_prefix(name)]
                keep(self.author, self._spot(name), text)

    def _show(self) -> None:
        """Put the drafts into their fields, each with why it is one."""
        drafts = own(self.author, f"{self.at}/")
        for name, field in self._fields():
            held = drafts.get(self._spot(name))
            if held is None:
                continue
            self.form.initial[name] = held.text
            field.held, field.held_at = held, self._spot(name)
            box = self.form[name].auto_id
            told = [f"{box}_helptext"] if field.help_text else []
            said = {"aria-describedby": " ".join([*told, f"{box}_error"])}
            field.widget.attrs |= said | {"aria-invalid": "true"}

    def _spot(self, name: str) -> str:
        return f"{self.at}/{name}"

    def _fields(self) -> Iterator[tuple[str, FreeText]]:
        """The form's fields of free text."""
        for name, field in self.form.fields.items():
            if isinstance(field, FreeText):
                yield name, field
