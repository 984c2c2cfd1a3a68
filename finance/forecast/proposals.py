"""Forecasts proposed for a unit's rows; the figures are made in `committees.series`."""

from __future__ import annotations

from committees import series
from committees.history import History
from committees.models import FollowUp
from committees.series import Proposal
from finance.forecast.past import past
from finance.forecast.row_books import Asked, Grain


def proposals(
    follow_up: FollowUp, cost_centre_id: int
) -> dict[tuple[int, int], tuple[Proposal, ...]]:
    """The forecasts proposed for a unit's rows, by activity and entry group."""
    found = histories(Asked(follow_up, cost_centres=[cost_centre_id]))
    return {
        (row.activity, row.group): series.proposals(history)
        for row, history in found.items()
    }


def histories(asked: Asked) -> dict[Grain, History]:
    """The history of every row that has any."""
    return past(asked).histories()
