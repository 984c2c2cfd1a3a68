"""A list as markup, put together once a column instead of once a cell.

A figure's page holds two lists of fifty rows; a template's loop over their cells takes
longer than everything else on the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from html import escape
from inspect import signature
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe

from committees.numbers import MISSING
from finance.lists import List

Record = Mapping[str, Any]
Cell = Callable[[Record], str]
Told = Callable[[Record], str | None]


def head(shown: List, *, path: str, query: QueryDict) -> SafeString:
    """The list's headings; those that order it are links to the page so ordered."""
    found = []
    for bound in _visible(shown):
        label = escape(str(bound.header))
        sort = ""
        if bound.is_ordered:
            falls = bound.order_by_alias.is_descending
            sort = f' aria-sort="{"descending" if falls else "ascending"}"'
        if bound.orderable:
            asked = query.copy()
            asked[shown.prefixed_order_by_field] = str(bound.order_by_alias.next)
            label = f'<a href="{escape(f"{path}?{asked.urlencode()}")}">{label}</a>'
        css = _class(bound.column.attrs.get("th", {}))
        found.append(f'<th scope="col"{sort}{css}>{label}</th>')
    return mark_safe("".join(found))


def body(shown: List) -> SafeString:
    """The rows of a list's page. Its records are dictionaries."""
    cells = [_cell(each) for each in _visible(shown)]
    rows = [
        f"<tr>{''.join([cell(row.record) for cell in cells])}</tr>"
        for row in shown.paginated_rows
    ]
    if not rows:
        empty = escape(str(shown.empty_text))
        rows = [f'<tr><td colspan="{len(cells)}">{empty}</td></tr>']
    return mark_safe("\n".join(rows))


def _visible(shown: List) -> list[Any]:
    """The columns that are shown, in order."""
    return [each for each in shown.columns if each.visible]


def _cell(bound: Any) -> Cell:
    """What makes a column's cell of a row."""
    told = told_by(bound)
    empty = escape(str(bound.default)) if bound.default is not None else MISSING
    start = f"<td{_class(bound.column.attrs.get('td', {}))}>"

    def cell(record: Record) -> str:
        shown = told(record)
        if shown is None:
            return f"{start}{empty}</td>"
        text = shown if isinstance(shown, SafeString) else escape(shown)
        return f"{start}{text}</td>"

    return cell


def told_by(bound: Any) -> Told:
    """What tells a column's text of a row; None where the row has nothing in it."""
    field, told = str(bound.accessor), bound.render
    takes = _takes(getattr(told, "__func__", told))
    alone = takes[0] if len(takes) == 1 else ""

    def text(record: Record) -> str | None:
        value = record[field]
        if value is None or value == "":
            return None
        if alone == "value":
            shown = told(value=value)
        elif alone == "record":
            shown = told(record=record)
        else:
            shown = told(value=value, record=record)
        return shown if isinstance(shown, str) else str(shown)

    return text


@lru_cache(maxsize=200)
def _takes(told: Callable[..., Any]) -> tuple[str, ...]:
    """Which of a value and its record a column's renderer takes."""
    return tuple(set(signature(told).parameters) & {"value", "record"})


def _class(attributes: dict[str, str]) -> str:
    """The class of a column's cells."""
    css = attributes.get("class", "")
    return f' class="{escape(css)}"' if css else ""
