"""Take in staff from the payroll system: who they are is left outside.

Columns about persons are dropped before anything is stored, the file's own bytes
included. A file with a line per person is summed to a line per cost centre, activity,
category and month, so that no line tells of one person's sick leave.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

from committees.imports import identities
from committees.intake.sheets import Sheet, SheetRow, sheet_of
from committees.intake.tables import as_text_file, read_table
from committees.intake.workbooks import is_workbook
from committees.models import (
    Activity,
    ActivityPlacement,
    Committee,
    CostCentre,
    ImportBatch,
)
from committees.periods import MONTH_NAMES, Month
from volumes.definitions import CATEGORIES, selection_of
from volumes.imports import Cell, is_made_up, write_volumes
from volumes.models import Counted, OverTime, StaffCategory, Subject, VolumeSeries
from volumes.persons import Layout, cleaned


class Rule(NamedTuple):
    """How a column of the payroll becomes series."""

    counted: Counted
    over_time: OverTime
    unit: str
    decimals: int
    code: str


COLUMNS = {
    "Årsarbetare": Rule(Counted.FULL_TIME, OverTime.MEAN, "årsarbetare", 1, "ÅA"),
    "Anställda": Rule(Counted.EMPLOYED, OverTime.LAST, "anställda", 0, "ANST"),
    "Arbetade timmar": Rule(Counted.WORKED_HOURS, OverTime.SUM, "timmar", 0, "ARB"),
    "Sjukfrånvarotimmar": Rule(Counted.SICK_HOURS, OverTime.SUM, "timmar", 0, "SJUK"),
    "Övertidstimmar": Rule(Counted.OVERTIME_HOURS, OverTime.SUM, "timmar", 0, "ÖT"),
}
CATEGORY_CODES = {"chefer": "CHEF", "övrig personal": "ÖVR"}
KEY = ("Ansvar", "Verksamhet", "Kategori", "Månad")
LAYOUT = Layout(KEY, tuple(COLUMNS), ("Härkomst",))

Counts = tuple[int, str, str]
"""What a series of staff counts: an activity, a category and what of it."""


@dataclass(frozen=True, slots=True)
class Payroll:
    """A payroll file without persons: its sheet, and the bytes that may be kept."""

    sheet: Sheet
    content: bytes


def is_payroll(file_name: str) -> bool:
    """Whether a file is of the payroll system, by its name."""
    return re.match(r"personal[-_ .]", file_name, re.IGNORECASE) is not None


def read_payroll(name: str, content: bytes) -> Payroll:
    """A payroll file; what tells of persons is dropped, and the sheet's notes say so.

    Of a workbook only the sheet that was read is kept, as text.
    """
    found = cleaned(read_table(name, content), LAYOUT)
    sheet = sheet_of(
        found.table, required=KEY, optional=(*LAYOUT.numbers, *LAYOUT.others)
    )
    if not sheet.faults and not set(found.table.head) & set(COLUMNS):
        sheet.fault(None, "", f"filen saknar tal. Väntade: {', '.join(COLUMNS)}.")
    if found.dropped:
        columns = ", ".join(found.dropped)
        sheet.notes.append(f"Uppgifter om personer är inte sparade: {columns}.")
    if found.summed:
        sheet.notes.append("Rader per person är sammanlagda.")
    if found.dropped or is_workbook(content):
        content = as_text_file(found.table)
    return Payroll(sheet, content)


def read_staff(sheet: Sheet, committee: Committee, *, year: int) -> list[Cell]:
    """The filled cells of a payroll file; series that are missing are made, unstored.

    Full-time equivalents are averaged over months, people take the last month and
    hours are summed.
    """
    series = _StaffSeries(committee)
    cost_centres = identities(CostCentre, committee.municipality)
    activities = identities(Activity, committee.municipality)
    cells: list[Cell] = []
    for row in sheet.rows:
        sheet.once(row, *(sheet.optional(row, column) for column in KEY))
        cost_centre = sheet.known(row, "Ansvar", cost_centres)
        activity = sheet.known(row, "Verksamhet", activities)
        category = sheet.known(row, "Kategori", CATEGORIES)
        month = _month(sheet, row, year=year)
        for column, rule in COLUMNS.items():
            milli = sheet.milli(row, column)
            if milli is None:
                continue
            if sheet.faults:
                sheet.makes |= _names(sheet, row, rule)
                continue
            found = series.of(activity, category, rule)
            cells.append(Cell(found, cost_centre, month, milli, row.line, column))
    return cells


def _names(sheet: Sheet, row: SheetRow, rule: Rule) -> set[str]:
    """What other files call the series that a line makes."""
    category = sheet.optional(row, "Kategori")
    code = _code(sheet.optional(row, "Verksamhet"), category, rule)
    return {code, selection_of(category, rule.counted)}


def _code(activity: str, category: str, rule: Rule) -> str:
    """The code of a series that is made: `511-CHEF-ÅA`."""
    return f"{activity}-{CATEGORY_CODES.get(category, '')}-{rule.code}"


def _month(sheet: Sheet, row: SheetRow, *, year: int) -> int:
    """A month of the year: 8, aug, augusti, 2017-08 or a day in it."""
    text = sheet.text(row, "Månad").casefold()
    if re.fullmatch(r"0?[1-9]|1[0-2]", text):
        return int(text)
    named = [n for n, name in enumerate(MONTH_NAMES, 1) if text in {name, name[:3]}]
    if named or not text:
        return named[0] if named else 0
    try:
        month = Month.parse(
            re.sub(r"^(\d{4}-\d{2})-\d{2}$|^(\d{4})(\d{2})$", _dash, text)
        )
    except ValueError as error:
        sheet.fault(row, "Månad", str(error))
        return 0
    if month.year != year:
        sheet.fault(row, "Månad", f"{month} hör inte till {year}.")
    return month.month


def _dash(match: re.Match[str]) -> str:
    """`2017-08-31` or `201708` as `2017-08`."""
    return match[1] or f"{match[2]}-{match[3]}"


class _StaffSeries:
    """A committee's series of staff by what they count, with those that are made."""

    def __init__(self, committee: Committee) -> None:
        self.committee = committee
        every = list(VolumeSeries.objects.filter(committee=committee))
        self.codes = {series.code for series in every}
        self.last = max((series.position for series in every), default=0)
        self.found: dict[Counts, VolumeSeries] = {}
        for series in reversed(every):
            if series.subject == Subject.STAFF and series.part_of_id is None:
                key = (series.activity_id, series.category, series.counted)
                self.found[key] = series
        self.names = _activity_names(committee)

    def of(self, activity: int, category: StaffCategory, rule: Rule) -> VolumeSeries:
        """The series that counts something, made where there is none."""
        key = (activity, str(category), str(rule.counted))
        if key not in self.found:
            self.found[key] = self._made(activity, category, rule)
        return self.found[key]

    def _made(self, activity: int, category: StaffCategory, rule: Rule) -> VolumeSeries:
        """A new series of staff, last in order."""
        self.last += 1
        code, name = self.names[activity]
        what = f"{str(rule.counted).capitalize()}, {category}"
        return VolumeSeries(
            committee=self.committee,
            code=self._free(_code(code, category, rule)),
            name=f"{what}, {name}" if name else what,
            subject=Subject.STAFF,
            activity_id=activity,
            counted=rule.counted,
            category=category,
            unit=rule.unit,
            decimals=rule.decimals,
            over_time=rule.over_time,
            position=self.last,
        )

    def _free(self, wanted: str) -> str:
        """A code that no series has."""
        tried = (wanted if n == 1 else f"{wanted}-{n}" for n in count(1))
        code = next(each for each in tried if each not in self.codes)
        self.codes.add(code)
        return code


def _activity_names(committee: Committee) -> dict[int, tuple[str, str]]:
    """Code and latest name of the municipality's activities."""
    placed = ActivityPlacement.objects.filter(committee=committee).order_by(
        "from_month"
    )
    names = dict(placed.values_list("activity_id", "name"))
    every = Activity.objects.filter(municipality=committee.municipality)
    return {a.pk: (a.code, names.get(a.pk, "")) for a in every}


def import_payroll(sheet: Sheet, batch: ImportBatch, *, year: int) -> None:
    """Staff of a year, where nothing is reported before."""
    cells = read_staff(sheet, batch.committee, year=year)
    batch.generated = is_made_up(sheet)
    batch.committee.renew_structure()
    write_volumes(sheet, cells, batch, year=year)
