"""A stored row on a page of its own: what it tells and where it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from committees.access import Place
from committees.models import Event, ImportBatch
from committees.numbers import Scale, Unit, with_unit
from committees.periods import CLOSING, MONTH_HEADS, Scenario
from committees.scope import scope_of
from committees.templatetags.swedish import moment
from committees.trees import Tree, activity_tree, cost_centre_tree
from finance.browsing import named, period_name
from finance.forecast.row_books import Grain
from finance.models import (
    AccountGroupMember,
    BudgetRow,
    CounterpartKind,
    DecisionState,
    ForecastRow,
    LiveMonth,
    OutcomeRow,
    Purpose,
)
from finance.review.changes import Naming
from finance.review.trail_words import Told, told
from reports.workings.file_lines import FileLines, file_lines
from reports.workings.used import Leaf

KRONOR = Scale(Unit.KR, decimals=2)
TRAIL = 50
CLOSING_HEAD = "P13"


@dataclass(frozen=True, slots=True)
class Fact:
    """A field of a row, in words."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A row as its page shows it.

    `note` says why a row does not count, where it does not.
    """

    title: str
    amount: str
    facts: tuple[Fact, ...]
    leaf: Leaf
    batch: ImportBatch | None = None
    lines: FileLines = field(default_factory=FileLines)
    trail: tuple[Told, ...] = ()
    note: str = ""


PLACED = ("cost_centre", "activity")
CODED = (*PLACED, "account", "project", "counterpart", "batch__file", "batch__by")


def outcome_row(place: Place, row: int) -> StoredRow:
    """A booked row, with the lines of the file that it was read from."""
    found = _found(place, OutcomeRow.objects.select_related(*CODED), row)
    column = CLOSING_HEAD if found.period == CLOSING else _head(found.period)
    month = f"{period_name(found.period)} {found.year}"
    return StoredRow(
        title=f"Utfallsrad, {month}",
        amount=with_unit(found.amount_ore, KRONOR),
        facts=(Fact("Månad", month), *_coded(place, found)),
        leaf=_leaf(place, found, Scenario.OUTCOME),
        batch=found.batch,
        lines=file_lines(
            found.batch,
            first=found.first_line,
            count=found.line_count,
            column=column,
        ),
        note=_not_live(found),
    )


def budget_row(place: Place, row: int) -> StoredRow:
    """A month of budget with its decision and the line of the file it came in."""
    rows = BudgetRow.objects.select_related(*CODED, "decision")
    found = _found(place, rows, row)
    decision = found.decision
    month = f"{period_name(found.period)} {found.year}"
    until = place.follow_up.period.last_day
    counts = decision.state == DecisionState.DECIDED and decision.decided_on <= until
    note = "" if counts else "Beslutet räknas inte i den här uppföljningen."
    return StoredRow(
        title=f"Budgetrad, {month}",
        amount=with_unit(found.amount_ore, KRONOR),
        facts=(
            Fact("Månad", month),
            Fact("Beslut", f"{decision.title}, {decision.get_kind_display()}"),
            Fact("Beslutat", f"{decision.decided_on} av {decision.body}"),
            Fact("Diarienummer", decision.diary_number),
            *_coded(place, found),
        ),
        leaf=_leaf(place, found, Scenario.BUDGET),
        batch=found.batch,
        lines=file_lines(found.batch, first=found.line, column=_head(found.period)),
        note=note,
    )


def forecast_row(place: Place, row: int) -> StoredRow:
    """What is expected of a unit's activity and account group, and who said so."""
    rows = ForecastRow.objects.select_related(
        *PLACED, "group", "changed_by", "follow_up"
    )
    found = _found(place, rows, row)
    by = str(found.changed_by) if found.changed_by else "fil eller programmet"
    when = moment(found.changed_at) or "med filen"
    return StoredRow(
        title=f"Prognosrad, helår {found.follow_up.year}",
        amount=with_unit(found.amount_ore, KRONOR),
        facts=(
            Fact("Gjord i", found.follow_up.title),
            *_placed(place, found),
            Fact("Kontogrupp", found.group.name),
            Fact("Metod", found.get_method_display()),
            Fact("Av", by),
            Fact("När", when),
            Fact("Kommentar", found.comment),
            Fact("Härkomst", found.get_basis_display()),
        ),
        leaf=Leaf(
            Grain(found.cost_centre_id, found.activity_id, found.group_id),
            Scenario.FORECAST,
            found.follow_up.year,
            found.follow_up.month,
        ),
        trail=_trail(place, found.pk),
    )


