"""The sorts of files of volumes that a controller takes in, one way into them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from committees.intake.tickets import Tickets
from committees.models import FollowUp, User
from volumes import planning
from volumes import taking_in as reported
from volumes.differences import Difference
from volumes.planning import PlanLook
from volumes.plans import Plan, PlanDifference
from volumes.taking_in import Look, Taken

Looked = Look | PlanLook
AnyDifference = Difference | PlanDifference


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of file. `plan` is None where the file says what was reported."""

    key: str
    label: str
    head: str
    help: str
    plan: Plan | None = None

    @property
    def tickets(self) -> Tickets:
        """The tickets of files that were looked at."""
        return planning.tickets(self.plan) if self.plan else reported.TICKETS


class File(NamedTuple):
    """A file; `notes` tell what was left out of it before it was kept."""

    name: str
    content: bytes
    notes: tuple[str, ...] = ()


SORTS = (
    Sort(
        "volymer",
        "Volymer",
        "Serie; Ansvar; Jan; Feb; … Dec",
        "Det som är rapporterat, månad för månad. En tom cell ändrar ingenting, 0 är"
        " noll.",
    ),
    Sort(
        "personal",
        "Personal ur lönesystemet",
        "Ansvar; Verksamhet; Kategori; Månad; Årsarbetare; Anställda; Arbetade timmar;"
        " Sjukfrånvarotimmar; Övertidstimmar",
        "Kategori är chefer eller övrig personal. Uppgifter om personer tas bort innan"
        " något sparas, och rader per person läggs ihop.",
    ),
    Sort(
        "volymbudget",
        "Volymbudget",
        "Serie; Ansvar; Jan; Feb; … Dec",
        "Årets budget månad för månad.",
        Plan.BUDGET,
    ),
    Sort(
        "volymprognos",
        "Volymprognos",
        "Serie; Ansvar; Helår; Kommentar",
        "Hela årets volym i den här uppföljningen: summa, genomsnitt eller senaste"
        " värdet, som serien räknas.",
        Plan.FORECAST,
    ),
    Sort(
        "prislappar",
        "Prislappar",
        "Serie; År; Pris; Volymavstämning; Beslutad; Diarienummer",
        "Beslutat pris per enhet i kronor. Volymavstämning är ja eller nej.",
        Plan.PRICES,
    ),
)
BY_KEY = {sort.key: sort for sort in SORTS}


def look(follow_up: FollowUp, sort: Sort, file: File, *, by: User) -> Looked:
    """Check a file, and tell what it would change."""
    if sort.plan:
        return planning.look_at_plan(
            follow_up, sort.plan, file_name=file.name, content=file.content, by=by
        )
    return reported.look(follow_up, file_name=file.name, content=file.content, by=by)


def take(
    follow_up: FollowUp, sort: Sort, file: File, *, by: User, reason: str
) -> Taken:
    """Store what a file changes; IntakeError with its faults, and nothing stored."""
    if sort.plan:
        return planning.take_in_plan(
            follow_up,
            sort.plan,
            file_name=file.name,
            content=file.content,
            by=by,
            reason=reason,
        )
    return reported.take_in(
        follow_up,
        file_name=file.name,
        content=file.content,
        by=by,
        reason=reason,
        notes=file.notes,
    )
