"""A figure of the page of accuracy, as its address tells it and as it is read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.http import Http404, QueryDict

from committees.periods import MONTH_NAMES
from finance.models import Method
from reports.dashboards.accuracy.figures import Way
from reports.dashboards.accuracy.seen import Seen

ROW, COLUMN, YEAR = "rad", "kolumn", "ar"
MEAN, BESIDE = "mean", "beside"


class Measure(StrEnum):
    """What a column tells of a way: the ends of the columns' keys."""

    SAID = "said"
    OUTCOME = "outcome"
    BIAS = "bias"
    SHARE = "share"
    WAPE = "wape"


WHOLE = {"forecast": Measure.SAID, "outcome": Measure.OUTCOME}
"""Columns that are of the forecast without saying so."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A cell: a month's, a cost centre's, a method's row, or the mean; and its column.

    None and empty: the row is of all of them.
    """

    row: str
    way: Way
    measure: Measure
    month: int | None = None
    cost_centre: int | None = None
    method: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Asked:
        """What an address asks for; Http404 in words where that is nothing."""
        row, column = query.get(ROW, ""), query.get(COLUMN, "")
        way, _, word = column.partition("_")
        if column in WHOLE:
            way, word = Way.FORECAST.value, WHOLE[column].value
        if way not in set(Way) or word not in set(Measure):
            raise Http404(f"Det finns ingen kolumn {column} bland träffsäkerhetens.")
        number = int(row[1:]) if row[1:].isascii() and row[1:].isdigit() else None
        is_month = row.startswith("m") and number in range(1, len(MONTH_NAMES) + 1)
        is_unit = row.startswith("u") and number is not None
        is_method = row in set(Method)
        if not (is_month or is_unit or is_method or row in {MEAN, BESIDE}):
            raise Http404(f"Det finns ingen rad {row} bland träffsäkerhetens.")
        return cls(
            row,
            Way(way),
            Measure(word),
            month=number if is_month else None,
            cost_centre=number if is_unit else None,
            method=row if is_method else "",
        )


def asked_query(seen: Seen, row: str, column: str, *, year: int | None = None) -> str:
    """A cell as `?…`, with the part and the year that the page chooses."""
    chosen = {YEAR: str(year)} if year else dict(seen.part.options)
    return seen.part.narrowing.query(**chosen, **{ROW: row, COLUMN: column})
