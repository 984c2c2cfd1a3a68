"""Write what a request changed of a unit's volumes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from committees.grid.cells import Change
from volumes.entry.held import HeldForecast, HeldMonth, HeldSeries, Put, Unit
from volumes.models import VolumeForecast, VolumeRow

MOST_ORIGIN = 20


def flush(unit: Unit) -> tuple[Change, ...]:
    """Write the changes of a unit; returns the trail's lines."""
    if not unit.puts:
        return ()
    now = timezone.now()
    keys = {id(put.subject): put.subject.pk for put in unit.puts}
    months = [
        (held, month)
        for held in unit.series.values()
        for month in held.months.values()
        if month.changed
    ]
    forecasts = [held for held in unit.series.values() if held.forecast.changed]
    _write_months(unit, months, now=now)
    _write_forecasts(unit, forecasts, now=now)
    return tuple(
        Change(
            _subject(put),
            put.subject.pk or keys[id(put.subject)] or 0,
            put.field,
            put.old,
            put.new,
            put.origin,
        )
        for put in unit.puts
    )


def _subject(put: Put) -> str:
    """What the trail calls the object that changed."""
    return "volumerow" if isinstance(put.subject, HeldMonth) else "volumeforecast"


def _write_months(
    unit: Unit, changed: Sequence[tuple[HeldSeries, HeldMonth]], *, now: datetime
) -> None:
    """Make, change and take away months; what is made learns its key."""
    gone = [month.pk for _, month in changed if month.pk and month.milli is None]
    if gone:
        VolumeRow.objects.filter(pk__in=gone).delete()
    kept = [pair for pair in changed if pair[1].milli is not None]
    rows = [_month(unit, held, month, now=now) for held, month in kept]
    new = [row for row in rows if row.pk is None]
    VolumeRow.objects.bulk_create(new)
    VolumeRow.objects.bulk_update(
        [row for row, (_, month) in zip(rows, kept, strict=True) if month.pk],
        [
            "quantity_milli",
            "origin",
            "batch",
            "line",
            "correction",
            "changed_by",
            "changed_at",
        ],
    )
    for row, (_, month) in zip(rows, kept, strict=True):
        month.pk = row.pk


def _month(
    unit: Unit, held: HeldSeries, month: HeldMonth, *, now: datetime
) -> VolumeRow:
    """A month as it is stored."""
    return VolumeRow(
        pk=month.pk,
        committee=unit.place.committee,
        series=held.series,
        cost_centre_id=unit.node.id,
        year=unit.calendar.year,
        month=month.month,
        quantity_milli=month.milli or 0,
        origin=month.origin[:MOST_ORIGIN],
        correction=month.correction,
        changed_by=unit.place.user,
        changed_at=now,
    )


def _write_forecasts(
    unit: Unit, changed: Sequence[HeldSeries], *, now: datetime
) -> None:
    """Make, change and take away forecasts; what is made learns its key."""
    gone = [
        h.forecast.pk for h in changed if h.forecast.pk and h.forecast.milli is None
    ]
    if gone:
        VolumeForecast.objects.filter(pk__in=gone).delete()
    for held in changed:
        forecast = held.forecast
        if forecast.milli is not None:
            forecast.pk = _write_forecast(unit, held, forecast, now=now)


def _write_forecast(
    unit: Unit, held: HeldSeries, forecast: HeldForecast, *, now: datetime
) -> int:
    """Make or change a forecast; returns its key."""
    stored = VolumeForecast(
        pk=forecast.pk,
        committee=unit.place.committee,
        follow_up=unit.place.follow_up,
        series=held.series,
        cost_centre_id=unit.node.id,
        quantity_milli=forecast.milli or 0,
        method=forecast.method,
        origin=forecast.origin,
        comment=forecast.comment,
        changed_by=unit.place.user,
        changed_at=now,
    )
    stored.save(force_insert=forecast.pk is None, force_update=forecast.pk is not None)
    return int(stored.pk)
