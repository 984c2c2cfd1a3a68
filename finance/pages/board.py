"""The status board and the steps of its units."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from committees.access import CONTROLLERS, WORKING, Place, committee_view
from committees.closing import closed_because
from committees.drafts import Author, Draft, own, refusal
from committees.models import FollowUpState, Role
from committees.navigation import address, page
from committees.periods import MONTH_HEADS
from committees.scope import scope_of
from finance.models import UnitState
from finance.month import steps as unit_steps
from finance.month.board import Board, Line, board
from finance.month.steps import LABELS, Rights, Step, StepError, rights
from finance.pages.fields import scale_of
from finance.pages.spots import note_spot

ENTERING = frozenset(
    {Role.ADMINISTRATOR, Role.CONTROLLER, Role.BUDGET_HOLDER, Role.MANAGER}
)
"""Roles that may take some step with a forecast."""

STATE_WORDS = {
    UnitState.APPROVED: "godkända",
    UnitState.HOLDER_APPROVED: "godkända av ansvarig ovanför",
    UnitState.SUBMITTED: "inlämnade",
    UnitState.RETURNED: "återsända",
    UnitState.IN_PROGRESS: "pågår",
    UnitState.NOT_STARTED: "ej påbörjade",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the board as a person sees it: where it leads and what she may do."""

    line: Line
    url: str
    steps: tuple[tuple[str, str], ...]
    may_return: bool
    at: str
    note_at: str = ""
    note: Draft | None = None

    @property
    def is_mine(self) -> bool:
        """Whether a step with it waits for the person."""
        return bool(self.steps)


@require_safe
@committee_view(WORKING)
def board_page(request: HttpRequest, place: Place) -> HttpResponse:
    """How far each unit has come."""
    held, found = rights(place), board(place.follow_up)
    reads = scope_of(place).cost_centres(held.who.tree)
    notes = own(Author.of(place), note_spot(place.follow_up) + "/")
    lines = [_shown(line, held, reads, notes) for line in found.lines]
    mine = [each for each in lines if _waits(each, held)]
    approvable = sum(Step.APPROVE in dict(each.steps) for each in lines)
    return page(
        request,
        "finance/board.html",
        place,
        section="prognos",
        board=found,
        lines=lines,
        mine=mine,
        approvable=approvable,
        states=_states(found),
        scale=scale_of(place),
        is_controller=place.may(CONTROLLERS),
        is_planned=place.follow_up.state == FollowUpState.PLANNED,
        still=closed_because(place.follow_up),
    )


def _states(found: Board) -> list[str]:
    """`12 godkända`, for each state that some unit is in."""
    return [
        f"{found.of(state)} {words}"
        for state, words in STATE_WORDS.items()
        if found.of(state)
    ]


def _shown(
    line: Line,
    held: Rights,
    reads: frozenset[int] | None,
    notes: dict[str, Draft],
) -> Shown:
    """A line with its link and steps."""
    if line.unit is None:
        return Shown(line, "", (), may_return=False, at="")
    found = unit_steps.steps(held, line.unit, changed=line.totals.changed > 0)
    reachable = reads is None or line.node in reads
    note_at = note_spot(held.place.follow_up, line.code)
    return Shown(
        line=line,
        url=grid_address(held.place, line.code) if reachable else "",
        steps=tuple((s.value, LABELS[s]) for s in found if s is not Step.RETURN),
        may_return=Step.RETURN in found,
        at=short(line.at),
        note_at=note_at,
        note=notes.get(note_at),
    )


def grid_address(place: Place, code: str) -> str:
    """A unit's grid."""
    return address("finance:grid", place.follow_up, unit=code)


def short(at: datetime | None) -> str:
    """A local time in a table: `12 sep kl. 14.05`."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"{local.day} {MONTH_HEADS[local.month - 1].lower()} kl. {local:%H.%M}"


def _waits(shown: Shown, held: Rights) -> bool:
    """Whether a unit waits for the person: hers to hand in, or hers to approve."""
    steps = dict(shown.steps)
    if Step.SUBMIT in steps and shown.line.unit is not None:
        people = held.who.people(shown.line.node)
        return held.place.user.pk in {user.pk for user in people}
    return Step.APPROVE in steps and not held.is_controller


@require_POST
@committee_view(ENTERING)
def unit_step(request: HttpRequest, place: Place, unit: str) -> HttpResponse:
    """Take a step with a unit, and go back to where it was asked for."""
    held = rights(place)
    node = held.who.tree.by_code.get(unit) or _unplaced(place, unit)
    asked, note = request.POST.get("steg", ""), request.POST.get("meddelande", "")
    if refused := refusal(Author.of(place), note_spot(place.follow_up, unit), note):
        messages.error(request, refused)
    elif asked in set(Step):
        _take(request, held, {node: unit}, Step(asked))
    else:
        messages.error(request, "Det finns inget sådant steg.")
    if request.POST.get("till") == "enhet":
        return redirect(grid_address(place, unit))
    return redirect(address("finance:board", place.follow_up))


def _unplaced(place: Place, code: str) -> int:
    """A unit that takes part but is no longer in the tree; else Http404."""
    found = place.follow_up.unit_forecasts.filter(cost_centre__code=code).first()
    if found is None:
        reason = f"Det finns inget ansvar {code} i uppföljningen."
        raise Http404(reason)
    return int(found.cost_centre_id)


DONE = {
    Step.SUBMIT: "är inlämnad",
    Step.WITHDRAW: "är tillbakatagen",
    Step.APPROVE: "är godkänd",
    Step.RETURN: "är återsänd",
    Step.KEEP: "står kvar som den är",
}


def _take(
    request: HttpRequest, held: Rights, units: dict[int, str], step: Step
) -> None:
    """Take a step with some units, and say how it went."""
    taken: list[str] = []
    for node, code in units.items():
        try:
            unit_steps.take(held, node, step, note=request.POST.get("meddelande", ""))
        except StepError as error:
            messages.error(request, str(error))
        else:
            taken.append(code)
    if len(taken) == 1:
        messages.success(request, f"Prognosen för {taken[0]} {DONE[step]}.")
    elif taken:
        messages.success(request, f"{len(taken)} prognoser är godkända.")


@require_POST
@committee_view(ENTERING)
def approve_all(request: HttpRequest, place: Place) -> HttpResponse:
    """Approve every unit that waits for the person."""
    held, found = rights(place), board(place.follow_up)
    units = {line.node: line.code for line in _approvable(held, found.lines)}
    if not units:
        messages.info(request, "Ingen prognos väntar på ditt godkännande.")
    _take(request, held, units, Step.APPROVE)
    return redirect(address("finance:board", place.follow_up))


def _approvable(held: Rights, lines: Iterable[Line]) -> list[Line]:
    """The units that the person may approve now."""
    return [
        line
        for line in lines
        if line.unit is not None and Step.APPROVE in unit_steps.steps(held, line.unit)
    ]
