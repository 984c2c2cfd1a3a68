"""Simple formatting, and nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committees.markup import TAGS, html, plain


def test_paragraphs_lists_bold_and_italics() -> None:
    text = "Målet **nås** i *oktober*.\nNy rad.\n\n- ett\n- två\n\n1. först"
    assert html(text) == (
        "<p>Målet <strong>nås</strong> i <em>oktober</em>.<br>\nNy rad.</p>\n"
        "<ul>\n<li>ett</li>\n<li>två</li>\n</ul>\n<ol>\n<li>först</li>\n</ol>\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[klicka](javascript:alert(1))",
        "<a href='https://example.se'>länk</a>",
        "![bild](https://example.se/x.png)",
        "# Rubrik",
    ],
)
def test_nothing_else_becomes_markup(text: str) -> None:
    shown = html(text)
    assert {*re.findall(r"</?([a-z0-9]+)", shown)} <= {"p"}
    assert "=" not in "".join(re.findall(r"<[^>]*>", shown))


@given(st.text(max_size=300))
def test_whatever_is_typed_only_known_elements_come_out(text: str) -> None:
    assert {*re.findall(r"<([a-z0-9]+)", html(text))} <= TAGS


def test_plain_text_keeps_the_words() -> None:
    assert plain("**Fem** < sex\n\n- ett & två") == "Fem < sex\nett & två"
