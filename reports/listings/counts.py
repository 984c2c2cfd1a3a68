"""Rows of how many decisions are not executed: what of them may leave the committee.

Counts per kind and quarter, each quarter with its total. Small ones are hidden, and as
many more as it takes for no sum or difference to tell them (domain, rule 13). A quarter
is hidden by itself, in the same way in every report that shows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from committees.small_numbers import hidden
from goals.models import DecisionQuarter
from reports.listings.decisions import decisions_in
from reports.listings.names import Listing
from reports.tables.model import Row, RowKind, Value
from reports.tables.spec import ColumnSpec

HIDDEN = "dolt"
TOTAL = "Totalt"
MONTHS_OF_QUARTER = 3
Counts = Mapping[str, int]


def note(fewest: int) -> str:
    """What hidden counts mean."""
    return (
        f"{HIDDEN}: antalet är färre än {fewest}, eller skulle tillsammans med andra"
        " tal avslöja ett sådant antal."
    )


def count_rows(
    found: Sequence[DecisionQuarter],
    listing: Listing,
    columns: Sequence[ColumnSpec],
    *,
    fewest: int,
    year: int,
) -> Iterator[Row]:
    """Kinds of decisions with their number in each column's quarter, and the totals."""
    asked = [_asked(found, column, year=year) for column in columns]
    names = _names([quarter for quarter in asked if quarter], listing)
    if not names:
        return
    told = [_told(quarter, listing, names, fewest=fewest) for quarter in asked]
    for code, name in names.items():
        yield Row(code, name, tuple(column.get(code) for column in told))
    totals = tuple(column.get("") for column in told)
    yield Row("totalt", TOTAL, totals, kind=RowKind.TOTAL)


def _asked(
    found: Sequence[DecisionQuarter], column: ColumnSpec, *, year: int
) -> DecisionQuarter | None:
    """The quarter that ends with a column's month; the latest where it has none."""
    if not column.month:
        return found[0] if found else None
    wanted = (year + column.year_offset, column.month // MONTHS_OF_QUARTER)
    for quarter in found:
        if (quarter.year, quarter.quarter) == wanted:
            return quarter
    return None


def _names(asked: Sequence[DecisionQuarter], listing: Listing) -> dict[str, str]:
    """The kinds of some quarters by the law's code, in alphabetic order."""
    names = {
        one.provision.code: one.provision.service
        for quarter in asked
        for one in decisions_in(quarter, listing)
    }
    return dict(sorted(names.items(), key=lambda item: (item[1], item[0])))


def _told(
    quarter: DecisionQuarter | None,
    listing: Listing,
    names: Mapping[str, str],
    *,
    fewest: int,
) -> dict[str, Value]:
    """What may be told of a quarter, by kind; its total under the empty code."""
    if quarter is None:
        return {}
    counts = dict.fromkeys(names, 0)
    for one in decisions_in(quarter, listing):
        counts[one.provision.code] += 1
    return masked(counts, fewest=fewest)


def masked(counts: Counts, *, fewest: int) -> dict[str, Value]:
    """Counts and their total (under the empty code) without what is too small."""
    everything = frozenset(counts)
    shut, closed = hidden(counts, [everything], fewest=fewest)
    told: dict[str, Value] = {
        code: HIDDEN if code in shut else count for code, count in counts.items()
    }
    told[""] = HIDDEN if everything in closed else sum(counts.values())
    return told
