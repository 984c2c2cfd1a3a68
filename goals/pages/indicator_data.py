"""What the script of the grid of indicators reads: exact thousandths, and locks."""

from __future__ import annotations

from django.utils.safestring import SafeString

from committees.grid.markup import draft_data, script_data
from committees.models import FollowUp
from committees.navigation import address
from goals.entry.grid import Grid, Row
from goals.entry.judging import is_percent
from goals.entry.spans import What, field_name
from goals.figures import NEAR_PERMILLE, Reached
from goals.pages.indicator_markup import COLUMNS

WORDS = {
    "yes": Reached.YES,
    "nearly": Reached.NEARLY,
    "no": Reached.NO,
    "unknown": Reached.UNKNOWN,
}


def entry_data(grid: Grid, follow_up: FollowUp) -> SafeString:
    """What the script needs."""
    data = {
        "writable": grid.may_write,
        "address": address("goals:indicator_entry", follow_up),
        "near": NEAR_PERMILLE,
        "words": {key: str(word).capitalize() for key, word in WORDS.items()},
        "sections": [{"label": section.label} for section in grid.sections],
        "rows": [
            _row(row, number)
            for number, section in enumerate(grid.sections)
            for row in section.rows
        ],
    }
    return script_data(data, ident="rutnat-data")


def _row(row: Row, section: int) -> dict[str, object]:
    """A row's exact figures; thousandths."""
    one = row.indicator
    return {
        "key": one.code,
        "section": section,
        "label": one.name,
        "decimals": one.decimals,
        "percent": is_percent(one),
        "share": one.share,
        "direction": one.direction,
        "editable": not row.lock,
        "cells": [_cell(row, what) for what in What if row.has(what)],
    }


def _cell(row: Row, what: What) -> dict[str, object]:
    """A cell: its column and field, what it holds, and its draft."""
    words = what.is_words
    return {
        "column": COLUMNS[what],
        "field": field_name(what, row.when),
        "kind": "text" if words else "amount",
        "value": row.words(what) if words else row.milli(what),
        "draft": draft_data(row.draft(what)) if words else None,
    }
