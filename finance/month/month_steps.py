"""The steps of a whole follow-up: settled, closed, opened again; and its dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from committees.access import CONTROLLERS, Place, today
from committees.events import record
from committees.holders import Answering, answering, heads
from committees.models import (
    Committee,
    FollowUp,
    FollowUpKind,
    FollowUpState,
    Role,
    User,
)
from committees.periods import Month
from committees.stops import Stop, of_drafts, told
from committees.text_guard import first_reason
from committees.trees import cost_centre_tree
from finance.free_texts import stops
from finance.models import UnitForecast, UnitState
from finance.month.closing import close_months, reopen_months


class MonthError(Exception):
    """A step that cannot be taken with the follow-up; carries the Swedish reason.

    The reason may have links.
    """


def is_head(place: Place, *, who: Answering | None = None) -> bool:
    """Whether the person is head of the administration: settles the total.

    Who answers for what today is read where it is not given.
    """
    if not place.may(frozenset({Role.MANAGER})):
        return False
    if who is None:
        tree = cost_centre_tree(place.committee, month=place.follow_up.period)
        who = answering(place.committee, tree=tree, on=today())
    return place.user.pk in heads(who)


def unapproved(follow_up: FollowUp) -> list[str]:
    """Codes of the units that are not approved."""
    units = UnitForecast.objects.filter(follow_up=follow_up)
    left = units.exclude(state=UnitState.APPROVED).order_by("cost_centre__code")
    return list(left.values_list("cost_centre__code", flat=True))


@transaction.atomic
def settle(place: Place) -> None:
    """Settle the total (fastställ), once every unit is approved."""
    follow_up = _locked(place.follow_up)
    if not is_head(place):
        raise MonthError("Prognosen fastställs av den som är chef för hela nämnden.")
    if follow_up.state != FollowUpState.OPEN:
        state = follow_up.get_state_display()
        raise MonthError(f"Uppföljningen är {state} och kan inte fastställas.")
    if follow_up.settled_at is not None:
        raise MonthError("Prognosen är redan fastställd.")
    if left := unapproved(follow_up):
        raise MonthError(
            f"{len(left)} ansvar är inte godkända än: {', '.join(left[:8])}"
            f"{' med flera' if len(left) > 8 else ''}."  # noqa: PLR2004
        )
    if stops := holding_up(follow_up):
        raise MonthError(told("Prognosen kan inte fastställas än.", stops))
    follow_up.settled_by, follow_up.settled_at = place.user, timezone.now()
    follow_up.save(update_fields=["settled_by", "settled_at"])
    _tell(follow_up, by=place.user, field="settled", new="fastställd")


def holding_up(follow_up: FollowUp) -> tuple[Stop, ...]:
    """The texts of money that are to be changed, and everybody's drafts."""
    money = stops(follow_up)
    known = {stop.place for stop in money}
    others = of_drafts(follow_up, lambda _: None)
    return (*money, *(stop for stop in others if stop.place not in known))


@transaction.atomic
def unsettle(place: Place, *, reason: str) -> None:
    """Lift the settlement, saying why, so that the forecast can change again."""
    follow_up = _locked(place.follow_up)
    if not (place.may(CONTROLLERS) or is_head(place)):
        raise MonthError("Fastställandet hävs av controllern eller chefen.")
    if follow_up.settled_at is None or follow_up.state != FollowUpState.OPEN:
        raise MonthError("Det finns inget fastställande att häva.")
    if fault := _without_reason(reason, "Skriv varför fastställandet hävs."):
        raise MonthError(fault)
    follow_up.settled_by, follow_up.settled_at = None, None
    follow_up.save(update_fields=["settled_by", "settled_at"])
    _tell(
        follow_up,
        by=place.user,
        field="settled",
        old="fastställd",
        new=f"hävt: {reason.strip()}",
    )


