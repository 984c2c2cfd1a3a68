"""Indicators' outcomes and targets, read for one request and changed in memory."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from committees.access import Place
from committees.grid.cells import Value
from goals.entry.spans import Field, What, When
from goals.indicators import kept
from goals.models import Indicator, IndicatorTarget, IndicatorValue

Stored = IndicatorValue | IndicatorTarget


@dataclass(frozen=True, slots=True)
class Put:
    """A change made in memory: a line of the trail of an indicator."""

    indicator: Indicator
    field: str
    old: Value
    new: Value
    origin: str


@dataclass(slots=True)
class HeldIndicator:
    """An indicator with what is stored of it, or will be."""

    indicator: Indicator
    values: dict[tuple[When, str], IndicatorValue] = field(default_factory=dict)
    targets: dict[int, IndicatorTarget] = field(default_factory=dict)
    changed: dict[int, Stored] = field(default_factory=dict)

    def row(self, of: Field) -> Stored:
        """The row that a field is a part of, stored or not."""
        committee, indicator = self.indicator.committee_id, self.indicator
        if of.what.is_target:
            return self.targets.setdefault(
                of.when.year,
                IndicatorTarget(
                    committee_id=committee, indicator=indicator, year=of.when.year
                ),
            )
        return self.values.setdefault(
            (of.when, of.what.sex),
            IndicatorValue(
                committee_id=committee,
                indicator=indicator,
                year=of.when.year,
                month=of.when.month,
                sex=of.what.sex,
            ),
        )

    def value(self, of: Field) -> Value:
        """What a field holds."""
        row = self.row(of)
        if of.what.is_words:
            return row.text
        if of.what is What.UPPER and isinstance(row, IndicatorTarget):
            return row.upper_milli
        return row.value_milli

    def milli(self, what: What, when: When) -> int | None:
        """What a field of figures holds, in thousandths."""
        found = self.value(Field(what, when))
        return found if isinstance(found, int) else None


@dataclass(slots=True)
class Held:
    """What a request names, by the indicators' codes."""

    place: Place
    indicators: dict[str, HeldIndicator]
    puts: list[Put] = field(default_factory=list)


YEARS_BACK = 2


def read(
    place: Place, codes: Collection[str] | None = None, *, lock: bool = False
) -> Held:
    """Indicators by their codes, or all; with `lock` kept from others meanwhile.

    An indicator is locked whole, since what is written of it may not have rows yet.
    """
    indicators = kept(place.follow_up)
    if codes is not None:
        indicators = indicators.filter(code__in=codes)
    if lock:
        indicators = indicators.select_for_update(of=("self",))
    held = {each.pk: HeldIndicator(each) for each in indicators}
    year = place.follow_up.year
    years = range(year - YEARS_BACK, year + 1)
    values = IndicatorValue.objects.filter(
        committee=place.committee, indicator__in=held, municipality="", year__in=years
    ).select_related("changed_by")
    for value in values:
        when = When(value.year, value.month)
        held[value.indicator_id].values[when, value.sex] = value
    targets = IndicatorTarget.objects.filter(
        committee=place.committee, indicator__in=held, year__in=years
    )
    for target in targets:
        held[target.indicator_id].targets[target.year] = target
    return Held(place, {each.indicator.code: each for each in held.values()})
