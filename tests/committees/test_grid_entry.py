"""What people type in a number cell, and what is said of what is no number."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committees.grid.entry import EntryError, ore
from committees.numbers import MAX_ORE, Scale, Unit, money_text

TYPED = [
    ("1 234,50", 123_450),
    ("1\N{NO-BREAK SPACE}234", 123_400),
    ("1\N{NARROW NO-BREAK SPACE}234,5", 123_450),
    ("\N{MINUS SIGN}12", -1_200),
    ("\N{EN DASH}12", -1_200),
    ("12-", -1_200),
    ("(12,5)", -1_250),
    ("+12", 1_200),
    (",5", 50),
    ("5,", 500),
    ("1.5", 150),
    ("=1200*8", 960_000),
    ("=(1+2)*-3", -900),
    ("=100/3", 3_333),
    ("=-100/3", -3_333),
    ("= 1 200,5 + 1", 120_150),
    ("12 kr", 1_200),
    ("12 tkr", 1_200_000),
    ("1,2 mkr", 120_000_000),
    ("1,2 mnkr", 120_000_000),
    ("0", 0),
    ("-0", 0),
]
FAULTS = [
    ("", "saknas"),
    ("   ", "saknas"),
    ("abc", "är inget tal"),
    ("-", "är inget tal"),
    ("--5", "är inget tal"),
    ("()", "är inget tal"),
    ("1e5", "är inget tal"),
    ("5,,5", "är inget tal"),
    ("#REF!", "ett fel från Excel"),
    ("#DIVISION/0!", "ett fel från Excel"),
    ("1.234", "läsas på två sätt"),
    ("1.234.567,00", "läsas på två sätt"),
    ("1,234", "fler decimaler"),
    ("=1/0", "delar med noll"),
    ("=1/(2-2)", "delar med noll"),
    ("=", "går inte att räkna ut"),
    ("=2+", "går inte att räkna ut"),
    ("=(2", "går inte att räkna ut"),
    ("=2)", "går inte att räkna ut"),
    ("=2**8", "går inte att räkna ut"),
    ("=SUMMA(A1)", "går inte att räkna ut"),
    ("=" + "(" * 199, "går inte att räkna ut"),
    ("99 999 999 999 999", "för stort"),
    ("=99999999*99999999", "för stort"),
    ("1" * 300, "för lång"),
]


@pytest.mark.parametrize(("text", "expected"), TYPED)
def test_an_amount_is_read_as_people_type_it(text: str, expected: int) -> None:
    assert ore(text, unit=Unit.KR) == expected


@pytest.mark.parametrize(("text", "reason"), FAULTS)
def test_what_is_no_amount_is_told_in_swedish(text: str, reason: str) -> None:
    with pytest.raises(EntryError, match=reason):
        ore(text, unit=Unit.KR)


def test_decimals_reach_to_whole_ore_in_every_unit() -> None:
    assert ore("0,01", unit=Unit.KR) == 1
    assert ore("0,00001", unit=Unit.TKR) == 1
    assert ore("0,00000001", unit=Unit.MKR) == 1
    with pytest.raises(EntryError, match="fler decimaler"):
        ore("0,000001", unit=Unit.TKR)


@given(st.integers(-MAX_ORE, MAX_ORE))
def test_an_amount_that_is_shown_reads_back(amount: int) -> None:
    assert ore(money_text(amount, Scale(Unit.KR, 2)), unit=Unit.KR) == amount
    assert ore(money_text(amount, Scale(Unit.TKR, 5)), unit=Unit.TKR) == amount


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_a_reason(text: str) -> None:
    with suppress(EntryError):
        assert abs(ore(text, unit=Unit.TKR)) <= MAX_ORE
