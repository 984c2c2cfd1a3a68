"""A quick check of a finished PDF: what makes it readable and archivable is there.

It takes the place of a full validator at every export; the validator runs in tests.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any


def structure_faults(pdf_bytes: bytes) -> list[str]:
    """What is missing for a tagged, archivable file, in Swedish; empty when sound."""
    import pikepdf  # needed at exports only

    try:
        file = pikepdf.open(io.BytesIO(pdf_bytes))
    except pikepdf.PdfError:
        return ["Filen går inte att läsa som pdf."]
    with file:
        return [
            *_catalogue_faults(file),
            *_metadata_faults(file),
            *_font_faults(file),
            *_tag_faults(file),
            *_attachment_faults(file),
        ]


def _catalogue_faults(file: Any) -> Iterator[str]:
    """Marks, language, title bar and bookmarks."""
    root = file.Root
    if not bool(root.get("/MarkInfo", {}).get("/Marked", False)):
        yield "Filen är inte märkt som taggad (MarkInfo)."
    if not str(root.get("/Lang", "")).startswith("sv"):
        yield "Dokumentets språk är inte angivet som svenska."
    if not bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)):
        yield "Läsaren ombeds inte visa dokumentets titel (DisplayDocTitle)."
    if "/First" not in root.get("/Outlines", {}):
        yield "Filen saknar bokmärken."
    if any("/Tabs" not in page.obj for page in file.pages):
        yield "En sida saknar tabbordning efter strukturen."


def _metadata_faults(file: Any) -> Iterator[str]:
    """Title and the two standards the file declares."""
    with file.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        if not xmp.get("dc:title"):
            yield "Filen saknar titel."
        if (xmp.get("pdfaid:part"), xmp.get("pdfaid:conformance")) != ("3", "A"):
            yield "Filen anger inte att den är PDF/A-3a."
        if xmp.get("pdfuaid:part") != "1":
            yield "Filen anger inte att den är PDF/UA-1."


def _font_faults(file: Any) -> Iterator[str]:
    """Every font's program is in the file."""
    for item in file.objects:
        if _is(item, "/Type", "/FontDescriptor") and not any(
            key in item for key in ("/FontFile", "/FontFile2", "/FontFile3")
        ):
            name = str(item.get("/FontName", "")).lstrip("/")
            yield f"Typsnittet {name} är inte inbäddat."


def _tag_faults(file: Any) -> Iterator[str]:
    """Headings, text alternatives of figures, and headings of table cells."""
    elements = [i for i in file.objects if _is(i, "/Type", "/StructElem")]
    kinds = [str(element.get("/S")) for element in elements]
    if "/H1" not in kinds:
        yield "Filen saknar en rubrik på första nivån."
    figures = [e for e, kind in zip(elements, kinds, strict=True) if kind == "/Figure"]
    silent = sum(not str(figure.get("/Alt", "")) for figure in figures)
    if silent:
        yield f"{silent} diagram eller bilder saknar textalternativ."
    cells = [e for e, kind in zip(elements, kinds, strict=True) if kind == "/TD"]
    lost = sum(_lacks_headings(cell) for cell in cells)
    if lost:
        yield f"{lost} tabellceller saknar koppling till sina rubriker."


def _lacks_headings(cell: Any) -> bool:
    """Whether a cell with content is tied to no heading."""
    if not len(cell.get("/K", ())):
        return False
    return not len(cell.get("/A", {}).get("/Headers", ()))


def _attachment_faults(file: Any) -> Iterator[str]:
    """Every attached file says what it is to the report and when it was made."""
    for name, attached in file.attachments.items():
        specification = attached.obj
        if specification.get("/AFRelationship") != "/Data":
            yield f"Bilagan {name} saknar uppgift om vad den är för rapporten."
        if not str(specification.get("/Desc", "")):
            yield f"Bilagan {name} saknar beskrivning."
        parameters = specification.EF.F.get("/Params", {})
        if "/ModDate" not in parameters:
            yield f"Bilagan {name} saknar datum."


def _is(item: Any, key: str, value: str) -> bool:
    """Whether an object is a dictionary with a certain entry."""
    import pikepdf

    return (
        isinstance(item, pikepdf.Dictionary | pikepdf.Stream) and item.get(key) == value
    )
