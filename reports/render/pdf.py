"""A report as one PDF that is both PDF/UA-1 and PDF/A-3a, with its tables attached.

Every date in the file is the document's, so that the same document gives the same
bytes under the same versions of library and fonts.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from typing import Any

from reports.document import Document
from reports.render.csv import table_csv
from reports.render.json import table_json_bytes
from reports.render.paper import document_html
from reports.render.structure import structure_faults
from reports.render.tagging import finish

VARIANT = "pdf/a-3a"
GC_THRESHOLDS = (100_000, 50, 50)
"""A layout makes many lasting objects; rarer collections save a fifth of the time."""


class ForeignAddressesError(Exception):
    """The report's markup asked for something outside the report; Swedish text."""


def report_pdf(document: Document) -> bytes:
    """The report as a tagged PDF with every table attached as CSV and JSON."""
    from weasyprint import HTML  # costs more than a second

    from reports.render.fetcher import StaticFetcher

    fetcher = StaticFetcher()
    with rare_collections():
        source = HTML(
            string=document_html(document, inline_fonts=False), url_fetcher=fetcher
        )
        pdf: bytes = source.write_pdf(
            pdf_variant=VARIANT,
            attachments=list(_attachments(document, fetcher)),
            finisher=finish,
        )
    if fetcher.refused:
        reason = f"Rapporten hänvisar till otillåtna adresser: {fetcher.refused}"
        raise ForeignAddressesError(reason)
    return pdf


def _attachments(document: Document, fetcher: Any) -> Iterator[Any]:
    """Every table once as CSV and once as JSON, in the order of their names."""
    from weasyprint import Attachment

    dated = datetime.combine(document.as_of, time())
    tables = {table.key: table for table in document.tables}
    for key, table in sorted(tables.items()):
        for ending, content in (
            ("csv", table_csv(table)),
            ("json", table_json_bytes(table)),
        ):
            yield Attachment(
                string=content,
                url_fetcher=fetcher,
                name=f"{key}.{ending}",
                description=f"{table.title} ({ending.upper()})",
                created=dated,
                modified=dated,
                relationship="Data",
            )


@contextmanager
def rare_collections() -> Iterator[None]:
    """Collect garbage rarely inside, and thoroughly afterwards."""
    before = gc.get_threshold()
    gc.set_threshold(*GC_THRESHOLDS)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.collect()


__all__ = ["ForeignAddressesError", "report_pdf", "structure_faults"]
