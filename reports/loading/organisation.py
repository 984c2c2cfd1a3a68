"""Load who and where: the trees, the people and the follow-ups, and their states."""

from __future__ import annotations

from committees import imports as organisation
from committees.models import Committee, FollowUp, FollowUpState
from committees.periods import Month
from finance.month.closing import close_months
from reports.loading.folder import Folder

States = dict[str, FollowUpState]
"""The states that follow-ups are to have once their data is in, by month."""


def load_organisation(
    folder: Folder, committee: Committee, *, password: str | None
) -> None:
    """The two trees and the people."""
    centres = folder.sheet("ansvar.csv", organisation.COST_CENTRE_HEAD)
    activities = folder.sheet("verksamhet.csv", organisation.ACTIVITY_HEAD)
    people = folder.sheet("personer.csv", organisation.PEOPLE_HEAD)
    organisation.import_cost_centres(centres, committee)
    organisation.import_activities(activities, committee)
    people.rests_on([centres])
    organisation.import_people(people, committee, password=password)
    folder.end_stage([centres, activities, people])


def load_follow_ups(folder: Folder, committee: Committee) -> States:
    """The follow-ups, open until all is in."""
    sheet = folder.sheet("uppfoljningar.csv", organisation.FOLLOW_UP_HEAD)
    states = organisation.import_follow_ups(sheet, committee)
    folder.end_stage([sheet])
    return states


def set_states(committee: Committee, states: States) -> None:
    """Send out and close what is sent out and closed, and the months with it."""
    for text, state in states.items():
        month = Month.parse(text)
        follow_up = FollowUp.objects.get(
            committee=committee, year=month.year, month=month.month
        )
        if state == FollowUpState.CLOSED:
            close_months(follow_up)
        if follow_up.state != state:
            follow_up.state = state
            follow_up.save(update_fields=["state"])
