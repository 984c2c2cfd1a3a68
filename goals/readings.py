"""What indicators showed and should reach, as plain values for tables. Pure.

Values are whole thousandths of an indicator's unit. A value of a whole year counts as
measured in December.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from goals.figures import Thousandths

DECEMBER = 12


class ReadingOf(NamedTuple):
    """An indicator in a year, of everybody or of women (K) or men (M)."""

    indicator: int
    year: int
    sex: str = ""


class Reading(NamedTuple):
    """What was measured by a month (1 to 12): a number, words, or both."""

    month: int
    milli: Thousandths | None = None
    text: str = ""
    preliminary: bool = False
    source: str = ""


class TargetOf(NamedTuple):
    """An indicator in a year."""

    indicator: int
    year: int


class TargetRead(NamedTuple):
    """What should be reached: a number, the other end of a band, or words."""

    milli: int | None = None
    upper: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Readings:
    """What is known of some indicators in some years; each one's readings by month."""

    values: Mapping[ReadingOf, tuple[Reading, ...]] = field(default_factory=dict)
    targets: Mapping[TargetOf, TargetRead] = field(default_factory=dict)

    def by(self, of: ReadingOf, *, month: int) -> Reading | None:
        """The latest reading of the year that was made by a month."""
        made = (one for one in self.values.get(of, ()) if one.month <= month)
        return max(made, default=None, key=lambda one: one.month)

    def of_year(self, of: ReadingOf) -> Reading | None:
        """The reading of the whole year."""
        for one in self.values.get(of, ()):
            if one.month == DECEMBER:
                return one
        return None

    def target(self, indicator: int, year: int) -> TargetRead | None:
        """What an indicator should reach in a year."""
        return self.targets.get(TargetOf(indicator, year))
