"""Assessments for templates: a word and a shape, and short texts as HTML."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from committees.markup import html
from goals.models import AssessmentLevel

register = template.Library()

SHAPES = {
    "cirkel": '<circle cx="8" cy="8" r="6.5"/>',
    "triangel": '<path d="M8 1.5 15 14.5H1z"/>',
    "kvadrat": '<rect x="2" y="2" width="12" height="12"/>',
    "romb": '<path d="M8 .5 15.5 8 8 15.5.5 8z"/>',
}
"""Shapes by name, within a square of 16; what they mean stands beside them."""


@register.filter
def level(found: AssessmentLevel | None) -> SafeString:
    """An assessment as its shape and its word; words where there is none."""
    if found is None:
        return format_html('<span class="quiet">{}</span>', "inte bedömt")
    return format_html(
        '<span class="level rank-{}"><svg class="shape" viewBox="0 0 16 16" '
        'width="14" height="14" aria-hidden="true" focusable="false">{}</svg>'
        "\N{NO-BREAK SPACE}{}</span>",
        found.rank,
        mark_safe(SHAPES.get(found.shape, SHAPES["romb"])),
        found.word,
    )


@register.filter
def short_text(text: str) -> SafeString:
    """A text in simple markup as HTML."""
    return html(text)
