"""What a file of volumes or staff says against what is stored, cell by cell.

A file may hold any months that have been. An empty cell says nothing, and what is
stored there stands. Of a month that is closed, what equals the stored is passed by.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from django.utils import timezone

from committees.intake.sheets import Sheet, SheetRow, sheet_of
from committees.intake.tables import read_table
from committees.models import Committee, FollowUp, ImportKind
from committees.periods import Month
from volumes.entry.calendar import calendar
from volumes.imports import (
    GRID_HEAD,
    GRID_OPTIONAL,
    Cell,
    Place,
    is_made_up,
    place_of,
    read_cells,
)
from volumes.models import VolumeRow
from volumes.payroll import KEY, read_payroll, read_staff


class State(StrEnum):
    """What becomes of a quantity of a file."""

    NEW = "ny"
    EQUAL = "oförändrad"
    CHANGED = "ändrad"
    CLOSED = "stängd månad"


class Difference(NamedTuple):
    """A quantity of a file against the stored one, in thousandths; None: none."""

    cell: Cell
    was: int | None
    state: State


class InFile(NamedTuple):
    """A file as it was read, and as it may be kept."""

    name: str
    kind: ImportKind
    sheet: Sheet
    content: bytes


def read_file(file_name: str, content: bytes) -> InFile:
    """A file of volumes or, by its head, of the payroll system."""
    table = read_table(file_name, content)
    if set(KEY[2:]) & set(table.head):
        payroll = read_payroll(file_name, content)
        return InFile(file_name, ImportKind.STAFF, payroll.sheet, payroll.content)
    sheet = sheet_of(table, required=GRID_HEAD, optional=GRID_OPTIONAL)
    return InFile(file_name, ImportKind.VOLUME, sheet, content)


def differences(file: InFile, follow_up: FollowUp) -> tuple[Difference, ...]:
    """The file's quantities against the stored; faults are noted in its sheet."""
    sheet, committee, year = file.sheet, follow_up.committee, follow_up.year
    if file.kind is ImportKind.STAFF:
        cells = read_staff(sheet, committee, year=year)
    else:
        cells = read_cells(sheet, committee)
    is_made_up(sheet)
    _refuse_other_year(sheet, file.name, year=year)
    _refuse_coming(sheet, cells, latest=latest_month(committee), year=year)
    if not cells and not sheet.faults:
        sheet.fault(None, "", "filen har inga volymer.")
    if sheet.faults:
        return ()
    stored = stored_rows(committee, year=year)
    closed = calendar(follow_up).closed_by
    return tuple(_difference(cell, stored, closed=closed) for cell in cells)


def _refuse_other_year(sheet: Sheet, file_name: str, *, year: int) -> None:
    """Note a file that by its name is of another year."""
    named = re.match(r"(?:volymer|personal)[-_ ](\d{4})\b", file_name, re.IGNORECASE)
    if named and int(named[1]) != year:
        sheet.fault(None, "", f"filen är av {named[1]}, uppföljningen av {year}.")


def _difference(
    cell: Cell, stored: Mapping[Place, VolumeRow], *, closed: Container[int]
) -> Difference:
    """A quantity against the stored one; `closed` are the months that are."""
    row = stored.get(place_of(cell))
    was = row.quantity_milli if row else None
    if was == cell.milli:
        return Difference(cell, was, State.EQUAL)
    if cell.month in closed:
        return Difference(cell, was, State.CLOSED)
    return Difference(cell, was, State.NEW if was is None else State.CHANGED)


def stored_rows(committee: Committee, *, year: int) -> dict[Place, VolumeRow]:
    """The year's stored rows by place."""
    rows = VolumeRow.objects.filter(committee=committee, year=year)
    return {(r.series_id, r.cost_centre_id, r.month): r for r in rows}


def latest_month(committee: Committee, *, today: date | None = None) -> Month:
    """The last month that may have volumes: that of the newest opened follow-up.

    Where none has opened, the last month that is over.
    """
    newest = FollowUp.objects.for_committee(committee).started().first()
    if newest:
        return newest.period
    day = today or timezone.localdate()
    return Month(day.year, day.month).previous


def _refuse_coming(
    sheet: Sheet, cells: Iterable[Cell], *, latest: Month, year: int
) -> None:
    """Note every quantity of a month that has not been."""
    for cell in cells:
        month = Month(year, cell.month)
        if month > latest:
            message = (
                f"{month.name} {year} har inte varit. Den senaste månaden som kan ha"
                f" volymer är {latest.name} {latest.year}."
            )
            sheet.fault(SheetRow(cell.line, {}), cell.column, message)
