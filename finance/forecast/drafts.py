"""Where drafts of a forecast's comments are kept, and those of a person in a grid."""

from __future__ import annotations

from dataclasses import dataclass

from committees import drafts
from committees.access import Place
from committees.drafts import Author, Draft
from committees.models import FollowUp

SECTION = "prognos"
ROW = "rad"


def comment_spot(follow_up: FollowUp, unit: str, row: str, field: str) -> str:
    """Of a row's comment, `2017-08/prognos/5411/rad/711/50/comment`.

    The comment on a whole activity has no group.
    """
    code, _, group = row.partition("/")
    if field == "activity-comment":
        group = ""
    return drafts.spot(follow_up, SECTION, unit, ROW, code, group, field)


@dataclass(frozen=True, slots=True)
class OwnDrafts:
    """A person's drafts in a follow-up's forecasts."""

    follow_up: FollowUp
    drafts: dict[str, Draft]

    @classmethod
    def of(cls, place: Place, unit: str = "") -> OwnDrafts:
        """In one unit, or in all of them."""
        within = [unit, ROW] if unit else []
        prefix = drafts.spot(place.follow_up, SECTION, *within) + "/"
        return cls(place.follow_up, drafts.own(Author.of(place), prefix))

    def row(self, unit: str, key: str, stored: str) -> Draft | None:
        """What is to be mended of a row's comment."""
        return self._shown(unit, key, "comment", stored)

    def activity(self, unit: str, code: str, stored: str) -> Draft | None:
        """What is to be mended of the comment on an activity."""
        return self._shown(unit, code, "activity-comment", stored)

    def _shown(self, unit: str, row: str, field: str, stored: str) -> Draft | None:
        where = comment_spot(self.follow_up, unit, row, field)
        return drafts.shown(self.drafts, where, stored)
