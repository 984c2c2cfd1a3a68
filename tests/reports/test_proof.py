"""Every cell of every money, volume, unit-cost and staff table in the sources.

A cell may differ from the printed one only where it stands in tests/data/differences,
with the printed value, ours, and which arithmetic or other table of the source
contradicts it. A listed cell that no longer differs fails as well. A unit cost whose
money was made from the printed one is reproduced: it is counted apart, not as proven.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

import pytest

from committees.numbers import MINUS, MISSING, NOT_APPLICABLE, THIN_SPACE
from reports import catalogue
from reports.known_facts import Need, known
from reports.models import TableDefinition
from reports.quantities.unit_costs import is_reproduced
from reports.table_specs import specs
from reports.tables.cells import time_of
from reports.tables.model import Column, Row, Table, Tone
from reports.tables.spec import QuantityKind
from tests.conftest import ROOT, follow_up

NO_FIGURE = {"", "0", MISSING, NOT_APPLICABLE}
HELPERS = {"row_kind", "code", "label", "group", "row_unit", "source_line"}
LABEL, HEAD = "Etikett", "Rubrik"
"""The column, and the row, under which a label and a head not as printed are listed."""
MONEY, QUANTITIES = 787, 1229
"""How many figures are printed in tables of money, and in the others."""
MONEY_GOAL, QUANTITY_GOAL = 40, 60
"""At most so many of them may differ."""


@dataclass(frozen=True)
class Place:
    """Where a committee's printed tables and its list of differences lie."""

    slug: str
    month: str
    prefix: str
    differences: str


PLACES = (
    Place("botkyrka-von", "2017-08", "botkyrka-2017", "botkyrka"),
    Place("sodertalje-on", "2017-08", "sodertalje-2017", "sodertalje"),
    Place("sodertalje-on", "2018-04", "sodertalje-2018", "sodertalje"),
    Place("enkoping-von", "2024-08", "enkoping-2024", "enkoping"),
)
MONEY_KEYS = {
    "botkyrka-2017": """economy-overview net-cost-by-activity economy-appendix-2-1
        investments-annual investments-multiyear investments-annual-appendix-3
        investments-multiyear-appendix-3""",
    "sodertalje-2017": """result-by-activity committee-grant net-cost-by-activity
        income-statement balance-sheet investments-ks-kf investments-committee""",
    "sodertalje-2018": "net-cost-hallbar-omsorg",
    "enkoping-2024": "income-statement operations-by-activity investments",
}
QUANTITY_KEYS = {
    "botkyrka-2017": """volumes-elderly-care volumes-disability-care
        unit-costs-elderly-care unit-costs-disability-care staffing staffing-total""",
    "sodertalje-2017": """volumes-personal-assistance-lss
        volumes-personal-assistance-sfb volumes-housing-decisions
        volumes-housing-psychiatry volumes-housing-children
        volumes-housing-full-year-places volumes-daily-activity-decisions
        volumes-daily-activity-attendance volumes-home-care volumes-pus
        volumes-housing-support""",
    "sodertalje-2018": "",
    "enkoping-2024": "volumes",
}
Case = tuple[Place, str]


def cases(keys: dict[str, str]) -> list[Case]:
    """Places with each of their tables."""
    return [(place, key) for place in PLACES for key in keys[place.prefix].split()]


CASES = cases(MONEY_KEYS) + cases(QUANTITY_KEYS)
IDS = [f"{place.prefix}-{key}" for place, key in CASES]


@dataclass(frozen=True)
class Cell:
    """A printed figure or text and ours; `reproduced` where ours was made from it."""

    table: str
    row: str
    column: str
    printed: str
    ours: str
    is_text: bool = False
    reproduced: bool = False

    @property
    def equal(self) -> bool:
        """Whether ours is the printed one; a printed dash asks for no figure."""
        if self.is_text:
            return self.ours == self.printed
        if self.printed == "":
            return self.ours in NO_FIGURE
        try:
            return Decimal(self.ours) == Decimal(self.printed)
        except InvalidOperation:
            return False

    @property
    def outcome(self) -> str:
        """What the comparison came to."""
        if not self.equal:
            return "differing with reason"
        return "reproduced" if self.reproduced else "equal"


def plain(shown: str) -> str:
    """A shown figure with a plain minus and point."""
    return shown.replace(THIN_SPACE, "").replace(MINUS, "-").replace(",", ".")


def printed_rows(path: Path) -> list[dict[str, str]]:
    """The source's rows; a row without a label is an empty line of its spreadsheet."""
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["label"]]


@cache
def manifest(sources: Path) -> dict[str, list[str]]:
    """The headings of every source table's own columns."""
    entries = json.loads((sources / "manifest.json").read_text(encoding="utf-8"))
    return {
        entry["file"]: [
            column["name"]
            for column in entry["columns"]
            if column["name"] not in HELPERS
        ]
        for entry in entries
    }


