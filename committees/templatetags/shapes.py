"""Words with a shape before them, so that a state is told by both and not by colour."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

CIRCLE = '<circle cx="8" cy="8" r="5.5"'
LINE = 'fill="none" stroke="currentColor" stroke-width="2"'
SHAPES = {
    "ring": f"{CIRCLE} {LINE}/>",
    "half": f'{CIRCLE} {LINE}/><path d="M8 2.5a5.5 5.5 0 0 1 0 11z"/>',
    "disc": '<circle cx="8" cy="8" r="6.5"/>',
    "tick": f'<path d="M2 8.5 6.5 13 14 3" {LINE}/>',
    "triangle": '<path d="M8 1.5 15 14.5H1z"/>',
    "diamond": f'<path d="M8 2 14 8 8 14 2 8z" {LINE}/>',
    "cross": f'<path d="m3 3 10 10M13 3 3 13" {LINE}/>',
    "dots": f'{CIRCLE} {LINE} stroke-dasharray="2 2"/>',
    "dash": f'<path d="M3 8h10" {LINE}/>',
}
"""Shapes by name, within a square of 16."""


@register.filter
def shaped(word: str, shape: str) -> SafeString:
    """A word with its shape; what the shape means is the word."""
    return format_html(
        '<span class="shaped is-{}"><svg class="shape" viewBox="0 0 16 16" width="14"'
        ' height="14" aria-hidden="true" focusable="false">{}</svg>'
        "\N{NO-BREAK SPACE}{}</span>",
        shape,
        mark_safe(SHAPES[shape]),
        word,
    )
