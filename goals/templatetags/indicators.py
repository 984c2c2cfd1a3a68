"""How an indicator stands, for templates: a word and a shape, never colour alone."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from goals.figures import Reached
from goals.templatetags.assessments import SHAPES

register = template.Library()

LOOKS = {
    Reached.YES: ("rank-0", "cirkel"),
    Reached.NEARLY: ("rank-1", "triangel"),
    Reached.NO: ("rank-2", "kvadrat"),
    Reached.UNKNOWN: ("rank-none", "romb"),
}


@register.filter
def standing(status: Reached) -> SafeString:
    """Whether a target is reached, as a shape and words."""
    rank, shape = LOOKS[status]
    return format_html(
        '<span class="level {}"><svg class="shape" viewBox="0 0 16 16" width="14"'
        ' height="14" aria-hidden="true" focusable="false">{}</svg>'
        "\N{NO-BREAK SPACE}{}</span>",
        rank,
        mark_safe(SHAPES[shape]),
        str(status).capitalize(),
    )
