"""Put a grid together: a unit's rows, or an activity's in every unit."""

from __future__ import annotations

from dataclasses import replace

from committees import series
from committees.access import CONTROLLERS, Place
from committees.closing import closed_because
from committees.history import History
from committees.models import FollowUp
from committees.numbers import Scale, Unit, money_text
from committees.scope import scope_of
from committees.trees import Node, activity_tree, cost_centre_tree
from finance.forecast.grid import Expected, Figures, Grid, Row, Section, total
from finance.forecast.grid_material import Material, Stored, material
from finance.forecast.row_books import Asked, Grain, Group, Sums
from finance.forecast.unit_rows import is_inherited


def grid(follow_up: FollowUp, cost_centre_id: int, *, viewer: Place) -> Grid:
    """The rows of a cost centre in a follow-up, as a person may type them."""
    units = cost_centre_tree(follow_up.committee, month=follow_up.period)
    found = material(
        Asked(follow_up, cost_centres=[cost_centre_id]), viewer, units=units
    )
    node = units.nodes[cost_centre_id]
    because = found.why_not(cost_centre_id)
    return _grid(
        found,
        unit=node,
        title=f"{node.code} {node.name}",
        because=because,
        state=found.states.get(cost_centre_id, ""),
    )


def activity_grid(follow_up: FollowUp, activity_id: int, *, viewer: Place) -> Grid:
    """The rows of an activity and what is under it, in the units a person reads."""
    units = cost_centre_tree(follow_up.committee, month=follow_up.period)
    activities = activity_tree(follow_up.committee, month=follow_up.period)
    node = activities.nodes[activity_id]
    asked = Asked(
        follow_up,
        cost_centres=scope_of(viewer).cost_centres(units),
        activities=activities.under([node.code]),
    )
    found = material(asked, viewer, units=units, activities=activities)
    return _grid(
        found,
        unit=None,
        title=f"{node.code} {node.name}",
        because=closed_because(follow_up),
    )


def row_grid(follow_up: FollowUp, grain: Grain, *, viewer: Place) -> Grid:
    """One row of a unit, as a grid of its own."""
    units = cost_centre_tree(follow_up.committee, month=follow_up.period)
    asked = Asked(
        follow_up, cost_centres=[grain.cost_centre], activities=[grain.activity]
    )
    found = material(asked, viewer, units=units)
    node = units.nodes[grain.cost_centre]
    return _grid(
        replace(
            found,
            sums={g: sums for g, sums in found.sums.items() if g == grain},
            stored={g: row for g, row in found.stored.items() if g == grain},
        ),
        unit=node,
        title=f"{node.code} {node.name}",
        because=found.why_not(grain.cost_centre),
        state=found.states.get(grain.cost_centre, ""),
    )


def _grid(
    material: Material, *, unit: Node | None, title: str, because: str, state: str = ""
) -> Grid:
    """The sections in order, summed."""
    grains: set[Grain] = set(material.stored) | set(material.sums)
    by_section: dict[tuple[int, int], list[Grain]] = {}
    for grain in grains:
        if grain.group in material.groups and _is_placed(material, grain):
            key = (grain.cost_centre, grain.activity)
            by_section.setdefault(key, []).append(grain)
    sections = sorted(
        (
            _section(material, some, by_unit=unit is None)
            for some in by_section.values()
        ),
        key=lambda section: (section.unit.code, section.activity.code),
    )
    return Grid(
        follow_up=material.follow_up,
        unit=unit,
        title=title,
        sections=tuple(sections),
        total=total(section.subtotal for section in sections),
        amounts=Unit(material.place.user.amount_unit),
        writable=not because,
        read_only_because=because,
        state=state,
        lacks=material.lacks,
    )


def _is_placed(material: Material, grain: Grain) -> bool:
    """Whether a row's unit and activity are the committee's in the month."""
    return (
        grain.cost_centre in material.units.nodes
        and grain.activity in material.activities.nodes
    )


