"""Numbers, dates and deviations as templates write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from committees.colours import INK, contrast_on_white, readable
from committees.templatetags import swedish


def test_a_deviation_carries_its_sign_and_its_word() -> None:
    assert swedish.plus_mkr(1_979_200_000) == "+19,8\N{NO-BREAK SPACE}mkr"
    assert swedish.deviation_word(1_979_200_000) == "överskott"
    assert swedish.plus_mkr(-338_800_000) == "−3,4\N{NO-BREAK SPACE}mkr"
    assert swedish.deviation_word(-338_800_000) == "underskott"


def test_what_rounds_to_zero_is_neither_surplus_nor_deficit() -> None:
    assert swedish.plus_mkr(-1_900_000) == "0,0\N{NO-BREAK SPACE}mkr"
    assert swedish.deviation_word(-1_900_000) == "i nivå med budget"
    assert swedish.change_word(-1_900_000) == "oförändrad"


def test_a_missing_figure_is_a_dash_without_a_word() -> None:
    assert swedish.plus_mkr(None) == "–"
    assert swedish.deviation_word(None) == swedish.change_word(None) == ""
    assert swedish.tone(None) == "even"


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (-12, 1_000, "−1,2\N{NO-BREAK SPACE}%"),
        (5, 0, ".."),
        (None, 1_000, "–"),
    ],
)
def test_a_share_says_percent_only_when_it_is_one(
    part: int | None, whole: int, text: str
) -> None:
    assert swedish.percent_of(part, whole) == text


def test_a_moment_is_told_in_local_time() -> None:
    midnight = datetime(2017, 8, 31, 22, 30, tzinfo=UTC)
    assert swedish.moment(midnight) == "1 september 2017 kl. 00.30"
    assert swedish.day(midnight) == "1 september 2017"
    assert swedish.day(date(2017, 9, 1)) == "1 september 2017"
    assert swedish.day(None) == swedish.moment(None) == ""


def test_a_pale_colour_of_a_municipality_never_becomes_text() -> None:
    assert round(contrast_on_white("#000000"), 1) == 21.0
    assert readable("#1f4e5f") == "#1f4e5f"
    assert readable("#ffd700") == INK
