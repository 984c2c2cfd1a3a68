"""Lines of the action plan that are added while the year goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import count

from django.db.models import Max

from committees.access import Place
from committees.models import Committee, FollowUp
from finance.review import editing
from goals.models import PlanLine, Topic, TopicKind
from reports.models import TableDefinition

TOPIC_FIELDS = ("name", "activity", "responsible", "deadline")
PLAN_FIELDS = ("activities", "actions")


@dataclass(frozen=True, slots=True)
class New:
    """A line to add. `actions` are codes; `table` is the report's, empty for its only.

    `activity` is the identity of the one that `activity_code` names; None: the line is
    of no activity.
    """

    name: str
    activity: int | None
    activity_code: str
    responsible: int
    deadline: date | None
    table: str
    actions: tuple[str, ...]


def tables_of(follow_up: FollowUp) -> dict[str, str]:
    """The report's tables of parts of the plan: the parts' names with their titles."""
    start = f"{TopicKind.PLAN}:"
    found = TableDefinition.objects.for_follow_up(follow_up)
    listed = found.filter(listing__startswith=start).values_list("listing", "title")
    return {listing.removeprefix(start): title for listing, title in listed}


def add_line(place: Place, new: New) -> Topic:
    """Store a line of the year's plan, last of all, with its trail."""
    committee, year = place.committee, place.follow_up.year
    # Two that add lines at the same moment take turns, so that each has its own code.
    Committee.objects.select_for_update().get(pk=committee.pk)
    topics = Topic.objects.filter(committee=committee)
    taken = set(topics.values_list("code", flat=True))
    topic = Topic(
        committee=committee,
        kind=TopicKind.PLAN,
        code=next(code for n in count(1) if (code := f"plan-{n}") not in taken),
        name=new.name,
        table=new.table,
        activity_id=new.activity,
        responsible_id=new.responsible,
        deadline=new.deadline,
        position=(topics.aggregate(last=Max("position"))["last"] or 0) + 1,
        from_year=year,
        to_year=year,
    )
    plan = PlanLine(
        topic=topic, activities=new.activity_code, actions=" ".join(new.actions)
    )
    by = place.user
    editing.create(topic, by=by, committee=committee, fields=TOPIC_FIELDS)
    editing.create(plan, by=by, committee=committee, fields=PLAN_FIELDS)
    return topic
