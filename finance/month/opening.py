"""Open a follow-up: every row gets a forecast to begin from, before anybody types.

A row begins with the latest earlier forecast of the year and its comment, else with
its budget, and is marked so. Nothing that somebody has written is written over.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import transaction

from committees.events import record
from committees.models import Event, FollowUp, FollowUpState, User
from finance.forecast.row_books import Grain
from finance.forecast.unit_rows import Sums, sums
from finance.models import ActivityComment, ForecastRow, Method, UnitForecast
from finance.summaries import refresh_forecast

BATCH_SIZE = 1000


class OpeningError(Exception):
    """A follow-up that cannot be opened; carries the Swedish reason."""


@transaction.atomic
def open_follow_up(follow_up: FollowUp, *, by: User | None) -> int:
    """Open a planned follow-up; returns how many rows it begins with.

    The cost centres that take part are those chosen before, else all with rows.
    """
    here = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    if here.state != FollowUpState.PLANNED:
        raise OpeningError(f"Uppföljningen är redan {here.get_state_display()}.")
    chosen = UnitForecast.objects.filter(follow_up=follow_up).exists()
    made = add_rows(follow_up, by=by)
    if not ForecastRow.objects.filter(follow_up=follow_up).exists():
        raise OpeningError(
            f"Det finns varken budget eller utfall för {follow_up.year}."
            " Läs in budgeten först."
        )
    if not chosen:
        take_part(follow_up, units_with_rows(follow_up), by=by)
    old, follow_up.state = here.state, FollowUpState.OPEN
    follow_up.save(update_fields=["state"])
    record(
        follow_up,
        by=by,
        committee=follow_up.committee,
        field="state",
        old=old,
        new=follow_up.state,
        origin="month",
    )
    return made


@transaction.atomic
def add_rows(follow_up: FollowUp, *, by: User | None) -> int:
    """Give every row with budget, outcome or an earlier forecast its beginning.

    Rows that are there stay as they are; returns how many were added. Asked again
    after outcome was taken in, it adds what the ledger has that was not there.
    """
    committee = follow_up.committee
    present = {
        Grain(*grain)
        for grain in ForecastRow.objects.filter(
            committee=committee, follow_up=follow_up
        ).values_list("cost_centre_id", "activity_id", "group_id")
    }
    earlier = _earlier(follow_up)
    beside = sums(follow_up)
    wanted = {grain for grain, found in beside.items() if any(found)} | earlier.keys()
    rows = [
        _beginning(follow_up, grain, earlier.get(grain), beside.get(grain))
        for grain in sorted(wanted - present)
    ]
    added = ForecastRow.objects.bulk_create(rows, batch_size=BATCH_SIZE)
    _tell(added, by=by)
    _carry_comments(follow_up)
    if added:
        refresh_forecast(follow_up)
    return len(added)


def _earlier(follow_up: FollowUp) -> dict[Grain, tuple[int, str]]:
    """The year's latest earlier forecast of each row: öre and comment."""
    rows = (
        ForecastRow.objects.filter(
            committee=follow_up.committee,
            follow_up__year=follow_up.year,
            follow_up__month__lt=follow_up.month,
        )
        .order_by("follow_up__month")
        .values_list(
            "cost_centre_id", "activity_id", "group_id", "amount_ore", "comment"
        )
    )
    return {Grain(u, a, g): (ore, comment) for u, a, g, ore, comment in rows}


def _beginning(
    follow_up: FollowUp,
    grain: Grain,
    earlier: tuple[int, str] | None,
    beside: Sums | None,
) -> ForecastRow:
    """A row as it begins: the earlier forecast, else the budget."""
    budget = (beside.budget if beside else None) or 0
    amount, comment = earlier or (budget, "")
    return ForecastRow(
        committee=follow_up.committee,
        follow_up=follow_up,
        cost_centre_id=grain.cost_centre,
        activity_id=grain.activity,
        group_id=grain.group,
        amount_ore=amount,
        comment=comment,
        method=Method.CARRIED if earlier else Method.BUDGET,
        origin="carried" if earlier else "budget",
    )


def _tell(rows: Iterable[ForecastRow], *, by: User | None) -> None:
    """One event for each row's first figure, as for any that is typed later."""
    Event.objects.bulk_create(
        [
            Event(
                committee=row.committee,
                by=by,
                subject="forecastrow",
                subject_id=str(row.pk),
                field="forecast",
                new=str(row.amount_ore),
                origin=row.origin,
            )
            for row in rows
        ],
        batch_size=BATCH_SIZE,
    )


def _carry_comments(follow_up: FollowUp) -> None:
    """Bring the latest earlier comment on each unit's activity, where there is none."""
    key = ("cost_centre_id", "activity_id")
    present = set(ActivityComment.objects.filter(follow_up=follow_up).values_list(*key))
    earlier = ActivityComment.objects.filter(
        committee=follow_up.committee,
        follow_up__year=follow_up.year,
        follow_up__month__lt=follow_up.month,
    ).order_by("follow_up__month")
    latest = {(c.cost_centre_id, c.activity_id): c.text for c in earlier}
    ActivityComment.objects.bulk_create(
        [
            ActivityComment(
                committee=follow_up.committee,
                follow_up=follow_up,
                cost_centre_id=unit,
                activity_id=activity,
                text=text,
            )
            for (unit, activity), text in sorted(latest.items())
            if text and (unit, activity) not in present
        ],
        batch_size=BATCH_SIZE,
    )


def units_with_rows(follow_up: FollowUp) -> frozenset[int]:
    """The cost centres that have budget, outcome or forecast in the follow-up."""
    rows = ForecastRow.objects.filter(
        committee=follow_up.committee, follow_up=follow_up
    )
    found = {grain.cost_centre for grain, each in sums(follow_up).items() if any(each)}
    return frozenset(found | set(rows.values_list("cost_centre_id", flat=True)))


@transaction.atomic
def take_part(
    follow_up: FollowUp, units: Collection[int], *, by: User | None
) -> tuple[int, int]:
    """Let just these cost centres take part; returns how many came and went.

    A unit whose forecast has begun stays, since somebody has written in it.
    """
    present = UnitForecast.objects.filter(follow_up=follow_up)
    leaving = present.exclude(cost_centre__in=units).filter(state="not_started")
    gone = list(leaving)
    leaving.delete()
    have = set(present.values_list("cost_centre_id", flat=True))
    coming = UnitForecast.objects.bulk_create(
        [
            UnitForecast(
                committee=follow_up.committee, follow_up=follow_up, cost_centre_id=unit
            )
            for unit in sorted(set(units) - have)
        ],
        batch_size=BATCH_SIZE,
    )
    if gone or coming:
        record(
            follow_up,
            by=by,
            committee=follow_up.committee,
            field="units",
            old=len(have) + len(gone),
            new=len(have) + len(coming),
            origin="month",
        )
    return len(coming), len(gone)
