"""A municipality's folder of files: its sheets, its batches, the faults so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from committees.intake.batches import already_taken_in, open_batch
from committees.intake.sheets import IntakeError, Sheet, read_sheet
from committees.models import Committee, ImportBatch, ImportKind
from reports.batch_files import BatchFile
from volumes.payroll import is_payroll, read_payroll

Write = Callable[[Sheet], None]


def _read(path: Path, head: Iterable[str], optional: Iterable[str]) -> Sheet:
    """A file as a sheet, without what a payroll file tells of persons."""
    content = path.read_bytes()
    if is_payroll(path.name):
        return read_payroll(path.name, content).sheet
    return read_sheet(path.name, content, required=head, optional=optional)


def kept_bytes(path: Path) -> bytes:
    """The bytes of a file that may be kept."""
    content = path.read_bytes()
    return (
        read_payroll(path.name, content).content if is_payroll(path.name) else content
    )


class Folder:
    """One loading of a folder, stage by stage.

    After a stage with faults the later ones only look for theirs: their sheets take
    over what is wrong so far, so that nothing is written from them.
    """

    def __init__(self, path: Path) -> None:
        """Nothing is read before it is asked for."""
        self.path = path
        self.faulty: list[Sheet] = []

    def sheet(
        self, name: str, head: Iterable[str], optional: Iterable[str] = ()
    ) -> Sheet:
        """A file of the folder as a sheet; a fault when it is not there."""
        path = self.path / name
        if path.is_file():
            sheet = _read(path, head, optional)
        else:
            sheet = Sheet(name)
            sheet.fault(None, "", "filen saknas i mappen.")
        sheet.rests_on(self.faulty)
        return sheet

    def optional(self, name: str, head: Iterable[str]) -> Sheet | None:
        """A file that the folder may do without."""
        return self.sheet(name, head) if (self.path / name).is_file() else None

    def shared(self, name: str, head: Iterable[str]) -> Sheet | None:
        """A file that all folders share and lies beside them, if it is there."""
        path = self.path.parent / name
        if not path.is_file():
            return None
        sheet = _read(path, head, ())
        sheet.rests_on(self.faulty)
        return sheet

    def write(self, name: str, head: Iterable[str], write: Write) -> Sheet | None:
        """Take in a file that the folder may do without."""
        sheet = self.optional(name, head)
        if sheet:
            write(sheet)
        return sheet

    def end_stage(self, sheets: Iterable[Sheet | None]) -> None:
        """Remember the files that were not written; stop where one could not be read.

        Without its rows all that names them would be told as well.
        """
        faulty = [sheet for sheet in sheets if sheet and sheet.faults]
        self.faulty.extend(faulty)
        if any(sheet.own_faults and not sheet.rows for sheet in faulty):
            self.refuse_faulty()

    def refuse_faulty(self) -> None:
        """Refuse the folder where any file has faults, with all of them."""
        if self.faulty:
            raise IntakeError(f for sheet in self.faulty for f in sheet.own_faults)

    def require_unchanged(self, committee: Committee) -> None:
        """A folder is loaded once; one that has changed since belongs elsewhere."""
        sheets = []
        for path in self.files():
            sheet = Sheet(path.name)
            content = kept_bytes(path)
            if not already_taken_in(committee, file_name=path.name, content=content):
                message = (
                    "filen har ändrats sedan den lästes in. Börja om från tom databas."
                )
                sheet.fault(None, "", message)
            sheets.append(sheet)
        self.end_stage(sheets)
        self.refuse_faulty()

    def files(self) -> list[Path]:
        """The folder's files in name order."""
        return sorted(self.path.glob("*.csv"))

    def batches(self, committee: Committee, kinds: Iterable[BatchFile]) -> None:
        """Every file of some kinds, each in a batch of its own."""
        sheets: list[Sheet] = []
        for kind in kinds:
            for path, when in kind.found(self.files()):
                sheet = self.sheet(path.name, kind.head, kind.optional)
                sheets.append(sheet)
                if sheet.rows:
                    kind.write(sheet, batch_of(committee, path, kind.kind), when)
        self.end_stage(sheets)

    def keep_files(self, committee: Committee) -> None:
        """Keep the files that are in no batch, too, in batches of master data."""
        for path in self.files():
            content = kept_bytes(path)
            if not already_taken_in(committee, file_name=path.name, content=content):
                batch_of(committee, path, ImportKind.MASTER)


def batch_of(committee: Committee, path: Path, kind: ImportKind) -> ImportBatch:
    """A batch that keeps the file's bytes."""
    content = kept_bytes(path)
    return open_batch(
        committee, kind=kind, file_name=path.name, content=content, by=None
    )
