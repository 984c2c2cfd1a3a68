"""Load a municipality's folder of files: the same readers and writers as for a user's.

A folder is taken in whole or not at all. A file that is already in is passed by, so
that loading twice changes nothing.
"""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from committees import imports as organisation
from committees.intake.sheets import IntakeError
from committees.models import Committee
from reports.loading.folder import Folder
from reports.loading.goals import load_goals
from reports.loading.money import (
    load_accounts,
    load_adjustments,
    load_money,
    load_steps,
    load_volumes,
)
from reports.loading.organisation import (
    load_follow_ups,
    load_organisation,
    set_states,
)
from reports.loading.outline import load_outline


def load_folder(folder: Path, *, password: str | None = None) -> Committee:
    """Take in a folder; IntakeError with every fault found, and nothing stored."""
    with transaction.atomic():
        return _load(Folder(folder), password)


def _load(folder: Folder, password: str | None) -> Committee:
    """Organisation and accounts, money and volumes, goals, then tables and texts."""
    sheet = folder.sheet("namnd.csv", organisation.COMMITTEE_HEAD)
    committee = organisation.import_committee(sheet)
    if committee is None:
        raise IntakeError(sheet.faults)
    if committee.imports.exists():
        folder.require_unchanged(committee)
        return committee
    load_organisation(folder, committee, password=password)
    states = load_follow_ups(folder, committee)
    load_accounts(folder, committee)
    load_money(folder, committee)
    load_volumes(folder, committee)
    load_adjustments(folder, committee)
    load_steps(folder, committee, states)
    load_goals(folder, committee)
    load_outline(folder, committee)
    folder.refuse_faulty()
    folder.keep_files(committee)
    set_states(committee, states)
    return committee
