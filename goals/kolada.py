"""A file of Kolada's values: JSON as its third interface answers, or a table (CSV).

What is uncertain, secret, deleted or empty there is left out, and told. Values are
rounded once, to whole thousandths, as the file is read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum
from typing import NamedTuple

from committees.intake.sheets import Fault, Sheet, SheetRow, sheet_of
from committees.intake.tables import Line, Table, read_table
from committees.numbers import MAX_MILLI, NumberTextError, parse_number
from goals.municipalities import NAMES

MOST = MAX_MILLI // 1000
THOUSANDTH = Decimal("0.001")
SEXES = {"T": "", "K": "K", "F": "K", "M": "M"}
"""Kolada's letters, of all, women and men; the second interface wrote F for women."""
CODE_SIGNS = 4
FIRST_YEAR, LAST_YEAR = 1970, 2100
HEADS = {
    "kpi": "Nyckeltal",
    "kpi_id": "Nyckeltal",
    "municipality": "Kommun",
    "municipality_id": "Kommun",
    "period": "År",
    "year": "År",
    "gender": "Kön",
    "value": "Värde",
    "status": "Status",
    "isdeleted": "Borttaget",
    "count": "Antal",
}
REQUIRED = ("Nyckeltal", "Kommun", "År", "Kön", "Värde")
OPTIONAL = ("Status", "Borttaget", "Antal")
NOT_JSON = "filen är inte hel JSON. Hämta den igen från Kolada."
NO_VALUES = (
    "filen har ingen lista ”values”. Väntat är ett svar från Kolada (/v3/data/…)."
)
MORE_PAGES = (
    "Svaret har fler sidor hos Kolada än filen har. Hämta nästa sida och läs in den"
    " också."
)


class Value(NamedTuple):
    """A published value: whose, of when and of whom. `line` is where it stands."""

    kpi: str
    municipality: str
    year: int
    sex: str
    milli: int
    line: int


class Why(StrEnum):
    """Why a value is left out."""

    UNCERTAIN = "osäker eller skyddad hos Kolada (status satt)"
    DELETED = "borttagen hos Kolada"
    EMPTY = "utan värde"
    NO_MUNICIPALITY = "av en grupp eller region, inte en kommun"


class LeftOut(NamedTuple):
    """A value that is not taken in."""

    kpi: str
    municipality: str
    year: int
    sex: str
    why: Why


@dataclass(slots=True)
class KoladaFile:
    """What a file holds. With faults it cannot be taken in."""

    name: str
    has_lines: bool = False
    values: list[Value] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def fault(self, line: int, column: str, message: str) -> None:
        """Note a fault at a value: its line, or in an answer its number."""
        if line and not self.has_lines:
            line, message = 0, f"värde nummer {line}: {message}"
        self.faults.append(Fault(self.name, line, column, message))


@dataclass(frozen=True, slots=True)
class _Raw:
    """A value as it stands in the file."""

    line: int
    kpi: str
    municipality: str
    year: str
    sex: str
    value: Decimal | None
    status: str
    deleted: bool


def read_kolada(name: str, content: bytes) -> KoladaFile:
    """A file's values, what is left out, and its faults."""
    text = content.lstrip(b"\xef\xbb\xbf \t\r\n")
    file = KoladaFile(name)
    rows = (
        _of_json(file, content)
        if text[:1] in {b"{", b"["}
        else _of_table(file, content)
    )
    seen: dict[tuple[str, str, int, str], int] = {}
    for row in rows:
        _take(file, row, seen)
    return file


def _take(
    file: KoladaFile, row: _Raw, seen: dict[tuple[str, str, int, str], int]
) -> None:
    """Put a value among those that are taken in or left out, or note its fault."""
    year = _year(file, row)
    sex = SEXES.get(row.sex)
    if sex is None:
        file.fault(row.line, "Kön", f"”{row.sex}” är okänt. Väntade: T, K eller M.")
    if not row.kpi:
        file.fault(row.line, "Nyckeltal", "nyckeltalets kod saknas.")
    if year is None or sex is None or not row.kpi:
        return
    why = _why(row)
    if why:
        file.left_out.append(LeftOut(row.kpi, row.municipality, year, sex, why))
        return
    key = (row.kpi, row.municipality, year, sex)
    first = seen.setdefault(key, row.line)
    if first != row.line:
        what = f"{row.kpi}, kommun {row.municipality}, {year}, {row.sex}"
        file.fault(row.line, "", f"{what} står redan tidigare ({first}).")
        return
    value = row.value or Decimal(0)
    if abs(value) > MOST:
        file.fault(row.line, "Värde", f"{value} är för stort.")
        return
    file.values.append(Value(*key, milli_of(value), row.line))


