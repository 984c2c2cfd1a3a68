"""The check itself: a file without structure must fail, or a pass would say nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
import weasyprint

from tests.verapdf import verapdf

PAGE = """<html lang="sv"><head><title>Prov</title></head>
<body><h1>Prov</h1><table><tr><th scope="col">År</th></tr>
<tr><td>2017</td></tr></table></body></html>"""

pytestmark = pytest.mark.pdf


def test_a_tagged_file_keeps_pdf_ua(tmp_path: Path) -> None:
    path = tmp_path / "tagged.pdf"
    weasyprint.HTML(string=PAGE).write_pdf(path, pdf_variant="pdf/ua-1")
    assert verapdf(path, flavours=("ua1",)) == []


def test_an_untagged_file_breaks_both_standards(tmp_path: Path) -> None:
    path = tmp_path / "plain.pdf"
    weasyprint.HTML(string=PAGE).write_pdf(path)
    broken = verapdf(path, flavours=("ua1", "3a"))
    assert any(rule.startswith("ua1 ") for rule in broken)
    assert any(rule.startswith("3a ") for rule in broken)


def test_a_file_that_is_no_pdf_is_no_pass(tmp_path: Path) -> None:
    path = tmp_path / "text.pdf"
    path.write_text("inte en PDF")
    with pytest.raises(AssertionError, match="could not read"):
        verapdf(path, flavours=("ua1",))
