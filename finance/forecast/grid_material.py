"""What a grid is put together from: a few questions for any number of rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Count, Sum

from committees.access import Place, today
from committees.closing import closed_because
from committees.grid.units import NOT_MINE
from committees.history import History
from committees.holders import Answering, answering
from committees.models import FollowUp
from committees.scope import Scope, write_scope_of
from committees.trees import Tree, activity_tree
from finance.forecast import row_books
from finance.forecast.drafts import OwnDrafts
from finance.forecast.past import past
from finance.forecast.required import Lack, Requirement, lacking
from finance.forecast.row_books import Asked, Grain, Group, Sums
from finance.forecast.unit_rows import Sums as UnitSums
from finance.forecast.unit_rows import UnitRow
from finance.forecast.writing import Locks, handed_in_because
from finance.models import ActivityComment, ForecastRow, RowLock, UnitForecast


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored forecast row, as the grid reads it."""

    pk: int
    cost_centre_id: int
    activity_id: int
    group_id: int
    amount_ore: int
    method: str
    origin: str
    comment: str
    outcome_changed: bool
    changed_by_id: int | None
    changed_by__name: str | None
    changed_at: datetime | None
    months: int
    months_ore: int | None


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on a unit's activity."""

    cost_centre_id: int
    activity_id: int
    text: str
    by: str | None
    at: datetime | None


@dataclass(frozen=True)
class Material:
    """Everything a grid is put together from, by grain."""

    place: Place
    follow_up: FollowUp
    units: Tree
    activities: Tree
    groups: Mapping[int, Group]
    sums: Mapping[Grain, Sums]
    stored: Mapping[Grain, Stored]
    histories: Mapping[Grain, History]
    comments: Mapping[tuple[int, int], Comment]
    locks: Locks
    lacks: Mapping[int, tuple[Requirement, ...]]
    answering: Answering
    writes: Scope
    states: Mapping[int, str]
    drafts: OwnDrafts

    @cached_property
    def uncommented(self) -> frozenset[tuple[int, int]]:
        """Units' activities that ask for a comment."""
        return frozenset(
            (each.cost_centre, each.activity)
            for some in self.lacks.values()
            for each in some
            if each.lack is Lack.COMMENT
        )

    @cached_property
    def unforecast(self) -> frozenset[Grain]:
        """Rows that cannot stay as they were inherited."""
        return frozenset(
            Grain(each.cost_centre, each.activity, each.group)
            for some in self.lacks.values()
            for each in some
            if each.lack is Lack.FORECAST
        )

    def why_not(self, unit: int) -> str:
        """Why the person may not write in a unit; empty when she may."""
        if not self.writes.reaches(unit, tree=self.units):
            return NOT_MINE
        state = self.states.get(unit, "")
        return closed_because(self.follow_up) or handed_in_because(
            state, place=self.place
        )


def material(
    asked: Asked, place: Place, *, units: Tree, activities: Tree | None = None
) -> Material:
    """Ask the database for everything."""
    follow_up = asked.follow_up
    groups = row_books.entry_groups(follow_up)
    known = past(asked)
    locks = RowLock.objects.filter(committee=follow_up.committee).values_list(
        "activity_id", "group_id", "reason"
    )
    states = UnitForecast.objects.filter(follow_up=follow_up)
    if asked.cost_centres is not None:
        states = states.filter(cost_centre__in=asked.cost_centres)
    month = follow_up.period
    sums = (
        known.sums()
        if known.booked == follow_up.month
        else row_books.sums(asked, groups)
    )
    stored, comments = _stored(asked), _comments(asked)
    locked = Locks.of(locks)
    return Material(
        place=place,
        follow_up=follow_up,
        units=units,
        activities=activities or activity_tree(follow_up.committee, month=month),
        groups=groups,
        sums=sums,
        stored=stored,
        histories=known.histories(),
        comments=comments,
        locks=locked,
        lacks=lacking(
            _unit_rows(stored, groups, sums, locked),
            {key for key, comment in comments.items() if comment.text},
            committee=follow_up.committee,
        ),
        answering=answering(follow_up.committee, tree=units, on=today()),
        writes=write_scope_of(place),
        states=dict(states.values_list("cost_centre_id", "state")),
        drafts=OwnDrafts.of(place),
    )


def _stored(asked: Asked) -> dict[Grain, Stored]:
    """The stored forecast rows with the sums of their months."""
    rows = ForecastRow.objects.filter(
        committee=asked.follow_up.committee_id,
        follow_up=asked.follow_up,
        **asked.conditions(),
    ).annotate(month_count=Count("months"), month_ore=Sum("months__amount_ore"))
    names = [name for name in Stored.__slots__ if not name.startswith("months")]
    found = (
        Stored(*row) for row in rows.values_list(*names, "month_count", "month_ore")
    )
    return {Grain(r.cost_centre_id, r.activity_id, r.group_id): r for r in found}


def _comments(asked: Asked) -> dict[tuple[int, int], Comment]:
    """The comments on whole activities."""
    rows = ActivityComment.objects.filter(
        follow_up=asked.follow_up, **asked.conditions()
    ).values_list(
        "cost_centre_id", "activity_id", "text", "changed_by__name", "changed_at"
    )
    return {(row[0], row[1]): Comment(*row) for row in rows}


def _unit_rows(
    stored: Mapping[Grain, Stored],
    groups: Mapping[int, Group],
    sums: Mapping[Grain, Sums],
    locks: Locks,
) -> Iterator[UnitRow]:
    """The stored rows, as the rules of what must be handed in read them."""
    for grain, row in stored.items():
        if grain.group in groups:
            yield _unit_row(row, groups[grain.group], sums.get(grain, Sums()), locks)


def _unit_row(row: Stored, group: Group, sums: Sums, locks: Locks) -> UnitRow:
    """A stored row beside its sums."""
    return UnitRow(
        grain=Grain(row.cost_centre_id, row.activity_id, row.group_id),
        is_revenue=group.is_revenue,
        locked=bool(locks.reason(row.activity_id, row.group_id)),
        amount=row.amount_ore,
        method=row.method,
        origin=row.origin,
        comment=row.comment,
        outcome_changed=row.outcome_changed,
        sums=UnitSums(sums.budget_year, sums.budget_to_date, sums.outcome_to_date),
    )
