"""Take in what is booked, decided and forecast: typed rows, written in one transaction.

Ledger files hold the ledger's sign (debit positive); it is turned here, once, into
the effect on the result. The months that a file fills become live in the same
transaction as its rows and the summaries that rest on them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from committees.imports import follow_ups_by_month, identities
from committees.intake.sheets import Sheet, SheetRow
from committees.models import (
    Activity,
    Committee,
    CostCentre,
    ImportBatch,
)
from committees.numbers import kronor, swedish
from committees.periods import CLOSING, MONTH_HEADS
from finance.accounts import account_ids, decisions_by_code, groups_by_code
from finance.models import (
    BalanceRow,
    Basis,
    BudgetDecision,
    BudgetRow,
    Counterpart,
    ForecastRow,
    GrantRow,
    GroupKind,
    InvestmentForecast,
    InvestmentProject,
    InvestmentRow,
    InvestmentScenario,
    LiveMonth,
    Method,
    OutcomeRow,
    Project,
    Purpose,
)
from finance.month import changed
from finance.summaries import refresh_budget, refresh_forecast, refresh_outcome

CODE_STRING = ("Ansvar", "Verksamhet", "Konto", "Projekt", "Motpart")
OUTCOME_HEAD = (*CODE_STRING, "Härkomst")
OUTCOME_OPTIONAL = (*MONTH_HEADS, "P13")
BUDGET_HEAD = ("Beslut", *CODE_STRING, *MONTH_HEADS, "Härkomst")
GRANT_HEAD = ("Beslut", "Verksamhet", *MONTH_HEADS, "Härkomst")
FORECAST_HEAD = (
    "Ansvar",
    "Verksamhet",
    "Grupp",
    "Helår",
    "Metod",
    "Kommentar",
    "Härkomst",
)
INVESTMENT_HEAD = ("Projekt", "Uppgift", "År", *MONTH_HEADS, "Belopp", "Härkomst")
INVESTMENT_FORECAST_HEAD = ("Uppföljning", "Projekt", "Helår", "Totalt", "Härkomst")
BALANCE_HEAD = ("Konto", "Härkomst")
BALANCE_OPTIONAL = ("IB", *MONTH_HEADS, "P13")

BASES = {str(basis.label): basis for basis in Basis}
METHODS = {str(method.label): method for method in Method}
SCENARIOS = {str(scenario.label): scenario for scenario in InvestmentScenario}
PERIODS = {
    "IB": 0,
    **{head: number for number, head in enumerate(MONTH_HEADS, start=1)},
    "P13": CLOSING,
}
BATCH_SIZE = 1000


@dataclass(frozen=True, slots=True)
class CodeString:
    """Identities by code for the parts of a ledger row."""

    cost_centres: dict[str, int]
    activities: dict[str, int]
    accounts: dict[str, int]
    projects: dict[str, int]
    counterparts: dict[str, int]

    @classmethod
    def of(cls, committee: Committee) -> CodeString:
        """The municipality's codes."""
        municipality = committee.municipality
        return cls(
            identities(CostCentre, municipality),
            identities(Activity, municipality),
            account_ids(committee),
            identities(Project, municipality),
            identities(Counterpart, municipality),
        )

    def read(self, sheet: Sheet, row: SheetRow) -> dict[str, int | None]:
        """A row's identities by field; faults for codes that do not exist."""
        return {
            "cost_centre_id": sheet.known(row, "Ansvar", self.cost_centres),
            "activity_id": sheet.known(row, "Verksamhet", self.activities),
            "account_id": sheet.known(row, "Konto", self.accounts),
            "project_id": self._or_none(sheet, row, "Projekt", self.projects),
            "counterpart_id": self._or_none(sheet, row, "Motpart", self.counterparts),
        }

    @staticmethod
    def _or_none(
        sheet: Sheet, row: SheetRow, column: str, among: dict[str, int]
    ) -> int | None:
        """A part that may be empty; the empty code has an identity of its own."""
        if not sheet.optional(row, column):
            return among[""]
        return sheet.known(row, column, among)


