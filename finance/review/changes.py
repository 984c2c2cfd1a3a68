"""What has changed in the forecast: row by row, largest first, and as sentences."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from committees.models import FollowUp
from committees.numbers import Scale, with_unit
from committees.trees import Tree
from finance.models import (
    AccountGroup,
    ForecastRow,
    ForecastVersion,
    GroupKind,
    Purpose,
)


class Key(NamedTuple):
    """A forecast row by its codes, as versions keep it."""

    unit: str
    activity: str
    group: str


class Forecast(NamedTuple):
    """A row's full-year öre in stored sign, and what is said of it."""

    ore: int
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A row before and now; None: it was not there. Öre in stored sign."""

    key: Key
    before: int | None
    now: int | None
    comment: str

    @property
    def ore(self) -> int:
        """What the change does to the result: plus improves."""
        return (self.now or 0) - (self.before or 0)


def compared(
    before: Mapping[Key, Forecast], now: Mapping[Key, Forecast]
) -> tuple[Change, ...]:
    """The rows that differ, largest first; the same size in order of codes."""
    found = []
    for key in before.keys() | now.keys():
        old, new = before.get(key), now.get(key)
        change = Change(
            key,
            before=old.ore if old else None,
            now=new.ore if new else None,
            comment=new.comment if new else "",
        )
        if change.ore:
            found.append(change)
    return tuple(sorted(found, key=lambda each: (-abs(each.ore), each.key)))


def rows_of(
    follow_up: FollowUp, *, cost_centres: Collection[int] | None = None
) -> dict[Key, Forecast]:
    """The forecast made in a follow-up, of some cost centres or of all."""
    rows = ForecastRow.objects.filter(
        committee=follow_up.committee, follow_up=follow_up
    )
    if cost_centres is not None:
        rows = rows.filter(cost_centre__in=cost_centres)
    return {
        Key(unit, activity, group): Forecast(ore, comment)
        for unit, activity, group, ore, comment in rows.values_list(
            "cost_centre__code",
            "activity__code",
            "group__code",
            "amount_ore",
            "comment",
        )
    }


def rows_of_version(version: ForecastVersion) -> dict[Key, Forecast]:
    """The rows that a unit handed in."""
    unit = version.cost_centre.code
    rows: list[dict[str, Any]] = version.rows
    return {
        Key(unit, row["activity"], row["group"]): Forecast(
            int(row["ore"]), row.get("comment", "")
        )
        for row in rows
    }


def last_with_forecast(follow_up: FollowUp) -> FollowUp | None:
    """The year's follow-up before this one, if it has forecasts."""
    return (
        FollowUp.objects.for_committee(follow_up.committee)
        .filter(
            year=follow_up.year, month__lt=follow_up.month, forecast_rows__isnull=False
        )
        .select_related("committee__municipality")
        .distinct()
        .first()
    )


@dataclass(frozen=True, slots=True)
class Naming:
    """What the codes of rows are called, and which groups hold revenue."""

    units: Tree
    activities: Tree
    groups: Mapping[str, str] = field(default_factory=dict)
    revenue: frozenset[str] = frozenset()

    def unit(self, code: str) -> str:
        """`5322 Hemtjänst Tumba`."""
        return _named(self.units, code)

    def activity(self, code: str) -> str:
        """`775 Hemtjänst`."""
        return _named(self.activities, code)

    def group(self, code: str) -> str:
        """`Personal`."""
        return self.groups.get(code, code)


def _named(tree: Tree, code: str) -> str:
    """A code with its name in the month; the code alone where it has none."""
    node = tree.by_code.get(code)
    return code if node is None else f"{code} {tree.nodes[node].name}"


def naming(follow_up: FollowUp, *, units: Tree, activities: Tree) -> Naming:
    """The names of a follow-up's rows."""
    groups = list(
        AccountGroup.objects.filter(
            grouping__committee=follow_up.committee,
            grouping__purpose=Purpose.ENTRY,
        )
    )
    return Naming(
        units,
        activities,
        {group.code: group.name for group in groups},
        frozenset(g.code for g in groups if g.kind == GroupKind.REVENUE),
    )


def sentence(change: Change, names: Naming, *, scale: Scale, since: str) -> str:
    """The change in words: what grows or shrinks, by how much, and to what.

    `since` is what it is compared with, as `Månadsuppföljning maj 2017`.
    """
    key = change.key
    is_revenue = key.group in names.revenue
    what = "intäkten" if is_revenue else "kostnaden"
    sign = 1 if is_revenue else -1
    where = f"{names.unit(key.unit)}, {names.activity(key.activity)}"
    head = f"{where}, {names.group(key.group).lower()}: {what}"
    if change.now is None:
        gone = with_unit(sign * (change.before or 0), scale)
        return f"{head} är borttagen. Den var {gone} i {since}."
    now = with_unit(sign * change.now, scale)
    if change.before is None:
        return f"{head} är ny, {now}. Raden fanns inte i {since}."
    grows = sign * change.ore > 0
    size = with_unit(abs(change.ore), scale)
    word = "högre" if grows else "lägre"
    before = with_unit(sign * change.before, scale)
    return (
        f"{head} väntas bli {size} {word} än i {since}, {now} i stället för {before}."
    )
