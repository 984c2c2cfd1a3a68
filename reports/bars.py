"""Thin bars from a common zero line, in whole units of a drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 1000
"""Units across a drawing; the page stretches it to the room there is."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: where it begins, how long it is, and where the zero line stands."""

    start: int
    length: int
    zero: int


def bars(values: Sequence[int], *, width: int = WIDTH) -> tuple[Bar, ...]:
    """Bars of values on one scale: negative ones to the left of zero."""
    low, high = min((0, *values)), max((0, *values))
    if low == high:
        return tuple(Bar(start=0, length=0, zero=0) for _ in values)
    zero = width * -low // (high - low)
    lengths = [width * abs(value) // (high - low) for value in values]
    return tuple(
        Bar(start=zero - length if value < 0 else zero, length=length, zero=zero)
        for value, length in zip(values, lengths, strict=True)
    )
