"""`manage.py tick`: the periodic work, once; a timer calls it every quarter."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.module_loading import import_string

LOG = logging.getLogger("delaret.tick")


class Command(BaseCommand):
    """Do what settings.PERIODIC_WORK lists; a failing piece stops no other."""

    help = "Gör det periodiska arbetet en gång och skriver vad som gjordes som JSON."

    def handle(self, **_: object) -> None:
        """Run every piece, print how much each did, fail if any failed."""
        now = timezone.now()
        done = {path: _run(path, now=now) for path in settings.PERIODIC_WORK}
        self.stdout.write(json.dumps(done))
        if failed := [path for path, count in done.items() if count is None]:
            raise CommandError(f"Misslyckades: {', '.join(failed)}")


def _run(path: str, *, now: datetime) -> int | None:
    """How many objects one piece dealt with; None when it failed."""
    work: Callable[[datetime], int] = import_string(path)
    try:
        return work(now)
    except Exception:
        LOG.exception("periodic work failed", extra={"facts": {"work": path}})
        return None
