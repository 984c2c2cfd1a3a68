"""Load a municipality's folder of files: the same readers and writers as for a user's.

A folder is taken in whole or not at all. A file that is already in is passed by, so
that loading twice changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from django.db import transaction

from committees import imports as organisation
from committees.intake.batches import already_taken_in, open_batch
from committees.intake.sheets import IntakeError, Sheet, read_sheet
from committees.models import (
    Committee,
    FollowUp,
    FollowUpState,
    ImportBatch,
    ImportKind,
)
from committees.periods import Month
from finance import accounts, adjustments
from finance import imports as money
from finance.month import unit_states
from finance.month.closing import close_months
from reports import imports as outline

MONEY_FILES: tuple[tuple[str, ImportKind, tuple[str, ...], tuple[str, ...]], ...] = (
    (r"budget-(\d{4})", ImportKind.BUDGET, money.BUDGET_HEAD, ()),
    (r"namndbidrag-(\d{4})", ImportKind.GRANT, money.GRANT_HEAD, ()),
    (
        r"utfall-(\d{4})",
        ImportKind.OUTCOME,
        money.OUTCOME_HEAD,
        money.OUTCOME_OPTIONAL,
    ),
    (
        r"balans-(\d{4})",
        ImportKind.BALANCE,
        money.BALANCE_HEAD,
        money.BALANCE_OPTIONAL,
    ),
    (r"prognos-(\d{4}-\d{2})", ImportKind.FORECAST, money.FORECAST_HEAD, ()),
    (r"(investeringar)", ImportKind.INVESTMENT, money.INVESTMENT_HEAD, ()),
    (
        r"(investeringsprognos)",
        ImportKind.INVESTMENT,
        money.INVESTMENT_FORECAST_HEAD,
        (),
    ),
)
WRITERS: dict[str, Callable[[Sheet, ImportBatch, str], None]] = {
    "budget": lambda s, b, when: money.import_budget(s, b, year=int(when)),
    "namndbidrag": lambda s, b, when: money.import_grants(s, b, year=int(when)),
    "utfall": lambda s, b, when: money.import_outcome(s, b, year=int(when)),
    "balans": lambda s, b, when: money.import_balance(s, b, year=int(when)),
    "prognos": lambda s, b, when: money.import_forecast(s, b, month=when),
    "investeringar": lambda s, b, _: money.import_investments(s, b),
    "investeringsprognos": lambda s, b, _: money.import_investment_forecasts(s, b),
}


def load_folder(folder: Path, *, password: str | None = None) -> Committee:
    """Take in a folder; IntakeError with every fault found, and nothing stored."""
    with transaction.atomic():
        return _Folder(folder, password).load()


class _Folder:
    """One loading of a folder, stage by stage.

    After a stage with faults the later ones only look for theirs: their sheets take
    over what is wrong so far, so that nothing is written from them.
    """

    def __init__(self, folder: Path, password: str | None) -> None:
        self.folder = folder
        self.password = password
        self.faulty: list[Sheet] = []

    def load(self) -> Committee:
        """Organisation and accounts, then money, then tables and texts."""
        sheet = self._sheet("namnd.csv", organisation.COMMITTEE_HEAD)
        committee = organisation.import_committee(sheet)
        if committee is None:
            raise IntakeError(sheet.faults)
        if committee.imports.exists():
            self._require_unchanged(committee)
            return committee
        self._organisation(committee)
        states = self._follow_ups(committee)
        self._accounts(committee)
        self._money(committee)
        self._beside(committee)
        self._steps(committee, states)
        self._reports(committee)
        self._refuse_faulty()
        self._keep_files(committee)
        self._set_states(committee, states)
        return committee

    def _sheet(
        self, name: str, head: Iterable[str], optional: Iterable[str] = ()
    ) -> Sheet:
        """A file of the folder as a sheet; a fault when it is not there."""
        path = self.folder / name
        if path.is_file():
            content = path.read_bytes()
            sheet = read_sheet(name, content, required=head, optional=optional)
        else:
            sheet = Sheet(name)
            sheet.fault(None, "", "filen saknas i mappen.")
        sheet.rests_on(self.faulty)
        return sheet

    def _optional(self, name: str, head: Iterable[str]) -> Sheet | None:
        """A file that the folder may do without."""
        return self._sheet(name, head) if (self.folder / name).is_file() else None

    def _end_stage(self, sheets: Iterable[Sheet | None]) -> None:
        """Remember the files that were not written; stop where one could not be read.

        Without its rows all that names them would be told as well.
        """
        faulty = [sheet for sheet in sheets if sheet and sheet.faults]
        self.faulty.extend(faulty)
        if any(sheet.own_faults and not sheet.rows for sheet in faulty):
            self._refuse_faulty()

    def _refuse_faulty(self) -> None:
        """Refuse the folder where any file has faults, with all of them."""
        if self.faulty:
            raise IntakeError(f for sheet in self.faulty for f in sheet.own_faults)

    def _require_unchanged(self, committee: Committee) -> None:
        """A folder is loaded once; one that has changed since belongs elsewhere."""
        sheets = []
        for path in self._files():
            sheet = Sheet(path.name)
            content = path.read_bytes()
            if not already_taken_in(committee, file_name=path.name, content=content):
                message = (
                    "filen har ändrats sedan den lästes in. Börja om från tom databas."
                )
                sheet.fault(None, "", message)
            sheets.append(sheet)
        self._end_stage(sheets)
        self._refuse_faulty()

    def _files(self) -> list[Path]:
        """The folder's files in name order."""
        return sorted(self.folder.glob("*.csv"))

    def _organisation(self, committee: Committee) -> None:
        """The two trees and the people."""
        centres = self._sheet("ansvar.csv", organisation.COST_CENTRE_HEAD)
        activities = self._sheet("verksamhet.csv", organisation.ACTIVITY_HEAD)
        people = self._sheet("personer.csv", organisation.PEOPLE_HEAD)
        organisation.import_cost_centres(centres, committee)
        organisation.import_activities(activities, committee)
        people.rests_on([centres])
        organisation.import_people(people, committee, password=self.password)
        self._end_stage([centres, activities, people])

    def _follow_ups(self, committee: Committee) -> dict[str, FollowUpState]:
        """The follow-ups, open until all is in."""
        sheet = self._sheet("uppfoljningar.csv", organisation.FOLLOW_UP_HEAD)
        states = organisation.import_follow_ups(sheet, committee)
        self._end_stage([sheet])
        return states

    def _accounts(self, committee: Committee) -> None:
        """Accounts, decisions and projects."""
        groups = self._sheet("kontogrupper.csv", accounts.GROUP_HEAD)
        accounts.import_groups(groups, committee)
        self._end_stage([groups])
        chart = self._sheet("kontoplan.csv", accounts.ACCOUNT_HEAD)
        counterparts = self._optional("motparter.csv", accounts.COUNTERPART_HEAD)
        projects = self._optional("projekt.csv", accounts.PROJECT_HEAD)
        decisions = self._sheet("beslut.csv", accounts.DECISION_HEAD)
        investments = self._sheet(
            "investeringsprojekt.csv", accounts.INVESTMENT_PROJECT_HEAD
        )
        accounts.import_accounts(chart, committee)
        accounts.import_counterparts(counterparts, committee)
        accounts.import_projects(projects, committee)
        accounts.import_decisions(decisions, committee)
        accounts.import_investment_projects(investments, committee)
        self._end_stage([chart, counterparts, projects, decisions, investments])

    def _money(self, committee: Committee) -> None:
        """Every file of money, each in a batch of its own."""
        sheets: list[Sheet] = []
        for pattern, kind, head, optional in MONEY_FILES:
            for path in self._files():
                match = re.fullmatch(pattern, path.stem)
                if match is None:
                    continue
                sheet = self._sheet(path.name, head, optional)
                sheets.append(sheet)
                if not sheet.rows:
                    continue
                batch = self._batch(committee, path, kind)
                WRITERS[re.split(r"-\d", path.stem)[0]](sheet, batch, match[1])
        self._end_stage(sheets)

    def _batch(self, committee: Committee, path: Path, kind: ImportKind) -> ImportBatch:
        """A batch that keeps the file's bytes."""
        content = path.read_bytes()
        return open_batch(
            committee, kind=kind, file_name=path.name, content=content, by=None
        )

    def _beside(self, committee: Committee) -> None:
        """Adjustments and actions."""
        adjusted = self._optional("justeringar.csv", adjustments.ADJUSTMENT_HEAD)
        actions = self._optional("atgarder.csv", adjustments.ACTION_HEAD)
        if adjusted:
            adjustments.import_adjustments(adjusted, committee)
        held = self._optional("ofordelat.csv", adjustments.UNDISTRIBUTED_HEAD)
        if actions:
            adjustments.import_actions(actions, committee)
        if held:
            adjustments.import_undistributed(held, committee)
        self._end_stage([adjusted, actions, held])

    def _steps(self, committee: Committee, states: dict[str, FollowUpState]) -> None:
        """Locked rows, and how far each unit has come in its forecast."""
        locks = self._optional("lasta-rader.csv", unit_states.LOCK_HEAD)
        units = self._optional("inlamningar.csv", unit_states.UNIT_STATE_HEAD)
        if locks:
            unit_states.import_locks(locks, committee)
        if units is None:
            units = Sheet("inlamningar.csv")
            units.rests_on(self.faulty)
        unit_states.import_unit_states(units, committee, states=states)
        self._end_stage([locks, units])

    def _reports(self, committee: Committee) -> None:
        """Table definitions, outline and texts."""
        tables = self._sheet("tabeller.csv", outline.TABLE_HEAD)
        columns = self._sheet("tabellkolumner.csv", outline.COLUMN_HEAD)
        rows = self._sheet("tabellrader.csv", outline.ROW_HEAD)
        outline.import_tables(tables, columns, rows, committee=committee)
        self._end_stage([tables, columns, rows])
        disposition = self._sheet("disposition.csv", outline.OUTLINE_HEAD)
        texts = self._sheet("texter.csv", outline.TEXT_HEAD)
        outline.import_outline(disposition, committee)
        outline.import_texts(texts, committee)
        self._end_stage([disposition, texts])

    def _keep_files(self, committee: Committee) -> None:
        """Keep the files that are not of money, too, in batches of master data."""
        for path in self._files():
            if not already_taken_in(
                committee, file_name=path.name, content=path.read_bytes()
            ):
                self._batch(committee, path, ImportKind.MASTER)

    def _set_states(
        self, committee: Committee, states: dict[str, FollowUpState]
    ) -> None:
        """Send out and close what is sent out and closed, and the months with it."""
        for text, state in states.items():
            month = Month.parse(text)
            follow_up = FollowUp.objects.get(
                committee=committee, year=month.year, month=month.month
            )
            if state == FollowUpState.CLOSED:
                close_months(follow_up)
            if follow_up.state != state:
                follow_up.state = state
                follow_up.save(update_fields=["state"])
