"""What a forecast template holds for some cost centres, in few questions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from committees import series
from committees.access import CONTROLLERS, Place
from committees.history import History, Year
from committees.models import FollowUp
from committees.numbers import Unit
from committees.scope import write_scope_of
from committees.trees import Node, activity_tree, cost_centre_tree
from finance.forecast import row_books
from finance.forecast.proposals import histories
from finance.forecast.row_books import Asked, Grain, Group
from finance.forecast.writing import Locks, handed_in_because
from finance.models import ForecastRow, RowLock, UnitForecast
from finance.template.template_sheets import Template, TemplateRow, TemplateSheet


class Stored(NamedTuple):
    """A stored forecast: öre in stored sign, and its comment."""

    ore: int
    comment: str


def units_to_fill(place: Place) -> tuple[Node, ...]:
    """The cost centres taking part that the person enters forecasts for, by code."""
    follow_up = place.follow_up
    tree = cost_centre_tree(place.committee, month=follow_up.period)
    mine = write_scope_of(place).cost_centres(tree)
    taking_part = UnitForecast.objects.filter(follow_up=follow_up)
    found = taking_part.values_list("cost_centre_id", flat=True)
    units = (tree.nodes[unit] for unit in found if unit in tree.nodes)
    return tuple(
        sorted((u for u in units if mine is None or u.id in mine), key=lambda u: u.code)
    )


def template(place: Place, units: Collection[Node], *, unit: Unit) -> Template:
    """The template of some cost centres, as their figures stand now."""
    follow_up = place.follow_up
    asked = Asked(follow_up, cost_centres=[node.id for node in units])
    rows = _Rows.of(place, asked)
    return Template(
        committee=place.committee.slug,
        follow_up=follow_up.pk,
        month=str(follow_up.period),
        title=follow_up.title,
        year=follow_up.year,
        span=_span(follow_up),
        unit=unit,
        sheets=tuple(
            TemplateSheet(node.code, node.name, rows.of_unit(node.id)) for node in units
        ),
    )


def _span(follow_up: FollowUp) -> str:
    """`jan–aug`, as headings have it."""
    first, last = "jan", follow_up.period.name[:3]
    return first if follow_up.month == 1 else f"{first}\N{EN DASH}{last}"


@dataclass(frozen=True, slots=True)
class _Rows:
    """What the rows of a template are made of."""

    month: int
    year: int
    activities: dict[int, Node]
    groups: dict[int, Group]
    histories: dict[Grain, History]
    stored: dict[Grain, Stored]
    locks: Locks
    handed_in: dict[int, str]

    @classmethod
    def of(cls, place: Place, asked: Asked) -> _Rows:
        """Everything that stands beside the rows that are asked for."""
        follow_up = place.follow_up
        locks = RowLock.objects.filter(committee=place.committee)
        if place.may(CONTROLLERS):
            locks = locks.none()
        states = UnitForecast.objects.filter(follow_up=follow_up)
        tree = activity_tree(place.committee, month=follow_up.period)
        return cls(
            month=follow_up.month,
            year=follow_up.year,
            activities=tree.nodes,
            groups=row_books.entry_groups(follow_up),
            histories=histories(asked),
            stored=_stored(asked),
            locks=Locks.of(locks.values_list("activity_id", "group_id", "reason")),
            handed_in={
                unit: handed_in_because(state, place=place)
                for unit, state in states.values_list("cost_centre_id", "state")
            },
        )

    def of_unit(self, unit: int) -> tuple[TemplateRow, ...]:
        """A cost centre's rows in order: those with forecast, budget or outcome."""
        found = {grain for grain in self.stored if grain.cost_centre == unit}
        found |= {
            grain
            for grain, history in self.histories.items()
            if grain.cost_centre == unit and _is_alive(history.now)
        }
        known = (
            grain
            for grain in found
            if grain.activity in self.activities and grain.group in self.groups
        )
        return tuple(self._row(grain) for grain in sorted(known, key=self._order))

    def _order(self, grain: Grain) -> tuple[str, int]:
        """By activity, then the group's own order."""
        return self.activities[grain.activity].code, self.groups[grain.group].position

    def _row(self, grain: Grain) -> TemplateRow:
        """One row."""
        activity, group = self.activities[grain.activity], self.groups[grain.group]
        history = self.histories.get(grain, History(self.year, self.month))
        now, before = history.now, history.years.get(self.year - 1)
        proposal = series.best(series.proposals(history))
        stored = self.stored.get(grain)
        return TemplateRow(
            key=f"{activity.code}/{group.code}",
            activity=f"{activity.code} {activity.name}",
            group=group.name,
            is_revenue=group.is_revenue,
            last_year=before.whole if before else None,
            budget=now.budget,
            budget_to_date=now.budget_to_date,
            outcome=now.booked,
            adjusted=now.adjusted,
            previous=now.forecast,
            proposal=proposal.ore if proposal else None,
            how=proposal.how if proposal else "",
            forecast=stored.ore if stored else None,
            comment=stored.comment if stored else "",
            locked=self.handed_in.get(grain.cost_centre)
            or self.locks.reason(grain.activity, grain.group),
        )


def _is_alive(year: Year) -> bool:
    """Whether a row has budget, outcome or a forecast in the year."""
    return bool(year.budget or year.has_outcome or year.forecast is not None)


def _stored(asked: Asked) -> dict[Grain, Stored]:
    """The follow-up's stored forecasts."""
    rows = ForecastRow.objects.filter(
        **asked.conditions(),
        committee=asked.follow_up.committee_id,
        follow_up=asked.follow_up,
    ).values_list("cost_centre_id", "activity_id", "group_id", "amount_ore", "comment")
    return {Grain(*key): Stored(ore, comment) for *key, ore, comment in rows}
