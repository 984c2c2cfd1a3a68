"""The largest deviations of a follow-up, each with what its holders say of it."""

from __future__ import annotations

from dataclasses import dataclass

from committees.models import FollowUp
from committees.trees import cost_centre_tree
from reports.drawing import NodeDeviation
from reports.start.texts import Why


@dataclass(frozen=True, slots=True)
class Largest:
    """An activity with a large deviation, and what its holders say of it; öre.

    `change` is since the year's last forecast, `since` the month that the deficit was
    first forecast in; `unit` names whoever wrote, `when` where that was earlier.
    """

    code: str
    name: str
    deviation: int
    change: int | None
    comment: str = ""
    unit: str = ""
    since: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A text, the follow-up that it was written in, and the one that shows it."""

    why: Why
    said_in: FollowUp
    here: FollowUp

    @property
    def unit(self) -> str:
        """Who wrote it, by code and name."""
        tree = cost_centre_tree(self.here.committee, month=self.here.period)
        node = tree.nodes.get(self.why.cost_centre)
        return f"{node.code} {node.name}" if node else ""

    @property
    def when(self) -> str:
        """When it was said, where that was earlier."""
        is_now = self.said_in is self.here
        return "" if is_now else f"Sagt i {self.said_in.period.name}: "


def largest(
    each: NodeDeviation, since: str, change: int | None, told: Told | None
) -> Largest:
    """A large deviation with the text that says most of it."""
    code, name = each.node.code, each.node.name
    if told is None:
        return Largest(code, name, each.ore, change, since=since)
    text, unit = told.why.text, told.unit
    return Largest(code, name, each.ore, change, text, unit, since, told.when)
