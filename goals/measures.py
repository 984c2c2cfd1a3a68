"""Take in what is measured: indicators, their outcomes and targets, and providers."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from committees.imports import follow_ups_by_month, identities
from committees.intake.sheets import Sheet, SheetRow
from committees.models import Activity, Committee, ImportBatch
from goals.imports import people_by_address, topics_by_code, years
from goals.models import (
    Direction,
    Indicator,
    IndicatorTarget,
    IndicatorValue,
    ProviderArea,
    ProviderCount,
    Sex,
)

INDICATOR_HEAD = (
    "Indikator",
    "Namn",
    "Mål",
    "Tabell",
    "Nummer",
    "Enhet",
    "Decimaler",
    "Riktning",
    "Andel",
    "Tal",
    "Kön",
    "Källa",
    "Mäts",
    "Kolada",
    "Hämtas ur",
    "Fotnot",
    "Ansvarig",
    "Från år",
    "Till år",
)
VALUE_HEAD = (
    "Indikator",
    "År",
    "Månad",
    "Kön",
    "Kommun",
    "Värde",
    "Text",
    "Källa",
    "Preliminärt",
)
TARGET_HEAD = ("Indikator", "År", "Värde", "Övre", "Text")
AREA_HEAD = ("Område", "Benämning", "Verksamheter", "Grupper")
COUNT_HEAD = ("Uppföljning", "Område", "Antal", "Uppföljda", "Kommentar")

DIRECTIONS = {direction.value: direction for direction in Direction}
SEXES = {sex.value: sex for sex in Sex if sex.value}
LINKS = ("nyckeltal:", "kvot:", "serie:", "netto:")
MOST_DECIMALS = 3
WHOLE_SHARE = 100_000
"""A hundred percent, in thousandths."""
OVER_WHOLE = "en andel kan inte vara större än 100 procent."
LINKED = "indikatorn hämtas ur ett annat tal och kan inte ha egna värden."
BELOW_NOTHING = "en andel kan inte vara mindre än 0 procent."


def import_indicators(sheet: Sheet, committee: Committee) -> None:
    """Indicators in the file's order; tables that show them are read anew."""
    committee.renew_structure()
    goals, people = topics_by_code(committee), people_by_address(committee)
    for position, row in enumerate(sheet.rows, start=1):
        code = sheet.text(row, "Indikator")
        sheet.once(row, code)
        link = sheet.optional(row, "Hämtas ur")
        if link and not link.startswith(LINKS):
            expected = ", ".join(f"{start}KOD" for start in LINKS)
            sheet.fault(row, "Hämtas ur", f"{link} känns inte igen. Skriv {expected}.")
        values = {
            "name": sheet.text(row, "Namn"),
            "goal": sheet.known_or_none(row, "Mål", goals),
            "table": sheet.optional(row, "Tabell"),
            "number": sheet.optional(row, "Nummer"),
            "direction": sheet.known_or_none(row, "Riktning", DIRECTIONS)
            or Direction.HIGHER,
            "source": sheet.optional(row, "Källa"),
            "kolada": sheet.optional(row, "Kolada"),
            "link": link,
            "footnote": sheet.optional(row, "Fotnot"),
            "responsible": sheet.known_or_none(row, "Ansvarig", people),
            "position": position,
            **_how_it_is_counted(sheet, row),
            **years(sheet, row),
        }
        if not sheet.faults:
            Indicator.objects.update_or_create(
                committee=committee, code=code, defaults=values
            )


def _how_it_is_counted(sheet: Sheet, row: SheetRow) -> dict[str, object]:
    """Unit and decimals, whether it is a share or a number, and when it is measured."""
    decimals = sheet.whole(row, "Decimaler") if sheet.optional(row, "Decimaler") else 0
    if not 0 <= decimals <= MOST_DECIMALS:
        sheet.fault(row, "Decimaler", f"kan vara 0 till {MOST_DECIMALS}.")
    numeric = sheet.yes(row, "Tal") if sheet.optional(row, "Tal") else True
    return {
        "unit": sheet.text(row, "Enhet"),
        "decimals": decimals,
        "share": sheet.yes(row, "Andel"),
        "numeric": numeric,
        "by_sex": sheet.yes(row, "Kön"),
        "measured_in": month_of(sheet, row, "Mäts"),
    }


def month_of(sheet: Sheet, row: SheetRow, column: str) -> int:
    """A month as 1 to 12; 0 where the cell is empty: the whole year."""
    if not sheet.optional(row, column):
        return 0
    month = sheet.whole(row, column)
    if not 1 <= month <= 12:  # noqa: PLR2004  the months of a year
        sheet.fault(row, column, "månaden ska vara 1 till 12.")
    return month


def indicators_by_code(committee: Committee) -> dict[str, Indicator]:
    """A committee's indicators."""
    found = Indicator.objects.filter(committee=committee)
    return {indicator.code: indicator for indicator in found}


