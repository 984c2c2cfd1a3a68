"""What volume and price do, unit cost by unit cost: which are told, and how much.

No units and no money count twice: families, whose members are told apart, come before
the unit costs that hold the same as a whole. Öre in stored sign, plus is surplus.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from committees.numbers import Scale, Unit
from reports.known import Known, PriceOf
from reports.quantities.counted_once import counted_once
from reports.quantities.price_parts import Part, shared
from reports.quantities.splits import Parted, Times, of_unit_costs
from reports.quantities.unit_cost_tables import NOT_PARTED, is_in_ledger
from reports.quantities.unit_costs import money, units_in
from reports.quantities.volume_price import Split
from volumes.models import UnitCost


@dataclass(frozen=True, slots=True)
class Line:
    """A unit cost's volumes, and its deviation parted.

    `price` is what a unit costs in the budget, positive; `decided` where it is the
    prislapp, `reconciled` where the council settles it. `has_mix` where other lines
    of the family have the same provider. Without a split, `why` says why it is not
    applicable; else something is missing.
    """

    one: UnitCost
    budget: Fraction | None
    expected: Fraction | None
    split: Split | None
    scale: Scale
    unit: str
    why: str = ""
    price: Fraction | None = None
    decided: bool = False
    reconciled: bool = False
    has_mix: bool = False

    @property
    def change(self) -> Fraction | None:
        """Units more (plus) or fewer than budgeted."""
        if self.budget is None or self.expected is None:
            return None
        return self.expected - self.budget


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines in the unit costs' order, and what is told within others."""

    lines: tuple[Line, ...]
    within: tuple[UnitCost, ...] = ()

    @property
    def told(self) -> tuple[Line, ...]:
        """The lines whose deviation could be parted."""
        return tuple(line for line in self.lines if line.split is not None)


def lines(
    known: Known,
    defined: Sequence[UnitCost],
    compared: Times,
    *,
    wholes: Mapping[int, int],
) -> Lines:
    """The deviation of a committee's unit costs, parted.

    `wholes` gives the series that a series is part of (varav).
    """
    alone = {one.pk: _line(known, one, compared) for one in defined}
    kept = counted_once(
        known,
        [one.pk for one in defined],
        wholes=wholes,
        is_told=lambda pk: alone[pk].split is not None,
    )
    found = [alone[one.pk] for one in defined if one.pk in kept]
    return Lines(
        tuple(_shared(known, found, compared)),
        tuple(one for one in defined if one.pk not in kept),
    )


def _line(known: Known, one: UnitCost, compared: Times) -> Line:
    """A unit cost by itself."""
    series = known.unit_costs[one.pk].series
    parted = _parted(known, one, compared)
    budget, expected = (units_in(known, series, time.when).value for time in compared)
    year = compared.budget.when.year
    prices = [known.prices.get(PriceOf(each, year)) for each in series]
    decided = all(prices) and bool(prices)
    ore = money(known, one.pk, compared.budget)
    return Line(
        one=one,
        budget=budget,
        expected=expected,
        split=parted.split,
        scale=_scale(known, one),
        unit=", ".join(dict.fromkeys(each.unit for each in one.series.all())),
        why=parted.why,
        price=_price([p.ore for p in prices if p], ore, budget, decided=decided),
        decided=decided,
        reconciled=any(price.reconciled for price in prices if price),
    )


def _parted(known: Known, one: UnitCost, compared: Times) -> Parted:
    """A unit cost's split by itself, where its money is known apart."""
    year = compared.budget.when.year
    if not compared.budget.is_year and not is_in_ledger(known, one.pk, year):
        return Parted(why=NOT_PARTED)
    return of_unit_costs(known, [one.pk], compared)


def _scale(known: Known, one: UnitCost) -> Scale:
    """The decimals of the volume; place-years have one at least."""
    decimals = [
        max(each.decimals, int(kind is not None and kind.is_level))
        for each in one.series.all()
        for kind in [known.quantities.series.get(each.pk)]
    ]
    return Scale(Unit.COUNT, max(decimals, default=0))


def _price(
    decided_ore: Sequence[int],
    ore: int | None,
    budget: Fraction | None,
    *,
    decided: bool,
) -> Fraction | None:
    """The one decided price, or what a unit costs in the budget; positive."""
    if decided:
        same = set(decided_ore)
        return Fraction(same.pop()) if len(same) == 1 else None
    return -Fraction(ore) / budget if ore is not None and budget else None


def _shared(known: Known, found: Sequence[Line], compared: Times) -> Iterator[Line]:
    """Lines with mix: each family's and provider's volume is shared among its lines."""
    for line in found:
        same = [
            each
            for each in found
            if line.one.family
            and each.split is not None
            and (each.one.family, each.one.provider)
            == (line.one.family, line.one.provider)
        ]
        if line.split is None or len(same) < 2:  # noqa: PLR2004  nothing to share
            yield line
            continue
        splits = shared([_part(known, each, compared) for each in same])
        yield replace(line, split=splits[same.index(line)], has_mix=True)


def _part(known: Known, line: Line, compared: Times) -> Part:
    """A line as a part of its family."""
    return Part(
        budget=line.budget or Fraction(0),
        expected=line.expected or Fraction(0),
        budget_ore=money(known, line.one.pk, compared.budget),
        split=line.split or Split(),
        is_new=not line.budget and not line.decided,
    )
