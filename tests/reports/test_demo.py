"""A municipality's folder is taken in whole, once, or refused with all its faults."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command
from pytest_django import Settings

from committees.intake.sheets import IntakeError
from committees.models import (
    Committee,
    Event,
    FollowUp,
    FollowUpState,
    ImportBatch,
    Membership,
    User,
)
from finance.models import BudgetRow, LiveMonth, OutcomeRow
from reports import catalogue
from reports.demo import load_folder
from tests.conftest import ROOT, follow_up

pytestmark = pytest.mark.django_db
FIXTURES = ROOT / "fixtures"
NAMES = ("botkyrka", "enkoping", "sodertalje")


@pytest.fixture(autouse=True)
def _own_machine(settings: Settings, cheap_passwords: None) -> None:
    """Demo data is only loaded where DEBUG is on."""
    settings.DEBUG = True


def copy_of(name: str, to: Path) -> Path:
    """A copy of a demo folder's files."""
    folder = to / name
    folder.mkdir()
    for path in (FIXTURES / name).glob("*.csv"):
        shutil.copy(path, folder)
    return folder


def new_municipality(name: str, to: Path) -> Path:
    """A copy of a demo folder as that of a municipality that is not here yet."""
    folder = copy_of(name, to)
    for line, row in enumerate((folder / "namnd.csv").read_text().splitlines(), 1):
        what = row.split(";")[0]
        if what in {"kommunkod", "slug"}:
            put(folder, "namnd.csv", line, 1, {"slug": "ny"}.get(what, "9999"))
    return folder


def put(folder: Path, name: str, line: int, place: int, text: str) -> None:
    """Write another text into a cell of a file."""
    lines = (folder / name).read_text(encoding="utf-8").split("\n")
    cells = lines[line - 1].split(";")
    cells[place] = text
    lines[line - 1] = ";".join(cells)
    (folder / name).write_text("\n".join(lines), encoding="utf-8")


def counts() -> dict[str, tuple[int, int]]:
    """How many rows of each of our models there are, and the newest one's key."""
    found = {}
    for name in ("committees", "finance", "volumes", "reports"):
        for model in apps.get_app_config(name).get_models():
            rows = model._default_manager
            newest = rows.order_by("-pk").values_list("pk", flat=True).first()
            found[model._meta.label] = (rows.count(), newest or 0)
    return found


def faults_of(folder: Path) -> list[str]:
    """What a folder is refused with; nothing of it is here afterwards."""
    before = counts()
    with pytest.raises(IntakeError) as refusal:
        load_folder(folder)
    after = counts()
    assert {k: n for k, (n, _) in after.items()} == {
        k: n for k, (n, _) in before.items()
    }
    return [str(fault) for fault in refusal.value.faults]


def test_demo_data_is_refused_where_debug_is_off(settings: Settings) -> None:
    settings.DEBUG = False
    with pytest.raises(CommandError, match="load_demo vägrar: DEBUG är av") as refusal:
        call_command("load_demo")
    assert refusal.value.returncode == 2


def test_loading_again_changes_nothing() -> None:
    before, events = counts(), list(Event.objects.values_list("pk", flat=True))
    call_command("load_demo", quiet=True)
    assert counts() == before
    assert list(Event.objects.values_list("pk", flat=True)) == events


def test_every_file_of_the_demo_is_kept_as_it_was() -> None:
    for name in NAMES:
        slug = (FIXTURES / name / "namnd.csv").read_text().split("slug;")[1].split()[0]
        kept = {
            batch.file_name: bytes(batch.file.content)
            for batch in ImportBatch.objects.filter(committee__slug=slug)
        }
        files = (FIXTURES / name).glob("*.csv")
        assert kept == {path.name: path.read_bytes() for path in files}


def test_the_same_files_give_the_same_tables_in_another_municipality(
    tmp_path: Path,
) -> None:
    load_folder(new_municipality("enkoping", tmp_path), password="hemligt-nog-1")
    ours, theirs = follow_up("enkoping-von", "2024-08"), follow_up("ny", "2024-08")
    assert catalogue.tables(ours) == catalogue.tables(theirs)


