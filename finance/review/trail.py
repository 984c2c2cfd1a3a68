"""The trail of a follow-up: which events belong to it, and which of them one reads."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Cast

from committees.models import Event, FollowUp
from finance.models import (
    Action,
    ActionEffect,
    ActivityComment,
    Analysis,
    ControllerAdjustment,
    ControlTotal,
    ForecastRow,
    OutcomeAdjustment,
    Reconciliation,
    Saving,
    SavingPart,
    UnitForecast,
)
from finance.review.actions import effects_of
from finance.review.saving_pairs import savings_of

OF_UNITS: tuple[type[Model], ...] = (
    ForecastRow,
    ActivityComment,
    UnitForecast,
    OutcomeAdjustment,
    Analysis,
)
"""What belongs to a cost centre: told to those who read it."""
OF_ALL: tuple[type[Model], ...] = (
    ControllerAdjustment,
    ControlTotal,
    Reconciliation,
    Action,
    ActionEffect,
    Saving,
    SavingPart,
    FollowUp,
)


def name_of(model: type[Model]) -> str:
    """A model's name in the trail."""
    return str(model._meta.model_name)


SUBJECTS = {name_of(model): model for model in (*OF_UNITS, *OF_ALL)}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the trail is narrowed to; empty or None does not narrow."""

    by: int | None = None
    subject: str = ""
    origin: str = ""
    cost_centres: frozenset[int] | None = None
    from_day: date | None = None
    to_day: date | None = None


EVERYTHING = Wanted()


def events(
    follow_up: FollowUp,
    wanted: Wanted = EVERYTHING,
    *,
    readable: Collection[int] | None = None,
) -> QuerySet[Event]:
    """The follow-up's events, newest first; `readable` are the person's units."""
    found = Event.objects.filter(
        _belongs(follow_up, wanted, readable), committee=follow_up.committee
    )
    if wanted.by is not None:
        found = found.filter(by=wanted.by)
    if wanted.origin:
        found = found.filter(origin__startswith=wanted.origin)
    if wanted.from_day:
        found = found.filter(at__date__gte=wanted.from_day)
    if wanted.to_day:
        found = found.filter(at__date__lte=wanted.to_day)
    return found.select_related("by").order_by("-at", "-pk")


def _belongs(
    follow_up: FollowUp, wanted: Wanted, readable: Collection[int] | None
) -> Q:
    """Events about what belongs to the follow-up and may be read."""
    condition = Q(pk__in=())
    for name, model in SUBJECTS.items():
        if wanted.subject and wanted.subject != name:
            continue
        rows = _rows(model, follow_up)
        if model in OF_UNITS:
            for units in (wanted.cost_centres, readable):
                if units is not None:
                    rows = rows.filter(cost_centre__in=units)
        elif wanted.cost_centres is not None:
            continue
        keys = rows.annotate(key=Cast("pk", CharField())).values("key")
        condition |= Q(subject=name, subject_id__in=keys)
    return condition


def _rows(model: type[Model], follow_up: FollowUp) -> QuerySet[Any]:
    """What of a kind belongs to the follow-up."""
    if model is FollowUp:
        return FollowUp.objects.filter(pk=follow_up.pk)
    if model is Action:
        effects = effects_of(follow_up).values("action")
        return Action.objects.filter(committee=follow_up.committee, pk__in=effects)
    if model is ActionEffect:
        return effects_of(follow_up)
    if model is Saving:
        return savings_of(follow_up)
    if model is SavingPart:
        return SavingPart.objects.filter(saving__in=savings_of(follow_up))
    return model._default_manager.filter(
        committee=follow_up.committee, follow_up=follow_up
    )
