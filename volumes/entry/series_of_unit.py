"""Which series a unit counts: those it has figures of, this year or the last."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from committees.models import FollowUp
from volumes.models import VolumeBudget, VolumeForecast, VolumeRow, VolumeSeries


def unit_series(
    follow_up: FollowUp, *, units: Collection[int] | None = None
) -> dict[int, frozenset[int]]:
    """Identities of the series that units have figures of, by unit; None: all units."""
    years = (follow_up.year - 1, follow_up.year)
    found: dict[int, set[int]] = {}
    rows = (
        VolumeRow.objects.filter(year__in=years),
        VolumeBudget.objects.filter(year__in=years),
        VolumeForecast.objects.filter(follow_up__year__in=years),
    )
    for some in rows:
        here = some.filter(committee=follow_up.committee_id)
        if units is not None:
            here = here.filter(cost_centre__in=units)
        for unit, series in here.values_list("cost_centre_id", "series_id").distinct():
            found.setdefault(unit, set()).add(series)
    return {unit: frozenset(some) for unit, some in found.items()}


def running(follow_up: FollowUp) -> QuerySet[VolumeSeries]:
    """The committee's series that are kept in some month of the follow-up's year."""
    year = follow_up.year * 100
    return VolumeSeries.objects.filter(
        committee=follow_up.committee_id,
        from_month__lte=year + 12,
        to_month__gte=year + 1,
    )


def is_kept(series: VolumeSeries, year: int, month: int) -> bool:
    """Whether a series is kept in a month."""
    return series.from_month <= year * 100 + month <= series.to_month
