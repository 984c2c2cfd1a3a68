"""Take in decisions that are not executed, the law they rest on, and the quarters."""

from __future__ import annotations

from collections.abc import Container
from datetime import date

from committees.intake.sheets import Sheet, SheetRow
from committees.models import Committee
from goals.models import (
    DecisionQuarter,
    DecisionReason,
    Provision,
    UnexecutedDecision,
)

PROVISION_HEAD = ("Kod", "Lag", "Lagrum", "Insats", "Från", "Till")
DECISION_HEAD = (
    "Nummer",
    "Lagrum",
    "Beslutad",
    "Avbruten",
    "Erbjuden",
    "Verkställd",
    "Avslutad",
    "Skäl",
    "Kommentar",
)
QUARTER_HEAD = ("År", "Kvartal", "Räknat till", "Nummer")

LAWS = {"SoL": "SoL", "LSS": "LSS"}
REASONS = {reason.value: reason for reason in DecisionReason}
FOREVER = date(9999, 12, 31)


def import_provisions(sheet: Sheet) -> None:
    """Provisions with the days between which they are in force."""
    for row in sheet.rows:
        code = sheet.text(row, "Kod")
        first = sheet.day(row, "Från")
        last = sheet.day_or_none(row, "Till") or FOREVER
        sheet.once(row, code, sheet.optional(row, "Från"))
        if first and last < first:
            sheet.fault(row, "Till", "slutar gälla innan det börjar.")
        values = {
            "law": sheet.known(row, "Lag", LAWS),
            "reference": sheet.text(row, "Lagrum"),
            "service": sheet.text(row, "Insats"),
            "to_date": last,
        }
        if not sheet.faults:
            Provision.objects.update_or_create(
                code=code, from_date=first, defaults=values
            )


def provision_on(code: str, day: date) -> Provision | None:
    """The provision of a code that was in force on a day."""
    return Provision.objects.filter(
        code=code, from_date__lte=day, to_date__gte=day
    ).first()


def import_decisions(sheet: Sheet, committee: Committee) -> None:
    """Decisions, each with the provision in force on its day."""
    codes = {code: code for code in Provision.objects.values_list("code", flat=True)}
    for row in sheet.rows:
        number = sheet.whole(row, "Nummer")
        sheet.once(row, number)
        code = sheet.known(row, "Lagrum", codes)
        days = {
            "decided_on": sheet.day_or_none(row, "Beslutad"),
            "interrupted_on": sheet.day_or_none(row, "Avbruten"),
            "offered_on": sheet.day_or_none(row, "Erbjuden"),
            "executed_on": sheet.day_or_none(row, "Verkställd"),
            "ended_on": sheet.day_or_none(row, "Avslutad"),
        }
        begun = days["decided_on"] or days["interrupted_on"]
        _check_days(sheet, row, days)
        provision = provision_on(code, begun) if code and begun else None
        if code and begun and provision is None:
            sheet.fault(row, "Lagrum", f"{code} gällde inte {begun}.")
        values = {
            **days,
            "provision": provision,
            "reason": sheet.known(row, "Skäl", REASONS),
            "comment": sheet.optional(row, "Kommentar"),
        }
        if not sheet.faults:
            UnexecutedDecision.objects.update_or_create(
                committee=committee, number=number, defaults=values
            )


def _check_days(sheet: Sheet, row: SheetRow, days: dict[str, date | None]) -> None:
    """Note days that contradict each other."""
    for column, reason in day_faults(days).items():
        sheet.fault(row, column, reason)


DAY_COLUMNS = {
    "offered_on": "Erbjuden",
    "executed_on": "Verkställd",
    "ended_on": "Avslutad",
}


def day_faults(days: dict[str, date | None]) -> dict[str, str]:
    """What is wrong with a decision's days, by column; the same for file and form."""
    decided, interrupted = days["decided_on"], days["interrupted_on"]
    begun = decided or interrupted
    if begun is None:
        return {"Beslutad": "skriv beslutsdag, eller dag för avbrott."}
    if decided and interrupted:
        return {"Avbruten": "skriv antingen beslutsdag eller dag för avbrott."}
    return {
        column: f"dagen är före {'beslutet' if decided else 'avbrottet'}, {begun}."
        for name, column in DAY_COLUMNS.items()
        if (day := days[name]) and day < begun
    }


def import_quarters(sheet: Sheet, committee: Committee) -> None:
    """Quarters' reports: which decisions were in them, counted to which day."""
    known = {
        d.number: d for d in UnexecutedDecision.objects.filter(committee=committee)
    }
    for row in sheet.rows:
        year, quarter = sheet.whole(row, "År"), sheet.whole(row, "Kvartal")
        sheet.once(row, year, quarter)
        if quarter not in range(1, 5):
            sheet.fault(row, "Kvartal", "kvartalet ska vara 1 till 4.")
        as_of = sheet.day(row, "Räknat till")
        numbers = _numbers(sheet, row, known)
        if not sheet.faults:
            report, _ = DecisionQuarter.objects.update_or_create(
                committee=committee,
                year=year,
                quarter=quarter,
                defaults={"as_of": as_of},
            )
            report.decisions.set(known[number] for number in numbers)


def _numbers(sheet: Sheet, row: SheetRow, known: Container[int]) -> list[int]:
    """The decisions that a quarter names; an empty cell means that there were none."""
    found = []
    for word in sheet.optional(row, "Nummer").split():
        number = int(word) if word.isdecimal() else -1
        if number in known:
            found.append(number)
        elif word not in sheet.doubt:
            sheet.fault(row, "Nummer", f"{word} finns inte.")
    return found