@transaction.atomic
def close(place: Place) -> int:
    """Close a settled follow-up and the months under it; how many months it closed."""
    follow_up = _locked(place.follow_up)
    if follow_up.state not in {FollowUpState.OPEN, FollowUpState.SENT}:
        state = follow_up.get_state_display()
        raise MonthError(f"Uppföljningen är {state} och kan inte stängas.")
    units = UnitForecast.objects.filter(follow_up=follow_up)
    if units.exists() and follow_up.settled_at is None and follow_up.state == "open":
        raise MonthError(
            "Prognosen är inte fastställd. Fastställ den innan du stänger."
        )
    months = close_months(follow_up)
    _change_state(follow_up, FollowUpState.CLOSED, by=place.user)
    return months


@transaction.atomic
def reopen(place: Place, *, reason: str) -> int:
    """Open a closed follow-up again, saying why; how many months opened with it.

    A month that another closed follow-up rests on stays closed.
    """
    follow_up = _locked(place.follow_up)
    if follow_up.state != FollowUpState.CLOSED:
        raise MonthError("Uppföljningen är inte stängd.")
    if fault := _without_reason(reason, "Skriv varför uppföljningen öppnas igen."):
        raise MonthError(fault)
    _change_state(follow_up, FollowUpState.OPEN, by=place.user, why=reason.strip())
    follow_up.settled_by, follow_up.settled_at = None, None
    follow_up.save(update_fields=["settled_by", "settled_at"])
    return reopen_months(follow_up)


def _without_reason(reason: str, asked: str) -> str:
    """What is wrong with a reason: there is none, or others may not read it."""
    return first_reason(reason) if reason.strip() else asked


def _change_state(
    follow_up: FollowUp, state: FollowUpState, *, by: User, why: str = ""
) -> None:
    """Store a new state and write it down, with the reason."""
    old, follow_up.state = follow_up.state, state
    follow_up.save(update_fields=["state"])
    _tell(follow_up, by=by, field="state", old=old, new=state)
    if why:
        _tell(follow_up, by=by, field="reason", new=why)


def _locked(follow_up: FollowUp) -> FollowUp:
    """The follow-up as it is stored now, kept from others until we are done."""
    found = FollowUp.objects.select_for_update(of=("self",)).select_related("committee")
    return found.get(pk=follow_up.pk)


def _tell(
    follow_up: FollowUp, *, by: User, field: str, old: str = "", new: str = ""
) -> None:
    record(
        follow_up,
        by=by,
        committee=follow_up.committee,
        field=field,
        old=old,
        new=new,
        origin="month",
    )


@dataclass(frozen=True, slots=True)
class Dates:
    """What a controller sets for a follow-up."""

    opens_on: date
    deadline: date
    meeting_on: date | None
    diary_number: str
    instructions: str


@transaction.atomic
def set_dates(follow_up: FollowUp, dates: Dates, *, by: User) -> list[str]:
    """Store dates and instructions; returns the fields that changed."""
    here = _locked(follow_up)
    if here.is_closed:
        raise MonthError("Uppföljningen är stängd.")
    if fault := first_reason(dates.instructions):
        raise MonthError(fault)
    changed: list[str] = []
    for name in Dates.__dataclass_fields__:
        old, new = getattr(here, name), getattr(dates, name)
        if old != new:
            setattr(here, name, new)
            changed.append(name)
            _tell(here, by=by, field=name, old=str(old or ""), new=str(new or ""))
    here.save(update_fields=changed) if changed else None
    return changed


@transaction.atomic
def plan(
    committee: Committee, month: Month, *, kind: FollowUpKind, dates: Dates, by: User
) -> FollowUp:
    """Put a new follow-up in the calendar."""
    if FollowUp.objects.filter(
        committee=committee, year=month.year, month=month.month
    ).exists():
        raise MonthError(f"Det finns redan en uppföljning för {month}.")
    follow_up = FollowUp.objects.create(
        committee=committee,
        year=month.year,
        month=month.month,
        kind=kind,
        state=FollowUpState.PLANNED,
        **{name: getattr(dates, name) for name in Dates.__dataclass_fields__},
    )
    _tell(follow_up, by=by, field="state", new=FollowUpState.PLANNED)
    return follow_up
