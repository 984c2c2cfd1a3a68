"""The trail in words: who set what to what, when and from where, in Swedish."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model

from committees.models import Event, FollowUp
from committees.numbers import Scale, money_text
from committees.periods import MONTH_NAMES
from finance.models import Action, Saving, SavingPart
from finance.review.changes import Naming
from finance.review.trail import SUBJECTS

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
    "action": "åtgärd",
}
MONEY = frozenset({"forecast"})
MONTH = "month:"
CONTROL_TOTAL = "control_total:"
LABELS = {
    name: str(model._meta.verbose_name).capitalize() for name, model in SUBJECTS.items()
}


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


PLACES = ("cost_centre", "activity", "group", "action", "saving")


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
    if isinstance(subject, Action | Saving):
        return f"{subject.code} {subject.name}"
    if isinstance(subject, SavingPart):
        return f"{subject.saving.code} {subject.saving.name}, {subject.name}"
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