def test_states_are_set_and_closed_follow_ups_close_their_months() -> None:
    closed = FollowUp.objects.filter(state=FollowUpState.CLOSED)
    assert closed.count() > 10
    for here in closed:
        months = LiveMonth.objects.filter(
            committee=here.committee, year=here.year, period__lte=here.month
        )
        assert all(months.values_list("closed", flat=True))
    august = LiveMonth.objects.get(committee__slug="botkyrka-von", year=2017, period=8)
    assert not august.closed


def test_faults_in_many_files_are_all_told_and_nothing_is_loaded(
    tmp_path: Path,
) -> None:
    folder = new_municipality("sodertalje", tmp_path)
    put(folder, "utfall-2016.csv", 14, 2, "9999")
    budget = folder / "budget-2017.csv"
    rows = budget.read_text(encoding="utf-8").splitlines(keepends=True)
    budget.write_text("".join([*rows, rows[6]]), encoding="utf-8")
    put(folder, "prognos-2017-05.csv", 3, 3, "12 tkr")
    put(folder, "beslut.csv", 5, 6, "2016-13-01")
    put(folder, "balans-2017.csv", 2, 4, "0,01")
    put(folder, "texter.csv", 2, 0, "2017-07")
    told = faults_of(folder)
    assert [fault.split(": ")[0] for fault in told] == [
        "balans-2017.csv, kolumn Mar",
        "beslut.csv, rad 5, kolumn Datum",
        f"budget-2017.csv, rad {len(rows) + 1}",
        "prognos-2017-05.csv, rad 3, kolumn Helår",
        "texter.csv, rad 2, kolumn Uppföljning",
        "utfall-2016.csv, rad 14, kolumn Konto",
    ]
    assert "står redan på rad 7" in told[2]
    assert "9999 finns inte." in told[5]


def test_the_command_tells_every_fault_and_ends_with_code_2(tmp_path: Path) -> None:
    folder = new_municipality("enkoping", tmp_path)
    put(folder, "uppfoljningar.csv", 2, 2, "klar")
    put(folder, "kontoplan.csv", 3, 2, "inkomst")
    before = counts()
    with pytest.raises(CommandError) as refusal:
        call_command("load_demo", fixtures=tmp_path, quiet=True)
    assert refusal.value.returncode == 2
    head, *told = str(refusal.value).split("\n")
    assert head == "enkoping lästes inte in:"
    assert [fault.split(": ")[0] for fault in told] == [
        "kontoplan.csv, rad 3, kolumn Slag",
        "uppfoljningar.csv, rad 2, kolumn Läge",
    ]
    assert [n for n, _ in counts().values()] == [n for n, _ in before.values()]


WRONG_WORDS = [
    ("ansvar.csv", 3, "Roll"),
    ("atgarder.csv", 3, "Läge"),
    ("disposition.csv", 5, "Placering"),
    ("investeringar.csv", 0, "Projekt"),
    ("investeringsprognos.csv", 0, "Uppföljning"),
    ("investeringsprojekt.csv", 2, "Slag"),
    ("justeringar.csv", 4, "Grupp"),
    ("kontogrupper.csv", 3, "Slag"),
    ("motparter.csv", 2, "Slag"),
    ("namndbidrag-2024.csv", 1, "Verksamhet"),
    ("personer.csv", 2, "Roll"),
    ("tabeller.csv", 3, "Enhet"),
    ("tabellkolumner.csv", 4, "Mått"),
    ("tabellrader.csv", 5, "Slag"),
    ("verksamhet.csv", 2, "Överordnad"),
]


def test_a_wrong_word_in_every_file_is_told_in_all_of_them(tmp_path: Path) -> None:
    folder = new_municipality("enkoping", tmp_path)
    for name, place, _ in WRONG_WORDS:
        put(folder, name, 2, place, f"påhitt-{name}")
    assert [fault.split(" finns")[0] for fault in faults_of(folder)] == [
        f"{name}, rad 2, kolumn {column}: påhitt-{name}"
        for name, _, column in WRONG_WORDS
    ]


