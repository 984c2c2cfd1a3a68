"""What the script of the grid of volumes reads: exact thousandths, locks, proposals."""

from __future__ import annotations

from fractions import Fraction

from django.utils.safestring import SafeString

from committees.grid.markup import draft_data, script_data
from committees.navigation import address
from committees.periods import MONTH_NAMES
from committees.series import Proposal, Way, best
from volumes.entry.calendar import MonthState
from volumes.entry.grid import Grid, Row
from volumes.figures import MONTHS

METHODS = {
    Way.RUN_RATE: "Takten hittills",
    Way.PROFILE: "Förra årets profil",
    Way.REMAINING_BUDGET: "Återstående budget",
    Way.CARRIED: "Förra prognosen",
}


def entry_data(grid: Grid) -> SafeString:
    """What the script needs."""
    calendar = grid.calendar
    data = {
        "writable": grid.may_write,
        "forecastable": grid.may_write and not calendar.settled,
        "address": address("volumes:entry_unit", grid.follow_up, unit=grid.unit.code),
        "month": grid.follow_up.month,
        "months": [
            {
                "number": n,
                "name": MONTH_NAMES[n - 1],
                "state": calendar.state(n),
                "why": calendar.why(n),
            }
            for n in range(1, MONTHS + 1)
        ],
        "sections": [{"label": section.label} for section in grid.sections],
        "rows": [
            _row(row, number)
            for number, section in enumerate(grid.sections)
            for row in section.rows
        ],
        "methods": {str(way): label for way, label in METHODS.items()},
        "correctable": [
            n
            for n in range(1, MONTHS + 1)
            if grid.may_correct and calendar.state(n) is MonthState.CLOSED
        ],
    }
    return script_data(data, ident="rutnat-data")


def _row(row: Row, section: int) -> dict[str, object]:
    """A row's exact figures and proposals; thousandths."""
    chosen = best(row.proposals)
    return {
        "key": row.series.code,
        "section": section,
        "label": row.series.name,
        "rule": str(row.rule),
        "decimals": row.series.decimals,
        "months": list(row.months),
        "budgeted": [value is not None for value in row.budget],
        "locked": sorted(row.locked),
        "budget": _fraction(row.whole(row.budget)),
        "forecast": row.forecast,
        "untouched": not row.is_chosen,
        "comment": row.comment,
        "draft": draft_data(row.draft),
        "expected": {
            str(month): [each.low, each.high, each.why_low, each.why_high]
            for month, each in row.expected.items()
        },
        "best": row.proposals.index(chosen) if chosen else None,
        "proposals": [_proposal(each) for each in row.proposals],
    }


def _fraction(exact: Fraction | None) -> list[str] | None:
    """An exact quantity as the script reads it: above and below the line."""
    return None if exact is None else [str(exact.numerator), str(exact.denominator)]


def _proposal(proposal: Proposal) -> list[object]:
    """A proposal: way, thousandths, how it was made, how it has done before."""
    return [str(proposal.way), proposal.ore, proposal.how, proposal.worth]
