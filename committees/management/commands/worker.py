"""`manage.py worker`: run the jobs of the queue until told to stop."""

from __future__ import annotations

from argparse import ArgumentParser
from threading import Event, Thread

from django.core.management import call_command
from django.core.management.base import BaseCommand

from committees import jobs


class Command(BaseCommand):
    """Run queued jobs, leave signs of life, and take over what dead workers left."""

    help = "Kör jobb ur kön tills processen stoppas."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How often to look, how much to do before stopping."""
        parser.add_argument(
            "--interval", type=float, default=1.0, help="sekunder mellan titt i tom kö"
        )
        parser.add_argument(
            "--max-tasks", type=int, help="avsluta efter så många jobb (frigör minne)"
        )
        parser.add_argument("--batch", action="store_true", help="töm kön och avsluta")

    def handle(
        self, *, interval: float, max_tasks: int | None, batch: bool, **_: object
    ) -> None:
        """Work under a name of its own, with a thread that shows it is alive."""
        name = jobs.worker_name()
        jobs.beat(name)
        jobs.requeue_lost()
        stop = Event()
        Thread(
            target=jobs.keep_beating, args=(name,), kwargs={"stop": stop}, daemon=True
        ).start()
        arguments = ["--queue-name=*", "--no-startup-delay", "--no-reload"]
        arguments += [f"--worker-id={name}", f"--interval={interval}"]
        arguments += ["--batch"] if batch else []
        arguments += [f"--max-tasks={max_tasks}"] if max_tasks else []
        try:
            call_command("db_worker", *arguments, verbosity=1)
        finally:
            stop.set()
            jobs.rest(name)
