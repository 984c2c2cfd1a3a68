"""What files of table definitions may say of quantities, and how faults are told."""

from __future__ import annotations

import pytest

from committees.intake.sheets import Sheet, read_sheet
from committees.models import Committee
from committees.numbers import Scale, Unit
from committees.periods import Scenario
from reports import catalogue
from reports.imports import (
    COLUMN_HEAD,
    COLUMN_OPTIONAL,
    OUTLINE_HEAD,
    ROW_HEAD,
    ROW_OPTIONAL,
    TABLE_HEAD,
    import_outline,
    import_tables,
)
from reports.models import RowDefinition
from reports.tables.model import Table
from tests.conftest import follow_up
from volumes.models import Ratio, UnitCost, VolumeSeries

pytestmark = pytest.mark.django_db
TABLE = "prov;Prov;Volym;antal;0;negativa;;;"
PLACE = ("enkoping-von", "2024-08")


def committee() -> Committee:
    return follow_up(*PLACE).committee


def sheet(head: tuple[str, ...], optional: tuple[str, ...], *rows: str) -> Sheet:
    """A file of some rows, written as `Rubrik=värde` where not in the head's order."""
    every = (*head, *optional)
    lines = []
    for row in rows:
        cells = dict(part.split("=", 1) for part in row.split(";") if "=" in part)
        lines.append(";".join(cells.get(column, "") for column in every))
    content = "\n".join([";".join(every), *lines]).encode()
    return read_sheet("fil.csv", content, required=head, optional=optional)


def columns(*rows: str) -> Sheet:
    """Columns of the table, in order."""
    given = [
        f"Tabell=prov;Ordning={place};Rubrik=Rubrik {place};{row}"
        for place, row in enumerate(rows, start=1)
    ]
    return sheet(COLUMN_HEAD, COLUMN_OPTIONAL, *given)


def rows(*given: str) -> Sheet:
    """Plain rows of the table, in order."""
    full = [
        f"Tabell=prov;Ordning={place};Rad=r{place};Etikett=Rad {place};Slag=row;{row}"
        for place, row in enumerate(given, start=1)
    ]
    return sheet(ROW_HEAD, ROW_OPTIONAL, *full)


def told(of_columns: Sheet, of_rows: Sheet) -> list[str]:
    """The faults that taking in the table tells of."""
    content = "\n".join([";".join(TABLE_HEAD), TABLE]).encode()
    tables = read_sheet("tabeller.csv", content, required=TABLE_HEAD)
    import_tables(tables, of_columns, of_rows, committee=committee())
    faults = [*tables.own_faults, *of_columns.own_faults, *of_rows.own_faults]
    return [fault.message for fault in dict.fromkeys(faults)]


VOLUME = "Kolumn=volym;Mått=mängd;Scenario=budget;Omfång=år"
BARE = "Kolumn=jan;Mått=mängd;Månad=1"


def built() -> Table:
    return catalogue.table(follow_up(*PLACE), "prov")


def test_a_row_may_name_series_a_unit_cost_or_a_ratio() -> None:
    two = VolumeSeries.objects.filter(
        committee=committee(), counted="årsplatser"
    ).order_by("pk")[:2]
    unit_cost = UnitCost.objects.filter(committee=committee())[0]
    ratio = Ratio.objects.create(
        committee=committee(), code="prov", name="Prov", decimals=2, unit="procent"
    )
    ratio.above.add(two[0])
    ratio.below.add(two[1])
    codes = " ".join(one.code for one in two)
    given = rows(
        f"Serier={codes};Enhet=platser;Decimaler=1",
        f"Nyckeltal={unit_cost.code}",
        "Kvot=prov",
    )
    assert told(columns(VOLUME), given) == []
    table = built()
    assert [row.unit for row in table.rows] == [
        "platser",
        f"{unit_cost.unit} per {unit_cost.per}",
        "procent",
    ]
    assert [row.scale for row in table.rows] == [
        Scale(Unit.COUNT, 1),
        Scale(Unit(unit_cost.unit), unit_cost.decimals),
        Scale(Unit.PERCENT, 2),
    ]
    assert all(row.values[0] for row in table.rows)


def test_a_row_may_say_when_itself() -> None:
    code = VolumeSeries.objects.filter(committee=committee())[0].code
    given = rows(f"Serier={code};Scenario=utfall;Årsförskjutning=-1")
    assert told(columns(BARE), given) == []
    row = RowDefinition.objects.get(table__key="prov", table__committee=committee())
    assert (row.scenario, row.year_offset) == (Scenario.OUTCOME, -1)


