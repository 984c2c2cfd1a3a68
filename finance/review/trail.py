"""The trail of a follow-up: who set what to what, when and from where, in Swedish."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Cast

from committees.models import Event, FollowUp
from committees.numbers import Scale, money_text
from committees.periods import MONTH_NAMES
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
    UnitForecast,
)
from finance.review.actions import effects_of
from finance.review.changes import Naming

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
    FollowUp,
)

ORIGINS = {
    "typed": "skriven",
    "pasted": "inklistrad",
    "filled": "ifylld nedåt",
    "undo": "ångrad",
    "proposal": "förslag",
    "template": "mall",
    "carried": "kvar från förra uppföljningen",
    "budget": "budget",
    "file": "fil",
    "form": "skriven",
    "step": "steg i godkännandet",
    "month": "månadens gång",
    "import": "nytt utfall",
}
FIELDS = {
    "forecast": "helårsprognos",
    "comment": "kommentar",
    "state": "läge",
    "note": "meddelande",
    "reason": "skäl",
    "outcome_changed": "utfall ändrat",
    "units": "ansvar som är med",
    "settled": "fastställd",
    "reconciled": "avstämd mot huvudboken",
    "spread": "fördelning på månader",
    "activity": "verksamhet",
    "group": "kontogrupp",
    "cost_centre": "ansvar",
}
MONEY = frozenset({"forecast"})
MONTH = "month:"
CONTROL_TOTAL = "control_total:"


def name_of(model: type[Model]) -> str:
    """A model's name in the trail."""
    return str(model._meta.model_name)


SUBJECTS = {name_of(model): model for model in (*OF_UNITS, *OF_ALL)}
LABELS = {
    name: str(model._meta.verbose_name).capitalize() for name, model in SUBJECTS.items()
}


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
    return model._default_manager.filter(
        committee=follow_up.committee, follow_up=follow_up
    )


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the trail in words. Values that are amounts are öre too."""

    at: datetime
    by: str
    what: str
    where: str
    field: str
    old: str
    new: str
    origin: str
    old_ore: int | None = None
    new_ore: int | None = None


def told(found: Iterable[Event], names: Naming, *, scale: Scale) -> Iterator[Told]:
    """Events in words; amounts in the scale."""
    listed = list(found)
    subjects = _subjects(listed)
    for each in listed:
        model = SUBJECTS[each.subject]
        subject = subjects.get((each.subject, each.subject_id))
        yield Told(
            at=each.at,
            by=str(each.by) if each.by else "programmet",
            what=LABELS[each.subject],
            where=_where(subject, names),
            field=_field(model, each.field),
            old=_value(model, each.field, each.old, scale),
            new=_value(model, each.field, each.new, scale),
            origin=_origin(each.origin),
            old_ore=_ore(each.field, each.old),
            new_ore=_ore(each.field, each.new),
        )


def _subjects(found: Iterable[Event]) -> Mapping[tuple[str, str], Model]:
    """The objects that events are about, by the names and keys of the trail."""
    keys: dict[str, set[int]] = {}
    for each in found:
        keys.setdefault(each.subject, set()).add(int(each.subject_id))
    return {
        (name, str(pk)): subject
        for name, ids in keys.items()
        for pk, subject in _fetch(SUBJECTS[name], ids).items()
    }


PLACES = ("cost_centre", "activity", "group", "action")


def _fetch(model: type[Model], ids: set[int]) -> dict[int, Model]:
    """Objects with what they are placed on."""
    fields = [f for f in model._meta.fields if f.is_relation]
    placed = [f.name for f in fields if f.name in PLACES]
    rows = model._default_manager.filter(pk__in=ids).select_related(*placed)
    return {row.pk: row for row in (rows if placed else rows.order_by("pk"))}


def _where(subject: Model | None, names: Naming) -> str:
    """The unit, activity and group of an object, or what it is called."""
    if subject is None or isinstance(subject, FollowUp):
        return ""
    if isinstance(subject, Action):
        return f"{subject.code} {subject.name}"
    parts = []
    unit = getattr(subject, "cost_centre", None)
    activity = getattr(subject, "activity", None)
    group = getattr(subject, "group", None)
    action = getattr(subject, "action", None)
    if isinstance(action, Action):
        parts.append(action.name)
    if unit is not None:
        parts.append(names.unit(unit.code))
    if activity is not None:
        parts.append(names.activity(activity.code))
    if group is not None:
        parts.append(group.name)
    return ", ".join(parts)


def _field(model: type[Model], field: str) -> str:
    """A field in words."""
    if field.startswith(MONTH):
        return f"helårsprognosens {MONTH_NAMES[int(field.removeprefix(MONTH)) - 1]}"
    if field.startswith(CONTROL_TOTAL):
        return f"kontrollsumma klass {field.removeprefix(CONTROL_TOTAL)}"
    if field in FIELDS:
        return FIELDS[field]
    try:
        return str(getattr(model._meta.get_field(field), "verbose_name", field))
    except FieldDoesNotExist:
        return field


def is_money(field: str) -> bool:
    """Whether a field's values are öre."""
    return (
        field in MONEY
        or field.endswith("_ore")
        or field.startswith((MONTH, CONTROL_TOTAL))
    )


def _ore(field: str, text: str) -> int | None:
    """The öre of a value that is an amount; None of any other."""
    return int(text) if is_money(field) and text.lstrip("-").isdigit() else None


def _value(model: type[Model], field: str, text: str, scale: Scale) -> str:
    """A value in words: amounts in the scale, choices by their labels."""
    ore = _ore(field, text)
    if ore is not None:
        return money_text(ore, scale)
    try:
        choices = dict(getattr(model._meta.get_field(field), "flatchoices", ()))
    except FieldDoesNotExist:
        return text
    return str(choices.get(text, text))


def _origin(text: str) -> str:
    """Where a value came from; a proposal says which."""
    first, _, method = text.partition(":")
    label = ORIGINS.get(first, first)
    return f"{label}, {_METHODS.get(method, method)}" if method else label


_METHODS = {
    "run_rate": "run rate",
    "profile": "fjolårets profil",
    "remaining_budget": "utfall plus återstående budget",
    "carried": "förra prognosen",
    "budget": "budget",
}