def _section(material: Material, grains: list[Grain], *, by_unit: bool) -> Section:
    """A unit's activity with its rows in order."""
    unit = material.units.nodes[grains[0].cost_centre]
    activity = material.activities.nodes[grains[0].activity]
    ordered = sorted(grains, key=lambda g: material.groups[g.group].position)
    why_not = material.why_not(unit.id)
    rows = tuple(
        _row(material, grain, unit=unit, activity=activity, why_not=why_not)
        for grain in ordered
    )
    comment = material.comments.get((unit.id, activity.id))
    named = unit if by_unit else activity
    prefix = f"{unit.code}/" if by_unit else ""
    return Section(
        key=f"{prefix}{activity.code}/",
        unit=unit,
        activity=activity,
        label=_label(named, activity, by_unit=by_unit),
        rows=rows,
        subtotal=total(row.figures for row in rows),
        comment=comment.text if comment else "",
        comment_by=(comment.by if comment else None) or "",
        comment_at=comment.at if comment else None,
        asks_for_comment=(unit.id, activity.id) in material.uncommented,
        lock=why_not,
        draft=material.drafts.activity(
            unit.code, activity.code, comment.text if comment else ""
        ),
    )


def _label(named: Node, activity: Node, *, by_unit: bool) -> str:
    """`775 Hemtjänst`; on an activity's page `7310 Hemtjänst norr, 775 Hemtjänst`."""
    first = f"{named.code} {named.name}"
    return f"{first}, {activity.code} {activity.name}" if by_unit else first


def _row(
    material: Material, grain: Grain, *, unit: Node, activity: Node, why_not: str
) -> Row:
    """A row with its figures, who set it, and what is to be noted of it."""
    group, stored = material.groups[grain.group], material.stored.get(grain)
    history = material.histories.get(grain)
    figures = _figures(material.sums.get(grain, Sums()), stored, history)
    filled_in_by = ""
    if stored and stored.changed_by_id and stored.changed_by__name:
        people = material.answering.people(unit.id)
        if stored.changed_by_id not in {user.pk for user in people}:
            filled_in_by = stored.changed_by__name
    lock = why_not
    if not lock and not material.place.may(CONTROLLERS):
        lock = material.locks.reason(grain.activity, grain.group)
    return Row(
        key=f"{activity.code}/{group.code}",
        activity_id=grain.activity,
        group_id=grain.group,
        label=group.name,
        is_revenue=group.is_revenue,
        figures=figures,
        comment=stored.comment if stored else "",
        method=stored.method if stored else "",
        origin=stored.origin if stored else "",
        changed_by=(stored.changed_by__name if stored else None) or "",
        changed_at=stored.changed_at if stored else None,
        filled_in_by=filled_in_by,
        lock=lock,
        outcome_changed=bool(stored and stored.outcome_changed),
        must_forecast=stored is None or grain in material.unforecast,
        untouched=_is_untouched(stored),
        proposals=series.proposals(history) if history else (),
        expected=_expected(history, group, material),
        has_months=bool(stored and stored.months),
        draft=material.drafts.row(
            unit.code, f"{activity.code}/{group.code}", stored.comment if stored else ""
        ),
        months_left=_months_left(stored, figures),
    )


def _figures(sums: Sums, stored: Stored | None, history: History | None) -> Figures:
    """A row's figures."""
    now = history.now if history else None
    lacking = now.adjustment + now.holiday_pay if now else 0
    adjusted = sums.outcome_to_date
    if lacking:
        adjusted = (adjusted or 0) + lacking
    return Figures(
        outcome_last_year=sums.outcome_last_year,
        outcome_last_year_to_date=sums.outcome_last_year_to_date,
        budget_year=sums.budget_year,
        budget_to_date=sums.budget_to_date,
        outcome_to_date=sums.outcome_to_date,
        adjusted_to_date=adjusted,
        forecast_before=now.forecast if now else None,
        forecast=stored.amount_ore if stored else None,
    )


def _is_untouched(stored: Stored | None) -> bool:
    """Whether nobody has set the row's figure in this follow-up."""
    if stored is None:
        return True
    return is_inherited(stored.method, stored.origin)


def _months_left(stored: Stored | None, figures: Figures) -> int | None:
    """What of the year neither outcome nor the row's months account for."""
    if stored is None or not stored.months:
        return None
    months = int(stored.months_ore or 0)
    return stored.amount_ore - (figures.outcome_to_date or 0) - months


def _expected(
    history: History | None, group: Group, material: Material
) -> Expected | None:
    """Between what a row's year ends by its history, and what to say outside of it."""
    found = series.history_range(history) if history else None
    if found is None:
        return None
    unit = Unit(material.place.user.amount_unit)
    scale = Scale(unit, 1 if unit is Unit.MKR else 0)
    ends = (found.low, found.high) if group.is_revenue else (-found.high, -found.low)
    low, high = (money_text(ore, scale) for ore in ends)
    reason = series.outside_text(found, low=low, high=f"{high} {unit}")
    return Expected(found.low, found.high, reason)
