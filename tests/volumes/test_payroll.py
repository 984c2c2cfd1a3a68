"""Staff from the payroll system: counted by unit and category, never by person."""

from __future__ import annotations

from pathlib import Path

import pytest

from committees.intake.batches import open_batch
from committees.models import Activity, ImportBatch, ImportKind, StoredFile
from reports.demo import load_folder
from tests.conftest import ROOT, follow_up
from tests.volumes.files import SLUG, a_series, lines
from volumes.models import Subject, VolumeRow, VolumeSeries
from volumes.payroll import Payroll, import_payroll, read_payroll

pytestmark = pytest.mark.django_db
HEAD = (
    "Ansvar;Verksamhet;Kategori;Månad;Årsarbetare;Anställda;Arbetade timmar;"
    "Sjukfrånvarotimmar;Övertidstimmar"
)
NAMED = f"Namn;Personnummer;{HEAD};Anställningsnummer"
YEAR = 2019
"""A year of which nothing is stored."""


def read(content: bytes, name: str = "personal-2019.csv") -> Payroll:
    return read_payroll(name, content)


def imported(content: bytes) -> tuple[list[str], ImportBatch]:
    payroll = read(content)
    batch = open_batch(
        follow_up(SLUG, "2018-04").committee,
        kind=ImportKind.STAFF,
        file_name="personal-2019.csv",
        content=payroll.content,
        by=None,
    )
    import_payroll(payroll.sheet, batch, year=YEAR)
    return [str(fault) for fault in payroll.sheet.faults], batch


def counted(batch: ImportBatch) -> dict[str, list[int]]:
    """Thousandths by what is counted, in the file's order."""
    found: dict[str, list[int]] = {}
    rows = VolumeRow.objects.filter(batch=batch).select_related("series")
    for row in rows.order_by("line"):
        found.setdefault(row.series.counted, []).append(row.quantity_milli)
    return found


@pytest.fixture(autouse=True)
def _activity() -> None:
    """An activity that no series counts yet."""
    committee = follow_up(SLUG, "2018-04").committee
    Activity.objects.create(municipality=committee.municipality, code="9999")


def test_each_column_becomes_a_series_with_its_own_rule() -> None:
    row = "1001;9999;övrig personal;3;12,5;14;1800;120;6,25"
    faults, batch = imported(lines(HEAD, row))
    assert faults == []
    made = VolumeSeries.objects.filter(activity__code="9999")
    rules = {(s.counted, s.over_time, s.code) for s in made}
    assert rules == {
        ("årsarbetare", "genomsnitt", "9999-ÖVR-ÅA"),
        ("anställda", "senaste", "9999-ÖVR-ANST"),
        ("arbetade timmar", "summa", "9999-ÖVR-ARB"),
        ("sjukfrånvarotimmar", "summa", "9999-ÖVR-SJUK"),
        ("övertidstimmar", "summa", "9999-ÖVR-ÖT"),
    }
    assert {(s.subject, s.category) for s in made} == {("personal", "övrig personal")}
    assert counted(batch)["årsarbetare"] == [12_500]
    assert counted(batch)["övertidstimmar"] == [6250]
    assert batch.protocol == {"year": YEAR, "months": [3]}


def test_a_series_that_counts_the_same_is_used() -> None:
    there = a_series(
        "chefer",
        subject=Subject.STAFF,
        activity_id=Activity.objects.get(code="9999").pk,
        counted="årsarbetare",
        category="chefer",
    )
    _, batch = imported(lines(HEAD, "1001;9999;chefer;3;1;;;;"))
    assert VolumeRow.objects.get(batch=batch).series == there


def test_persons_are_dropped_before_anything_is_stored() -> None:
    content = lines(
        NAMED,
        "Ask, Eva;19800101-1234;1001;9999;chefer;3;1;1;150;0;;A-17",
        "Berg, Bo;800202-5678;1001;9999;övrig personal;3;0,75;1;110;16;2;A-18",
    )
    faults, batch = imported(content)
    kept = bytes(StoredFile.objects.get(pk=batch.file_id).content).decode()
    assert faults == []
    assert kept.splitlines()[0] == HEAD
    for trace in ("Ask", "Berg", "1234", "800202", "A-17", "Namn", "nummer"):
        assert trace not in kept
    assert batch.protocol["notes"] == [
        "Uppgifter om personer är inte sparade: Namn, Personnummer, Anställningsnummer."
    ]


def test_lines_of_single_persons_are_summed() -> None:
    content = lines(
        NAMED,
        "A;;1001;9999;övrig personal;3;1;1;150;40;;",
        "B;;1002;9999;övrig personal;3;0,5;1;80;;;",
        "C;;1001;9999;övrig personal;3;0,75;1;110,5;;2;",
    )
    faults, batch = imported(content)
    assert faults == []
    assert counted(batch) == {
        "årsarbetare": [1750, 500],
        "anställda": [2000, 1000],
        "arbetade timmar": [260_500, 80_000],
        "sjukfrånvarotimmar": [40_000],
        "övertidstimmar": [2000],
    }
    assert "Rader per person är sammanlagda." in batch.protocol["notes"]
    again = read(bytes(batch.file.content)).sheet
    assert [row.line for row in again.rows] == [2, 3]


