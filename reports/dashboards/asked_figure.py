"""A figure as it is asked for in an address: what it measures, and of which money.

Every figure of the pages of deviations links to "Vad består siffran av?" by this.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from django.http import Http404, QueryDict

from committees.models import FollowUp
from committees.navigation import address
from reports.dashboards.narrowing import Narrowing


class What(StrEnum):
    """What a figure measures; the value is the word in addresses."""

    DEVIATION = "avvikelse"
    """Forecast less budget of the year."""
    FORECAST = "prognos"
    BUDGET = "budget"
    OUTCOME_TO_DATE = "utfall-hittills"
    BUDGET_TO_DATE = "budget-hittills"
    DEVIATION_TO_DATE = "avvikelse-hittills"
    LAST_FORECAST = "forra-prognosen"
    CHANGE = "forandring"
    """Forecast less the forecast of the year's last follow-up."""
    OUTCOME_OF_MONTH = "utfall-manad"
    """Of a ledger period of a year: needs both."""
    BUDGET_OF_MONTH = "budget-manad"
    DEVIATION_OF_MONTH = "avvikelse-manad"
    OUTCOME_OF_YEAR = "utfall-ar"


OF_MONTH = {What.OUTCOME_OF_MONTH, What.BUDGET_OF_MONTH, What.DEVIATION_OF_MONTH}


@dataclass(frozen=True, slots=True)
class AskedFigure:
    """A figure of a part of the money. `year` and `period` where it is not to date.

    No year means the follow-up's; period 13 is the closing entries.
    """

    what: What
    narrowing: Narrowing = field(default_factory=Narrowing)
    year: int = 0
    period: int = 0

    @classmethod
    def of(cls, query: QueryDict) -> AskedFigure:
        """What an address asks for; Http404 in words where that is nothing."""
        word = query.get("matt", What.DEVIATION.value)
        if word not in set(What):
            told = ", ".join(What)
            raise Http404(f"Det finns ingen siffra {word}. De som finns: {told}.")
        found = cls(
            What(word),
            Narrowing.of(query),
            _number(query, "ar"),
            _number(query, "manad"),
        )
        if found.what in OF_MONTH and not found.period:
            raise Http404("Siffran gäller en månad, men länken säger inte vilken.")
        return found

    @property
    def parameters(self) -> dict[str, str]:
        """The figure as an address tells it, beside the choice of money."""
        told = {
            "matt": self.what.value,
            "ar": str(self.year or ""),
            "manad": str(self.period or ""),
        }
        return {name: value for name, value in told.items() if value}

    def query(self) -> str:
        """The figure as `?…`."""
        return self.narrowing.query(**self.parameters)

    def address(self, follow_up: FollowUp) -> str:
        """Where the figure is explained."""
        return address("reports:figure", follow_up) + self.query()


def _number(query: QueryDict, name: str) -> int:
    """A year or a period; 0 where none is told; Http404 where it is no number."""
    text = query.get(name, "")
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) <= len("2017")):
        raise Http404(f"”{text}” är inget år och ingen månad.")
    return int(text)
