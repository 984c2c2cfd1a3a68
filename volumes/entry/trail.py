"""The latest changes of a unit's volumes, newest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from committees.models import Event, FollowUp
from committees.periods import MONTH_NAMES
from committees.trees import Node
from volumes.entry.expecting import quantity_text
from volumes.models import VolumeForecast, VolumeRow, VolumeSeries

MOST = 30
MONTH = "month:"
FIELDS = {
    "forecast": "Prognos",
    "comment": "Kommentar",
    "correction": "Skäl till rättelse",
}
ORIGINS = {
    "typed": "skrivet",
    "pasted": "inklistrat",
    "filled": "ifyllt nedåt",
    "undo": "ångrat",
    "carried": "oförändrat",
    "proposal": "förslag",
    "import": "inläst fil",
}


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a series; `side` is `figure` where the values are quantities."""

    at: datetime
    by: str
    series: str
    what: str
    old: str
    new: str
    origin: str
    side: str


def trail(follow_up: FollowUp, unit: Node) -> tuple[Change, ...]:
    """The latest changes that people made of what the unit has stored this year."""
    here = {
        "committee": follow_up.committee_id,
        "cost_centre": unit.id,
        "changed_by__isnull": False,
    }
    rows = VolumeRow.objects.filter(**here, year=follow_up.year)
    forecasts = VolumeForecast.objects.filter(**here, follow_up=follow_up)
    keys = {
        **{("volumerow", str(pk)): of for pk, of in rows.values_list("pk", "series")},
        **{
            ("volumeforecast", str(pk)): of
            for pk, of in forecasts.values_list("pk", "series")
        },
    }
    return _changes(follow_up, keys) if keys else ()


def _changes(
    follow_up: FollowUp, keys: Mapping[tuple[str, str], int]
) -> tuple[Change, ...]:
    """The latest events of some objects; `keys` are their series."""
    condition = Q()
    for subject in ("volumerow", "volumeforecast"):
        some = [key for name, key in keys if name == subject]
        condition |= Q(subject=subject, subject_id__in=some)
    events = (
        Event.objects.filter(condition, committee=follow_up.committee_id)
        .select_related("by")
        .order_by("-at", "-pk")[:MOST]
    )
    series = VolumeSeries.objects.in_bulk(set(keys.values()))
    return tuple(
        _change(event, series[keys[event.subject, event.subject_id]])
        for event in events
    )


def _change(event: Event, series: VolumeSeries) -> Change:
    """A change in words."""
    is_quantity = event.field == "forecast" or event.field.startswith(MONTH)
    old, new = event.old, event.new
    if is_quantity:
        old, new = _quantity(old, series), _quantity(new, series)
    return Change(
        at=event.at,
        by=event.by.name if event.by else "Programmet",
        series=series.name,
        what=_what(event.field),
        old=old,
        new=new,
        origin=ORIGINS.get(event.origin.partition(":")[0], ""),
        side="figure" if is_quantity else "",
    )


def _what(field: str) -> str:
    """What was changed."""
    if field.startswith(MONTH):
        return MONTH_NAMES[int(field.removeprefix(MONTH)) - 1].capitalize()
    return FIELDS.get(field, field)


def _quantity(text: str, series: VolumeSeries) -> str:
    """A stored quantity as it is shown."""
    return quantity_text(int(text) if text else None, series.decimals)
