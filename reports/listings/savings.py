"""Rows of savings, and of what they fall on; öre on the result, plus improves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from committees.models import Committee
from finance.figures import total
from finance.models import Saving, SavingAxis, SavingPart
from reports.listings.names import BY_COST_TYPE, BY_RESPONSIBILITY, Listing
from reports.tables.model import Row, RowKind, Value
from reports.tables.spec import ColumnSpec

TOTAL = "Totalt"
AXES = {
    BY_COST_TYPE: SavingAxis.COST_TYPE,
    BY_RESPONSIBILITY: SavingAxis.RESPONSIBILITY,
}
FULL_YEAR, EFFECT, YEAR = "helårseffekt", "effekt", "år"


def all_savings(committee: Committee) -> tuple[Saving, ...]:
    """A committee's savings, in their order."""
    return tuple(Saving.objects.filter(committee=committee))


def saving_rows(
    savings: Sequence[Saving], listing: Listing, columns: Sequence[ColumnSpec]
) -> Iterator[Row]:
    """Savings of a table and what they come to; what is not estimated is missing."""
    here = [one for one in savings if listing.which in {"", one.table}]
    if not here:
        return
    for one in here:
        yield Row(one.code, one.name, tuple(_value(one, column) for column in columns))
    sums = tuple(_sum(here, column) for column in columns)
    yield Row("totalt", TOTAL, sums, kind=RowKind.TOTAL)


def _value(saving: Saving, column: ColumnSpec) -> Value:
    """What a column tells of a saving."""
    told: dict[str, Value] = {
        FULL_YEAR: saving.full_year_ore,
        EFFECT: saving.effect_ore,
        YEAR: str(saving.year),
    }
    return told.get(column.attribute)


def _sum(savings: Sequence[Saving], column: ColumnSpec) -> Value:
    """The sum of a column's öre; years have none."""
    if column.attribute == YEAR:
        return ""
    values = (_value(one, column) for one in savings)
    return total(value for value in values if isinstance(value, int))


def all_parts(committee: Committee) -> tuple[SavingPart, ...]:
    """What a committee's savings fall on, in the order they were taken in."""
    found = SavingPart.objects.filter(saving__committee=committee)
    return tuple(found.select_related("saving").order_by("pk"))


def part_rows(
    parts: Sequence[SavingPart], listing: Listing, columns: Sequence[ColumnSpec]
) -> Iterator[Row]:
    """Cost types or areas with what falls on them; each stands where it is first."""
    sums: dict[str, int] = {}
    for part in parts:
        if part.axis != AXES[listing.kind]:
            continue
        if listing.which in {"", part.saving.table}:
            sums[part.name] = sums.get(part.name, 0) + part.amount_ore
    for name, ore in sums.items():
        yield Row(name, name, (ore,) * len(columns))
