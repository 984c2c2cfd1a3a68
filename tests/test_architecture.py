"""Rules of the code and of the fixtures that no single function can keep."""

from __future__ import annotations

import ast
import csv
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

FIXTURES = sorted(path.parent for path in (ROOT / "fixtures").glob("*/namnd.csv"))
MONEY = ("budget-*", "utfall-*", "namndbidrag-*", "prognos-*", "balans-*")
BESIDE = ("investeringar*", "investeringsprognos*", "justeringar*", "atgarder*")
SUMS = ("summa", "totalt", "s:a", "delsumma", "resultat ", "avvikelse")
OF_FRACTIONS = [
    ROOT / "volumes/figures.py",
    *(
        ROOT / f"reports/quantities/{name}.py"
        for name in (
            "price_parts",
            "rest_volumes",
            "splits",
            "unit_costs",
            "volume_price",
        )
    ),
]
"""Where fractions are divided. That no integers are, mypy sees: they make a float."""
EXACT = [
    *(ROOT / "finance").glob("**/*.py"),
    *(ROOT / "volumes").glob("**/*.py"),
    *(ROOT / "reports/tables").glob("*.py"),
    *(path for path in OF_FRACTIONS if path.parent.name == "quantities"),
    ROOT / "committees/numbers.py",
    *(ROOT / "committees/intake").glob("*.py"),
]


def floats(path: Path) -> list[str]:
    """Where a module makes a float: a literal, a call of float, or true division."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.expr):
            continue
        literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
        called = (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in {"float", "round"}
        )
        if literal or called:
            found.append(f"{path}:{node.lineno}")
        divided = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)
        if divided and path.name != "numbers.py" and path not in OF_FRACTIONS:
            found.append(f"{path}:{node.lineno}")
    return found


def test_no_float_touches_money() -> None:
    assert len(EXACT) > 20
    assert [place for path in EXACT for place in floats(path)] == []


@pytest.mark.parametrize(
    "source", ["x = 1.5", "x = float(y)", "x = a / b", "x = round(a)"]
)
def test_the_search_for_floats_finds_them(source: str, tmp_path: Path) -> None:
    path = tmp_path / "some.py"
    path.write_text(source)
    assert len(floats(path)) == 1


def rows_of(folder: Path, patterns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Rows of a committee's files."""
    for pattern in patterns:
        for path in folder.glob(f"{pattern}.csv"):
            with path.open(encoding="utf-8", newline="") as file:
                yield from csv.DictReader(file, delimiter=";")


def parents(folder: Path, name: str, column: str) -> set[str]:
    """Codes of a tree that have others under them."""
    return {row[column] for row in rows_of(folder, (name,))} - {""}


@pytest.mark.parametrize("folder", FIXTURES, ids=lambda path: path.name)
def test_money_stands_on_the_lowest_activities_and_cost_centres(folder: Path) -> None:
    trees = {
        "Verksamhet": parents(folder, "verksamhet", "Överordnad"),
        "Ansvar": parents(folder, "ansvar", "Överordnat"),
    }
    above = [
        f"{column} {row[column]}"
        for row in rows_of(folder, ("budget-*", "utfall-*", "prognos-*"))
        for column, nodes in trees.items()
        if row[column] in nodes
    ]
    assert above == []


@pytest.mark.parametrize("folder", FIXTURES, ids=lambda path: path.name)
def test_grants_stand_on_the_lowest_activities(folder: Path) -> None:
    nodes = parents(folder, "verksamhet", "Överordnad")
    rows = list(rows_of(folder, ("namndbidrag-*",)))
    assert rows
    assert [row["Verksamhet"] for row in rows if row["Verksamhet"] in nodes] == []


@pytest.mark.parametrize("folder", FIXTURES, ids=lambda path: path.name)
def test_no_printed_sum_is_stored_as_a_row(folder: Path) -> None:
    labels = [
        cell
        for row in rows_of(folder, (*MONEY, *BESIDE))
        for column, cell in row.items()
        if column not in {"Text", "Kommentar"}
    ]
    masters = ("kontoplan", "investeringsprojekt", "projekt", "motparter")
    labels += [row["Namn"] for row in rows_of(folder, masters)]
    assert [label for label in labels if label.lower().startswith(SUMS)] == []


@pytest.mark.parametrize("folder", FIXTURES, ids=lambda path: path.name)
def test_table_definitions_hold_no_amounts(folder: Path) -> None:
    heads = {
        column
        for row in rows_of(folder, ("tabeller", "tabellkolumner", "tabellrader"))
        for column in row
    }
    assert heads
    assert not heads & {"Belopp", "Helår", "Härkomst", "Värde", "Jan", "Dec"}


@pytest.mark.parametrize("folder", FIXTURES, ids=lambda path: path.name)
def test_every_row_of_money_says_where_it_comes_from(folder: Path) -> None:
    rows = list(rows_of(folder, (*MONEY, *BESIDE)))
    assert {row["Härkomst"] for row in rows} == {"tryckt", "anpassad", "genererad"}


def test_the_rooms_import_each_other_in_one_direction() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [program, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def modules() -> list[Path]:
    """The program's modules, but those that Django writes."""
    rooms = ("committees", "finance", "volumes", "goals", "reports", "config")
    found = [path for room in rooms for path in (ROOT / room).glob("**/*.py")]
    return [path for path in found if "migrations" not in path.parts]


def test_what_divides_fractions_makes_them() -> None:
    for path in OF_FRACTIONS:
        assert "from fractions import Fraction" in path.read_text(encoding="utf-8")


def test_no_code_asks_for_a_committee_by_name() -> None:
    names = [folder.name for folder in FIXTURES]
    slugs = ("botkyrka-von", "sodertalje-on", "enkoping-von")
    for path in modules():
        source = path.read_text(encoding="utf-8")
        literals = {
            node.value.lower()
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Compare)
            for node in ast.walk(node)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        assert not literals & {*names, *slugs}, path