def test_staff_is_named_by_category_and_what_is_counted() -> None:
    staff = VolumeSeries.objects.filter(
        committee=committee(),
        subject="personal",
        category="övrig personal",
        counted="årsarbetare",
        part_of=None,
    )
    codes = " ".join(staff.values_list("code", flat=True))
    given = rows("Serier=övrig_personal:årsarbetare", f"Serier={codes}")
    outcome = "Kolumn=utfall;Mått=mängd;Scenario=utfall;Omfång=period"
    assert told(columns(outcome), given) == []
    first, second = built().rows
    assert first.values == second.values
    assert first.values[0]


def test_texts_stand_under_columns_of_text() -> None:
    text = "Kolumn=matt;Mått=text"
    assert told(columns(text), rows("Texter=matt=Antal timmar")) == []
    assert built().row("r1").values == ("Antal timmar",)
    assert told(columns(text), rows("Texter=annan=x")) == [
        "annan är ingen kolumn med måttet text i tabellen."
    ]
    assert told(columns(text), rows("Texter=matt")) == [
        "”matt” ska skrivas kolumnnyckel=text."
    ]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("Serier=okand", "okand finns inte."),
        ("Serier=chefer:okand", "chefer:okand finns inte."),
        ("Nyckeltal=okant", "okant finns inte."),
        ("Kvot=okand", "okand finns inte."),
        ("Scenario=okant", "okant finns inte."),
        ("Decimaler=9", "ange ett heltal från 0 till 6."),
        ("Årsförskjutning=-1", "årsförskjutning på en rad behöver ett scenario."),
        (
            "Serier=korttid;Nyckeltal=korttid-arsplats",
            "raden kan bara ha ett av Serier, Nyckeltal och Kvot.",
        ),
        (
            "Serier=korttid boendestod",
            "serierna räknar olika saker (utförda timmar och årsplatser)",
        ),
    ],
)
def test_a_row_that_cannot_be_is_told(given: str, message: str) -> None:
    faults = told(columns(VOLUME), rows(given))
    assert len(faults) == 1
    assert faults[0].startswith(message)
    assert not RowDefinition.objects.filter(table__key="prov").exists()


def test_what_is_part_of_a_series_is_not_added_to_it() -> None:
    whole = VolumeSeries.objects.get(committee=committee(), code="korttid")
    part = VolumeSeries.objects.get(committee=committee(), code="sarskilt-boende")
    part.part_of = whole
    part.save()
    assert told(columns(VOLUME), rows("Serier=korttid sarskilt-boende")) == [
        "sarskilt-boende ingår redan i korttid. Ta bort den ena."
    ]


def test_a_quantity_needs_a_scenario_from_its_row_or_its_column() -> None:
    faults = told(columns(BARE), rows("Serier=korttid"))
    assert len(faults) == 1
    assert faults[0].startswith("scenario behövs, för kolumnen jan har inget.")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("Mått=mängd", "en mängd behöver omfånget period eller år."),
        ("Mått=mängd;Omfång=totalt", "en mängd behöver omfånget period eller år."),
        ("Mått=mängd;Månad=13", "ange månaden som ett heltal från 1 till 12."),
        (
            "Mått=mängd;Månad=1;Omfång=år",
            "ange antingen Omfång eller Månad, inte båda.",
        ),
        (
            "Mått=netto;Scenario=utfall;Omfång=år;Månad=1",
            "bara måttet mängd visas för en enskild månad.",
        ),
        ("Mått=netto;Scenario=utfall", "scenario och omfång behövs för måttet."),
        ("Mått=okänt", "okänt finns inte."),
        ("Mått=mängdskillnad;Minuend=k", "fältet är tomt. Fyll i det."),
    ],
)
def test_a_column_that_cannot_be_is_told(given: str, message: str) -> None:
    faults = told(columns(f"Kolumn=k;{given}"), rows("Verksamheter=*"))
    assert message in faults


def test_a_difference_is_of_columns_that_there_are() -> None:
    less = "Kolumn=skillnad;Mått=mängdskillnad;Minuend=volym;Subtrahend=annan"
    faults = told(columns(VOLUME, less), rows("Serier=korttid"))
    assert faults == ["prov: kolumnen annan finns inte."]


def test_a_table_of_months_may_be_drawn_as_a_chart() -> None:
    given = rows("Serier=korttid;Scenario=utfall")
    assert told(columns(BARE), given) == []
    line = "Ordning=1;Typ=diagram;Placering=kapitel;Nyckel="
    outline = sheet(OUTLINE_HEAD, (), line + "prov")
    import_outline(outline, committee())
    assert outline.faults == []
    assert told(columns(VOLUME), rows("Serier=korttid")) == []
    outline = sheet(OUTLINE_HEAD, (), line + "prov")
    import_outline(outline, committee())
    assert [fault.column for fault in outline.faults] == ["Nyckel"]