def milli_of(value: Decimal) -> int:
    """A number in whole thousandths, rounded half away from zero."""
    return int(value.quantize(THOUSANDTH, ROUND_HALF_UP).scaleb(3))


def _why(row: _Raw) -> Why | None:
    """Why a value is left out; None when it is not."""
    if row.deleted:
        return Why.DELETED
    if row.status:
        return Why.UNCERTAIN
    if row.value is None:
        return Why.EMPTY
    if row.municipality not in NAMES:
        return Why.NO_MUNICIPALITY
    return None


def _year(file: KoladaFile, row: _Raw) -> int | None:
    """A value's year; None and a fault where it is none."""
    year = int(row.year) if re.fullmatch(r"\d{4}", row.year) else 0
    if FIRST_YEAR <= year <= LAST_YEAR:
        return year
    file.fault(row.line, "År", f"”{row.year}” är inget år.")
    return None


def _of_json(file: KoladaFile, content: bytes) -> Iterator[_Raw]:
    """The values of an answer: places are counted from 1, in the file's order."""
    try:
        told = json.loads(
            content.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_refuse
        )
    except (ValueError, RecursionError):
        file.fault(0, "", NOT_JSON)
        return
    groups = told.get("values") if isinstance(told, dict) else None
    if not isinstance(groups, list):
        file.fault(0, "", NO_VALUES)
        return
    if told.get("next_url") or told.get("next_page"):
        file.notes.append(MORE_PAGES)
    line = 0
    for group in groups:
        values = group.get("values") if isinstance(group, dict) else None
        for each in values if isinstance(values, list) else [None]:
            line += 1
            if not isinstance(each, dict):
                file.fault(
                    line, "values", "värdet är inget objekt med gender och value."
                )
                continue
            yield from _of_object(file, line, group, each)


def _refuse(text: str) -> Decimal:
    """Numbers that are none (NaN, Infinity) make a file unreadable."""
    raise ValueError(text)


def _of_object(
    file: KoladaFile,
    line: int,
    group: Mapping[str, object],
    each: Mapping[str, object],
) -> Iterator[_Raw]:
    """A value of an answer."""
    value = each.get("value")
    if isinstance(value, bool) or not isinstance(value, int | Decimal | None):
        file.fault(line, "value", f"”{value}” är inget tal.")
        return
    yield _Raw(
        line=line,
        kpi=_text(group.get("kpi")).upper(),
        municipality=_text(group.get("municipality")),
        year=_text(group.get("period")),
        sex=_text(each.get("gender")).upper(),
        value=None if value is None else Decimal(value),
        status=_text(each.get("status")),
        deleted=bool(each.get("isdeleted")),
    )


def _text(found: object) -> str:
    """What stands in a field, without spaces around it."""
    return "" if found is None else str(found).strip()


def _of_table(file: KoladaFile, content: bytes) -> Iterator[_Raw]:
    """The values of a table, with Kolada's own headings or Swedish ones."""
    sheet = sheet_of(
        _renamed(read_table(file.name, content)), required=REQUIRED, optional=OPTIONAL
    )
    file.name, file.notes, file.has_lines = sheet.name, [*sheet.notes], True
    file.faults.extend(sheet.faults)
    for row in sheet.rows:
        value = _decimal(file, sheet, row)
        yield _Raw(
            line=row.line,
            kpi=sheet.optional(row, "Nyckeltal").upper(),
            municipality=_code(sheet.optional(row, "Kommun")),
            year=sheet.optional(row, "År"),
            sex=sheet.optional(row, "Kön").upper(),
            value=value,
            status=_told(sheet.optional(row, "Status")),
            deleted=sheet.optional(row, "Borttaget").lower() in {"true", "1", "ja"},
        )


def _renamed(table: Table) -> Table:
    """The table with Swedish headings in place of Kolada's."""
    if not table.lines:
        return table
    first = table.lines[0]
    head = [HEADS.get(cell.strip().lower(), cell.strip()) for cell in first.cells]
    return replace(table, lines=(Line(first.number, head), *table.lines[1:]))


def _code(text: str) -> str:
    """A municipality's code; spreadsheets drop the nought that some begin with."""
    return text.zfill(CODE_SIGNS) if text.isdigit() else text


def _told(text: str) -> str:
    """A status; what programs write for none is none."""
    return "" if text.lower() in {"na", "null", "none", "nan"} else text


def _decimal(file: KoladaFile, sheet: Sheet, row: SheetRow) -> Decimal | None:
    """A value of a table; None where there is none."""
    text = _told(sheet.optional(row, "Värde"))
    if not text:
        return None
    try:
        return parse_number(text)
    except (NumberTextError, InvalidOperation) as error:
        file.fault(row.line, "Värde", str(error))
        return None
