"""Write a follow-up's report tables to stdout; a stable interface for programs."""

from __future__ import annotations

import json
import sys

from django.core.management.base import BaseCommand, CommandParser

from committees.models import FollowUp
from reports import catalogue
from reports.lookup import find_follow_up, refused, require_format
from reports.render.csv import table_csv
from reports.render.json import table_json
from reports.render.xlsx import workbook
from reports.tables.model import Table

FORMATS = ("json", "csv", "xlsx")


class Command(BaseCommand):
    """`tables COMMITTEE FOLLOWUP [--key KEY] --format json|csv|xlsx`."""

    help = "Skriv en uppföljnings rapporttabeller till stdout."

    def add_arguments(self, parser: CommandParser) -> None:
        """The committee's slug, the follow-up's month, a table's key and a format."""
        parser.add_argument("committee")
        parser.add_argument("follow_up", metavar="followup")
        parser.add_argument("--key", default="")
        parser.add_argument("--format", default="json")

    def handle(
        self,
        *_args: object,
        committee: str,
        follow_up: str,
        key: str,
        format: str,  # noqa: A002  the option's own name
        **_options: object,
    ) -> None:
        """Write one table, or all of them as a list (JSON) or one after another."""
        require_format(format, FORMATS)
        found = find_follow_up(committee, follow_up)
        tables = (_one(found, key),) if key else catalogue.tables(found)
        if format == "json":
            shown = [table_json(table) for table in tables]
            text = json.dumps(shown[0] if key else shown, ensure_ascii=False, indent=1)
            self.stdout.write(text)
        elif format == "csv":
            sys.stdout.buffer.write(b"\r\n".join(table_csv(table) for table in tables))
        else:
            created = found.period.last_day
            sys.stdout.buffer.write(workbook(tables, created=created))


def _one(follow_up: FollowUp, key: str) -> Table:
    """The table of a key; an error of one line that names the others."""
    try:
        return catalogue.table(follow_up, key)
    except catalogue.UnknownTableError as error:
        raise refused(str(error)) from error