def _amounts(sheet: Sheet, row: SheetRow) -> Iterator[tuple[int, int]]:
    """Ledger periods and öre of a row's filled month columns."""
    for head, period in PERIODS.items():
        if head in row.cells:
            ore = sheet.ore(row, head)
            if ore is not None:
                yield period, ore


def _basis(sheet: Sheet, row: SheetRow, batch: ImportBatch) -> Basis:
    """Where a row's amounts come from; an empty cell means booked."""
    basis = sheet.known_or_none(row, "Härkomst", BASES) or Basis.BOOKED
    batch.generated = batch.generated or basis in {Basis.GENERATED, Basis.FITTED}
    return basis


def import_outcome(sheet: Sheet, batch: ImportBatch, *, year: int) -> None:
    """Outcome by month of a year; the periods that the file fills become live."""
    codes = CodeString.of(batch.committee)
    rows: list[OutcomeRow] = []
    for line in sheet.rows:
        sheet.once(line, *(sheet.optional(line, column) for column in CODE_STRING))
        parts = codes.read(sheet, line)
        basis = _basis(sheet, line, batch)
        rows.extend(
            OutcomeRow(
                committee=batch.committee,
                batch=batch,
                **parts,
                year=year,
                period=period,
                amount_ore=-ore,
                basis=basis,
                first_line=line.line,
            )
            for period, ore in _amounts(sheet, line)
            if not sheet.faults
        )
    _refuse_closed(sheet, batch.committee, year=year)
    if sheet.faults:
        return
    OutcomeRow.objects.bulk_create(rows, batch_size=BATCH_SIZE)
    periods = sorted({row.period for row in rows})
    make_live(batch, year=year, periods=periods)
    _close(batch, rows=len(rows), year=year, periods=periods)


def make_live(batch: ImportBatch, *, year: int, periods: Sequence[int]) -> None:
    """Let a batch's outcome count for some ledger periods, and sum them anew.

    With an earlier batch this takes back a later one. Forecasts that were handed in
    on another outcome are marked.
    """
    committee = batch.committee
    watched = changed.watched(committee, year=year)
    sums = partial(changed.live_sums, committee, year=year, periods=periods)
    before = sums() if watched else {}
    for period in periods:
        LiveMonth.objects.update_or_create(
            committee=committee,
            year=year,
            period=period,
            defaults={"batch": batch},
        )
    refresh_outcome(committee, year=year, periods=periods)
    if watched:
        changed.mark(watched, before, sums(), by=batch.by)


def _refuse_closed(sheet: Sheet, committee: Committee, *, year: int) -> None:
    """Note every month that the file fills although it is closed."""
    live = LiveMonth.objects.filter(committee=committee, year=year, closed=True)
    closed = set(live.values_list("period", flat=True))
    for head, period in PERIODS.items():
        filled = any(sheet.optional(row, head) for row in sheet.rows)
        if filled and period in closed:
            message = "månaden är stängd. Öppna den innan utfallet byts."
            sheet.fault(None, head, message)


def import_budget(sheet: Sheet, batch: ImportBatch, *, year: int) -> None:
    """Budget by month of a year, under its decisions."""
    codes, decisions = (
        CodeString.of(batch.committee),
        decisions_by_code(batch.committee),
    )
    rows: list[BudgetRow] = []
    for line in sheet.rows:
        decision = sheet.known(line, "Beslut", decisions)
        sheet.once(
            line,
            *(sheet.optional(line, column) for column in ("Beslut", *CODE_STRING)),
        )
        _check_year(sheet, line, decision, year=year)
        parts = codes.read(sheet, line)
        basis = _basis(sheet, line, batch)
        rows.extend(
            BudgetRow(
                committee=batch.committee,
                batch=batch,
                decision=decision,
                **parts,
                year=year,
                period=period,
                amount_ore=-ore,
                basis=basis,
                line=line.line,
            )
            for period, ore in _amounts(sheet, line)
            if not sheet.faults
        )
    taken = BudgetRow.objects.filter(decision__in={row.decision_id for row in rows})
    for code in taken.values_list("decision__code", flat=True).distinct():
        sheet.fault(
            None, "Beslut", f"{code} har redan budgetrader. De ändras genom nya beslut."
        )
    if sheet.faults:
        return
    BudgetRow.objects.bulk_create(rows, batch_size=BATCH_SIZE)
    refresh_budget(batch.committee, year=year)
    _close(batch, rows=len(rows), year=year)


