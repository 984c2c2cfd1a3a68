"""Load the demo municipalities."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from committees.intake.sheets import IntakeError
from committees.models import Membership
from reports.demo import load_folder

DEMO_PASSWORD = "delaret-demo-2026"  # noqa: S105  printed by make demo, for demo data only
FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"


class Command(BaseCommand):
    """Load the demo municipalities through the importers; refuses outside DEBUG."""

    help = "Läs in demokommunerna. Kan köras om; vägrar utan DEBUG."

    def add_arguments(self, parser: CommandParser) -> None:
        """A folder of fixtures other than the project's, for tests."""
        parser.add_argument("--fixtures", type=Path, default=FIXTURES)
        parser.add_argument("--quiet", action="store_true")

    def handle(self, *_args: object, **options: Any) -> None:
        """Load every folder that names a committee."""
        if not settings.DEBUG:
            message = (
                "load_demo vägrar: DEBUG är av, och demodata hör inte hemma i drift."
            )
            raise CommandError(message, returncode=2)
        folders = sorted(p.parent for p in options["fixtures"].glob("*/namnd.csv"))
        if not folders:
            message = f"Ingen mapp med namnd.csv finns i {options['fixtures'].name}."
            raise CommandError(message, returncode=2)
        for folder in folders:
            try:
                committee = load_folder(folder, password=DEMO_PASSWORD)
            except IntakeError as error:
                message = f"{folder.name} lästes inte in:\n{error}"
                raise CommandError(message, returncode=2) from error
            if not options["quiet"]:
                self.stdout.write(f"{committee} är inläst: /{committee.slug}/")
        if not options["quiet"]:
            self._list_people()

    def _list_people(self) -> None:
        """Who can sign in, with which role, and where; each person's role once."""
        self.stdout.write(f"\nLogga in med lösenordet {DEMO_PASSWORD} som:")
        held = Membership.objects.select_related("user", "committee").order_by(
            "committee__slug", "role", "user__email"
        )
        found: dict[tuple[str, str], dict[str, None]] = {}
        for each in held:
            told = (each.user.email, each.get_role_display())
            found.setdefault(told, {})[each.committee.slug] = None
        # Who has several committees comes last, where it is seen.
        for (email, role), slugs in sorted(found.items(), key=lambda one: len(one[1])):
            self.stdout.write(f"  {email:<44} {role:<15} {', '.join(slugs)}")
