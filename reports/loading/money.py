"""Load money and volumes: accounts, ledger, budget, forecasts, series and staff."""

from __future__ import annotations

from committees.intake.sheets import Sheet
from committees.models import Committee
from finance import accounts, adjustments
from finance.models import Purpose
from finance.month import unit_states
from reports.batch_files import MONEY_FILES, VOLUME_FILES
from reports.loading.folder import Folder
from reports.loading.organisation import States
from volumes import definitions, quotients


def load_accounts(folder: Folder, committee: Committee) -> None:
    """Accounts, decisions and projects."""
    groups = folder.sheet("kontogrupper.csv", accounts.GROUP_HEAD)
    accounts.import_groups(groups, committee)
    folder.end_stage([groups])
    chart = folder.sheet("kontoplan.csv", accounts.ACCOUNT_HEAD)
    counterparts = folder.optional("motparter.csv", accounts.COUNTERPART_HEAD)
    projects = folder.optional("projekt.csv", accounts.PROJECT_HEAD)
    decisions = folder.sheet("beslut.csv", accounts.DECISION_HEAD)
    investments = folder.sheet(
        "investeringsprojekt.csv", accounts.INVESTMENT_PROJECT_HEAD
    )
    accounts.import_accounts(chart, committee)
    accounts.import_counterparts(counterparts, committee)
    accounts.import_projects(projects, committee)
    accounts.import_decisions(decisions, committee)
    accounts.import_investment_projects(investments, committee)
    folder.end_stage([chart, counterparts, projects, decisions, investments])


def load_money(folder: Folder, committee: Committee) -> None:
    """Every file of money."""
    folder.batches(committee, MONEY_FILES)


def load_volumes(folder: Folder, committee: Committee) -> None:
    """Series and what is made of them, then every file of volumes and staff."""
    series = folder.optional("volymserier.csv", definitions.SERIES_HEAD)
    if series:
        definitions.import_series(series, committee)
    folder.end_stage([series])
    prices = folder.optional("prislappar.csv", definitions.PRICE_HEAD)
    costs = folder.optional("nyckeltal.csv", quotients.UNIT_COST_HEAD)
    ratios = folder.optional("kvoter.csv", quotients.RATIO_HEAD)
    if prices:
        definitions.import_prices(prices, committee)
    if costs:
        groups = accounts.groups_by_code(committee, Purpose.ENTRY)
        quotients.import_unit_costs(costs, committee, groups=groups)
    if ratios:
        quotients.import_ratios(ratios, committee)
    folder.end_stage([prices, costs, ratios])
    folder.batches(committee, VOLUME_FILES)


def load_adjustments(folder: Folder, committee: Committee) -> None:
    """Adjustments and actions."""
    adjusted = folder.optional("justeringar.csv", adjustments.ADJUSTMENT_HEAD)
    actions = folder.optional("atgarder.csv", adjustments.ACTION_HEAD)
    if adjusted:
        adjustments.import_adjustments(adjusted, committee)
    held = folder.optional("ofordelat.csv", adjustments.UNDISTRIBUTED_HEAD)
    if actions:
        adjustments.import_actions(actions, committee)
    if held:
        adjustments.import_undistributed(held, committee)
    folder.end_stage([adjusted, actions, held])


def load_steps(folder: Folder, committee: Committee, states: States) -> None:
    """Locked rows, and how far each unit has come in its forecast."""
    locks = folder.optional("lasta-rader.csv", unit_states.LOCK_HEAD)
    units = folder.optional("inlamningar.csv", unit_states.UNIT_STATE_HEAD)
    if locks:
        unit_states.import_locks(locks, committee)
    if units is None:
        units = Sheet("inlamningar.csv")
        units.rests_on(folder.faulty)
    unit_states.import_unit_states(units, committee, states=states)
    folder.end_stage([locks, units])
