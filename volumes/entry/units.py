"""The units that count volumes, and what each has left to report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from committees.access import Place
from committees.models import FollowUp
from committees.scope import scope_of, write_scope_of
from committees.trees import Node, cost_centre_tree
from volumes.entry.grid import EMPTY, awaited
from volumes.entry.series_of_unit import is_kept, running, unit_series
from volumes.figures import MONTHS, Months
from volumes.models import VolumeBudget, VolumeForecast, VolumeRow, VolumeSeries

OfUnit = tuple[int, int]
"""A series in a unit, by their identities: the unit first."""


@dataclass(frozen=True, slots=True)
class Line:
    """A unit: how many of its series have reported, what is missing by month.

    `is_mine` where the person enters its figures herself, by a role for that unit.
    """

    unit: Node
    is_mine: bool
    series: int
    reported: int
    forecast: int
    missing: Mapping[int, tuple[str, ...]]

    @property
    def is_done(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class Counts:
    """What is stored of units' series in the follow-up's year, in thousandths."""

    outcome: Mapping[OfUnit, Months]
    budget: Mapping[OfUnit, Months]
    forecast: frozenset[OfUnit]


def lines(place: Place) -> tuple[Line, ...]:
    """The units that the person reads, in code order."""
    follow_up = place.follow_up
    tree = cost_centre_tree(place.committee, month=follow_up.period)
    reads = scope_of(place).cost_centres(tree)
    mine = write_scope_of(place).cost_centres(tree)
    series = {one.pk: one for one in running(follow_up)}
    stored = counts(follow_up)
    found = []
    for unit, own in unit_series(follow_up).items():
        kept = [series[pk] for pk in own if pk in series]
        if unit in tree.nodes and kept and (reads is None or unit in reads):
            is_mine = mine is not None and unit in mine
            node = tree.nodes[unit]
            found.append(_line(node, kept, stored, follow_up, is_mine=is_mine))
    return tuple(sorted(found, key=lambda line: line.unit.code))


def counts(follow_up: FollowUp) -> Counts:
    """What is stored of the committee's units."""
    of = {"committee": follow_up.committee_id}
    fields = ("cost_centre_id", "series_id", "month", "quantity_milli")
    year, until = follow_up.year, follow_up.month
    rows = VolumeRow.objects.filter(**of, year=year, month__lte=until)
    forecasts = VolumeForecast.objects.filter(**of, follow_up=follow_up)
    return Counts(
        _by_unit(rows.values_list(*fields)),
        _by_unit(VolumeBudget.objects.filter(**of, year=year).values_list(*fields)),
        frozenset(forecasts.values_list("cost_centre_id", "series_id")),
    )


def _by_unit(rows: Iterable[tuple[int, int, int, int]]) -> dict[OfUnit, Months]:
    """Months of each unit's series."""
    found: dict[OfUnit, dict[int, int]] = {}
    for unit, series, month, milli in rows:
        found.setdefault((unit, series), {})[month] = milli
    return {
        key: tuple(months.get(month) for month in range(1, MONTHS + 1))
        for key, months in found.items()
    }


def _line(
    unit: Node,
    kept: Iterable[VolumeSeries],
    stored: Counts,
    follow_up: FollowUp,
    *,
    is_mine: bool,
) -> Line:
    """A unit with what it lacks."""
    year, until = follow_up.year, follow_up.month
    missing: dict[int, list[str]] = {}
    here = sorted(kept, key=lambda s: (s.position, s.code))
    for one in here:
        locked = {
            month: "" for month in range(1, until + 1) if not is_kept(one, year, month)
        }
        months = stored.outcome.get((unit.id, one.pk), EMPTY)
        budget = stored.budget.get((unit.id, one.pk), EMPTY)
        for month in awaited(months, budget, until, locked):
            missing.setdefault(month, []).append(one.name)
    keys = [(unit.id, one.pk) for one in here]
    outcome = [stored.outcome.get(key, EMPTY)[until - 1] for key in keys]
    return Line(
        unit=unit,
        is_mine=is_mine,
        series=len(here),
        reported=sum(value is not None for value in outcome),
        forecast=sum(key in stored.forecast for key in keys),
        missing={month: tuple(names) for month, names in sorted(missing.items())},
    )
