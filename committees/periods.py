"""Months, ledger periods, spans and scenarios: plain values without Django."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MONTH_NAMES = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
MONTH_HEADS = tuple(name[:3].capitalize() for name in MONTH_NAMES)
OPENING, CLOSING = 0, 13
"""Ledger periods beside the months: opening balances and closing entries."""

FOREVER = 999912
"""The last month of a placement that has no end."""

_MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """`2017-08` as a month; ValueError with a Swedish reason otherwise."""
        match = _MONTH.fullmatch(text.strip())
        if match is None or int(match[2]) not in range(1, 13):
            reason = f"”{text}” är ingen månad. Skriv år och månad som 2017-08."
            raise ValueError(reason)
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def from_number(cls, number: int) -> Month:
        """The month that `number` (201708) stores."""
        return cls(number // 100, number % 100)

    @property
    def number(self) -> int:
        """The month as one comparable number, as it is stored: 201708."""
        return self.year * 100 + self.month

    @property
    def name(self) -> str:
        """`augusti`."""
        return MONTH_NAMES[self.month - 1]

    @property
    def last_day(self) -> date:
        """The last date of the month."""
        return date(
            self.year, self.month, calendar.monthrange(self.year, self.month)[1]
        )

    @property
    def previous(self) -> Month:
        """The month before."""
        if self.month == 1:
            return Month(self.year - 1, 12)
        return Month(self.year, self.month - 1)

    def __str__(self) -> str:
        """`2017-08`, as in paths and commands."""
        return f"{self.year:04d}-{self.month:02d}"


class Scenario(StrEnum):
    """Decided, booked or expected."""

    BUDGET = "budget"
    OUTCOME = "utfall"
    FORECAST = "prognos"


class Span(StrEnum):
    """Which part of time a figure covers, seen from a follow-up's month."""

    PERIOD = "period"
    YEAR = "år"
    BEFORE = "före"
    TOTAL = "totalt"


def periods_of(span: Span, month: int) -> tuple[int, ...]:
    """Ledger periods of a year in a span; a whole year takes the closing entries."""
    if span is Span.PERIOD:
        return tuple(range(1, month + 1))
    return tuple(range(1, CLOSING + 1))


def span_text(month: Month) -> str:
    """`januari–augusti 2017`, or one month's name in January."""
    if month.month == 1:
        return f"januari {month.year}"
    return f"januari\N{EN DASH}{month.name} {month.year}"
