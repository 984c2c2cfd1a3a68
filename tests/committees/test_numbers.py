"""Rounding and Swedish number text, once and for all figures."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committees.numbers import (
    MAX_ORE,
    MINUS,
    MISSING,
    NOT_APPLICABLE,
    THIN_SPACE,
    NumberTextError,
    Scale,
    Unit,
    exact,
    kronor,
    money_text,
    parse_kronor,
    parse_number,
    round_half_away,
    scaled,
    share_text,
    swedish,
    with_unit,
)

ORE = st.integers(min_value=-MAX_ORE, max_value=MAX_ORE)
SCALES = st.builds(
    Scale, st.sampled_from([Unit.KR, Unit.TKR, Unit.MKR]), st.integers(0, 3)
)
TKR, MKR1 = Scale(Unit.TKR), Scale(Unit.MKR, 1)


@given(ORE, st.sampled_from([1, 2, 100, 100_000, 10_000_000, 366]))
def test_rounding_is_half_away_from_zero(ore: int, divisor: int) -> None:
    exact = Decimal(ore) / divisor
    assert round_half_away(ore, divisor=divisor) == exact.quantize(
        Decimal(1), ROUND_HALF_UP
    )


@pytest.mark.parametrize(
    ("ore", "rounded"),
    [(50_000, 1), (-50_000, -1), (150_000, 2), (-150_000, -2), (250_000, 3)],
)
def test_halves_do_not_go_to_the_even_neighbour(ore: int, rounded: int) -> None:
    assert scaled(ore, TKR) == rounded


@given(ORE, SCALES)
def test_what_is_shown_rounds_once_from_exact_ore(ore: int, scale: Scale) -> None:
    exact = Decimal(ore) / scale.unit.ore
    step = Decimal(1).scaleb(-scale.decimals)
    assert scaled(ore, scale) == exact.quantize(step, ROUND_HALF_UP)


@given(ORE, SCALES)
def test_shown_text_reads_back_as_the_shown_number(ore: int, scale: Scale) -> None:
    assert parse_number(money_text(ore, scale)) == scaled(ore, scale)


@given(ORE | st.integers(-60_000_000, 60_000_000), SCALES)
def test_zero_carries_no_sign(ore: int, scale: Scale) -> None:
    for text in (money_text(ore, scale), money_text(ore, scale, plus=True)):
        if not text.strip(f"{MINUS}+0,"):
            assert text[0] == "0"


@given(ORE, SCALES)
def test_only_swedish_signs_are_written(ore: int, scale: Scale) -> None:
    assert set(money_text(ore, scale)) <= {*"0123456789,", MINUS, THIN_SPACE}


def test_thousands_are_parted_and_decimals_follow_a_comma() -> None:
    assert money_text(-122_739_400, Scale(Unit.KR, 2)) == "−1\u202f227\u202f394,00"
    assert money_text(-122_739_400_00, MKR1) == "−122,7"
    assert money_text(99_999, TKR) == "1"


def test_missing_is_a_dash_and_zero_is_zero() -> None:
    assert money_text(None, MKR1) == MISSING
    assert money_text(0, MKR1) == "0,0"
    assert with_unit(None, MKR1) == MISSING
    assert with_unit(2_670_000_000, MKR1) == "26,7\u00a0mkr"


def test_plus_is_shown_of_positive_figures_only() -> None:
    shown = [money_text(ore, TKR, plus=True) for ore in (300_000, 0, -300_000, 40_000)]
    assert shown == ["+3", "0", "−3", "0"]


def test_a_decimal_is_rounded_away_from_zero_as_well() -> None:
    assert swedish(Decimal("-0.05"), decimals=1) == "−0,1"
    assert swedish(Decimal("-0.04"), decimals=1) == "0,0"
    assert swedish(2500, decimals=0) == "2\u202f500"


@pytest.mark.parametrize(
    ("text", "ore"),
    [
        ("1 234,50", 123_450),
        ("1\u00a0234,5", 123_450),
        ("1\u202f234", 123_400),
        ("−1 234,50", -123_450),
        ("-1234.50", -123_450),
        ("1234,50-", -123_450),
        ("1234,50−", -123_450),
        ("(1 234,50)", -123_450),
        ("–7", -700),
        (" 0 ", 0),
        ("-0", 0),
        ("100000000000", MAX_ORE),
    ],
)
def test_kronor_are_read_as_people_write_them(text: str, ore: int) -> None:
    assert parse_kronor(text) == ore


@pytest.mark.parametrize(
    "text",
    ["", " ", "-", "tolv", "1,2,3", "1.234,50", "--5", "(-5)", "5%", "1e5", "nan", "∞"],
)
def test_what_is_no_number_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(NumberTextError, match="är inget tal"):
        parse_kronor(text)


def test_more_than_two_decimals_of_a_krona_are_refused() -> None:
    with pytest.raises(NumberTextError, match="”1,005” har fler än två decimaler"):
        parse_kronor("1,005")
    assert parse_kronor("1,500") == 150


@pytest.mark.parametrize("text", ["100000000000,01", "-100000000001", "9" * 40])
def test_an_amount_larger_than_can_be_stored_is_refused(text: str) -> None:
    with pytest.raises(NumberTextError, match="större än vad ett belopp kan vara"):
        parse_kronor(text)


@given(ORE)
def test_kronor_are_exact_with_two_decimals(ore: int) -> None:
    exact = kronor(ore)
    assert exact * 100 == ore
    assert exact.as_tuple().exponent == -2
    assert parse_kronor(str(exact)) == ore


def test_a_share_is_signed_after_its_part() -> None:
    assert share_text(17, 1000) == "+1,7"
    assert share_text(-17, 1000) == "−1,7"
    assert share_text(17, -1000) == "−1,7"
    assert share_text(-1, 100_000) == "0,0"
    assert share_text(5, 1000, decimals=0) == "+1"


def test_a_share_of_nothing_is_not_applicable() -> None:
    assert share_text(5, 0) == NOT_APPLICABLE
    assert share_text(5, None) == NOT_APPLICABLE
    assert share_text(None, 5) == MISSING


@given(ORE, ORE.filter(bool))
def test_a_share_is_rounded_half_away_from_zero(part: int, whole: int) -> None:
    exact = (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert parse_number(share_text(part, whole).lstrip("+")) == exact


def test_units_that_are_not_money_count_their_own_ones() -> None:
    assert [unit for unit in Unit if unit.is_money] == [Unit.KR, Unit.TKR, Unit.MKR]
    assert money_text(12_345, Scale(Unit.COUNT)) == "12\u202f345"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12, "12"),
        (Fraction(67, 2), "33.5"),
        (Fraction(-1, 64), "-0.015625"),
        (Fraction(1, 3), "0.333333"),
        (Fraction(-2, 3), "-0.666667"),
        (Fraction(1, 1024), "0.0009765625"),
    ],
)
def test_a_number_is_exact_where_its_decimals_end(
    value: int | Fraction, text: str
) -> None:
    assert f"{exact(value):f}" == text


@given(st.integers(), st.integers(min_value=0, max_value=9))
def test_what_can_be_written_is_written_exactly(steps: int, places: int) -> None:
    value = Fraction(steps % 10**18, 10**places)
    assert Fraction(exact(value)) == value


def test_kronor_of_parts_of_an_ore() -> None:
    assert str(kronor(Fraction(-35_000))) == "-350.00"
    assert str(kronor(Fraction(1, 2))) == "0.005"
    assert str(kronor(Fraction(100, 3))) == "0.333333"


def test_a_share_of_fractions() -> None:
    assert share_text(Fraction(1, 3), Fraction(-2)) == f"{MINUS}16,7"
