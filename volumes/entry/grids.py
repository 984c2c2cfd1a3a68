"""Put a unit's grid of volumes together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from committees import drafts
from committees.access import CONTROLLERS, Place
from committees.drafts import Author, Draft
from committees.grid.units import NOT_MINE
from committees.models import FollowUp
from committees.periods import MONTH_NAMES
from committees.scope import write_scope_of
from committees.trees import Node, activity_tree, cost_centre_tree
from volumes.entry.calendar import Calendar, MonthState, calendar
from volumes.entry.drafts import SECTION, comment_spot
from volumes.entry.expecting import Expected, expected
from volumes.entry.grid import EMPTY, Grid, Row, Section
from volumes.entry.held import BORNE
from volumes.entry.material import Material, material
from volumes.entry.proposals import Known, proposals
from volumes.entry.series_of_unit import is_kept, running, unit_series
from volumes.figures import MONTHS, Months, OverTime
from volumes.models import VolumeSeries


def grid(place: Place, unit: Node, *, added: str = "") -> Grid:
    """A unit's series, as a person may type them; `added` is one a controller adds."""
    follow_up = place.follow_up
    own = unit_series(follow_up, units=[unit.id]).get(unit.id, frozenset())
    kept = tuple(running(follow_up).select_related("activity", "part_of"))
    may_correct = place.may(CONTROLLERS)
    chosen = [s for s in kept if s.pk in own or (may_correct and s.code == added)]
    rest = [s for s in kept if s not in chosen] if may_correct else []
    found = material(follow_up, unit.id, [one.pk for one in chosen])
    dates = calendar(follow_up)
    prefix = drafts.spot(follow_up, SECTION, unit.code) + "/"
    mine = drafts.own(Author.of(place), prefix)
    rows = Rows(follow_up, dates, found, unit, mine)
    tree = cost_centre_tree(place.committee, month=follow_up.period)
    is_mine = write_scope_of(place).reaches(unit.id, tree=tree)
    still = dates.still or ("" if is_mine else NOT_MINE)
    return Grid(
        follow_up=follow_up,
        unit=unit,
        calendar=dates,
        sections=_sections(rows, chosen),
        may_write=not still,
        may_correct=may_correct and not still,
        still=still,
        others=tuple(rest),
    )


def _sections(rows: Rows, chosen: Iterable[VolumeSeries]) -> tuple[Section, ...]:
    """The series by activity, volumes before staff."""
    here = rows.follow_up
    activities = activity_tree(here.committee, month=here.period).nodes
    by_activity: dict[int, list[VolumeSeries]] = {}
    for one in sorted(chosen, key=lambda s: (s.subject != "volym", s.position, s.code)):
        by_activity.setdefault(one.activity_id, []).append(one)
    sections = [
        Section(
            activities.get(key)
            or Node(key, some[0].activity.code, some[0].activity.code, 0),
            tuple(rows.row(one) for one in some),
        )
        for key, some in by_activity.items()
    ]
    return tuple(sorted(sections, key=lambda section: section.activity.code))


@dataclass(frozen=True, slots=True)
class Rows:
    """Makes rows of a unit's figures in a follow-up, with a person's drafts."""

    follow_up: FollowUp
    dates: Calendar
    found: Material
    unit: Node
    drafts: dict[str, Draft]

    def row(self, one: VolumeSeries) -> Row:
        """A series with its figures, and what they are judged by."""
        year, month = self.follow_up.year, self.follow_up.month
        outcome, budget = self.found.outcome_of(one.pk), self.found.budget_of(one.pk)
        earlier = self.found.before(one.pk, month)
        stored = self.found.forecast(one.pk, self.follow_up)
        comment = stored.comment if stored else ""
        before = earlier.get(year, (None, 0))[0]
        known = Known(OverTime(one.over_time), outcome, budget, earlier)
        months, last = outcome.get(year, EMPTY), outcome.get(year - 1, EMPTY)
        return Row(
            series=one,
            month=month,
            months=months,
            last_year=last,
            budget=budget.get(year, EMPTY),
            forecast=stored.milli if stored else before,
            is_chosen=stored is not None and stored.origin != BORNE,
            before=before,
            comment=comment,
            draft=drafts.shown(
                self.drafts,
                comment_spot(self.follow_up, self.unit.code, one.code),
                comment,
            ),
            written_by=stored.by if stored else "",
            expected=_expected(one, months, last, self.dates),
            locked=_locked(one, year),
            corrections={
                number: reason
                for (series, number), reason in self.found.corrections.items()
                if series == one.pk
            },
            proposals=proposals(known, year=year, month=month),
        )


def _expected(
    one: VolumeSeries, months: Months, last: Months, dates: Calendar
) -> dict[int, Expected]:
    """The usual ranges of the months that are written now."""
    before = {n: milli for n, milli in enumerate(last, 1) if milli is not None}
    now = dict(enumerate(months, 1))
    found = {
        month: expected(
            before, now, year=dates.year, month=month, decimals=one.decimals
        )
        for month in range(1, dates.month + 1)
        if dates.state(month) is MonthState.OPEN
    }
    return {month: usual for month, usual in found.items() if usual}


def _locked(one: VolumeSeries, year: int) -> dict[int, str]:
    """Months in which a series is not kept."""
    return {
        month: f"Serien används inte i {MONTH_NAMES[month - 1]}."
        for month in range(1, MONTHS + 1)
        if not is_kept(one, year, month)
    }
