"""Which money is asked of: some places on the axes, and who delivers it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class Axis(StrEnum):
    """What money may be parted by; the value is the word in addresses."""

    ACTIVITY = "verksamhet"
    COST_CENTRE = "ansvar"
    GROUP = "kontogrupp"


COLUMNS = {
    Axis.ACTIVITY: "activity_id",
    Axis.COST_CENTRE: "cost_centre_id",
    Axis.GROUP: "group_id",
}


@dataclass(frozen=True, slots=True)
class Delivery:
    """What others deliver, or the rest, which is the committee's own.

    Others deliver what lies on some activities, and what lies on some account groups.
    """

    activities: frozenset[int]
    groups: frozenset[int]
    is_external: bool

    def holds(self, activity: int, group: int) -> bool:
        """Whether what lies on an activity's account group is delivered so."""
        bought = activity in self.activities or group in self.groups
        return bought == self.is_external

    def condition(self, columns: Mapping[Axis, str]) -> str:
        """The same as SQL."""
        told = " OR ".join(
            among_ids(columns[axis], ids) for axis, ids in self.by_axis().items()
        )
        return f"{'' if self.is_external else 'NOT '}({told or '1 = 0'})"

    def by_axis(self) -> dict[Axis, frozenset[int]]:
        """What others deliver, by the axes that tell it."""
        found = {Axis.ACTIVITY: self.activities, Axis.GROUP: self.groups}
        return {axis: ids for axis, ids in found.items() if ids}


@dataclass(frozen=True, slots=True)
class Where:
    """Which money is asked of, by identities at leaf level. None: all of an axis.

    `external` leaves out what is bought and sold within the committee.
    """

    activities: frozenset[int] | None = None
    cost_centres: frozenset[int] | None = None
    groups: frozenset[int] | None = None
    delivery: Delivery | None = None
    external: bool = False

    def chosen(self) -> dict[Axis, frozenset[int]]:
        """The axes that are narrowed, with what is chosen of each."""
        found = {
            Axis.ACTIVITY: self.activities,
            Axis.COST_CENTRE: self.cost_centres,
            Axis.GROUP: self.groups,
        }
        return {axis: ids for axis, ids in found.items() if ids is not None}

    @property
    def axes(self) -> frozenset[Axis]:
        """The axes that tell which money it is."""
        told = self.delivery.by_axis() if self.delivery else ()
        return frozenset((*self.chosen(), *told))

    @property
    def is_whole(self) -> bool:
        """Whether nothing is narrowed."""
        return not self.chosen() and self.delivery is None

    @property
    def told(self) -> Where:
        """The same as it is told: as in the report, what is bought is bought of others.

        Of account groups, or of who delivers, the committee's trade with itself is no
        part. Of chosen cost centres it is: their forecasts hold it too.
        """
        is_parted = self.groups is not None or self.delivery is not None
        return replace(self, external=is_parted and self.cost_centres is None)

    def parted_by(self, axis: Axis) -> Where:
        """The same as it is told by place on an axis; account groups part it."""
        if axis is not Axis.GROUP or self.cost_centres is not None:
            return self
        return replace(self, external=True)

    def holds(self, activity: int, group: int) -> bool:
        """Whether an activity's account group is chosen, cost centres apart."""
        return (
            (self.activities is None or activity in self.activities)
            and (self.groups is None or group in self.groups)
            and (self.delivery is None or self.delivery.holds(activity, group))
        )

    def holds_of(self, cost_centre: int, activity: int, group: int) -> bool:
        """Whether a cost centre's money on an activity's account group is chosen."""
        return self.holds(activity, group) and (
            self.cost_centres is None or cost_centre in self.cost_centres
        )

    def conditions(self, columns: Mapping[Axis, str] = COLUMNS) -> list[str]:
        """The choice as SQL conditions on the columns of the axes."""
        found = [among_ids(columns[axis], ids) for axis, ids in self.chosen().items()]
        return [*found, self.delivery.condition(columns)] if self.delivery else found


EVERYTHING = Where()


def among_ids(column: str, ids: Collection[int]) -> str:
    """A condition on identities, which are the program's own numbers."""
    told = ", ".join(str(int(each)) for each in sorted(ids)) or "NULL"
    return f"{column} IN ({told})"