def import_values(
    sheet: Sheet, committee: Committee, *, batch: ImportBatch | None = None
) -> None:
    """Outcomes of indicators: numbers, or a text where there is none."""
    indicators = indicators_by_code(committee)
    key = ("Indikator", "År", "Månad", "Kön", "Kommun")
    for row in sheet.rows:
        indicator = sheet.known(row, "Indikator", indicators)
        sheet.once(row, *(sheet.optional(row, part) for part in key))
        place: dict[str, Any] = {
            "committee": committee,
            "indicator": indicator,
            "year": sheet.whole(row, "År"),
            "month": month_of(sheet, row, "Månad"),
            "sex": sheet.known_or_none(row, "Kön", SEXES) or "",
            "municipality": sheet.optional(row, "Kommun"),
        }
        value, text = milli_of(sheet, row, "Värde"), sheet.optional(row, "Text")
        if value is None and not text and not sheet.optional(row, "Värde"):
            sheet.fault(row, "Värde", "skriv ett tal, eller ord i kolumnen Text.")
        if indicator and indicator.link:
            sheet.fault(row, "Indikator", LINKED)
        check_share(sheet, row, indicator, {"Värde": value})
        values: dict[str, Any] = {
            "value_milli": value,
            "text": text,
            "source": sheet.optional(row, "Källa"),
            "preliminary": sheet.yes(row, "Preliminärt"),
            "batch": batch,
        }
        if not sheet.faults:
            IndicatorValue.objects.update_or_create(**place, defaults=values)


def milli_of(sheet: Sheet, row: SheetRow, column: str) -> int | None:
    """A value as thousandths; it may be negative, as a net or a change is."""
    return sheet.milli(row, column, signed=True)


def check_share(
    sheet: Sheet,
    row: SheetRow,
    indicator: Indicator | None,
    values: dict[str, int | None],
) -> None:
    """Note shares that are not between nothing and the whole, by column."""
    if indicator is None or not indicator.share:
        return
    for column, value in values.items():
        if value is not None and value > WHOLE_SHARE:
            sheet.fault(row, column, OVER_WHOLE)
        if value is not None and value < 0:
            sheet.fault(row, column, BELOW_NOTHING)


def import_targets(sheet: Sheet, committee: Committee) -> None:
    """What indicators should reach, by year; a band has two ends."""
    indicators = indicators_by_code(committee)
    for row in sheet.rows:
        indicator = sheet.known(row, "Indikator", indicators)
        sheet.once(row, *(sheet.optional(row, part) for part in ("Indikator", "År")))
        value, upper = milli_of(sheet, row, "Värde"), milli_of(sheet, row, "Övre")
        text = sheet.optional(row, "Text")
        check_target(sheet, row, indicator, (value, upper))
        year = sheet.whole(row, "År")
        if not sheet.faults:
            IndicatorTarget.objects.update_or_create(
                committee=committee,
                indicator=indicator,
                year=year,
                defaults={"value_milli": value, "upper_milli": upper, "text": text},
            )


def check_target(
    sheet: Sheet,
    row: SheetRow,
    indicator: Indicator | None,
    ends: tuple[int | None, int | None],
) -> None:
    """Note a target that the indicator cannot have; words do where it has no number."""
    value, upper = ends
    if indicator is None:
        return
    if value is None and not sheet.optional(row, "Värde"):
        if indicator.numeric:
            sheet.fault(row, "Värde", "målet saknas. Indikatorn mäts i tal: skriv ett.")
        elif not sheet.optional(row, "Text"):
            sheet.fault(row, "Text", "målet saknas. Skriv det i ord.")
    band = indicator.direction == Direction.BAND
    if band and upper is None and not sheet.optional(row, "Övre"):
        sheet.fault(row, "Övre", "målet är ett intervall och behöver en övre gräns.")
    if upper is not None and not band:
        sheet.fault(row, "Övre", "bara en indikator med riktningen intervall har den.")
    if upper is not None and value is not None and upper < value:
        sheet.fault(row, "Övre", "övre gränsen är mindre än den undre.")
    check_share(sheet, row, indicator, {"Värde": value, "Övre": upper})


def import_areas(
    sheet: Sheet, committee: Committee, *, groups: Collection[str]
) -> None:
    """Areas with external providers; `groups` are the account groups that there are."""
    activities = identities(Activity, committee.municipality)
    for position, row in enumerate(sheet.rows, start=1):
        code = sheet.text(row, "Område")
        sheet.once(row, code)
        sheet.codes(row, "Verksamheter", activities)
        sheet.codes(row, "Grupper", groups)
        values = {
            "name": sheet.text(row, "Benämning"),
            "activities": sheet.text(row, "Verksamheter"),
            "groups": sheet.text(row, "Grupper"),
            "position": position,
        }
        if not sheet.faults:
            ProviderArea.objects.update_or_create(
                committee=committee, code=code, defaults=values
            )


def import_counts(sheet: Sheet, committee: Committee) -> None:
    """How many providers areas have at a follow-up, and how many were followed up."""
    follow_ups = follow_ups_by_month(committee)
    areas = {a.code: a for a in ProviderArea.objects.filter(committee=committee)}
    for row in sheet.rows:
        place: dict[str, Any] = {
            "committee": committee,
            "follow_up": sheet.known(row, "Uppföljning", follow_ups),
            "area": sheet.known(row, "Område", areas),
        }
        sheet.once(row, *(sheet.optional(row, p) for p in ("Uppföljning", "Område")))
        providers = sheet.whole(row, "Antal") if sheet.optional(row, "Antal") else None
        seen = (
            sheet.whole(row, "Uppföljda") if sheet.optional(row, "Uppföljda") else None
        )
        if seen is not None and seen > (providers or 0):
            sheet.fault(row, "Uppföljda", "är fler än utförarna.")
        values: dict[str, Any] = {
            "providers": providers,
            "followed_up": seen,
            "comment": sheet.optional(row, "Kommentar"),
        }
        if not sheet.faults:
            ProviderCount.objects.update_or_create(**place, defaults=values)