def _check_year(
    sheet: Sheet, line: SheetRow, decision: BudgetDecision | None, *, year: int
) -> None:
    """Note a decision that is of another year than the file."""
    if decision and decision.year != year:
        message = f"beslutet gäller {decision.year}, inte {year}."
        sheet.fault(line, "Beslut", message)


def import_grants(sheet: Sheet, batch: ImportBatch, *, year: int) -> None:
    """The committee's grant by activity and month."""
    activities = identities(Activity, batch.committee.municipality)
    decisions = decisions_by_code(batch.committee)
    rows: list[GrantRow] = []
    for line in sheet.rows:
        decision = sheet.known(line, "Beslut", decisions)
        activity = sheet.known(line, "Verksamhet", activities)
        sheet.once(line, *(sheet.optional(line, c) for c in ("Beslut", "Verksamhet")))
        _check_year(sheet, line, decision, year=year)
        basis = _basis(sheet, line, batch)
        rows.extend(
            GrantRow(
                committee=batch.committee,
                batch=batch,
                decision=decision,
                activity_id=activity,
                year=year,
                period=period,
                amount_ore=ore,
                basis=basis,
            )
            for period, ore in _amounts(sheet, line)
            if not sheet.faults
        )
    if not sheet.faults:
        GrantRow.objects.bulk_create(rows, batch_size=BATCH_SIZE)
        _close(batch, rows=len(rows), year=year)


def import_forecast(sheet: Sheet, batch: ImportBatch, *, month: str) -> None:
    """Full-year forecasts of one follow-up, typed as people type them.

    A positive figure is a cost on a cost group and a revenue on a revenue group.
    """
    follow_up = follow_ups_by_month(batch.committee).get(month)
    if follow_up is None and month not in sheet.doubt:
        sheet.fault(None, "", f"det finns ingen uppföljning för {month}.")
    municipality = batch.committee.municipality
    cost_centres = identities(CostCentre, municipality)
    activities = identities(Activity, municipality)
    groups = groups_by_code(batch.committee, Purpose.ENTRY)
    rows: list[ForecastRow] = []
    for line in sheet.rows:
        key = ("Ansvar", "Verksamhet", "Grupp")
        sheet.once(line, *(sheet.optional(line, column) for column in key))
        cost_centre = sheet.known(line, "Ansvar", cost_centres)
        activity = sheet.known(line, "Verksamhet", activities)
        group = sheet.known(line, "Grupp", groups)
        method = sheet.known(line, "Metod", METHODS)
        basis = _basis(sheet, line, batch)
        typed = sheet.ore(line, "Helår")
        if typed is None and not sheet.optional(line, "Helår"):
            sheet.fault(line, "Helår", "prognosen saknas. Skriv 0 om den är noll.")
        if sheet.faults or group is None or typed is None:
            continue
        rows.append(
            ForecastRow(
                committee=batch.committee,
                follow_up=follow_up,
                cost_centre_id=cost_centre,
                activity_id=activity,
                group=group,
                amount_ore=typed if group.kind == GroupKind.REVENUE else -typed,
                method=method,
                origin="file",
                comment=sheet.optional(line, "Kommentar"),
                basis=basis,
            )
        )
    if sheet.faults or follow_up is None:
        return
    ForecastRow.objects.bulk_create(rows, batch_size=BATCH_SIZE)
    refresh_forecast(follow_up)
    _close(batch, rows=len(rows), month=month)


