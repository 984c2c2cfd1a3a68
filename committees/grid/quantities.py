"""From what a person typed to whole thousandths of a quantity, or to why not.

A quantity is written as an amount is (see `entry`), but has no unit of its own: the
row says what it counts. A volume is never negative; a measure may be.
"""

from __future__ import annotations

import re

from committees.grid.entry import EntryError, calculated, compact, number
from committees.numbers import round_half_away

MILLI = 1000
MAX_MILLI = 10**13

NEGATIVE = (
    "En volym kan inte vara negativ. "
    "Gäller det en tidigare månad, rätta den månaden i stället."
)
PERCENT = "Skriv hur många det är, inte procent."
UNIT = "Skriv bara talet. Raden har redan sin enhet."
TOO_LARGE = "Talet är för stort. Kontrollera det."
_WITH_UNIT = re.compile(r"[-+(]?[0-9][0-9.,]*\)?[^\W\d_]+\.?")


def milli(text: str, *, signed: bool = False, percent: bool = False) -> int:
    """The thousandths that a text means; EntryError with the reason why not.

    `signed` may be negative; what counts in `percent` may be written with its sign.
    """
    written = compact(text, what="tal")
    if percent:
        written = written.removesuffix("%")
    if written.endswith("%"):
        raise EntryError(PERCENT)
    if _WITH_UNIT.fullmatch(written):
        raise EntryError(UNIT)
    if written.startswith("="):
        exact = calculated(written[1:], shown=text) * MILLI
        found = round_half_away(exact.numerator, divisor=exact.denominator)
        return checked(found, signed=signed)
    exact = number(written, shown=text) * MILLI
    if exact.denominator != 1:
        raise EntryError(f"”{text.strip()}” har fler än tre decimaler.")
    return checked(exact.numerator, signed=signed)


def checked(found: int, *, signed: bool = False) -> int:
    """The thousandths, when a quantity can be so many."""
    if found < 0 and not signed:
        raise EntryError(NEGATIVE)
    if abs(found) > MAX_MILLI:
        raise EntryError(TOO_LARGE)
    return found
