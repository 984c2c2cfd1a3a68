"""What waits for a person in a follow-up, from the state that is stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from committees.access import CONTROLLERS, OFFICE, Place
from committees.holders import HOLDING
from committees.models import FollowUpState, Role
from committees.navigation import address
from committees.periods import MONTH_NAMES
from committees.templatetags.swedish import day
from committees.words import listed
from finance.loaded import missing_months
from finance.models import UnitState
from finance.month.month_steps import is_head
from finance.month.steps import Rights, approved_as, rights
from reports.models import OutlineKind
from reports.start.waiting_facts import Facts, Unit, Wanted, facts

FORECASTERS = CONTROLLERS | HOLDING
HEADS = frozenset({Role.MANAGER})
WAITING_ABOVE = frozenset({UnitState.SUBMITTED, UnitState.HOLDER_APPROVED})
WAITING_BELOW = frozenset(
    {UnitState.NOT_STARTED, UnitState.IN_PROGRESS, UnitState.RETURNED}
)
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
    found = facts(place.follow_up, _wanted(place), text_kind=OutlineKind.TEXT.value)
    tasks: list[Task] = []
    if place.may(CONTROLLERS):
        tasks += _missing_outcome(place, found)
        tasks += _frame(place, found)
    if place.may(FORECASTERS):
        tasks += _forecast(place, found, on=on)
    if place.may(OFFICE):
        tasks += _missing_texts(place, found)
        tasks += _report_file(place, found)
    return tuple(sorted(tasks, key=lambda task: not task.late))


def _wanted(place: Place) -> Wanted:
    """What the person's roles ask of: holders enter units, controllers approve them."""
    states: frozenset[str] = frozenset()
    if place.follow_up.settled_at is None and place.may(FORECASTERS):
        states = WAITING_ABOVE | (WAITING_BELOW if place.may(HOLDING) else frozenset())
    return Wanted(
        ledger=place.may(CONTROLLERS), report=place.may(OFFICE), states=states
    )


def _missing_outcome(place: Place, found: Facts) -> Iterator[Task]:
    """Months up to the follow-up's that no outcome has been taken in for."""
    follow_up = place.follow_up
    missing = missing_months(found.live, until=follow_up.month)
    if missing:
        names = listing(MONTH_NAMES[month - 1] for month in missing)
        yield Task(
            f"Utfall saknas för {names}.",
            url=address("finance:month", follow_up),
            label="Läs in utfall",
        )


def _frame(place: Place, found: Facts) -> Iterator[Task]:
    """Decisions whose budget is not the frame that was given."""
    if found.alarms:
        yield Task(
            f"Budgeten är inte lika med ramen: {listing(found.alarms)}.",
            url=address("finance:frame", place.follow_up),
            label="Se Ramkontroll",
        )


def _forecast(place: Place, found: Facts, *, on: date) -> Iterator[Task]:
    """What the person has to do with the forecast, and by when."""
    if place.follow_up.settled_at is None:
        held = rights(place) if found.units or place.may(HEADS) else None
        if held:
            yield from _to_hand_in(found.units, held, on=on)
            yield from _to_approve(found.units, held)
        if held and found.taking_part and is_head(place, who=held.who):
            yield from _to_settle(place, found)
    if place.may(CONTROLLERS) and not found.is_reconciled:
        yield Task(
            "Utfallet är inte avstämt mot huvudboken.",
            url=address("finance:month", place.follow_up),
            label="Stäm av",
        )


def _to_hand_in(units: Sequence[Unit], held: Rights, *, on: date) -> Iterator[Task]:
    """The person's own units that are not handed in; those sent back by themselves."""
    follow_up, me = held.place.follow_up, held.place.user.pk
    own = [
        unit
        for unit in units
        if unit.state in WAITING_BELOW
        and me in {user.pk for user in held.who.people(unit.cost_centre)}
    ]
    back = [unit for unit in own if unit.state == UnitState.RETURNED]
    for unit in back:
        yield Task(
            f"Prognosen för {unit.code} är återsänd: {unit.note}",
            url=address("finance:grid", follow_up, unit=unit.code),
            label="Ändra den",
            late=True,
        )
    rest = [unit for unit in own if unit not in back]
    if rest:
        late = follow_up.deadline < on
        word = "skulle ha lämnats" if late else "ska lämnas"
        names = listing(unit.code for unit in rest)
        yield Task(
            f"Prognosen för {names} {word} in senast {day(follow_up.deadline)}.",
            url=address("finance:grid", follow_up, unit=rest[0].code)
            if len(rest) == 1
            else address("finance:board", follow_up),
            label="Gör prognosen",
            late=late,
        )


def _to_approve(units: Sequence[Unit], held: Rights) -> Iterator[Task]:
    """Forecasts that wait for the person's approval."""
    found = list(_approvable(units, held))
    if found:
        names = listing(unit.code for unit in found)
        many = f"{len(found)} prognoser väntar" if found[1:] else "En prognos väntar"
        yield Task(
            f"{many} på ditt godkännande: {names}.",
            url=address("finance:board", held.place.follow_up),
            label="Se läget",
        )


def _approvable(units: Iterable[Unit], held: Rights) -> Iterator[Unit]:
    """The units that are the person's to approve: alike where the same people are."""
    known: dict[tuple[int | None, str], bool] = {}
    for unit in units:
        alike = held.who.holding_node(unit.cost_centre), unit.state
        if alike not in known:
            approved = approved_as(held, unit.cost_centre, unit.state)
            known[alike] = approved is not None
        if known[alike]:
            yield unit


def _to_settle(place: Place, found: Facts) -> Iterator[Task]:
    """The total, once every unit is approved."""
    if not found.unapproved:
        yield Task(
            "Alla ansvar är godkända. Prognosen kan fastställas.",
            url=address("finance:month", place.follow_up),
            label="Fastställ",
        )


def _missing_texts(place: Place, found: Facts) -> Iterator[Task]:
    """Sections of the report's outline that nobody has written."""
    if found.texts:
        many = len(found.texts)
        amount = "En text" if many == 1 else f"{many} texter"
        yield Task(
            f"{amount} saknas i rapporten{_under(found.texts)}.",
            url=address("reports:report", place.follow_up),
            label="Läs rapporten",
        )


def _under(headings: Iterable[str]) -> str:
    """The headings that texts are missing under, each once; empty where none is."""
    named = list(dict.fromkeys(filter(None, headings)))
    if not named:
        return ""
    word = "rubrikerna" if named[1:] else "rubriken"
    return f", under {word} {listing(named)}"


def _report_file(place: Place, found: Facts) -> Iterator[Task]:
    """The report as a file, when it has not been made."""
    if not found.has_file:
        yield Task(
            "Rapporten är inte gjord som PDF än.",
            url=address("reports:exports", place.follow_up),
            label="Gör PDF",
        )


def listing(names: Iterable[str]) -> str:
    """`januari, februari och mars`; after a few names, how many more there are."""
    found = list(names)
    if len(found) > NAMED_AT_MOST + 1:
        more = len(found) - NAMED_AT_MOST
        found = [*found[:NAMED_AT_MOST], f"{more} till"]
    return listed(found)
