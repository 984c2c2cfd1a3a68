"""Compare the stored summaries with their rows, and rebuild them."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from committees.models import Committee
from finance.summaries import differences, rebuild


class Command(BaseCommand):
    """Without --check the summaries are rebuilt as well as compared."""

    help = "Jämför summorna med raderna och bygg om dem."

    def add_arguments(self, parser: CommandParser) -> None:
        """--check only compares."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *_args: object, check: bool, **_options: object) -> None:
        """Report every difference; fail when only checking and there are any."""
        found: list[str] = []
        for committee in Committee.objects.order_by("slug"):
            found.extend(f"{committee.slug}: {d}" for d in differences(committee))
            if not check:
                with transaction.atomic():
                    rebuild(committee)
        for line in found:
            self.stdout.write(line)
        self.stdout.write(f"{len(found)} skillnader.")
        if check and found:
            message = "Summorna stämmer inte med raderna. Kör utan --check."
            raise CommandError(message, returncode=2)
