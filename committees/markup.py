"""Short texts with simple formatting: paragraphs, lists, bold and italics, no more.

What is stored is what was typed. It becomes HTML when it is shown, with everything
that could be markup of its own escaped by the parser and swept once more after it.
"""

from __future__ import annotations

from functools import cache
from html import unescape

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

RULES = ("newline", "list", "emphasis")
TAGS = {"p", "ul", "ol", "li", "strong", "em", "br"}


@cache
def _reader() -> MarkdownIt:
    """A reader that knows the few rules; it never passes HTML through."""
    return MarkdownIt("zero", {"html": False, "breaks": True}).enable(list(RULES))


def html(text: str) -> SafeString:
    """A text as HTML of a few elements without attributes, safe to show."""
    return mark_safe(nh3.clean(_reader().render(text), tags=TAGS, attributes={}))


def plain(text: str) -> str:
    """A text without its formatting, for tables and cells: one line a paragraph."""
    bare = nh3.clean(str(html(text)), tags=set(), attributes={})
    lines = (" ".join(line.split()) for line in bare.splitlines())
    return unescape("\n".join(line for line in lines if line))
