"""Take in series, and what was budgeted, reported and is expected of them.

As with money, every function reads one file's sheet, notes faults in it, and writes
only when it has none. An empty month is nothing reported, never zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from committees.imports import follow_ups_by_month, identities
from committees.intake.sheets import Sheet, SheetRow
from committees.models import Committee, CostCentre, ImportBatch
from committees.periods import MONTH_HEADS
from volumes.models import (
    VolumeBudget,
    VolumeForecast,
    VolumeRow,
    VolumeSeries,
)

GRID_HEAD = ("Serie", "Ansvar")
"""What a line of months must say; months and source may be left out."""
GRID_OPTIONAL = (*MONTH_HEADS, "Härkomst")
VOLUME_FORECAST_HEAD = ("Serie", "Ansvar", "Helår", "Kommentar", "Härkomst")

MADE_UP = {"anpassad", "genererad"}
SOURCES = {word: word for word in ("rapporterad", "tryckt", *sorted(MADE_UP))}
BATCH_SIZE = 1000


class Cell(NamedTuple):
    """A quantity of a file: whose, which month, how much in thousandths, and where.

    `column` is the heading that it stands under. A series that payroll makes is not
    stored yet.
    """

    series: VolumeSeries
    cost_centre: int
    month: int
    milli: int
    line: int
    column: str


def series_by_code(committee: Committee) -> dict[str, VolumeSeries]:
    """The committee's series by code."""
    return {s.code: s for s in VolumeSeries.objects.filter(committee=committee)}


def read_cells(sheet: Sheet, committee: Committee) -> list[Cell]:
    """The filled months of a file of series and cost centres."""
    series = series_by_code(committee)
    cost_centres = identities(CostCentre, committee.municipality)
    cells: list[Cell] = []
    for row in sheet.rows:
        found = sheet.known(row, "Serie", series)
        cost_centre = sheet.known(row, "Ansvar", cost_centres)
        sheet.once(row, *(sheet.optional(row, column) for column in GRID_HEAD))
        for month, milli in _months(sheet, row):
            if not sheet.faults:
                cells.append(
                    Cell(
                        found,
                        cost_centre,
                        month,
                        milli,
                        row.line,
                        MONTH_HEADS[month - 1],
                    )
                )
    return cells


def _months(sheet: Sheet, row: SheetRow) -> Iterator[tuple[int, int]]:
    """Months and thousandths of a row's filled month columns."""
    for month, head in enumerate(MONTH_HEADS, start=1):
        milli = sheet.milli(row, head)
        if milli is not None:
            yield month, milli


def is_made_up(sheet: Sheet) -> bool:
    """Whether any row of a file is made up; a fault for an unknown source."""
    sources = [sheet.known_or_none(row, "Härkomst", SOURCES) for row in sheet.rows]
    return not MADE_UP.isdisjoint(sources)


def import_volume_budget(sheet: Sheet, batch: ImportBatch, *, year: int) -> None:
    """Budget by month of a year; series that have a budget are not budgeted again."""
    cells = read_cells(sheet, batch.committee)
    batch.generated = is_made_up(sheet)
    _refuse_budgeted(sheet, batch.committee, year=year)
    if sheet.faults:
        return
    rows = [
        VolumeBudget(
            committee=batch.committee,
            series=cell.series,
            cost_centre_id=cell.cost_centre,
            batch=batch,
            year=year,
            month=cell.month,
            quantity_milli=cell.milli,
        )
        for cell in cells
    ]
    VolumeBudget.objects.bulk_create(rows, batch_size=BATCH_SIZE)
    close_batch(batch, rows=len(rows), year=year)


def _refuse_budgeted(sheet: Sheet, committee: Committee, *, year: int) -> None:
    """Note every line whose series and cost centre has a budget of the year."""
    taken = set(
        VolumeBudget.objects.filter(committee=committee, year=year)
        .values_list("series__code", "cost_centre__code")
        .distinct()
    )
    for row in sheet.rows:
        if tuple(sheet.optional(row, column) for column in GRID_HEAD) in taken:
            sheet.fault(row, "Serie", f"serien har redan en budget för {year}.")


