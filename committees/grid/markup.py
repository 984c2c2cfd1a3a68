"""What a page hands its grid's script."""

from __future__ import annotations

import json

from django.utils.safestring import SafeString, mark_safe

from committees.drafts import Draft

DRAFT = "Utkast"
"""What a text is called that only its author sees."""


def draft_data(draft: Draft | None) -> list[str] | None:
    """A draft as a grid's script reads it: the text, and why it is none but hers."""
    return None if draft is None else [draft.text, draft.reason]


def draft_note(draft: Draft | None) -> str:
    """That a text is a draft, for who has no script; a script says more."""
    return f'<span data-note="state">{DRAFT}</span>' if draft else ""


def script_data(data: object, *, ident: str) -> SafeString:
    """Data for a script to read, safe within HTML."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign, code in (("<", "\\u003C"), (">", "\\u003E"), ("&", "\\u0026")):
        text = text.replace(sign, code)
    return mark_safe(f'<script type="application/json" id="{ident}">{text}</script>')
