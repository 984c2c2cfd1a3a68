"""What people type in a cell of a quantity, and what is said of what is none."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committees.grid.entry import EntryError
from committees.grid.quantities import MAX_MILLI, milli
from committees.numbers import Scale, Unit, money_text

TYPED = [
    ("1 234,5", 1_234_500),
    ("1\N{NARROW NO-BREAK SPACE}234", 1_234_000),
    ("0", 0),
    ("-0", 0),
    (",125", 125),
    ("=1200*8", 9_600_000),
    ("=1/3", 333),
]
FAULTS = [
    ("", "Talet saknas"),
    ("-1", "negativ"),
    ("(3)", "negativ"),
    ("5 %", "inte procent"),
    ("5 tim", "redan sin enhet"),
    ("5 tkr.", "redan sin enhet"),
    ("1,0001", "fler än tre decimaler"),
    ("fem", "är inget tal"),
    ("#REF!", "ett fel från Excel"),
    ("99999999999", "för stort"),
]


@pytest.mark.parametrize(("text", "found"), TYPED)
def test_a_typed_quantity_is_whole_thousandths(text: str, found: int) -> None:
    assert milli(text) == found


@pytest.mark.parametrize(("text", "reason"), FAULTS)
def test_what_is_no_quantity_says_why(text: str, reason: str) -> None:
    with pytest.raises(EntryError, match=reason):
        milli(text)


@given(st.integers(0, MAX_MILLI))
def test_what_is_shown_can_be_typed(found: int) -> None:
    assert milli(money_text(Fraction(found, 1000), Scale(Unit.COUNT, 3))) == found
