"""Thin bars from a common zero line."""

from __future__ import annotations

from reports.bars import Bar, bars


def test_bars_share_scale_and_zero_line() -> None:
    assert bars([300, -100, 0], width=400) == (
        Bar(start=100, length=300, zero=100),
        Bar(start=0, length=100, zero=100),
        Bar(start=100, length=0, zero=100),
    )


def test_only_deficits_have_their_zero_line_to_the_right() -> None:
    assert bars([-50, -100], width=100) == (
        Bar(start=50, length=50, zero=100),
        Bar(start=0, length=100, zero=100),
    )


def test_nothing_but_zeros_draws_nothing() -> None:
    assert bars([0, 0]) == (Bar(0, 0, 0), Bar(0, 0, 0))
    assert bars([]) == ()
