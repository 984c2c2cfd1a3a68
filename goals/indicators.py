"""Indicators as they stand at a follow-up: outcome, target, status, trend and gap.

Outcomes are whole thousandths of the indicator's unit. What a linked indicator reads
from another room is put among the readings by whoever knows that room.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from committees.models import FollowUp
from committees.periods import MONTH_NAMES, Month
from goals.facts import readings
from goals.figures import (
    Better,
    Reached,
    Target,
    Thousandths,
    Trend,
    gap,
    reached,
    trend,
)
from goals.models import Indicator, IndicatorValue, Sex
from goals.readings import DECEMBER, Reading, ReadingOf, Readings, TargetRead

KOLADA = "Kolada"
"""The source of values that Kolada has published; never of what we computed."""
YEARS_BACK = 5
NOTHING = Reading(0)
SEXES = (Sex.ALL, Sex.WOMEN, Sex.MEN)


@dataclass(frozen=True, slots=True)
class Followed:
    """An indicator at a follow-up, with what has been measured until its month."""

    indicator: Indicator
    here: Month
    readings: Readings

    @property
    def better(self) -> Better:
        """Which way is better."""
        return Better(self.indicator.direction)

    @property
    def years(self) -> tuple[int, ...]:
        """The follow-up's year and some before it, earliest first."""
        return tuple(range(self.here.year - YEARS_BACK, self.here.year + 1))

    def measured_by(self, year: int) -> int:
        """The month by which a year was last measured; 0 where it was not."""
        until = self.here.month if year == self.here.year else DECEMBER
        found = (self._by(year, sex, until) for sex in SEXES)
        return max((one.month for one in found if one), default=0)

    def outcome(self, year: int, sex: str = "") -> Reading:
        """What a year came to by its latest measurement, of all or of one sex."""
        month = self.measured_by(year)
        found = self._by(year, sex, month) if month else None
        return found if found and found.month == month else NOTHING

    def _by(self, year: int, sex: str, month: int) -> Reading | None:
        """The latest reading of a year by a month."""
        of = ReadingOf(self.indicator.pk, year, sex)
        return self.readings.by(of, month=month)

    @property
    def now(self) -> Reading:
        """The outcome at the follow-up, of all."""
        return self.outcome(self.here.year)

    @property
    def women(self) -> Reading:
        """Women's outcome at the follow-up."""
        return self.outcome(self.here.year, Sex.WOMEN)

    @property
    def men(self) -> Reading:
        """Men's outcome at the follow-up."""
        return self.outcome(self.here.year, Sex.MEN)

    @property
    def gap(self) -> Thousandths | None:
        """Women's outcome less men's."""
        return gap(self.women.milli, self.men.milli)

    @property
    def is_measured(self) -> bool:
        """Whether anything is known of the year."""
        return self.measured_by(self.here.year) > 0

    @property
    def target(self) -> TargetRead | None:
        """What the follow-up's year should reach."""
        return self.target_in(self.here.year)

    def target_in(self, year: int) -> TargetRead | None:
        """What a year should reach."""
        return self.readings.target(self.indicator.pk, year)

    @property
    def status(self) -> Reached:
        """Whether the outcome reaches the target, as far as numbers can say."""
        return reached(self.now.milli, target_of(self.target), self.better)

    @property
    def trend(self) -> Trend:
        """Which way the indicator has gone since it was last measured."""
        return trend((self.outcome(year).milli for year in self.years), self.better)

    @property
    def waiting(self) -> str:
        """Why there is no outcome of the year; empty where there is one."""
        if self.is_measured:
            return ""
        month = self.indicator.measured_in
        if not month:
            return "ännu inte mätt"
        name = MONTH_NAMES[month - 1]
        if month > self.here.month:
            return f"ännu inte mätt, mäts i {name}"
        return f"saknas, skulle mätas i {name}"

    @property
    def sources(self) -> tuple[str, ...]:
        """Where its outcomes come from, each source once."""
        found = (self.outcome(year, sex).source for year in self.years for sex in SEXES)
        return tuple(dict.fromkeys(source for source in found if source))


def target_of(stored: TargetRead | None) -> Target | None:
    """A target as figures take it; None where it is none, or only words."""
    if stored is None or stored.milli is None:
        return None
    return Target(stored.milli, stored.upper)


def kept(follow_up: FollowUp) -> QuerySet[Indicator]:
    """The committee's indicators of the follow-up's year, in order."""
    return Indicator.objects.filter(
        committee=follow_up.committee_id,
        from_year__lte=follow_up.year,
        to_year__gte=follow_up.year,
    ).select_related("goal", "responsible")


def years_of(follow_up: FollowUp) -> range:
    """The years that are looked at: some before the follow-up's, and its own."""
    return range(follow_up.year - YEARS_BACK, follow_up.year + 1)


def followed(
    follow_up: FollowUp, only: Collection[Indicator] | None = None
) -> tuple[Followed, ...]:
    """Indicators with their own outcomes and targets: all, or those that are given.

    What linked ones read is known where the rooms meet.
    """
    some = list(kept(follow_up)) if only is None else list(only)
    found = readings(
        follow_up,
        indicators=[each.pk for each in some],
        years=years_of(follow_up),
        entered=[each.pk for each in some if not each.link],
    )
    return tuple(Followed(each, follow_up.period, found) for each in some)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What another municipality had in a year, by sex."""

    municipality: str
    year: int
    values: Mapping[str, Reading]


def elsewhere(indicator: Indicator, *, until: int) -> tuple[Elsewhere, ...]:
    """Other municipalities' whole years beside ours, the latest year first."""
    rows = (
        IndicatorValue.objects.filter(
            committee=indicator.committee_id,
            indicator=indicator,
            year__lte=until,
            year__gte=until - YEARS_BACK,
            month=0,
        )
        .exclude(municipality="")
        .values_list(
            "year",
            "municipality",
            "sex",
            "value_milli",
            "text",
            "preliminary",
            "source",
        )
    )
    found: dict[tuple[int, str], dict[str, Reading]] = defaultdict(dict)
    for year, code, sex, milli, text, preliminary, source in rows:
        told = Reading(DECEMBER, milli, text, preliminary, source)
        found[year, code][sex] = told
    ordered = sorted(found.items(), key=lambda each: (-each[0][0], each[0][1]))
    return tuple(Elsewhere(code, year, values) for (year, code), values in ordered)
