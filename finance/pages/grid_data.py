"""What the grid's script reads: exact figures in öre, addresses, proposals in words."""

from __future__ import annotations

from django.utils.safestring import SafeString

from committees.grid.markup import draft_data, script_data
from committees.models import FollowUp
from committees.series import Proposal, best
from finance.forecast.grid import Grid, Row, Section
from finance.pages.grid_markup import FIGURES, METHODS, row_path, unit_address


def grid_data(grid: Grid) -> SafeString:
    """What the script needs: addresses, exact figures in öre, proposals with words."""
    follow_up = grid.follow_up
    data = {
        "unit": str(grid.amounts),
        "writable": grid.writable,
        "sections": [_section_data(section, follow_up) for section in grid.sections],
        "rows": [
            _row_data(row, number)
            for number, section in enumerate(grid.sections)
            for row in section.rows
        ],
        "methods": {key: label.capitalize() for key, label in METHODS.items()},
        "threshold": {
            "ore": follow_up.committee.comment_above_ore,
            "percent": follow_up.committee.comment_above_percent,
        },
    }
    return script_data(data, ident="rutnat-data")


def _section_data(section: Section, follow_up: FollowUp) -> dict[str, object]:
    """A section's name, address and comment."""
    return {
        "label": section.label,
        "address": unit_address(section, follow_up),
        "key": "/".join(section.key.split("/")[-2:]),
        "comment": section.comment,
        "draft": draft_data(section.draft),
        "lock": section.lock,
    }


def _row_data(row: Row, section: int) -> dict[str, object]:
    """A row's exact figures and proposals; öre in stored sign."""
    figures = row.figures
    chosen = best(row.proposals)
    return {
        "key": row_path(row.key),
        "section": section,
        "label": row.label,
        "sign": 1 if row.is_revenue else -1,
        "figures": [getattr(figures, field) for field in FIGURES],
        "before": figures.forecast_before,
        "forecast": figures.forecast,
        "comment": row.comment,
        "draft": draft_data(row.draft),
        "lock": row.lock,
        "untouched": row.untouched,
        "expected": [row.expected.low, row.expected.high, row.expected.reason]
        if row.expected
        else None,
        "best": row.proposals.index(chosen) if chosen else None,
        "proposals": [_proposal_data(each) for each in row.proposals],
    }


def _proposal_data(proposal: Proposal) -> list[object]:
    """A proposal: way, öre, how it was made, how it has done before."""
    return [str(proposal.way), proposal.ore, proposal.how, proposal.worth]
