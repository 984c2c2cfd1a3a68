"""Write a follow-up's report to a file."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser

from reports.document import Document
from reports.documents import interim_report
from reports.lookup import find_follow_up, refused, require_format
from reports.stops import StoppedError, of_document, stops
from reports.texts import BrokenReferenceError

FORMATS = ("pdf", "html", "json")


class Command(BaseCommand):
    """`report COMMITTEE FOLLOWUP --format pdf|html|json -o FILE`."""

    help = "Skriv en uppföljnings rapport till en fil."

    def add_arguments(self, parser: CommandParser) -> None:
        """The committee's slug, the follow-up's month, a format and a file."""
        parser.add_argument("committee")
        parser.add_argument("follow_up", metavar="followup")
        parser.add_argument("--format", default="pdf")
        parser.add_argument("-o", "--output", type=Path, required=True)

    def handle(
        self,
        *_args: object,
        committee: str,
        follow_up: str,
        format: str,  # noqa: A002  the option's own name
        output: Path,
        **_options: object,
    ) -> None:
        """Write the file; a PDF only when its structure check finds no fault."""
        require_format(format, FORMATS)
        if not output.parent.is_dir():
            message = f"Mappen {output.parent} finns inte."
            raise refused(message)
        try:
            here = find_follow_up(committee, follow_up)
            document = interim_report(here)
        except BrokenReferenceError as error:
            raise refused(str(error)) from error
        if held_up := (*stops(here), *of_document(document)):
            raise refused(str(StoppedError(held_up)))
        output.write_bytes(_content(document, format))


def _content(document: Document, format: str) -> bytes:  # noqa: A002
    """The report's bytes in a format."""
    from reports.render.json import document_json
    from reports.render.paper import document_html

    if format == "json":
        return document_json(document)
    if format == "html":
        return document_html(document).encode()
    return _pdf(document)


def _pdf(document: Document) -> bytes:
    """The PDF, refused where its structure is at fault."""
    from reports.render.pdf import report_pdf
    from reports.render.structure import structure_faults

    content = report_pdf(document)
    faults = structure_faults(content)
    if faults:
        message = f"PDF-filen har fel i sin struktur: {'; '.join(faults)}"
        raise refused(message)
    return content
