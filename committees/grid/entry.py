"""From what a person typed to whole öre, or to the Swedish reason why not.

Knows Swedish numbers (spaces of any sort, comma, any minus, a minus behind,
parentheses), a unit written after the number, and simple arithmetic (`=1200*8`). The
sign is as typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from committees.numbers import MAX_ORE, MINUS, Unit, round_half_away

MONEY = {"kr": Unit.KR, "tkr": Unit.TKR, "mkr": Unit.MKR, "mnkr": Unit.MKR}
MAX_LENGTH = 200

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009\u200b\ufeff]")
_MINUSES = str.maketrans(
    {MINUS: "-", "\N{EN DASH}": "-", "\N{NON-BREAKING HYPHEN}": "-"}
)
_PLAIN = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_UNIT = re.compile(r"(?i)(mnkr|mkr|tkr|kr)\.?$")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)?|[-+*/()]")
_EXCEL_FAULT = re.compile(r"#[A-ZÅÄÖ0-9/!?]+[!?]?")


class EntryError(ValueError):
    """A text that is no amount; carries the Swedish reason."""


def ore(text: str, *, unit: Unit) -> int:
    """The öre that a text means in a unit, with the sign as typed."""
    written = compact(text)
    match = _UNIT.search(written)
    if match:
        unit = MONEY[match[1].lower()]
        written = written[: match.start()]
    if written.startswith("="):
        exact = calculated(written[1:], shown=text) * unit.ore
        found = round_half_away(exact.numerator, divisor=exact.denominator)
    else:
        found = _whole(number(written, shown=text) * unit.ore, shown=text)
    return bounded(found)


def bounded(found: int) -> int:
    """The öre, when an amount can be that large."""
    if abs(found) > MAX_ORE:
        raise EntryError("Beloppet är för stort. Kontrollera enheten.")
    return found


def number(written: str, *, shown: str) -> Fraction:
    """A Swedish number without spaces, exactly."""
    sign, digits = _sign(written)
    if _THOUSANDS.fullmatch(digits):
        reason = f"”{shown.strip()}” kan läsas på två sätt. Skriv tusental utan punkt."
        raise EntryError(reason)
    if not _PLAIN.fullmatch(digits) or digits[0] in "+-":
        raise EntryError(_no_number(shown))
    return sign * Fraction(_point(digits))


def compact(text: str, *, what: str = "belopp") -> str:
    """The text without spaces and with one sort of minus; `what` it should be."""
    if len(text) > MAX_LENGTH:
        raise EntryError(f"Texten är för lång för att vara ett {what}.")
    written = _SPACES.sub("", text).translate(_MINUSES)
    if not written:
        raise EntryError(f"{what.capitalize()}et saknas. Skriv 0 om det är noll.")
    return written


def _sign(written: str) -> tuple[int, str]:
    """The sign and what is left: a minus before or behind, or parentheses."""
    if written.startswith("(") and written.endswith(")"):
        return -1, written[1:-1]
    if written.startswith("-"):
        return -1, written[1:]
    if written.endswith("-") and len(written) > 1:
        return -1, written[:-1]
    return 1, written.removeprefix("+")


def _whole(exact: Fraction, *, shown: str) -> int:
    """Whole öre; a typed number may not be finer."""
    if exact.denominator != 1:
        raise EntryError(f"”{shown.strip()}” har fler decimaler än hela ören.")
    return exact.numerator


def _point(digits: str) -> str:
    """Digits as Fraction reads them."""
    text = digits.replace(",", ".")
    return f"0{text}" if text.startswith(".") else text.removesuffix(".")


def _no_number(shown: str) -> str:
    """The reason for a text that is no number."""
    text = shown.strip()
    if _EXCEL_FAULT.fullmatch(text):
        return f"”{text}” är ett fel från Excel. Rätta formeln där."
    return f"”{text[:40]}” är inget tal. Skriv till exempel 1 234,50 eller =1200*8."


def calculated(formula: str, *, shown: str) -> Fraction:
    """What a formula of numbers, + - * / and parentheses comes to, exactly."""
    tokens = _TOKEN.findall(formula)
    if not tokens or "".join(tokens) != formula:
        reason = f"”{shown.strip()}” går inte att räkna ut. Använd tal, + - * / och ()."
        raise EntryError(reason)
    try:
        return _Formula(tokens).value()
    except (_MalformedError, RecursionError):
        reason = f"”{shown.strip()}” går inte att räkna ut. Något saknas i formeln."
        raise EntryError(reason) from None
    except ZeroDivisionError:
        reason = f"”{shown.strip()}” delar med noll."
        raise EntryError(reason) from None


class _MalformedError(Exception):
    """A formula that does not hang together."""


class _Formula:
    """A formula read from left to right: sums of products of signed parts."""

    def __init__(self, tokens: list[str]) -> None:
        """Start before the first token."""
        self._tokens: Iterator[str] = iter(tokens)
        self._next = next(self._tokens, "")

    def value(self) -> Fraction:
        """The whole formula."""
        found = self._sum()
        if self._next:
            raise _MalformedError
        return found

    def _take(self) -> str:
        token, self._next = self._next, next(self._tokens, "")
        return token

    def _sum(self) -> Fraction:
        found = self._product()
        while self._next in {"+", "-"}:
            sign = 1 if self._take() == "+" else -1
            found += sign * self._product()
        return found

    def _product(self) -> Fraction:
        found = self._part()
        while self._next in {"*", "/"}:
            operator, part = self._take(), self._part()
            found = found * part if operator == "*" else found / part
        return found

    def _part(self) -> Fraction:
        taken = self._take()
        if taken in {"+", "-"}:
            return self._part() if taken == "+" else -self._part()
        if taken == "(":
            found = self._sum()
            if self._take() != ")":
                raise _MalformedError
            return found
        if not taken or taken in "*/)":
            raise _MalformedError
        return Fraction(_point(taken))
