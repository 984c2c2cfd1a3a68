"""A family's volume and mix told part by part, so that rows and columns both add up.

A part's share of the volume effect is what it would have been had the budget's mix
been kept; the rest of what its own change in volume is worth is mix. Pure and exact,
in öre and stored sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from reports.quantities.volume_price import Split


@dataclass(frozen=True, slots=True)
class Part:
    """A part of one provider's volume: its units, budget money and split by itself.

    `is_new`: it has neither budget volume nor a decided price to tell volume at.
    """

    budget: Fraction
    expected: Fraction
    budget_ore: int | None
    split: Split
    is_new: bool = False

    @property
    def worth(self) -> Fraction | None:
        """The budget's volume at the budget's price; None where not known."""
        if self.budget_ore is None or self.split.beyond is None:
            return None
        return self.budget_ore + self.split.beyond

    @property
    def worth_change(self) -> Fraction | None:
        """What the part's own change in volume is worth."""
        volume, mix = self.split.volume, self.split.mix
        return None if volume is None or mix is None else volume + mix


def shared(parts: Sequence[Part]) -> tuple[Split, ...]:
    """Each part's split with its share of the whole's volume, and its mix.

    The parts' effects sum to the split of them all. Where nothing was budgeted there
    is no mix to differ from and each keeps its own.
    """
    priced = [part for part in parts if not part.is_new]
    before = sum((part.budget for part in priced), Fraction(0))
    if not before:
        return tuple(part.split for part in parts)
    change = sum((part.expected - part.budget for part in priced), Fraction(0))
    return tuple(_shared(part, change / before) for part in parts)


def _shared(part: Part, growth: Fraction) -> Split:
    """A part's split where all volume had grown by the same share of the budget."""
    worth, own = part.worth, part.worth_change
    if part.is_new:
        return part.split
    if worth is None or own is None:
        return replace(part.split, volume=None, mix=None)
    return replace(part.split, volume=worth * growth, mix=own - worth * growth)