def import_volumes(sheet: Sheet, batch: ImportBatch, *, year: int) -> None:
    """What was reported by month of a year, where nothing is reported before."""
    cells = read_cells(sheet, batch.committee)
    batch.generated = is_made_up(sheet)
    write_volumes(sheet, cells, batch, year=year)


def write_volumes(
    sheet: Sheet, cells: Sequence[Cell], batch: ImportBatch, *, year: int
) -> None:
    """Store new quantities of a file, unless it has faults, and say how many."""
    _refuse_reported(sheet, cells, batch.committee, year=year)
    if sheet.faults:
        return
    save_series(cells)
    rows = [new_row(cell, batch, year=year) for cell in cells]
    VolumeRow.objects.bulk_create(rows, batch_size=BATCH_SIZE)
    months = sorted({cell.month for cell in cells})
    close_batch(batch, rows=len(rows), year=year, months=months, notes=sheet.notes)


def save_series(cells: Iterable[Cell]) -> None:
    """Store the series that a file makes."""
    for cell in cells:
        if not cell.series.pk:
            cell.series.save()


def new_row(cell: Cell, batch: ImportBatch, *, year: int) -> VolumeRow:
    """A file's quantity as a row to be stored."""
    return VolumeRow(
        committee=batch.committee,
        series=cell.series,
        cost_centre_id=cell.cost_centre,
        year=year,
        month=cell.month,
        quantity_milli=cell.milli,
        origin="import",
        batch=batch,
        line=cell.line,
        changed_by=batch.by,
    )


Place = tuple[int | None, int, int]
"""A series, a cost centre and a month."""


def place_of(cell: Cell) -> Place:
    """Where a quantity belongs."""
    return (cell.series.pk, cell.cost_centre, cell.month)


def _refuse_reported(
    sheet: Sheet, cells: Iterable[Cell], committee: Committee, *, year: int
) -> None:
    """Note every month that is reported already."""
    reported = set(
        VolumeRow.objects.filter(committee=committee, year=year).values_list(
            "series_id", "cost_centre_id", "month"
        )
    )
    for cell in cells:
        if place_of(cell) in reported:
            row = SheetRow(cell.line, {})
            sheet.fault(row, cell.column, "månaden är redan rapporterad.")


def import_volume_forecast(sheet: Sheet, batch: ImportBatch, *, month: str) -> None:
    """What is expected of the whole year, in one follow-up."""
    follow_up = follow_ups_by_month(batch.committee).get(month)
    if follow_up is None and month not in sheet.doubt:
        sheet.fault(None, "", f"det finns ingen uppföljning för {month}.")
    series = series_by_code(batch.committee)
    cost_centres = identities(CostCentre, batch.committee.municipality)
    batch.generated = is_made_up(sheet)
    rows: list[VolumeForecast] = []
    for line in sheet.rows:
        sheet.once(line, *(sheet.optional(line, column) for column in GRID_HEAD))
        found = sheet.known(line, "Serie", series)
        cost_centre = sheet.known(line, "Ansvar", cost_centres)
        milli = sheet.milli(line, "Helår")
        if milli is None and not sheet.optional(line, "Helår"):
            sheet.fault(line, "Helår", "prognosen saknas. Skriv 0 om den är noll.")
        if sheet.faults or milli is None:
            continue
        rows.append(
            VolumeForecast(
                committee=batch.committee,
                follow_up=follow_up,
                series=found,
                cost_centre_id=cost_centre,
                quantity_milli=milli,
                origin="file",
                comment=sheet.optional(line, "Kommentar"),
            )
        )
    if not sheet.faults:
        VolumeForecast.objects.bulk_create(rows, batch_size=BATCH_SIZE)
        close_batch(batch, rows=len(rows), month=month)


def close_batch(batch: ImportBatch, *, rows: int, **protocol: object) -> None:
    """Write down what became of a batch; what is empty is left out."""
    batch.row_count = rows
    batch.protocol = {key: value for key, value in protocol.items() if value}
    batch.save(update_fields=["row_count", "protocol", "generated"])