def test_persons_are_found_by_what_stands_under_an_unknown_heading() -> None:
    content = lines(f"Kolumn1;{HEAD}", "19800101-1234;1001;9999;chefer;3;1;;;;")
    assert read(content).sheet.faults == []
    assert b"1234" not in read(content).content


@pytest.mark.parametrize(
    "heading", ["E-post", "Anst.nr", "Förnamn", "Kön", "Månadslön", "ID", "Befattning"]
)
def test_headings_of_persons_are_known(heading: str) -> None:
    content = lines(f"{heading};{HEAD}", "x;1001;9999;chefer;3;1;;;;")
    assert read(content).content == lines(HEAD, "1001;9999;chefer;3;1;;;;") + b"\n"


def test_a_heading_that_is_unknown_and_of_no_person_is_told() -> None:
    content = lines(f"{HEAD};Utbildningsdagar", "1001;9999;chefer;3;1;;;;;5")
    (fault,) = read(content).sheet.faults
    assert (fault.column, fault.line) == ("Utbildningsdagar", 0)


def test_a_file_without_persons_is_kept_as_it_is() -> None:
    content = lines(HEAD, "1001;9999;chefer;3;1;;;;")
    assert read(content).content is content
    assert read(content).sheet.notes == []


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("1001;9999;chefer;3;-1;;;;", "kolumn Årsarbetare: ”-1” är negativt."),
        ("1001;9999;chefer;3;;;-8;;", "kolumn Arbetade timmar: ”-8” är negativt."),
        ("1001;9999;vikarier;3;1;;;;", "kolumn Kategori: vikarier finns inte."),
        ("1001;9999;;3;1;;;;", "kolumn Kategori: fältet är tomt."),
        ("77;9999;chefer;3;1;;;;", "kolumn Ansvar: 77 finns inte."),
        ("1001;77;chefer;3;1;;;;", "kolumn Verksamhet: 77 finns inte."),
        ("1001;9999;chefer;13;1;;;;", "kolumn Månad: ”13” är ingen månad."),
        ("1001;9999;chefer;2018-03;1;;;;", "kolumn Månad: 2018-03 hör inte till 2019."),
    ],
)
def test_a_bad_cell_is_told_and_nothing_is_stored(row: str, told: str) -> None:
    faults, batch = imported(lines(HEAD, "1002;9999;chefer;3;1;;;;", row))
    (fault,) = faults
    assert fault.startswith(f"personal-2019.csv, rad 3, {told}")
    assert counted(batch) == {}
    assert not VolumeSeries.objects.filter(activity__code="9999").exists()


@pytest.mark.parametrize("month", ["3", "03", "mar", "Mars", "2019-03", "2019-03-31"])
def test_a_month_is_read_as_payroll_systems_write_it(month: str) -> None:
    faults, batch = imported(lines(HEAD, f"1001;9999;chefer;{month};1;;;;"))
    assert faults == []
    assert VolumeRow.objects.get(batch=batch).month == 3


def test_the_same_line_twice_in_a_file_without_persons_is_told() -> None:
    row = "1001;9999;chefer;3;1;;;;"
    faults, _ = imported(lines(HEAD, row, row))
    assert faults == [
        (
            "personal-2019.csv, rad 3: 1001 9999 chefer 3 står redan på rad 2."
            " Ta bort den ena."
        )
    ]


def test_a_file_without_figures_is_told() -> None:
    content = lines("Ansvar;Verksamhet;Kategori;Månad", "1001;9999;chefer;3")
    (fault,) = read(content).sheet.faults
    assert fault.message.startswith("filen saknar tal. Väntade: Årsarbetare,")


def test_names_in_a_demo_folder_are_not_stored_either(tmp_path: Path) -> None:
    folder = ROOT / "fixtures/enkoping"
    for path in folder.glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        if path.name == "namnd.csv":
            text = text.replace("enkoping-von", "prov").replace("0381", "9981")
        if path.name == "personal-2024.csv":
            head, *rest = text.splitlines()
            text = "\n".join([f"Namn;{head}", *(f"Eva Ask;{row}" for row in rest)])
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    committee = load_folder(tmp_path)
    batch = committee.imports.get(file_name="personal-2024.csv")
    assert "Namn" in batch.protocol["notes"][0]
    for kept in committee.imports.select_related("file"):
        assert b"Eva Ask" not in bytes(kept.file.content)
    assert load_folder(tmp_path) == committee
