"""What waits for a person in a follow-up, from the state that is stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from committees.access import OFFICE, Place
from committees.models import FollowUpState, Role
from committees.navigation import address
from committees.periods import MONTH_NAMES
from committees.templatetags.swedish import day
from finance.models import ForecastRow, LiveMonth
from reports import exports
from reports.models import OutlineItem, OutlineKind, ReportText

FORECASTERS = frozenset({Role.BUDGET_HOLDER, Role.MANAGER, Role.CONTROLLER})
CONTROLLERS = frozenset({Role.CONTROLLER, Role.ADMINISTRATOR})
NAMED_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do: what it is, where it is done, and whether it is late."""

    text: str
    url: str = ""
    label: str = ""
    late: bool = False


def waiting(place: Place, *, on: date) -> tuple[Task, ...]:
    """What waits for the person, most urgent first."""
    if place.follow_up.state != FollowUpState.OPEN:
        return ()
    tasks: list[Task] = []
    if place.may(CONTROLLERS):
        tasks += _missing_outcome(place)
    if place.may(FORECASTERS):
        tasks += _forecast(place, on=on)
    if place.may(OFFICE):
        tasks += _missing_texts(place)
        tasks += _report_file(place)
    return tuple(sorted(tasks, key=lambda task: not task.late))


def _missing_outcome(place: Place) -> Iterator[Task]:
    """Months up to the follow-up's that no outcome has been taken in for."""
    follow_up = place.follow_up
    live = LiveMonth.objects.filter(committee=place.committee, year=follow_up.year)
    present = set(live.values_list("period", flat=True))
    missing = [m for m in range(1, follow_up.month + 1) if m not in present]
    if missing:
        names = listing(MONTH_NAMES[month - 1] for month in missing)
        yield Task(
            f"Utfall saknas för {names}.",
            url=address("finance:imports", follow_up),
            label="Se inläsningar",
        )


def _forecast(place: Place, *, on: date) -> Iterator[Task]:
    """The forecast's deadline, while there is one ahead or no forecast at all."""
    follow_up = place.follow_up
    deadline = follow_up.deadline
    given = ForecastRow.objects.filter(
        committee=place.committee, follow_up=follow_up
    ).exists()
    if deadline >= on:
        yield Task(f"Prognosen ska vara klar senast {day(deadline)}.")
    elif not given:
        yield Task(f"Prognosen skulle ha varit klar {day(deadline)}.", late=True)


def _missing_texts(place: Place) -> Iterator[Task]:
    """Sections of the report's outline that nobody has written."""
    follow_up = place.follow_up
    written = ReportText.objects.filter(follow_up=follow_up).exclude(html="")
    missing = list(
        OutlineItem.objects.filter(committee=place.committee, kind=OutlineKind.TEXT)
        .exclude(key__in=written.values("key"))
        .values_list("heading", "key")
    )
    if missing:
        names = listing(heading or key for heading, key in missing)
        amount = "En text" if len(missing) == 1 else f"{len(missing)} texter"
        yield Task(
            f"{amount} saknas i rapporten: {names}.",
            url=address("reports:report", follow_up),
            label="Läs rapporten",
        )


def _report_file(place: Place) -> Iterator[Task]:
    """The report as a file, when it has not been made."""
    follow_up = place.follow_up
    if exports.latest(follow_up) is None:
        yield Task(
            "Rapporten är inte gjord som PDF än.",
            url=address("reports:exports", follow_up),
            label="Gör PDF",
        )


def listing(names: Iterator[str]) -> str:
    """`januari, februari och mars`; after a few names, how many more there are."""
    found = list(names)
    if len(found) > NAMED_AT_MOST + 1:
        more = len(found) - NAMED_AT_MOST
        return f"{', '.join(found[:NAMED_AT_MOST])} och {more} till"
    return " och ".join([", ".join(found[:-1]), found[-1]] if found[1:] else found)