def ours_of(place: Place, key: str) -> tuple[Table, frozenset[tuple[str, str]]]:
    """Our table, and its cells that rest on money made from printed unit costs."""
    asked = follow_up(place.slug, place.month)
    definitions = TableDefinition.objects.for_follow_up(asked).filter(key=key)
    (spec,) = specs(asked, list(definitions))
    unit_costs = {
        row.key: row.quantity.ids[0]
        for row in spec.rows
        if row.quantity and row.quantity.kind is QuantityKind.UNIT_COST
    }
    years = spec.years(asked.period)
    held = known(asked, Need(years=years, unit_costs=frozenset(unit_costs.values())))
    reproduced = frozenset(
        (row.key, column.key)
        for row in spec.rows
        for column in spec.columns
        if row.key in unit_costs
        and (time := time_of(row, column, asked.period))
        and is_reproduced(held, unit_costs[row.key], time)
    )
    return catalogue.table(asked, key), reproduced


def cells_of(place: Place, key: str, sources: Path) -> list[Cell]:
    """Every cell of a table with its printed figure or text."""
    name = f"{place.prefix}-{key}.csv"
    table, reproduced = ours_of(place, key)
    rows = printed_rows(sources / name)
    return [
        _cell(table, ours, (column, shown), row[head], reproduced)
        for row, ours in zip(rows, table.rows, strict=True)
        for head, column, shown in zip(
            manifest(sources)[name], table.columns, table.shown(ours), strict=True
        )
    ]


def _cell(
    table: Table,
    row: Row,
    ours: tuple[Column, str],
    printed: str,
    reproduced: Iterable[tuple[str, str]],
) -> Cell:
    """One cell of a table beside the printed one."""
    column, shown = ours
    is_text = column.tone is Tone.TEXT
    made = (row.key, column.key) in reproduced
    text = shown if is_text else plain(shown)
    return Cell(table.key, row.key, column.key, printed, text, is_text, made)


def listed(name: str, key: str) -> dict[tuple[str, str], tuple[str, str]]:
    """The reviewed differences of a table: printed and ours by row and column."""
    path = ROOT / "tests/data/differences" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert all(row["Skäl"].strip() for row in rows), "every difference has a reason"
    return {
        (row["Rad"], row["Kolumn"]): (row["Tryckt"], row["Vårt"])
        for row in rows
        if row["Tabell"] == key
    }


@pytest.mark.django_db
@pytest.mark.parametrize(("place", "key"), CASES, ids=IDS)
def test_table_equals_the_printed_one(place: Place, key: str, sources: Path) -> None:
    differing = {
        (cell.row, cell.column): (cell.printed, cell.ours)
        for cell in cells_of(place, key, sources)
        if not cell.equal
    }
    assert differing == {
        (row, column): two
        for (row, column), two in listed(place.differences, key).items()
        if row != HEAD and column != LABEL
    }


@pytest.mark.django_db
@pytest.mark.parametrize(("place", "key"), CASES, ids=IDS)
def test_heads_and_labels_are_the_printed_ones(
    place: Place, key: str, sources: Path
) -> None:
    name = f"{place.prefix}-{key}.csv"
    table = catalogue.table(follow_up(place.slug, place.month), key)
    printed = printed_rows(sources / name)
    assert [(row.kind.value, row.code) for row in table.rows] == [
        (row["row_kind"], row.get("code", "")) for row in printed
    ]
    heads = zip(manifest(sources)[name], table.columns, strict=True)
    labels = zip(printed, table.rows, strict=True)
    differing = {
        (HEAD, ours.key): (head, ours.label)
        for head, ours in heads
        if ours.label != head
    } | {
        (ours.key, LABEL): (row["label"], ours.label)
        for row, ours in labels
        if ours.label != row["label"]
    }
    assert differing == {
        (row, column): two
        for (row, column), two in listed(place.differences, key).items()
        if row == HEAD or column == LABEL
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("what", "keys", "count", "goal"),
    [
        ("money", MONEY_KEYS, MONEY, MONEY_GOAL),
        ("volumes, unit costs and staff", QUANTITY_KEYS, QUANTITIES, QUANTITY_GOAL),
    ],
)
def test_few_printed_figures_differ(
    what: str, keys: dict[str, str], count: int, goal: int, sources: Path
) -> None:
    totals: Counter[str] = Counter()
    for place in PLACES:
        found = [
            cell.outcome
            for key in keys[place.prefix].split()
            for cell in cells_of(place, key, sources)
            if cell.printed and not cell.is_text
        ]
        if found:
            sys.stderr.write(f"\n{place.prefix}, {what}: {_said(Counter(found))}")
        totals.update(found)
    sys.stderr.write(f"\nAll {what}: {_said(totals)}, {totals.total()} in all\n")
    assert totals.total() == count
    assert totals["differing with reason"] <= goal


def _said(counts: Counter[str]) -> str:
    """`771 equal, 16 differing with reason`."""
    outcomes = ("equal", "differing with reason", "reproduced")
    return ", ".join(f"{counts[each]} {each}" for each in outcomes if counts[each])
