"""Take in a year's outcome from a file: look at what it changes, then let it count.

A file may hold the year so far. Of a month that is closed, what equals the books is
passed by; what differs is told, and is taken in only with a reason. Months after the
follow-up's are left for later.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet, Sum

from committees.events import record
from committees.intake.batches import already_taken_in, open_batch
from committees.intake.sheets import Fault, IntakeError, Sheet, SheetRow, read_sheet
from committees.intake.tickets import Tickets
from committees.models import FollowUp, FollowUpState, ImportKind, User
from finance.browsing import last_period
from finance.imports import (
    OUTCOME_HEAD,
    OUTCOME_OPTIONAL,
    PERIODS,
    CodeString,
    import_outcome,
)
from finance.models import LiveMonth
from finance.month.changed import live_rows
from finance.month.opening import add_rows

TICKETS = Tickets("finance.month.taking_in")


@dataclass(frozen=True, slots=True)
class MonthChange:
    """What a file does to a ledger period; öre on the result, None: nothing booked.

    `different` counts amounts on a code string that change; `new` says that the
    period had no outcome before.
    """

    period: int
    before: int | None
    after: int | None
    different: int
    closed: bool
    new: bool

    @property
    def counts(self) -> bool:
        """Whether the file has anything that is not in the books."""
        return self.different > 0 or self.new

    @property
    def change(self) -> int:
        """The net after, less the net before."""
        return (self.after or 0) - (self.before or 0)


@dataclass(frozen=True, slots=True)
class Look:
    """What taking in a file would do; nothing is stored but the file's bytes.

    With faults nothing can be taken in. `later` are months left for later, `notes`
    what else of the file is left out.
    """

    file_name: str
    rows: int
    faults: tuple[Fault, ...]
    months: tuple[MonthChange, ...] = ()
    later: tuple[int, ...] = ()
    emptied: tuple[str, ...] = ()
    known: bool = False
    ticket: str = ""
    notes: tuple[str, ...] = ()

    @property
    def changes(self) -> tuple[MonthChange, ...]:
        """Months that would change and are open."""
        return tuple(m for m in self.months if m.counts and not m.closed)

    @property
    def closed_changes(self) -> tuple[MonthChange, ...]:
        """Closed months that the file has otherwise than the books."""
        return tuple(m for m in self.months if m.counts and m.closed)


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken in: periods that count anew, rows that forecasts began for."""

    periods: tuple[int, ...]
    new_rows: int


def look(follow_up: FollowUp, *, file_name: str, content: bytes, by: User) -> Look:
    """Check a file and tell what it would change."""
    sheet = _read(file_name, content)
    filled, later = _periods(sheet, follow_up)
    codes = CodeString.of(follow_up.committee)
    sums = _sums(sheet, codes, filled)
    if not sheet.faults and not filled:
        sheet.fault(
            None, "", "filen har inga belopp till och med uppföljningens månad."
        )
    if sheet.faults:
        return Look(file_name, len(sheet.rows), IntakeError(sheet.faults).faults)
    committee = follow_up.committee
    stored = _stored(follow_up, filled)
    live = _live_periods(follow_up)
    return Look(
        file_name=file_name,
        rows=len(sheet.rows),
        faults=(),
        months=tuple(_change(p, stored, sums, live=live) for p in filled),
        later=tuple(later),
        emptied=_emptied(stored, sums, codes),
        known=already_taken_in(committee, file_name=file_name, content=content),
        notes=tuple(sheet.notes),
        ticket=TICKETS.give(follow_up, file_name=file_name, content=content, by=by),
    )


def _read(file_name: str, content: bytes) -> Sheet:
    """The file as a sheet of outcome rows, each code string once."""
    sheet = read_sheet(
        file_name, content, required=OUTCOME_HEAD[:3], optional=OUTCOME_REST
    )
    if not sheet.rows and not sheet.faults:
        sheet.fault(None, "", "filen har inga rader under huvudet.")
    return sheet


OUTCOME_REST = (*OUTCOME_HEAD[3:], *OUTCOME_OPTIONAL)
"""Project, counterpart and source may be left out, as may empty months."""


def _periods(sheet: Sheet, follow_up: FollowUp) -> tuple[list[int], list[int]]:
    """The periods that a file fills: those of the follow-up, and later ones."""
    last = last_period(follow_up)
    filled = [
        period
        for head, period in PERIODS.items()
        if any(sheet.optional(row, head) for row in sheet.rows)
    ]
    return [p for p in filled if p <= last], [p for p in filled if p > last]


class CodedAmount(NamedTuple):
    """Where an amount is booked: a ledger period and the parts of a code string."""

    period: int
    cost_centre: int
    activity: int
    account: int
    project: int
    counterpart: int


PARTS = (
    "cost_centre_id",
    "activity_id",
    "account_id",
    "project_id",
    "counterpart_id",
)


