"""A pasted block: its cells, its sign, its unit."""

from __future__ import annotations

import pytest

from committees.grid.paste import (
    Known,
    Sign,
    block,
    guessed_sign,
    guessed_unit,
    stored_sign,
)
from committees.numbers import Unit


def costs(*typed: str, expected: int = -50_000_000) -> tuple[Known, ...]:
    return tuple(Known(text, is_revenue=False, expected=expected) for text in typed)


def test_a_block_is_read_as_excel_writes_it() -> None:
    text = '1\t2\r\n\t"två\nrader"\r\n3\t\r\n'
    assert block(text) == (("1", "2"), ("", "två\nrader"), ("3", ""))
    assert block("") == ()
    assert block("7") == (("7",),)
    assert block("1\n2\n\n\n") == (("1",), ("2",))


def test_a_block_with_stray_quotes_is_still_read() -> None:
    assert block('5"\t6') == (('5"', "6"),)


@pytest.mark.parametrize(
    ("sign", "cost", "revenue"),
    [(Sign.ENTRY, -5, 5), (Sign.RESULT, 5, 5), (Sign.LEDGER, -5, -5)],
)
def test_a_sign_turns_amounts_to_their_effect_on_the_result(
    sign: Sign, cost: int, revenue: int
) -> None:
    assert stored_sign(5, sign=sign, is_revenue=False) == cost
    assert stored_sign(5, sign=sign, is_revenue=True) == revenue


def test_the_sign_is_guessed_by_what_most_amounts_say() -> None:
    revenue = Known("-7", is_revenue=True, expected=700)
    assert guessed_sign(costs("1", "2", "-3")) is Sign.ENTRY
    assert guessed_sign(costs("-1", "-2", "3", "abc")) is Sign.RESULT
    assert guessed_sign([*costs("1", "2"), revenue]) is Sign.LEDGER
    assert guessed_sign([]) is Sign.ENTRY
    assert guessed_sign(costs("0", "-0")) is Sign.ENTRY


@pytest.mark.parametrize(
    ("typed", "unit"), [("512 000", Unit.KR), ("512", Unit.TKR), ("0,5", Unit.MKR)]
)
def test_the_unit_is_guessed_by_what_the_rows_hold(typed: str, unit: Unit) -> None:
    assert guessed_unit(costs(typed, typed, "x"), usual=Unit.TKR) is unit


def test_without_anything_to_compare_with_the_unit_is_the_usual_one() -> None:
    assert guessed_unit(costs("5", expected=0), usual=Unit.MKR) is Unit.MKR
