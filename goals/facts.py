"""From rows of indicators to readings: two questions for any number of them."""

from __future__ import annotations

from collections.abc import Collection

from committees.models import FollowUp
from goals.models import IndicatorTarget, IndicatorValue
from goals.readings import (
    DECEMBER,
    Reading,
    ReadingOf,
    Readings,
    TargetOf,
    TargetRead,
)


def readings(
    follow_up: FollowUp,
    *,
    indicators: Collection[int],
    years: Collection[int],
    entered: Collection[int] | None = None,
) -> Readings:
    """What a follow-up knows of some indicators; nothing measured after its month.

    `entered` are those that have outcomes of their own; all where it is not said.
    """
    if not indicators or not years:
        return Readings()
    own = indicators if entered is None else entered
    return Readings(
        _values(follow_up, own, years) if own else {},
        _targets(follow_up, indicators, years),
    )


def _values(
    follow_up: FollowUp, indicators: Collection[int], years: Collection[int]
) -> dict[ReadingOf, tuple[Reading, ...]]:
    """Our own outcomes by indicator, year and sex."""
    rows = IndicatorValue.objects.filter(
        committee=follow_up.committee,
        indicator__in=indicators,
        year__in=years,
        municipality="",
    ).values_list(
        "indicator",
        "year",
        "month",
        "sex",
        "value_milli",
        "text",
        "preliminary",
        "source",
    )
    here = follow_up.period.number
    found: dict[ReadingOf, dict[int, Reading]] = {}
    for indicator, year, month, sex, milli, text, preliminary, source in rows.order_by(
        "month"
    ):
        by = month or DECEMBER
        if year * 100 + by <= here:
            made = found.setdefault(ReadingOf(indicator, year, sex), {})
            made.setdefault(by, Reading(by, milli, text, preliminary, source))
    return {of: tuple(made.values()) for of, made in found.items()}


def _targets(
    follow_up: FollowUp, indicators: Collection[int], years: Collection[int]
) -> dict[TargetOf, TargetRead]:
    """Targets by indicator and year."""
    rows = IndicatorTarget.objects.filter(
        committee=follow_up.committee, indicator__in=indicators, year__in=years
    ).values_list("indicator", "year", "value_milli", "upper_milli", "text")
    return {
        TargetOf(indicator, year): TargetRead(milli, upper, text)
        for indicator, year, milli, upper, text in rows
    }
