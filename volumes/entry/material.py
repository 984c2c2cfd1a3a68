"""What a unit's volumes are put together from: a few questions for any unit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from committees.models import FollowUp
from volumes.figures import MONTHS, Months
from volumes.models import VolumeBudget, VolumeForecast, VolumeRow

YEARS_BACK = 4
"""Earlier years that are looked at: the oldest only as the profile of the next."""

OfYear = tuple[int, int]
"""A series in a year."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """A stored forecast in thousandths."""

    series_id: int
    year: int
    month: int
    milli: int
    origin: str
    comment: str
    by: str


@dataclass(frozen=True, slots=True)
class Material:
    """A unit's figures by series and year; corrections by series and month."""

    outcome: Mapping[OfYear, Months]
    budget: Mapping[OfYear, Months]
    forecasts: tuple[Forecast, ...]
    corrections: Mapping[tuple[int, int], str]

    def outcome_of(self, series: int) -> dict[int, Months]:
        """A series' reported months, by year."""
        return {year: m for (one, year), m in self.outcome.items() if one == series}

    def budget_of(self, series: int) -> dict[int, Months]:
        """A series' budget, by year."""
        return {year: m for (one, year), m in self.budget.items() if one == series}

    def before(self, series: int, month: int) -> dict[int, tuple[int, int]]:
        """Each year's latest forecast before a month of it, and the month it was of."""
        return {
            each.year: (each.milli, each.month)
            for each in self.forecasts
            if each.series_id == series and each.month < month
        }

    def forecast(self, series: int, follow_up: FollowUp) -> Forecast | None:
        """The follow-up's own forecast of a series."""
        here = (series, follow_up.year, follow_up.month)
        return next(
            (f for f in self.forecasts if (f.series_id, f.year, f.month) == here), None
        )


def material(follow_up: FollowUp, unit: int, series: Collection[int]) -> Material:
    """What a follow-up knows of some series in a unit, and of the years before."""
    years = range(follow_up.year - YEARS_BACK, follow_up.year + 1)
    of = {
        "committee": follow_up.committee_id,
        "cost_centre": unit,
        "series__in": series,
    }
    fields = ("series_id", "year", "month", "quantity_milli")
    outcome = VolumeRow.objects.filter(**of, year__in=years).exclude(
        year=follow_up.year, month__gt=follow_up.month
    )
    corrected = outcome.filter(year=follow_up.year).exclude(correction="")
    budget = VolumeBudget.objects.filter(**of, year__in=years)
    return Material(
        outcome=_by_year(outcome.values_list(*fields)),
        budget=_by_year(budget.values_list(*fields)),
        forecasts=_forecasts(of, years),
        corrections={
            (series_id, month): reason
            for series_id, month, reason in corrected.values_list(
                "series_id", "month", "correction"
            )
        },
    )


def _by_year(rows: Iterable[tuple[int, int, int, int]]) -> dict[OfYear, Months]:
    """Months of each series and year."""
    found: dict[OfYear, dict[int, int]] = {}
    for series, year, month, milli in rows:
        found.setdefault((series, year), {})[month] = milli
    return {
        key: tuple(months.get(month) for month in range(1, MONTHS + 1))
        for key, months in found.items()
    }


def _forecasts(of: Mapping[str, object], years: Iterable[int]) -> tuple[Forecast, ...]:
    """The forecasts of some years, in the order they were made."""
    rows = (
        VolumeForecast.objects.filter(**of, follow_up__year__in=years)
        .order_by("follow_up__year", "follow_up__month")
        .values_list(
            "series_id",
            "follow_up__year",
            "follow_up__month",
            "quantity_milli",
            "origin",
            "comment",
            "changed_by__name",
        )
    )
    return tuple(Forecast(*row[:-1], row[-1] or "") for row in rows)
