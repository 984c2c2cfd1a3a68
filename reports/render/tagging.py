"""What the PDF library leaves out of the file, added just before it is written.

Tables: which headings a figure has when a heading spans several columns, and the
scope of each heading. Metadata: that the file is PDF/UA as well as PDF/A. Files: each
attachment named once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Element = Any
"""A dictionary of the PDF as the library holds it."""

_PDFUA = b"""<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1"/>
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of PDF/UA</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
_END = b"</rdf:RDF>"


def finish(_document: Any, pdf: Any) -> None:
    """Complete a rendered file; the library calls it before writing."""
    for element in tuple(pdf.objects):
        if isinstance(element, dict) and element.get("S") == "/Table":
            _tie(element, pdf)
    _declare_pdfua(pdf)
    _name_attachments_once(pdf)


def _declare_pdfua(pdf: Any) -> None:
    """Add PDF/UA and the schema that declares it to the metadata."""
    metadata = _resolve(pdf, pdf.catalog["Metadata"])
    metadata.stream = [part.replace(_END, _PDFUA + _END) for part in metadata.stream]


def _name_attachments_once(pdf: Any) -> None:
    """The library lists associated files by name and again by object."""
    if "AF" in pdf.catalog:
        files = list(dict.fromkeys(pdf.catalog["AF"]))
        pdf.catalog["AF"][:] = files


def _tie(table: Element, pdf: Any) -> None:
    """Give headings their scope, and figures every heading that covers them."""
    above: dict[int, list[Any]] = {}
    for part, row in _rows(table, pdf):
        cells = tuple(_places(row, pdf))
        heads = [cell for _, cell in cells if cell["S"] == "/TH"]
        if part == "/THead":
            for columns, cell in cells:
                if cell["S"] == "/TH":
                    cell["A"]["Scope"] = "/Column"
                    for column in columns:
                        above.setdefault(column, []).append(cell["ID"])
                else:
                    cell["A"].pop("Headers", None)  # a corner answers to no heading
            continue
        for cell in heads:
            cell["A"]["Scope"] = "/Row"
        for columns, cell in cells:
            if cell["S"] == "/TD":
                names = [head["ID"] for head in heads]
                names += [name for column in columns for name in above.get(column, ())]
                cell["A"]["Headers"][:] = dict.fromkeys(names)


def _rows(table: Element, pdf: Any) -> Iterator[tuple[str, Element]]:
    """The table's rows with the part that holds them."""
    for part in _kids(table, pdf):
        for row in _kids(part, pdf):
            if row["S"] == "/TR":
                yield part["S"], row


def _places(row: Element, pdf: Any) -> Iterator[tuple[range, Element]]:
    """The row's cells with the columns each covers."""
    column = 0
    for cell in _kids(row, pdf):
        if cell["S"] in {"/TH", "/TD"}:
            width = cell["A"].get("ColSpan", 1)
            yield range(column, column + width), cell
            column += width


def _kids(element: Element, pdf: Any) -> Iterator[Element]:
    """The structure elements within an element."""
    for kid in element["K"]:
        if isinstance(kid, bytes):
            child = _resolve(pdf, kid)
            if isinstance(child, dict) and "S" in child:
                yield child


def _resolve(pdf: Any, reference: bytes) -> Any:
    """The object a reference names."""
    return pdf.objects[int(reference.split()[0])]
