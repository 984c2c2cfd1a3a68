"""Months, ledger periods and spans of a year."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committees.periods import (
    CLOSING,
    MONTH_HEADS,
    OPENING,
    Month,
    Span,
    periods_of,
    span_text,
)

MONTHS = st.builds(Month, st.integers(1900, 2999), st.integers(1, 12))


@given(MONTHS)
def test_a_month_reads_back_from_its_text_and_number(month: Month) -> None:
    assert Month.parse(str(month)) == month
    assert Month.from_number(month.number) == month


@given(MONTHS, MONTHS)
def test_months_are_ordered_as_their_stored_numbers(one: Month, two: Month) -> None:
    assert (one < two) == (one.number < two.number)


@given(MONTHS)
def test_the_day_after_the_month_before_is_in_the_month(month: Month) -> None:
    first = month.previous.last_day + timedelta(days=1)
    assert (first.year, first.month, first.day) == (month.year, month.month, 1)


@pytest.mark.parametrize(
    "text", ["", "2017", "2017-8", "2017-13", "2017-00", "17-08", "2017-08-31", "aug"]
)
def test_what_is_no_month_is_refused_with_how_to_write_it(text: str) -> None:
    with pytest.raises(ValueError, match=r"är ingen månad\. Skriv .* 2017-08\."):
        Month.parse(text)


def test_a_leap_year_has_a_longer_february() -> None:
    assert [Month(year, 2).last_day.day for year in (2016, 2017, 1900)] == [29, 28, 28]


def test_only_a_whole_year_holds_the_closing_entries() -> None:
    assert periods_of(Span.PERIOD, 8) == tuple(range(1, 9))
    assert periods_of(Span.PERIOD, 12) == tuple(range(1, 13))
    assert periods_of(Span.YEAR, 8) == (*range(1, 13), CLOSING)
    assert OPENING not in periods_of(Span.YEAR, 8)


def test_swedish_names_of_months_and_spans() -> None:
    assert Month(2017, 8).name == "augusti"
    assert MONTH_HEADS[4:10] == ("Maj", "Jun", "Jul", "Aug", "Sep", "Okt")
    assert span_text(Month(2017, 8)) == "januari–augusti 2017"
    assert span_text(Month(2017, 1)) == "januari 2017"
