"""A deviation parted in volume, mix and price (domain, rule 10). Exact, in stored sign.

With budget volume Vb, expected volume Vf and the budget's price Pb per unit (negative,
as a cost is):

- volume: what more or fewer units cost at the budget's mean price,
- mix: what it costs that the units are others than the budget's,
- price: Cf less Vf x Pb, that the units cost something else than the price,
- beyond: Vb x Pb less Cb, what the budget holds beyond the decided price.

They make the deviation, Cf less Cb, to the öre. Pb is the decided price (prislapp)
where there is one, else Cb / Vb. Sub-series without budget volume or decided price
have no price that their volume could be told at: their whole deviation is in the price
effect, and told apart as unpriced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

T = TypeVar("T")


class MixedProvidersError(ValueError):
    """Own and external sub-series in one split; each is told by itself, then added."""


@dataclass(frozen=True, slots=True)
class SubSeries:
    """A part of the volume: units and money in the budget and as expected.

    Money is öre in stored sign, None where it is not known. `price` is the decided
    price per unit, in öre and positive as decided; `reconciled` where the council
    pays or takes it back.
    """

    budget: Fraction
    expected: Fraction
    budget_ore: int | None
    expected_ore: int | None
    price: Fraction | None = None
    reconciled: bool = False
    provider: str = ""

    @property
    def unit_price(self) -> Fraction | None:
        """What a unit does to the result at the budget's price; None without one."""
        if self.price is not None:
            return -self.price
        if not self.budget or self.budget_ore is None:
            return None
        return Fraction(self.budget_ore) / self.budget

    @property
    def is_new(self) -> bool:
        """Whether no volume was budgeted and no price decided."""
        return self.price is None and not self.budget


@dataclass(frozen=True, slots=True)
class Split:
    """The parts of a deviation, in öre; plus is surplus. None where not known.

    volume + mix + price + beyond = deviation. `unpriced` is that part of the price
    effect that rests on volume without a price. `reconciled` is what volume
    reconciliation pays (plus) or takes (minus), None where nothing is reconciled.
    """

    volume: Fraction | None = None
    mix: Fraction | None = None
    price: Fraction | None = None
    beyond: Fraction | None = None
    unpriced: Fraction | None = None
    reconciled: Fraction | None = None
    deviation: Fraction | None = None

    @property
    def not_reconciled(self) -> Fraction | None:
        """What is left of the deviation after volume reconciliation."""
        if self.deviation is None:
            return None
        return self.deviation + (self.reconciled or 0)


def split(parts: Sequence[SubSeries]) -> Split:
    """The split of one provider's sub-series; MixedProvidersError where of several."""
    if len({part.provider for part in parts} - {""}) > 1:
        raise MixedProvidersError
    priced = [part for part in parts if not part.is_new]
    new = [part for part in parts if part.is_new]
    volume = _volume(priced)
    worth = _sum(priced, _expected_worth), _sum(priced, _budget_worth)
    unpriced = _sum(new, _deviation)
    price = _plus(_minus(_sum(priced, _expected_ore), worth[0]), unpriced)
    return Split(
        volume=volume,
        mix=_minus(_minus(*worth), volume),
        price=price,
        beyond=_minus(worth[1], _sum(priced, _budget_ore)),
        unpriced=unpriced,
        reconciled=_reconciled(parts),
        deviation=_sum(parts, _deviation),
    )


def together(splits: Iterable[Split]) -> Split:
    """Splits of several providers added: a part is known where each split's is."""
    found = list(splits)
    reconciled = [each.reconciled for each in found if each.reconciled is not None]
    return Split(
        volume=_sum(found, lambda each: each.volume),
        mix=_sum(found, lambda each: each.mix),
        price=_sum(found, lambda each: each.price),
        beyond=_sum(found, lambda each: each.beyond),
        unpriced=_sum(found, lambda each: each.unpriced),
        reconciled=sum(reconciled, Fraction(0)) if reconciled else None,
        deviation=_sum(found, lambda each: each.deviation),
    )


def _volume(parts: Sequence[SubSeries]) -> Fraction | None:
    """The change in volume at the budget's mean price.

    Where nothing was budgeted but prices are decided there is no mix to differ from,
    and all is volume.
    """
    budget, expected = _sum(parts, _budget_worth), _sum(parts, _expected_worth)
    if budget is None or expected is None:
        return None
    before = sum((part.budget for part in parts), Fraction(0))
    if not before:
        return expected - budget
    change = sum((part.expected - part.budget for part in parts), Fraction(0))
    return change * budget / before


def _budget_worth(part: SubSeries) -> Fraction | None:
    """The budget's volume at the budget's price."""
    return None if part.unit_price is None else part.budget * part.unit_price


def _expected_worth(part: SubSeries) -> Fraction | None:
    """The expected volume at the budget's price."""
    return None if part.unit_price is None else part.expected * part.unit_price


def _budget_ore(part: SubSeries) -> Fraction | None:
    """The budget's money."""
    return None if part.budget_ore is None else Fraction(part.budget_ore)


def _expected_ore(part: SubSeries) -> Fraction | None:
    """The expected money."""
    return None if part.expected_ore is None else Fraction(part.expected_ore)


def _deviation(part: SubSeries) -> Fraction | None:
    """Expected less budget."""
    return _minus(_expected_ore(part), _budget_ore(part))


def _reconciled(parts: Iterable[SubSeries]) -> Fraction | None:
    """The decided price of each unit more or fewer, where it is reconciled."""
    found = [
        (part.expected - part.budget) * part.price
        for part in parts
        if part.reconciled and part.price is not None
    ]
    return sum(found, Fraction(0)) if found else None


def _sum(parts: Iterable[T], part: Callable[[T], Fraction | None]) -> Fraction | None:
    """A sum; None where any of it is not known."""
    total = Fraction(0)
    for each in parts:
        value = part(each)
        if value is None:
            return None
        total += value
    return total


def _plus(first: Fraction | None, second: Fraction | None) -> Fraction | None:
    """A sum of what is known; None where either is not."""
    return None if first is None or second is None else first + second


def _minus(first: Fraction | None, second: Fraction | None) -> Fraction | None:
    """A difference of what is known; None where either is not."""
    return None if first is None or second is None else first - second
