"""The commands: JSON on stdout is a stable interface; errors are one line, code 2."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from python_calamine import CalamineWorkbook

from committees.models import Committee
from reports import catalogue
from tests.conftest import ROOT, follow_up

AUGUST = ("botkyrka-von", "2017-08")
KINDS = {"group", "row", "subtotal", "total"}
INTERNAL = ("ej-verkställda:", "avbrott:")


def defined(slug: str) -> list[str]:
    """The tables that a committee's file defines and everybody may have."""
    path = ROOT / "fixtures" / slug / "tabeller.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    return [r["Tabell"] for r in rows if not r["Förteckning"].startswith(INTERNAL)]


TABLES = defined("botkyrka")


def output(capsysbinary: pytest.CaptureFixture[bytes], *arguments: str) -> bytes:
    call_command(*arguments)
    return capsysbinary.readouterr().out


@pytest.mark.django_db
def test_committees_are_listed_with_their_follow_ups(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    found = json.loads(output(capsysbinary, "committees"))
    slugs = Committee.objects.order_by("slug").values_list("slug", flat=True)
    assert [committee["slug"] for committee in found] == list(slugs)
    botkyrka = next(c for c in found if c["slug"] == "botkyrka-von")
    assert botkyrka["name"] == "Vård- och omsorgsnämnden"
    assert botkyrka["municipality"] == "Botkyrka"
    assert botkyrka["follow_ups"][0] == {
        "month": "2017-08",
        "title": "Delår 2 2017",
        "state": "open",
    }


def check_shape(table: dict[str, Any]) -> None:
    """The shape that programs rely on."""
    assert list(table) == ["key", "title", "unit", "columns", "rows", "notes"]
    width = len(table["columns"])
    assert all(set(column) == {"key", "label", "unit"} for column in table["columns"])
    for row in table["rows"]:
        assert set(row) == {
            *("key", "code", "label", "kind", "unit", "values", "shown", "why")
        }
        assert (len(row["values"]), len(row["shown"])) == (width, width)
        assert row["kind"] in KINDS
        assert all(isinstance(text, str) for text in row["shown"])
        if row["unit"] in {"kr", "tkr", "mkr"}:
            check_money(row)


def check_money(row: dict[str, Any]) -> None:
    """Kronor with two decimals; what is divided has up to six. Text is as shown."""
    for value, shown in zip(row["values"], row["shown"], strict=True):
        if value is not None and value != shown:
            assert re.fullmatch(r"-?\d+\.\d{2,6}", value)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("slug", "month"),
    [
        AUGUST,
        ("sodertalje-on", "2017-08"),
        ("sodertalje-on", "2018-04"),
        ("enkoping-von", "2024-08"),
    ],
)
def test_all_tables_are_one_json_list(
    slug: str, month: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    found = json.loads(output(capsysbinary, "tables", slug, month))
    assert [table["key"] for table in found] == list(
        catalogue.keys(follow_up(slug, month))
    )
    for table in found:
        check_shape(table)


@pytest.mark.django_db
def test_the_tables_of_botkyrka_are_those_of_its_report(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    found = json.loads(output(capsysbinary, "tables", *AUGUST))
    assert [table["key"] for table in found] == TABLES


@pytest.mark.django_db
@pytest.mark.parametrize("key", TABLES)
def test_one_table_is_one_json_object(
    key: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    found = json.loads(output(capsysbinary, "tables", *AUGUST, "--key", key))
    check_shape(found)
    assert found["key"] == key


@pytest.mark.django_db
def test_values_are_exact_and_shown_as_printed(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    key = "net-cost-by-activity"
    found = json.loads(output(capsysbinary, "tables", *AUGUST, "--key", key))
    table = catalogue.table(follow_up(*AUGUST), key)
    assert found["unit"] == "tkr"
    ours = table.row("summa")
    theirs = next(row for row in found["rows"] if row["key"] == "summa")
    assert [round(float(v) * 100) for v in theirs["values"]] == list(ours.values)
    assert theirs["shown"] == list(table.shown(ours))
    assert [row["kind"] for row in found["rows"]].count("group") == 2


@pytest.mark.django_db
def test_csv_holds_the_table_for_a_spreadsheet(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    key = ("--key", "net-cost-by-activity", "--format", "csv")
    content = output(capsysbinary, "tables", *AUGUST, *key)
    assert content.startswith("\ufeff".encode())
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    table = catalogue.table(follow_up(*AUGUST), "net-cost-by-activity")
    assert [cell for row in rows for cell in row if cell == "Summa Alla verksamheter"]
    heads = next(row for row in rows if table.columns[0].label in row)
    assert heads[-len(table.columns) :] == [column.label for column in table.columns]


@pytest.mark.django_db
def test_xlsx_is_read_by_another_program_with_exact_kronor(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    content = output(capsysbinary, "tables", *AUGUST, "--format", "xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    tables = catalogue.tables(follow_up(*AUGUST))
    assert len(book.sheet_names) == len(tables)
    table = tables[1]
    rows = book.get_sheet_by_index(1).to_python()
    summa = next(row for row in rows if "Summa Alla verksamheter" in row)
    exact = table.row("summa").values
    assert [round(float(str(v)) * 100) for v in summa[-len(exact) :]] == list(exact)


@pytest.mark.django_db
@pytest.mark.parametrize("format_", ["json", "html"])
def test_a_report_is_written_to_a_file(tmp_path: Path, format_: str) -> None:
    file = tmp_path / "rapport"
    call_command("report", *AUGUST, format=format_, output=file)
    text = file.read_text(encoding="utf-8")
    if format_ == "json":
        assert json.loads(text)["title"] == "Delårsrapport 2 2017"
    else:
        assert '<html lang="sv"' in text
        assert "Summa Alla verksamheter" in text


@pytest.mark.pdf
@pytest.mark.django_db
def test_a_report_is_written_as_pdf(tmp_path: Path) -> None:
    file = tmp_path / "rapport.pdf"
    call_command("report", "enkoping-von", "2024-08", output=file)
    assert file.read_bytes().startswith(b"%PDF-")


REFUSED = [
    (("nej", "2017-08"), "Nämnden nej finns inte. De som finns: botkyrka-von,"),
    (("botkyrka-von", "2017-07"), "Uppföljningen 2017-07 finns inte. De som finns:"),
    (("botkyrka-von", "augusti"), "”augusti” är ingen månad."),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("where", "told"), REFUSED)
@pytest.mark.parametrize("command", ["tables", "report"])
def test_what_is_unknown_is_refused_in_one_line_naming_what_exists(
    command: str,
    where: tuple[str, str],
    told: str,
    tmp_path: Path,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    file = {"output": tmp_path / "fil"} if command == "report" else {}
    with pytest.raises(CommandError) as refusal:
        call_command(command, *where, **file)
    assert refusal.value.returncode == 2
    assert str(refusal.value).startswith(told)
    assert "\n" not in str(refusal.value)
    assert capsysbinary.readouterr().out == b""
    assert not (tmp_path / "fil").exists()


@pytest.mark.django_db
def test_an_unknown_table_is_refused_naming_the_keys(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    with pytest.raises(CommandError) as refusal:
        call_command("tables", *AUGUST, key="balance-sheet")
    assert refusal.value.returncode == 2
    assert str(refusal.value) == (
        f"Det finns ingen tabell balance-sheet. De som finns: {', '.join(TABLES)}."
    )
    assert capsysbinary.readouterr().out == b""


@pytest.mark.django_db
def test_a_report_is_not_written_where_there_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="finns inte") as refusal:
        call_command("report", *AUGUST, output=tmp_path / "nej" / "rapport.pdf")
    assert refusal.value.returncode == 2


def ran(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("arguments", "formats"),
    [
        (("tables", *AUGUST, "--format", "doc"), "json, csv, xlsx"),
        (("report", *AUGUST, "--format", "doc", "-o", "x.doc"), "pdf, html, json"),
    ],
)
def test_an_unknown_format_ends_the_process_with_code_2(
    arguments: tuple[str, ...], formats: str
) -> None:
    done = ran(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"CommandError: Formatet doc finns inte. De som finns: {formats}.\n"
    )


def test_load_demo_refuses_outside_debug_with_code_2() -> None:
    done = ran(
        "load_demo",
        DEBUG="",
        SECRET_KEY="x" * 50,
        ALLOWED_HOSTS="example.se",
        DATABASE_URL="sqlite:///nowhere.sqlite3",
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith(
        "load_demo vägrar: DEBUG är av, och demodata hör inte hemma i drift.\n"
    )
    assert done.stderr.count("\n") == 1