def _found(place: Place, rows: QuerySet[Any], row: int) -> Any:
    """A row of the committee that the person may read; Http404 in words otherwise."""
    found = rows.filter(committee=place.committee, pk=row).first()
    if found is None:
        reason = "Det finns ingen sådan rad i nämnden. Den kan ha ersatts av en ny fil."
        raise Http404(reason)
    scope = scope_of(place)
    if not scope.reaches(found.cost_centre_id, tree=_units(place)):
        reason = (
            f"Raden hör till ansvar {found.cost_centre.code}, som läses i detalj av dem"
            " som svarar för det. Nämndens summor finns under Avvikelser."
        )
        raise Http404(reason)
    return found


def _units(place: Place) -> Tree:
    """The cost centres as placed in the follow-up's month."""
    return cost_centre_tree(place.committee, month=place.follow_up.period)


def _placed(place: Place, row: Any) -> tuple[Fact, ...]:
    """The unit and the activity of a row by name."""
    activities = activity_tree(place.committee, month=place.follow_up.period)
    unit = named(row.cost_centre.code, row.cost_centre_id, _units(place))
    activity = named(row.activity.code, row.activity_id, activities)
    return Fact("Ansvar", unit), Fact("Verksamhet", activity)


def _coded(place: Place, row: Any) -> tuple[Fact, ...]:
    """The code string of an imported row."""
    return (
        *_placed(place, row),
        Fact("Konto", str(row.account)),
        Fact("Projekt", str(row.project)),
        Fact("Motpart", str(row.counterpart)),
        Fact("Härkomst", row.get_basis_display()),
    )


def _leaf(place: Place, row: Any, scenario: Scenario) -> Leaf:
    """What an imported row is summed as."""
    group = (
        AccountGroupMember.objects.filter(
            grouping__committee=place.committee,
            grouping__purpose=Purpose.ENTRY,
            grouping__from_year__lte=row.year,
            grouping__to_year__gte=row.year,
            account=row.account_id,
        )
        .values_list("group_id", flat=True)
        .first()
    )
    return Leaf(
        Grain(row.cost_centre_id, row.activity_id, group or 0),
        scenario,
        row.year,
        row.period,
        internal=row.counterpart.kind == CounterpartKind.INTERNAL,
    )


def _head(period: int) -> str:
    """The heading of a month's column in files."""
    return MONTH_HEADS[period - 1] if 1 <= period <= len(MONTH_HEADS) else "IB"


def _not_live(row: OutcomeRow) -> str:
    """Why a booked row does not count: another file does for its month."""
    live = LiveMonth.objects.filter(
        committee=row.committee_id, year=row.year, period=row.period
    ).select_related("batch")
    now = live.first()
    if now is not None and now.batch_id == row.batch_id:
        return ""
    file = now.batch.file_name if now else "ingen fil"
    return f"Raden räknas inte längre: för månaden gäller {file}."


def _trail(place: Place, row: int) -> tuple[Told, ...]:
    """Who has changed a forecast row, newest first."""
    events = (
        Event.objects.filter(
            committee=place.committee, subject="forecastrow", subject_id=str(row)
        )
        .select_related("by")
        .order_by("-at", "-pk")[:TRAIL]
    )
    names = Naming(Tree({}, {}, {}), Tree({}, {}, {}))
    return tuple(told(events, names, scale=KRONOR))
