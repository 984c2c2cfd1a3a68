"""A letter per follow-up, to those who have asked for it: what the forecast says now.

Amounts are in mkr with a decimal. Sums of the whole committee are open to all who work
with the follow-up; changes are told of the rows that the reader may read, and comments
never leave the program.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from django.db.models import Q

from committees.access import WORKING, Place, places_of
from committees.models import Event, FollowUp, FollowUpState, ReminderKind, User
from committees.numbers import Scale, Unit, scaled, with_unit
from committees.periods import MONTH_NAMES
from committees.reminders import RETURN_DAYS, full_address, letter_text, send
from committees.scope import scope_of
from committees.trees import activity_tree, cost_centre_tree
from finance.around import around
from finance.review.adjusting import controller_sum
from finance.review.changes import (
    Change,
    Naming,
    compared,
    last_with_forecast,
    naming,
    rows_of,
    sentence,
)
from finance.sources import EVERYTHING, Axis, Where
from finance.sums import Known, sums
from reports.dashboards.levels.since import History, history
from reports.moved_words import moved, of_new_budget

TOLD = 3
"""How many of the largest changes are told."""
MKR = Scale(Unit.MKR, 1)
OVER = (FollowUpState.SENT, FollowUpState.CLOSED)
ASKED_FOR = "Du får brevet för att du har bett om det. Du kan stänga av det här:"


@dataclass(frozen=True, slots=True)
class Summary:
    """What the forecast of a follow-up says, to a person who has asked to hear it."""

    place: Place
    follow_up: FollowUp
    kind: ReminderKind = ReminderKind.SUMMARY
    occasion: str = ""

    @property
    def user(self) -> User:
        """Whom it is to."""
        return self.place.user

    @property
    def subject(self) -> str:
        """What the letter is about."""
        return f"Prognosen i korthet: {self.follow_up.title}"

    @property
    def body(self) -> str:
        """The letter's text."""
        return letter_text(self.user, _lines(self), peace=ASKED_FOR)


def send_summaries(now: datetime) -> int:
    """Send the summaries of forecasts that are newly settled; how many were sent."""
    news = newly_settled(now)
    if not news:
        return 0
    readers = User.objects.filter(wants_summaries=True, is_active=True)
    return sum(
        send(Summary(place, follow_up))
        for user in readers.order_by("pk")
        for place in places_of(user)
        if place.may(WORKING)
        for follow_up in place.follow_ups
        if follow_up.pk in news
    )


def newly_settled(now: datetime) -> frozenset[int]:
    """Follow-ups with forecasts that were settled, or else sent or closed, lately."""
    since = now - timedelta(days=RETURN_DAYS)
    over = Event.objects.filter(
        subject="followup", field="state", new__in=OVER, at__range=(since, now)
    ).values_list("subject_id", flat=True)
    found = FollowUp.objects.filter(
        Q(settled_at__range=(since, now))
        | Q(settled_at=None, state__in=OVER, pk__in=[int(pk) for pk in over]),
        forecast_rows__isnull=False,
    )
    return frozenset(found.values_list("pk", flat=True).distinct())


def _lines(letter: Summary) -> Iterator[str]:
    """What the letter says: the whole, the reader's own part, what changed, where."""
    here = letter.follow_up
    units = cost_centre_tree(here.committee, month=here.period)
    own = scope_of(letter.place).cost_centres(units)
    yield f"{here.committee}, {here.title}."
    yield _deviation(here, "Hela nämnden", where=EVERYTHING)
    if own is not None:
        yield _deviation(here, "Dina ansvar", where=Where(cost_centres=own))
    last = last_with_forecast(here)
    if last is None:
        yield "Det är årets första prognos, så det finns inget att jämföra med."
    else:
        activities = activity_tree(here.committee, month=here.period)
        names = naming(here, units=units, activities=activities)
        before, now = (rows_of(each, cost_centres=own) for each in (last, here))
        changes = compared(before, now)[:TOLD]
        yield _changes(changes, names, since=last.title, is_own=own is not None)
        yield from _adjusted(here, last) if own is None else ()
    yield f"Översikten:\n{full_address('reports:overview', here)}"
    yield f"Vad som har ändrats:\n{full_address('finance:changes', here)}"


def _deviation(here: FollowUp, what: str, *, where: Where) -> str:
    """The forecast's deviation of some money, and how it has moved."""
    beside = around(here)
    known = sums(here, by=Axis.COST_CENTRE, where=where, beside=beside, in_full=True)
    whole = known.whole
    if whole.budget is None:
        return f"{what}: det finns ingen budget att jämföra prognosen med."
    ore = whole.deviation or 0
    word = "överskott" if ore > 0 else "underskott"
    size = f"{with_unit(ore, MKR, plus=True)} mot budgeten"
    told = f"{size} ({word})" if scaled(ore, MKR) else "som budgeten"
    before = history(known, beside, by=Axis.COST_CENTRE, where=where)
    return f"{what}: prognosen är {told}{_moved(known, before)}."


def _moved(known: Known, before: History) -> str:
    """How the deviation has moved since the last one, as the end of a sentence."""
    change = known.change(known.whole)
    if change is None or known.last_month is None:
        return ""
    (_, now), (_, last) = islice(before.latest_first(known.places), 2)
    month, ore = MONTH_NAMES[known.last_month - 1], now - last
    if scaled(ore, MKR):
        text = f", {moved(ore, since=month, scale=MKR)}"
    else:
        text = f", i stort sett som i {month}"
    of_new = of_new_budget(change, change - ore, scale=MKR)
    return f"{text}; {of_new}" if of_new else text


def _changes(
    changes: tuple[Change, ...], names: Naming, *, since: str, is_own: bool
) -> str:
    """The largest changes in words."""
    whose = " i dina ansvar" if is_own else ""
    if not changes:
        return f"Inget har ändrats{whose} sedan {since}."
    told = "\n".join(f"- {_told(each, names, since=since)}" for each in changes)
    return f"Största ändringar{whose} sedan {since}:\n{told}"


def _adjusted(here: FollowUp, last: FollowUp) -> Iterator[str]:
    """How controllers' adjustments, which lie on no row, have changed."""
    change = (controller_sum(here) or 0) - (controller_sum(last) or 0)
    if scaled(change, MKR):
        size = with_unit(change, MKR, plus=True)
        yield f"Justeringar på kontrollernivå har ändrats med {size}."


def _told(change: Change, names: Naming, *, since: str) -> str:
    """A change in words; a small one without amounts, which could point at a person."""
    if scaled(change.ore, MKR):
        return sentence(change, names, scale=MKR, since=since)
    key = change.key
    where = f"{names.unit(key.unit)}, {names.activity(key.activity)}"
    group = names.group(key.group).lower()
    return f"{where}, {group}: ändringen är mindre än 0,1 mkr."
