"""Ledger files to take in: a demo committee's own rows, changed in a cell or two."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field

from committees.intake.batches import open_batch
from committees.intake.sheets import Sheet, read_sheet
from committees.models import Committee, ImportBatch, ImportKind
from finance import imports
from tests.conftest import ROOT

OUTCOME = ROOT / "fixtures/botkyrka/utfall-2017.csv"
Row = dict[str, str]


def demo_rows(*columns: str) -> list[Row]:
    """Botkyrka's outcome of 2017, of some months."""
    with OUTCOME.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    kept = (*imports.CODE_STRING, *columns, "Härkomst")
    return [{column: row[column] for column in kept} for row in rows]


def as_csv(rows: list[Row]) -> bytes:
    """Rows as the bytes of a file."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), delimiter=";", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


@dataclass(frozen=True)
class TakenIn:
    """A file that was given to an importer: its sheet with any faults, its batch."""

    sheet: Sheet
    batch: ImportBatch

    @property
    def faults(self) -> list[str]:
        """The faults as people read them."""
        return [str(fault) for fault in self.sheet.faults]


@dataclass(frozen=True)
class Intake:
    """Gives files to one importer, as the program does."""

    kind: ImportKind
    write: Callable[[Sheet, ImportBatch], None]
    head: tuple[str, ...]
    optional: tuple[str, ...] = field(default=())

    def __call__(self, content: bytes, *, slug: str = "botkyrka-von") -> TakenIn:
        """Read a file and write its rows."""
        committee = Committee.objects.get(slug=slug)
        sheet = read_sheet(
            "fil.csv", content, required=self.head, optional=self.optional
        )
        batch = open_batch(
            committee, kind=self.kind, file_name="fil.csv", content=content, by=None
        )
        self.write(sheet, batch)
        return TakenIn(sheet, batch)


outcome = Intake(
    ImportKind.OUTCOME,
    lambda sheet, batch: imports.import_outcome(sheet, batch, year=2017),
    imports.OUTCOME_HEAD,
    imports.OUTCOME_OPTIONAL,
)
