"""The codes by which table rows name series, unit costs and ratios."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from committees.models import Committee
from committees.numbers import Scale, Unit
from volumes.models import Ratio, Subject, UnitCost, VolumeSeries


@dataclass(frozen=True, slots=True)
class SeriesCode:
    """What a code of a series stands for. `part_of` is 0 where it is no varav row."""

    id: int
    code: str
    counted: str
    category: str
    subject: str
    part_of: int
    unit: str
    decimals: int

    @property
    def selector(self) -> str:
        """`chefer:årsarbetare`: what all staff series of a kind are named by."""
        if self.subject != Subject.STAFF:
            return ""
        return f"{self.category}:{self.counted}".replace(" ", "_")


class Shown(NamedTuple):
    """A unit cost or ratio, and how it is shown and called."""

    id: int
    scale: Scale
    unit: str


@dataclass(frozen=True, slots=True)
class QuantityCodes:
    """A committee's series, unit costs and ratios by code."""

    series: Mapping[str, SeriesCode]
    unit_costs: Mapping[str, Shown]
    ratios: Mapping[str, Shown]

    def named(self, codes: Iterable[str]) -> Iterator[SeriesCode]:
        """The series that codes or selectors name; selectors leave out varav rows."""
        for code in codes:
            if code in self.series:
                yield self.series[code]
                continue
            for one in self.series.values():
                if ":" in code and one.selector == code and not one.part_of:
                    yield one

    def series_ids(self, codes: Iterable[str]) -> tuple[int, ...]:
        """The series that codes or selectors name, each once."""
        return tuple(dict.fromkeys(one.id for one in self.named(codes)))

    def what_hinders(self, codes: Iterable[str]) -> Iterator[str]:
        """Why some series may not be added: they differ in kind, or hold each other."""
        chosen = {one.id: one for one in self.named(codes)}
        counted = sorted({one.counted for one in chosen.values()})
        if len(counted) > 1:
            things = " och ".join(counted)
            yield f"serierna räknar olika saker ({things}) och kan inte läggas ihop."
        for one in chosen.values():
            whole = chosen.keys() & set(self._wholes(one))
            if whole:
                code = chosen[min(whole)].code
                yield f"{one.code} ingår redan i {code}. Ta bort den ena."

    def _wholes(self, one: SeriesCode) -> Iterator[int]:
        """The series that a varav row is part of, the nearest first."""
        by_id = {each.id: each for each in self.series.values()}
        seen = {one.id}
        while one.part_of in by_id and one.part_of not in seen:
            one = by_id[one.part_of]
            seen.add(one.id)
            yield one.id


def quantity_codes(committee: Committee) -> QuantityCodes:
    """The codes of a committee's quantities."""
    series = VolumeSeries.objects.filter(committee=committee).values_list(
        "pk", "code", "counted", "category", "subject", "part_of", "unit", "decimals"
    )
    unit_costs = UnitCost.objects.filter(committee=committee).values_list(
        "pk", "code", "unit", "per", "decimals"
    )
    ratios = Ratio.objects.filter(committee=committee).values_list(
        "pk", "code", "unit", "percent", "decimals"
    )
    return QuantityCodes(
        series={
            code: SeriesCode(pk, code, counted, category, subject, part or 0, unit, few)
            for pk, code, counted, category, subject, part, unit, few in series
        },
        unit_costs={
            code: Shown(pk, Scale(Unit(unit), decimals), f"{unit} per {per}")
            for pk, code, unit, per, decimals in unit_costs
        },
        ratios={
            code: Shown(pk, Scale(PERCENT[percent], decimals), unit)
            for pk, code, unit, percent, decimals in ratios
        },
    )


PERCENT = {True: Unit.PERCENT, False: Unit.COUNT}
