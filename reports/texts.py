"""Texts with live figures: a figure in a sentence is a reference, never characters.

`<data value="table/row/column@mkr1">…</data>` is looked up in the same table that the
report shows. What stands inside the element when it is stored is only a cache.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.html import escape

from committees.numbers import Scale, Unit, with_unit
from reports.tables.model import Table

_DATA = re.compile(r'<data value="([^"]*)">.*?</data>', re.DOTALL)
_REFERENCE = re.compile(
    r"(?P<table>[\w-]+)/(?P<row>[^/@]+)/(?P<column>[\w-]+)"
    r"@(?P<unit>kr|tkr|mkr)(?P<decimals>\d?)(?P<sign>\+|abs|)"
)


class BrokenReferenceError(LookupError):
    """A reference in a text that no table of the follow-up answers."""


def figure_text(reference: str, tables: Mapping[str, Table]) -> str:
    """The figure that a reference names, as text with its unit.

    A trailing `+` shows the plus of a positive figure; `abs` shows its size, for
    sentences where a word (underskott, överskott) carries the sign.
    """
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        message = f"”{reference}” är ingen hänvisning till en tabellcell."
        raise BrokenReferenceError(message)
    try:
        value = tables[match["table"]].value(match["row"], match["column"])
    except KeyError as error:
        message = f"”{reference}” pekar på en cell som inte finns."
        raise BrokenReferenceError(message) from error
    if isinstance(value, str):
        return value
    if value is not None and match["sign"] == "abs":
        value = abs(value)
    scale = Scale(Unit(match["unit"]), int(match["decimals"] or 0))
    return with_unit(value, scale, plus=match["sign"] == "+")


def resolved(html: str, tables: Mapping[str, Table]) -> str:
    """A stored text with every figure looked up; raises BrokenReferenceError."""

    def replace(match: re.Match[str]) -> str:
        text = escape(figure_text(match[1], tables))
        return f'<data value="{match[1]}">{text}</data>'

    return _DATA.sub(replace, html)
