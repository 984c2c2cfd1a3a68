"""Who delivers: what a committee buys of others, and what it runs itself.

External is what lies on an activity that is placed as external, or on an account group
that holds accounts which buy services. An activity that has ended is as it was placed
last; groups are those of every year, so that each year is told by its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from committees.kept import Kept
from committees.models import ActivityPlacement, Committee, Provider
from committees.periods import Month
from finance.models import AccountGroupMember, Purpose
from finance.where import Delivery

RULE = (
    "Externa utförare är det som ligger på verksamheter som drivs externt eller på"
    " kontogrupper med konton för köp av verksamhet. Resten är egen regi."
)
"""The same for those who read."""


def external(committee: Committee, *, month: Month) -> Delivery:
    """What others deliver, as the committee's activities are placed in a month."""
    held = _KEPT.get(committee.structure, lambda: _held(committee))
    last = {
        activity: provider
        for first, activity, provider in held.placed
        if first <= month.number
    }
    run = frozenset(each for each, by in last.items() if by == Provider.EXTERNAL)
    return Delivery(run, held.bought, is_external=True)


@dataclass(frozen=True, slots=True)
class _Held:
    """Placements by their first month, with activity and provider; bought groups."""

    placed: tuple[tuple[int, int, str], ...]
    bought: frozenset[int]


_KEPT: Kept[UUID, _Held] = Kept(most=100)


def _held(committee: Committee) -> _Held:
    """What tells who delivers, in two questions."""
    placed = ActivityPlacement.objects.filter(committee=committee)
    members = AccountGroupMember.objects.filter(
        grouping__committee=committee,
        grouping__purpose=Purpose.ENTRY,
        account__buys_services=True,
    )
    names = ("from_month", "activity_id", "provider")
    return _Held(
        tuple(placed.order_by("from_month").values_list(*names)),
        frozenset(members.values_list("group_id", flat=True)),
    )
