"""Load what reports are made of: table definitions, outline and texts."""

from __future__ import annotations

from committees.models import Committee
from reports import imports as outline
from reports.loading.folder import Folder


def load_outline(folder: Folder, committee: Committee) -> None:
    """Table definitions, then the outline and the texts that show them."""
    tables = folder.sheet("tabeller.csv", outline.TABLE_HEAD, outline.TABLE_OPTIONAL)
    columns = folder.sheet(
        "tabellkolumner.csv", outline.COLUMN_HEAD, outline.COLUMN_OPTIONAL
    )
    rows = folder.sheet("tabellrader.csv", outline.ROW_HEAD, outline.ROW_OPTIONAL)
    outline.import_tables(tables, columns, rows, committee=committee)
    folder.end_stage([tables, columns, rows])
    disposition = folder.sheet("disposition.csv", outline.OUTLINE_HEAD)
    texts = folder.sheet("texter.csv", outline.TEXT_HEAD)
    outline.import_outline(disposition, committee)
    outline.import_texts(texts, committee)
    folder.end_stage([disposition, texts])
