"""Units, rounding and Swedish number text: the only formatter of the program.

Amounts are whole öre in integers. They are rounded half away from zero, once,
when shown; Python's own rounding (half to even) is never used for a figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction

MINUS = "\N{MINUS SIGN}"
THIN_SPACE = "\N{NARROW NO-BREAK SPACE}"
MISSING = "\N{EN DASH}"
NOT_APPLICABLE = ".."


class Unit(StrEnum):
    """What a figure is counted in. The money units are ways to show öre."""

    KR = "kr"
    TKR = "tkr"
    MKR = "mkr"
    PERCENT = "procent"
    COUNT = "antal"

    @property
    def ore(self) -> int:
        """Öre in one of the unit; a unit that is not money counts its own ones."""
        return _ORE.get(self, 1)

    @property
    def is_money(self) -> bool:
        """Whether exact values are öre."""
        return self in {Unit.KR, Unit.TKR, Unit.MKR}


_ORE = {Unit.KR: 100, Unit.TKR: 100_000, Unit.MKR: 100_000_000}


@dataclass(frozen=True, slots=True)
class Scale:
    """A unit with the decimals it is shown with."""

    unit: Unit
    decimals: int = 0


def round_half_away(value: int | Fraction, *, divisor: int) -> int:
    """Divide and round to the nearest integer, halves away from zero."""
    if not isinstance(value, int):  # asked so, whole numbers are told apart at once
        value, divisor = value.numerator, divisor * value.denominator
    quotient, remainder = divmod(abs(value), divisor)
    rounded = quotient + (2 * remainder >= divisor)
    return -rounded if value < 0 else rounded


def scaled(value: int | Fraction, scale: Scale) -> Decimal:
    """The shown number: öre in the scale's unit with its decimals, never minus zero."""
    tenths = 10**scale.decimals
    return Decimal(round_half_away(value * tenths, divisor=scale.unit.ore)) / Decimal(
        tenths
    )


def swedish(number: Decimal | int, *, decimals: int = 0, plus: bool = False) -> str:
    """Swedish number text: `−1 227,4` with a narrow no-break space and a real minus.

    With `plus` a positive number carries its sign, as deviations do in text.
    """
    steps = Decimal(number).scaleb(decimals).quantize(Decimal(1), ROUND_HALF_UP)
    return _text(int(steps), decimals=decimals, plus=plus)


def _text(steps: int, *, decimals: int, plus: bool) -> str:
    """Text of a number given in steps of its last decimal."""
    whole, part = divmod(abs(steps), 10**decimals)
    text = f"{whole:,}".replace(",", THIN_SPACE)
    if decimals:
        text = f"{text},{part:0{decimals}d}"
    if steps < 0:
        return MINUS + text
    return f"+{text}" if plus and steps > 0 else text


def money_text(
    value: int | Fraction | None, scale: Scale, *, plus: bool = False
) -> str:
    """Öre as text in the scale; an en dash where nothing is reported."""
    if value is None:
        return MISSING
    decimals, divisor = scale.decimals, scale.unit.ore
    if not isinstance(value, int):  # whole numbers round in half the time
        value, divisor = value.numerator, divisor * value.denominator
    steps = round_half_away(value * 10**decimals, divisor=divisor)
    return _text(steps, decimals=decimals, plus=plus)


def with_unit(value: int | Fraction | None, scale: Scale, *, plus: bool = False) -> str:
    """Öre as text with the unit's name: `26,7 mkr`."""
    text = money_text(value, scale, plus=plus)
    return text if value is None else f"{text}\N{NO-BREAK SPACE}{scale.unit}"


def share_text(
    part: int | Fraction | None, whole: int | Fraction | None, *, decimals: int = 1
) -> str:
    """A part of a whole in percent; `..` where there is no whole to take a part of."""
    if part is None:
        return MISSING
    if not whole:
        return NOT_APPLICABLE
    per = round_half_away(Fraction(part) * 100 * 10**decimals / whole, divisor=1)
    return swedish(Decimal(per).scaleb(-decimals), decimals=decimals, plus=True)


class NumberTextError(ValueError):
    """A text that is no Swedish number; carries the Swedish reason."""


_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")


def parse_number(text: str) -> Decimal:
    """A number as people type or paste it in Swedish: spaces, comma, any minus.

    A trailing minus and parentheses mean negative, as in ledgers.
    """
    compact = _SPACES.sub("", text).replace(MINUS, "-").replace("\N{EN DASH}", "-")
    if compact.startswith("(") and compact.endswith(")"):
        compact = "-" + compact[1:-1]
    if compact.endswith("-") and len(compact) > 1:
        compact = "-" + compact[:-1]
    if not _NUMBER.fullmatch(compact):
        reason = f"”{text.strip()}” är inget tal. Skriv till exempel 1 234,50."
        raise NumberTextError(reason)
    try:
        return Decimal(compact.replace(",", "."))
    except InvalidOperation as error:
        reason = f"”{text.strip()}” är inget tal."
        raise NumberTextError(reason) from error


def parse_kronor(text: str) -> int:
    """Kronor with at most two decimals as whole öre; raises NumberTextError."""
    ore = parse_number(text) * 100
    if ore != ore.to_integral_value():
        reason = f"”{text.strip()}” har fler än två decimaler."
        raise NumberTextError(reason)
    if abs(ore) > MAX_ORE:
        reason = f"”{text.strip()}” är större än vad ett belopp kan vara."
        raise NumberTextError(reason)
    return int(ore)


MAX_ORE = 10**13


def parse_milli(text: str, *, signed: bool = False) -> int:
    """A quantity with at most three decimals as whole thousandths.

    Never negative unless `signed`. Raises NumberTextError.
    """
    milli = parse_number(text) * 1000
    if milli < 0 and not signed:
        reason = f"”{text.strip()}” är negativt. Volymer kan inte vara negativa."
        raise NumberTextError(reason)
    if milli != milli.to_integral_value():
        reason = f"”{text.strip()}” har fler än tre decimaler."
        raise NumberTextError(reason)
    if abs(milli) > MAX_MILLI:
        what = "ett värde" if signed else "en volym"
        reason = f"”{text.strip()}” är större än vad {what} kan vara."
        raise NumberTextError(reason)
    return int(milli)


MAX_MILLI = 10**13


def kronor(value: int | Fraction) -> Decimal:
    """Öre as exact kronor with two decimals; parts of an öre as `exact` tells them."""
    if value.denominator != 1:
        return exact(Fraction(value) / 100)
    return Decimal(int(value)).scaleb(-2).quantize(Decimal("0.01"))


MOST_DECIMALS = 6
"""Of a number whose decimals never end, in files."""


def exact(value: int | Fraction) -> Decimal:
    """A number as decimals: exact where they end, else rounded to six of them."""
    places, rest = 0, value.denominator
    for prime in (2, 5):
        times = 0
        while rest % prime == 0:
            rest, times = rest // prime, times + 1
        places = max(places, times)
    if rest != 1:
        places = MOST_DECIMALS
    steps = round_half_away(value * 10**places, divisor=1)
    return Decimal(steps).scaleb(-places)


def in_unit(ore: int, unit: Unit) -> Decimal:
    """Öre as an exact number of a money unit, unrounded."""
    return Decimal(ore) / unit.ore
