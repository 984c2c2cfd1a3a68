"""The PDF: tagged, archivable, complete, the same bytes every time, and closed."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from reports.document import Block, Document, Heading, TableBlock, Text
from reports.render.csv import table_csv
from reports.render.fetcher import StaticFetcher
from reports.render.json import document_sha256, table_json_bytes
from reports.render.paper import FONT_FILES, FONT_SCHEME, STATIC, document_html
from reports.render.pdf import ForeignAddressesError, report_pdf, structure_faults
from reports.tables.model import Table
from tests.reports import sample
from tests.reports.sample import sample_document
from tests.verapdf import verapdf

pytestmark = pytest.mark.pdf


@pytest.fixture(scope="module")
def document() -> Document:
    return sample_document()


@pytest.fixture(scope="module")
def content(document: Document) -> bytes:
    return report_pdf(document)


@pytest.fixture
def file(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


@pytest.fixture(scope="module")
def pages(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The text of every page, laid out."""
    path = tmp_path_factory.mktemp("pdf") / "report.pdf"
    path.write_bytes(content)
    try:
        done = subprocess.run(
            ["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True
        )
    except FileNotFoundError:
        pytest.skip("pdftotext is missing: apt-get install poppler-utils")
    return done.stdout.decode().split("\f")[:-1]


def test_it_keeps_the_rules_of_ua1_and_a3a(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(content)
    assert verapdf(path) == []


def test_odd_tables_keep_the_rules_too(tmp_path: Path) -> None:
    scale = sample.TKR
    bare = Table("bare", "Utan rader och kolumner", "Verksamhet", scale, (), ())
    empty = replace(sample.overview(), key="empty", rows=())
    long = replace(sample.appendix(), key="long", rows=sample.appendix().rows * 2)
    again = (bare, empty, long, sample.overview(), sample.overview())
    heading: Block = Heading("Tabeller", "tabeller")
    blocks = (heading, *(TableBlock(table) for table in again))
    content = report_pdf(replace(sample_document(), blocks=blocks))
    path = tmp_path / "odd.pdf"
    path.write_bytes(content)
    assert structure_faults(content) == []
    assert verapdf(path) == []


def test_the_quick_check_finds_nothing(content: bytes) -> None:
    assert structure_faults(content) == []


def test_every_table_is_attached_as_csv_and_json(
    document: Document, file: pikepdf.Pdf
) -> None:
    expected = {}
    for table in document.tables:
        expected[f"{table.key}.csv"] = table_csv(table)
        expected[f"{table.key}.json"] = table_json_bytes(table)
    attached = {n: a.get_file().read_bytes() for n, a in file.attachments.items()}
    assert attached == expected
    assert len(file.Root.AF) == len(expected)
    dates = {str(a.obj.EF.F.Params.ModDate) for a in file.attachments.values()}
    assert dates == {"D:20310831000000Z"}


def test_same_document_same_bytes_in_another_process(content: bytes) -> None:
    program = (
        "import sys, django; django.setup();"
        "from reports.render.pdf import report_pdf;"
        "from tests.reports.sample import sample_document;"
        "sys.stdout.buffer.write(report_pdf(sample_document()))"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, cwd=root
    )
    assert done.stdout == content


def test_metadata(file: pikepdf.Pdf) -> None:
    assert str(file.Root.Lang) == "sv"
    assert str(file.docinfo.Title) == "Delårsrapport 2 – Vård- och omsorgsnämnden"
    assert str(file.docinfo.CreationDate) == "D:20310831"
    with file.open_metadata() as xmp:
        assert xmp["dc:creator"] == ["Vård- och omsorgsnämnden, Ängsholms kommun"]
        assert "helårsprognos" in str(xmp["dc:description"])


def test_contents_name_the_pages(document: Document, pages: list[str]) -> None:
    contents = pages[1]
    for block in document.blocks:
        if isinstance(block, Heading) and block.level <= 2:
            line = rf"^ *{re.escape(block.text)} +(\d+)$"
            found = re.search(line, contents, re.MULTILINE)
            assert found is not None, block.text
            assert block.text in pages[int(found[1]) - 1]


def test_running_head_and_page_numbers(pages: list[str]) -> None:
    total = len(pages)
    for number, page in enumerate(pages[1:], start=2):
        assert "Vård- och omsorgsnämnden · Delårsrapport 2" in " ".join(page.split())
        assert f"{number} ({total})" in page
    assert f"1 ({total})" not in pages[0]


def test_wide_appendices_lie_down_and_repeat_their_heads(
    file: pikepdf.Pdf, pages: list[str]
) -> None:
    lying = [
        index
        for index, page in enumerate(file.pages)
        if page.mediabox[2] > page.mediabox[3]
    ]
    assert len(lying) >= 2
    assert all("Nettokostnad 2030" in pages[index] for index in lying)


def test_the_last_page_states_version_and_fingerprint(
    document: Document, pages: list[str]
) -> None:
    assert "Källor och principer" in pages[-1]
    assert document_sha256(document) in pages[-1]
    assert document.version in pages[-1]


def test_headings_that_span_reach_every_figure_beneath(file: pikepdf.Pdf) -> None:
    names = {}
    for element in _elements(file, "/TH"):
        names[str(element.ID)] = _text_count(element)
        assert element.A.Scope in ("/Row", "/Column")
    cells = [
        cell for cell in _elements(file, "/TD") if "/Headers" in cell.get("/A", {})
    ]
    assert {len(cell.A.Headers) for cell in cells} == {2, 3}
    assert all(
        str(name) in names
        for cell in _elements(file, "/TD")
        for name in cell.get("/A", {}).get("/Headers", ())
    )


def test_only_the_shipped_typeface_is_used(file: pikepdf.Pdf) -> None:
    fonts = {
        str(item.FontName)
        for item in file.objects
        if isinstance(item, pikepdf.Dictionary)
        and item.get("/Type") == "/FontDescriptor"
    }
    assert fonts
    assert all("Source" in name for name in fonts)


def test_the_shipped_fonts_are_the_listed_ones() -> None:
    import hashlib

    listed = (STATIC / "fonts" / "README.md").read_text(encoding="utf-8")
    assert len(FONT_FILES) == 3
    for name in FONT_FILES:
        digest = hashlib.sha256((STATIC / "fonts" / name).read_bytes()).hexdigest()
        assert f"| {name} | {digest} |" in listed


def svg(inside: str) -> str:
    """A drawing with something inside."""
    box = 'xmlns="http://www.w3.org/2000/svg" width="9" height="9"'
    return f"<svg {box}><title>x</title>{inside}</svg>"


FONT_FACE = '@font-face { font-family: X; src: url("file:///x.ttf"); }'
FOREIGN = [
    '<img src="file:///etc/passwd" alt="x">',
    '<img src="http://127.0.0.1:9/x.png" alt="x">',
    '<img src="https://example.se/x.png" alt="x">',
    '<img src="ftp://example.se/x.png" alt="x">',
    '<img src="static:../../config/settings.py" alt="x">',
    '<img src="data:text/html;base64,PGI+" alt="x">',
    '<img src="data:image/png;base64,A" alt="x">',
    '<img src="data:image/svg+xml;base64,PHN2Zy8+" alt="x">',
    '<style>@import url("file:///etc/passwd");</style>',
    '<style>@import "http://example.se/x.css";</style>',
    '<style>p { background: url("file:///etc/hostname"); }</style>',
    f"<style>{FONT_FACE} p {{ font-family: X; }}</style>",
    svg('<image href="file:///etc/passwd" width="9" height="9"/>'),
    '<object data="file:///etc/passwd"></object>',
    '<embed src="file:///etc/passwd">',
    '<link rel="stylesheet" href="file:///etc/passwd">',
    '<link rel="attachment" href="file:///etc/passwd">',
    '<a rel="attachment" href="file:///etc/passwd">x</a>',
]
IGNORED = [
    '<img src="//example.se/x.png" alt="x">',
    '<img src="../../../etc/passwd" alt="x">',
    svg('<style>@import url("file:///etc/passwd");</style>'),
    svg('<use href="file:///etc/passwd#a"/>'),
]


def _short(markup: str) -> Document:
    return replace(sample_document(), blocks=(Text(f"{markup}<p>x</p>"),))


@pytest.mark.parametrize("markup", FOREIGN)
def test_a_foreign_address_stops_the_report(markup: str) -> None:
    with pytest.raises(ForeignAddressesError, match="otillåtna adresser"):
        report_pdf(_short(markup))


@pytest.mark.parametrize("markup", IGNORED)
def test_an_address_that_leads_nowhere_is_never_fetched(
    markup: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    fetch = StaticFetcher.fetch

    def recorded(self: StaticFetcher, url: str, headers: Any = None) -> Any:
        asked.append(url)
        return fetch(self, url, headers)

    monkeypatch.setattr(StaticFetcher, "fetch", recorded)
    report_pdf(_short(markup))
    assert set(asked) == {f"{FONT_SCHEME}{name}" for name in FONT_FILES}


def test_an_image_inside_the_report_is_allowed() -> None:
    pixel = (
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYGAAAAAEAAH2FzhV"
        "AAAAAElFTkSuQmCC"
    )
    image = f'<p><img src="data:image/png;base64,{pixel}" alt="Punkt"></p>'
    document = replace(sample_document(), blocks=(Text(image),))
    assert structure_faults(report_pdf(document)) == []


def test_a_report_without_blocks_is_still_a_report() -> None:
    document = replace(sample_document(), blocks=(), diary_number="", accent="röd")
    assert structure_faults(report_pdf(document)) == []


def test_the_html_file_needs_nothing_else(document: Document) -> None:
    markup = document_html(document)
    addresses = re.findall(r'(?:url\("|src="|href=")([^"]{0,12})', markup)
    assert {a.split(":")[0][:1] for a in addresses} <= {"#", "d"}
    assert "style=" not in markup
    assert document_html(document) == markup


def _broken(content: bytes, change: Any) -> list[str]:
    with pikepdf.open(io.BytesIO(content)) as file:
        change(file)
        out = io.BytesIO()
        file.save(out)
    return structure_faults(out.getvalue())


def _unname(file: pikepdf.Pdf) -> None:
    for element in _elements(file, "/Figure"):
        del element.Alt


def _untie(file: pikepdf.Pdf) -> None:
    for element in _elements(file, "/TD"):
        element.A.Headers = pikepdf.Array()


def _demote(file: pikepdf.Pdf) -> None:
    for element in _elements(file, "/H1"):
        element.S = pikepdf.Name("/P")


def _strip_fonts(file: pikepdf.Pdf) -> None:
    for item in file.objects:
        if isinstance(item, pikepdf.Dictionary) and "/FontFile2" in item:
            del item.FontFile2


def _drop(key: str) -> Any:
    def change(file: pikepdf.Pdf) -> None:
        del file.Root[key]

    return change


def _untab(file: pikepdf.Pdf) -> None:
    del file.pages[0].obj.Tabs


def _undeclare(file: pikepdf.Pdf) -> None:
    with file.open_metadata(set_pikepdf_as_editor=False) as xmp:
        for key in ("dc:title", "pdfaid:part", "pdfuaid:part"):
            del xmp[key]


def _muddle(file: pikepdf.Pdf) -> None:
    for attached in file.attachments.values():
        del attached.obj.AFRelationship
        attached.obj.Desc = pikepdf.String("")
        del attached.obj.EF.F.Params.ModDate


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (_drop("/MarkInfo"), "MarkInfo"),
        (_drop("/Lang"), "språk"),
        (_drop("/ViewerPreferences"), "DisplayDocTitle"),
        (_drop("/Outlines"), "bokmärken"),
        (_untab, "tabbordning"),
        (_undeclare, "titel"),
        (_undeclare, "PDF/A-3a"),
        (_undeclare, "PDF/UA-1"),
        (_strip_fonts, "inbäddat"),
        (_unname, "textalternativ"),
        (_untie, "rubriker"),
        (_demote, "första nivån"),
        (_muddle, "vad den är"),
        (_muddle, "beskrivning"),
        (_muddle, "datum"),
    ],
)
def test_the_quick_check_sees_a_fault(content: bytes, change: Any, fault: str) -> None:
    assert any(fault in text for text in _broken(content, change))


def test_what_is_no_pdf_is_said_to_be_none() -> None:
    assert structure_faults(b"x") == ["Filen går inte att läsa som pdf."]


def _elements(file: pikepdf.Pdf, kind: str) -> list[Any]:
    return [
        item
        for item in file.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") == kind
    ]


def _text_count(element: Any) -> int:
    return len(element.get("/K", ()))
