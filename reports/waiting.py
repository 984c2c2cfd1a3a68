"""What waits for a person in a follow-up, from the state that is stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from committees.access import CONTROLLERS, OFFICE, Place
from committees.models import FollowUpState, Role
from committees.navigation import address
from committees.periods import MONTH_NAMES
from committees.templatetags.swedish import day
from finance.forecast.writing import HANDED_IN
from finance.models import LiveMonth, UnitForecast, UnitState
from finance.month.month_steps import is_head
from finance.month.reconciling import signature
from finance.month.steps import Rights, Step, rights, steps
from finance.review.frame import frame_check
from reports import exports
from reports.models import OutlineItem, OutlineKind, ReportText

FORECASTERS = CONTROLLERS | {Role.BUDGET_HOLDER, Role.MANAGER}
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
        tasks += _frame(place)
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
            url=address("finance:month", follow_up),
            label="Läs in utfall",
        )


def _frame(place: Place) -> Iterator[Task]:
    """Decisions whose budget is not the frame that was given."""
    alarms = frame_check(place.follow_up).alarms
    if alarms:
        names = listing(line.decision.code for line in alarms)
        yield Task(
            f"Budgeten är inte lika med ramen: {names}.",
            url=address("finance:frame", place.follow_up),
            label="Se Ramkontroll",
        )


def _forecast(place: Place, *, on: date) -> Iterator[Task]:
    """What the person has to do with the forecast, and by when."""
    follow_up = place.follow_up
    units = list(
        UnitForecast.objects.filter(follow_up=follow_up)
        .select_related("cost_centre")
        .order_by("cost_centre__code")
    )
    held = rights(place)
    if follow_up.settled_at is None:
        yield from _to_hand_in(units, held, on=on)
        yield from _to_approve(units, held)
        if units and is_head(place, who=held.who):
            yield from _to_settle(place, units)
    if place.may(CONTROLLERS):
        yield from _to_reconcile(place)


def _to_hand_in(
    units: Sequence[UnitForecast], held: Rights, *, on: date
) -> Iterator[Task]:
    """The person's own units that are not handed in; those sent back by themselves."""
    follow_up, me = held.place.follow_up, held.place.user.pk
    own = [
        unit
        for unit in units
        if unit.state not in HANDED_IN
        and me in {user.pk for user in held.who.people(unit.cost_centre_id)}
    ]
    back = [unit for unit in own if unit.state == UnitState.RETURNED]
    for unit in back:
        yield Task(
            f"Prognosen för {unit.cost_centre.code} är återsänd: {unit.note}",
            url=address("finance:grid", follow_up, unit=unit.cost_centre.code),
            label="Ändra den",
            late=True,
        )
    rest = [unit for unit in own if unit not in back]
    if rest:
        late = follow_up.deadline < on
        word = "skulle ha lämnats" if late else "ska lämnas"
        names = listing(unit.cost_centre.code for unit in rest)
        yield Task(
            f"Prognosen för {names} {word} in senast {day(follow_up.deadline)}.",
            url=address("finance:grid", follow_up, unit=rest[0].cost_centre.code)
            if len(rest) == 1
            else address("finance:board", follow_up),
            label="Gör prognosen",
            late=late,
        )


def _to_approve(units: Sequence[UnitForecast], held: Rights) -> Iterator[Task]:
    """Forecasts that wait for the person's approval."""
    found = [unit for unit in units if Step.APPROVE in steps(held, unit)]
    if found:
        names = listing(unit.cost_centre.code for unit in found)
        many = f"{len(found)} prognoser väntar" if found[1:] else "En prognos väntar"
        yield Task(
            f"{many} på ditt godkännande: {names}.",
            url=address("finance:board", held.place.follow_up),
            label="Se läget",
        )


def _to_settle(place: Place, units: Sequence[UnitForecast]) -> Iterator[Task]:
    """The total, once every unit is approved."""
    if all(unit.state == UnitState.APPROVED for unit in units):
        yield Task(
            "Alla ansvar är godkända. Prognosen kan fastställas.",
            url=address("finance:month", place.follow_up),
            label="Fastställ",
        )


def _to_reconcile(place: Place) -> Iterator[Task]:
    """The outcome, while nobody has signed that it equals the ledger."""
    if signature(place.follow_up) is None:
        yield Task(
            "Utfallet är inte avstämt mot huvudboken.",
            url=address("finance:month", place.follow_up),
            label="Stäm av",
        )


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
