"""Where drafts of what is written on the pages of a follow-up's money are kept.

What stands beside a step or in the settings is no part of a follow-up (see
committees.drafts), so that a draft of it holds nothing up.
"""

from __future__ import annotations

from committees.drafts import spot
from committees.models import FollowUp
from finance.forecast.drafts import SECTION

ADJUSTMENT, ACTION, ANALYSIS = "justering", "atgard", "analys"
SAVING = "effektivisering"
NEW = "ny"


def adjustment_spot(follow_up: FollowUp, kind: str, number: int) -> str:
    """Of an adjustment; number 0 is one that is new."""
    return spot(follow_up, SECTION, ADJUSTMENT, kind, number or NEW)


def action_spot(follow_up: FollowUp, number: int) -> str:
    """Of an action; number 0 is one that is new."""
    return spot(follow_up, SECTION, ACTION, number or NEW)


def saving_spot(follow_up: FollowUp, number: int) -> str:
    """Of a saving; number 0 is one that is new."""
    return spot(follow_up, SECTION, SAVING, number or NEW)


def analysis_spot(follow_up: FollowUp, unit: str, activity: str) -> str:
    """Of the analysis of a unit's activity."""
    return spot(follow_up, SECTION, unit, ANALYSIS, activity)


def note_spot(follow_up: FollowUp, unit: str = "") -> str:
    """Of the message that a unit's forecast is sent back with; without unit, of all."""
    parts = [unit] if unit else []
    return spot(None, SECTION, follow_up.period, "meddelande", *parts)


def month_spot(follow_up: FollowUp, what: str = "") -> str:
    """Of the instructions, or of a reason beside one of the month's steps."""
    parts = [what] if what else []
    return spot(None, SECTION, follow_up.period, "manad", *parts)


def settings_spot(what: str) -> str:
    """Of what is written in the settings."""
    return spot(None, "installningar", what)
