"""Where drafts of what is written beside a unit's volumes are kept."""

from __future__ import annotations

from committees import drafts
from committees.models import FollowUp

SECTION = "volymer"


def comment_spot(follow_up: FollowUp, unit: str, series: str) -> str:
    """Of the comment on a forecast, `2017-08/volymer/5411/HTJ/comment`."""
    return drafts.spot(follow_up, SECTION, unit, series, "comment")


def reason_spot(follow_up: FollowUp, unit: str) -> str:
    """Of the reason why closed months of a unit are corrected; it holds nothing up."""
    return drafts.spot(None, SECTION, follow_up.period, unit, "correction")