def import_investments(sheet: Sheet, batch: ImportBatch) -> None:
    """Budget and outcome of investment projects; spending is negative."""
    projects = _projects(batch.committee)
    rows: list[InvestmentRow] = []
    for line in sheet.rows:
        project = sheet.known(line, "Projekt", projects)
        scenario = sheet.known(line, "Uppgift", SCENARIOS)
        year, basis = sheet.whole(line, "År"), _basis(sheet, line, batch)
        key = ("Projekt", "Uppgift", "År")
        sheet.once(line, *(sheet.optional(line, column) for column in key))
        amounts = dict(_amounts(sheet, line))
        whole = sheet.ore(line, "Belopp")
        if whole is not None and amounts:
            message = "raden har belopp både i en månad och för året. Ta bort det ena."
            sheet.fault(line, "Belopp", message)
        elif whole is not None:
            amounts[12 if scenario == InvestmentScenario.OUTCOME else 0] = whole
        elif not amounts and not sheet.optional(line, "Belopp"):
            sheet.fault(line, "Belopp", "raden har inget belopp.")
        rows.extend(
            InvestmentRow(
                committee=batch.committee,
                project=project,
                batch=batch,
                scenario=scenario,
                year=year,
                period=period,
                amount_ore=ore,
                basis=basis,
            )
            for period, ore in amounts.items()
            if not sheet.faults
        )
    if not sheet.faults:
        InvestmentRow.objects.bulk_create(rows, batch_size=BATCH_SIZE)
        _replace_earlier(batch)
        _close(batch, rows=len(rows))


def import_investment_forecasts(sheet: Sheet, batch: ImportBatch) -> None:
    """Forecasts of investment projects, for the year and in all."""
    projects = _projects(batch.committee)
    follow_ups = follow_ups_by_month(batch.committee)
    for line in sheet.rows:
        follow_up = sheet.known(line, "Uppföljning", follow_ups)
        project = sheet.known(line, "Projekt", projects)
        key = ("Uppföljning", "Projekt")
        sheet.once(line, *(sheet.optional(line, column) for column in key))
        basis = _basis(sheet, line, batch)
        year, total = sheet.ore(line, "Helår"), sheet.ore(line, "Totalt")
        if year is None and not sheet.optional(line, "Helår"):
            sheet.fault(line, "Helår", "prognosen saknas. Skriv 0 om den är noll.")
        if not sheet.faults and year is not None:
            InvestmentForecast.objects.update_or_create(
                follow_up=follow_up,
                project=project,
                defaults={
                    "committee": batch.committee,
                    "year_ore": year,
                    "total_ore": total,
                    "basis": basis,
                },
            )
    if not sheet.faults:
        _close(batch, rows=len(sheet.rows))


def import_balance(sheet: Sheet, batch: ImportBatch, *, year: int) -> None:
    """Balance accounts in ledger sign; every period must sum to zero."""
    accounts = account_ids(batch.committee)
    rows: list[BalanceRow] = []
    sums: dict[int, int] = {}
    for line in sheet.rows:
        account = sheet.known(line, "Konto", accounts)
        sheet.once(line, sheet.optional(line, "Konto"))
        basis = _basis(sheet, line, batch)
        for period, ore in _amounts(sheet, line):
            sums[period] = sums.get(period, 0) + ore
            if not sheet.faults:
                rows.append(
                    BalanceRow(
                        committee=batch.committee,
                        batch=batch,
                        account_id=account,
                        year=year,
                        period=period,
                        amount_ore=ore,
                        basis=basis,
                    )
                )
    for head, period in PERIODS.items():
        if sums.get(period):
            text = swedish(kronor(sums[period]), decimals=2)
            sheet.fault(None, head, f"kolumnen summerar till {text}, inte noll.")
    if not sheet.faults:
        BalanceRow.objects.bulk_create(rows, batch_size=BATCH_SIZE)
        _replace_earlier(batch, year=year)
        _close(batch, rows=len(rows), year=year)


def _projects(committee: Committee) -> dict[str, InvestmentProject]:
    """The committee's investment projects by code."""
    return {p.code: p for p in InvestmentProject.objects.filter(committee=committee)}


def _replace_earlier(batch: ImportBatch, **protocol: object) -> None:
    """Earlier batches of the same kind and year no longer count."""
    earlier = ImportBatch.objects.filter(
        committee=batch.committee, kind=batch.kind, protocol=protocol, live=True
    )
    earlier.exclude(pk=batch.pk).update(live=False)


def _close(batch: ImportBatch, *, rows: int, **protocol: object) -> None:
    """Write down what became of a batch."""
    batch.row_count = rows
    batch.protocol = protocol
    batch.save(update_fields=["row_count", "protocol", "generated"])
