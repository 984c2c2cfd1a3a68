"""The demo committees' reports as PDF: valid, whole and the same every time."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from reports.documents import interim_report
from reports.render.csv import table_csv
from reports.render.pdf import report_pdf
from reports.render.structure import structure_faults
from tests.conftest import follow_up
from tests.verapdf import verapdf

pytestmark = [pytest.mark.django_db, pytest.mark.pdf]

REPORTS = (
    ("botkyrka-von", "2017-08"),
    ("sodertalje-on", "2017-08"),
    ("enkoping-von", "2024-08"),
)


@pytest.mark.parametrize(("slug", "month"), REPORTS)
def test_report_is_valid_for_screen_readers_and_for_the_archive(
    slug: str, month: str, tmp_path: Path
) -> None:
    content = report_pdf(interim_report(follow_up(slug, month)))
    assert structure_faults(content) == []
    file = tmp_path / "rapport.pdf"
    file.write_bytes(content)
    assert verapdf(file) == []


def test_same_follow_up_gives_the_same_bytes() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    assert report_pdf(interim_report(here)) == report_pdf(interim_report(here))


def test_report_carries_its_tables_as_files() -> None:
    document = interim_report(follow_up("sodertalje-on", "2017-08"))
    with pikepdf.open(io.BytesIO(report_pdf(document))) as pdf:
        attached = {name: pdf.attachments[name] for name in pdf.attachments}
        for table in document.tables:
            file = attached[f"{table.key}.csv"].get_file()
            assert file.read_bytes() == table_csv(table)
            assert f"{table.key}.json" in attached