def _stored(follow_up: FollowUp, periods: Sequence[int]) -> dict[CodedAmount, int]:
    """What counts as outcome now, as effect on the result; zero is nothing."""
    rows = (
        live_rows(follow_up.committee, year=follow_up.year, periods=periods)
        .order_by()
        .values_list("period", *PARTS)
        .annotate(ore=Sum("amount_ore"))
    )
    return {CodedAmount(*key): int(ore) for *key, ore in rows if ore}


def _sums(
    sheet: Sheet, codes: CodeString, periods: Collection[int]
) -> dict[CodedAmount, int]:
    """What the file holds, as effect on the result; zero is nothing."""
    found: dict[CodedAmount, int] = {}
    for row in sheet.rows:
        parts = codes.read(sheet, row)
        for head, period in PERIODS.items():
            ore = sheet.ore(row, head)
            if ore and period in periods and None not in parts.values():
                key = CodedAmount(period, *(parts[part] or 0 for part in PARTS))
                found[key] = found.get(key, 0) - ore
    return {key: ore for key, ore in found.items() if ore}


def _change(
    period: int,
    stored: Mapping[CodedAmount, int],
    coming: Mapping[CodedAmount, int],
    *,
    live: Mapping[int, bool],
) -> MonthChange:
    """What the file does to one period; `live` tells those there are, if closed."""
    before = {k: ore for k, ore in stored.items() if k.period == period}
    after = {k: ore for k, ore in coming.items() if k.period == period}
    different = sum(before.get(k) != after.get(k) for k in before.keys() | after.keys())
    return MonthChange(
        period=period,
        before=sum(before.values()) if before else None,
        after=sum(after.values()) if after else None,
        different=different,
        closed=live.get(period, False),
        new=period not in live,
    )


def _emptied(
    stored: Mapping[CodedAmount, int],
    coming: Mapping[CodedAmount, int],
    codes: CodeString,
) -> tuple[str, ...]:
    """Cost centres that have outcome in the filled months and none in the file."""
    gone = {k.cost_centre for k in stored} - {k.cost_centre for k in coming}
    return tuple(sorted(code for code, pk in codes.cost_centres.items() if pk in gone))


def _live_periods(follow_up: FollowUp) -> dict[int, bool]:
    """The year's periods that have outcome, and whether each is closed."""
    live = LiveMonth.objects.filter(committee=follow_up.committee, year=follow_up.year)
    return dict(live.values_list("period", "closed"))


@transaction.atomic
def take_in(
    follow_up: FollowUp, *, file_name: str, content: bytes, by: User, reason: str = ""
) -> Taken:
    """Let a file's outcome count; IntakeError with its faults, and nothing stored.

    Closed months that differ are taken in only with a reason, which is written down.
    """
    if follow_up.state in {FollowUpState.SENT, FollowUpState.CLOSED}:
        state = follow_up.get_state_display()
        fault = Fault(file_name, 0, "", f"uppföljningen är {state}.")
        raise IntakeError([fault])
    seen = look(follow_up, file_name=file_name, content=content, by=by)
    if seen.faults:
        raise IntakeError(seen.faults)
    forced = [m.period for m in seen.closed_changes] if reason.strip() else []
    periods = sorted([*(m.period for m in seen.changes), *forced])
    if not periods:
        fault = Fault(file_name, 0, "", "filen ändrar ingenting i de öppna månaderna.")
        raise IntakeError([fault])
    _open(follow_up, forced, by=by, reason=reason.strip())
    sheet = _only(_read(file_name, content), periods)
    batch = open_batch(
        follow_up.committee,
        kind=ImportKind.OUTCOME,
        file_name=file_name,
        content=content,
        by=by,
    )
    import_outcome(sheet, batch, year=follow_up.year)
    if sheet.faults:
        raise IntakeError(sheet.faults)
    _live(follow_up, forced).update(closed=True)
    record(batch, by=by, committee=follow_up.committee, field="outcome", new=file_name)
    new_rows = 0
    if follow_up.state == FollowUpState.OPEN:
        new_rows = add_rows(follow_up, by=by)
    return Taken(tuple(periods), new_rows)


def _open(
    follow_up: FollowUp, periods: Collection[int], *, by: User, reason: str
) -> None:
    """Open closed months for as long as it takes, and write down why."""
    for month in _live(follow_up, periods):
        record(
            month,
            by=by,
            committee=follow_up.committee,
            field="outcome",
            old=f"stängd {month.year}-{month.period:02d}",
            new=reason,
            origin="import",
        )
    _live(follow_up, periods).update(closed=False)


def _live(follow_up: FollowUp, periods: Collection[int]) -> QuerySet[LiveMonth]:
    """The months' pointers."""
    return LiveMonth.objects.filter(
        committee=follow_up.committee, year=follow_up.year, period__in=list(periods)
    )


def _only(sheet: Sheet, periods: Collection[int]) -> Sheet:
    """The sheet with the amounts of some periods only."""
    heads = {head for head, period in PERIODS.items() if period not in periods}
    rows = [
        SheetRow(row.line, {k: v for k, v in row.cells.items() if k not in heads})
        for row in sheet.rows
    ]
    return replace(sheet, rows=rows)