@pytest.mark.parametrize("name", ["ansvar.csv", "kontogrupper.csv", "tabeller.csv"])
def test_what_follows_from_a_fault_is_not_told(tmp_path: Path, name: str) -> None:
    folder = new_municipality("enkoping", tmp_path)
    put(folder, name, 2, 3, "påhitt")
    (fault,) = faults_of(folder)
    assert fault.startswith(f"{name}, rad 2, kolumn ")


@pytest.mark.parametrize("kind", ["tabell", "diagram"])
def test_an_outline_names_tables_and_charts_that_exist(
    tmp_path: Path, kind: str
) -> None:
    folder = new_municipality("enkoping", tmp_path)
    put(folder, "disposition.csv", 3, 1, kind)
    (fault,) = faults_of(folder)
    assert fault.startswith("disposition.csv, rad 3, kolumn Nyckel: sammanfattning")


def test_a_file_that_is_missing_ends_the_search_there(tmp_path: Path) -> None:
    folder = new_municipality("enkoping", tmp_path)
    (folder / "kontogrupper.csv").unlink()
    put(folder, "ansvar.csv", 2, 4, "i våras")
    assert [fault.split(": ")[0] for fault in faults_of(folder)] == [
        "ansvar.csv, rad 2, kolumn Från",
        "kontogrupper.csv",
    ]


def test_a_folder_without_a_named_committee_is_refused(tmp_path: Path) -> None:
    folder = new_municipality("enkoping", tmp_path)
    lines = (folder / "namnd.csv").read_text().splitlines()
    kept = [line for line in lines if not line.startswith("slug")]
    (folder / "namnd.csv").write_text("\n".join(kept))
    assert faults_of(folder) == ["namnd.csv, kolumn Fält: raden slug saknas."]


@pytest.mark.parametrize("name", ["texter.csv", "utfall-2024.csv", "ny.csv"])
def test_a_folder_that_has_changed_since_is_refused(tmp_path: Path, name: str) -> None:
    folder = copy_of("enkoping", tmp_path)
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert faults_of(folder) == [
        f"{name}: filen har ändrats sedan den lästes in. Börja om från tom databas."
    ]


def test_a_changed_name_is_not_taken_over_from_a_refused_folder(tmp_path: Path) -> None:
    folder = copy_of("enkoping", tmp_path)
    lines = (folder / "namnd.csv").read_text().splitlines()
    row = next(n for n, line in enumerate(lines, 1) if line.startswith("kortnamn"))
    put(folder, "namnd.csv", row, 1, "Ny")
    assert len(faults_of(folder)) == 1
    assert Committee.objects.get(slug="enkoping-von").short_name == "VON"


def test_a_folder_of_nothing_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"Ingen mapp med namnd\.csv"):
        call_command("load_demo", fixtures=tmp_path)


def test_the_command_lists_each_person_once_a_role() -> None:
    told = io.StringIO()
    call_command("load_demo", stdout=told)
    (listed,) = re.findall(r"Logga in .*?:\n(.*)", told.getvalue(), re.DOTALL)
    lines = [line.split(maxsplit=2) for line in listed.splitlines()]
    held = Membership.objects.values_list("user__email", "role").distinct()
    assert len(lines) == len(held)
    email, role, slugs = lines[-1]
    of = Membership.objects.filter(user__email=email, role="auditor")
    assert role == "revisor"
    assert set(slugs.split(", ")) == {each.committee.slug for each in of}
    assert of.count() == Committee.objects.count()


def test_people_of_the_demo_are_invented_and_can_sign_in() -> None:
    people = User.objects.values_list("email", "password")
    assert all(email.endswith("@example.se") for email, _ in people)
    # Those of a committee have theirs from one making, so few are dear to check.
    hashed = {password for _, password in people}
    assert all(check_password("delaret-demo-2026", each) for each in hashed)


def test_rows_say_where_they_come_from() -> None:
    for model in (OutcomeRow, BudgetRow):
        bases = set(model.objects.values_list("basis", flat=True))
        assert bases <= {"printed", "fitted", "generated"}
        assert "fitted" in bases
