"""A figure that is put together, as it is asked for in an address."""

from __future__ import annotations

from enum import StrEnum

from committees.models import FollowUp
from committees.navigation import address
from finance.review.bridge import (
    LEVEL_ADJUSTED,
    LEVEL_FORECAST,
    LEVEL_TO_DATE,
    LEVEL_UNITS,
)
from reports.dashboards.asked_figure import AskedFigure, What
from reports.dashboards.narrowing import Narrowing

NAME, REASON = "figur", "orsak"


class Which(StrEnum):
    """What a figure is; the value is the word in addresses."""

    ADJUSTED = "justerad-avvikelse"
    """The deviation to date with what the ledger lacks."""
    ADJUSTMENT = "justering"
    """Adjustments of the outcome for one reason, which the address tells."""
    PHASING = "fordelning"
    ONE_OFFS = "engangsposter"
    REMAINING = "atgarder-aterstar"
    VOLUME = "volymer"
    RESIDUAL = "ovrigt"
    UNITS = "enheternas-prognos"
    CONTROLLER = "kontrollerjustering"
    DECIDED = "atgarder-beslutat"
    REALISED = "atgarder-realiserat"
    BEFORE_ACTIONS = "fore-atgarder"
    FRAME = "ram"
    SHARE_OF_FRAME = "andel-av-ram"
    """The forecast's deviation, or a closed year's, of the frame; percent."""
    BEYOND_FORECAST = "utfall-mot-prognos"
    NEW_BUDGET = "ny-budget"
    """What has been decided since the year's last forecast."""


STEPS = {
    LEVEL_ADJUSTED: Which.ADJUSTED,
    "phasing": Which.PHASING,
    "one-offs": Which.ONE_OFFS,
    "actions": Which.REMAINING,
    "volume": Which.VOLUME,
    "residual": Which.RESIDUAL,
    LEVEL_UNITS: Which.UNITS,
    "controller": Which.CONTROLLER,
}
"""The steps of the bridge that are put together, by key."""
OF_LEDGER = {
    LEVEL_TO_DATE: What.DEVIATION_TO_DATE,
    LEVEL_FORECAST: What.DEVIATION,
}
"""The levels of the bridge that ledger, budget and forecast rows make."""
ADJUSTMENT = "adjustment-"


def made_address(
    follow_up: FollowUp, which: Which, of: Narrowing | None = None, *, reason: str = ""
) -> str:
    """Where a figure of a part of the committee is explained."""
    asked = (of or Narrowing()).query(**{NAME: which.value, REASON: reason})
    return address("reports:made", follow_up) + asked


def step_address(follow_up: FollowUp, key: str, of: Narrowing) -> str:
    """Where a step of the bridge is explained."""
    if key in OF_LEDGER:
        return AskedFigure(OF_LEDGER[key], of).address(follow_up)
    if key.startswith(ADJUSTMENT):
        reason = key.removeprefix(ADJUSTMENT)
        return made_address(follow_up, Which.ADJUSTMENT, of, reason=reason)
    return made_address(follow_up, STEPS[key], of)
