"""Hidden counts stay hidden whatever is subtracted from what."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from committees.small_numbers import hidden

FEWEST = 5
MOST = 14
NAMES = "abcd"

counts = st.dictionaries(
    st.sampled_from(NAMES), st.integers(0, MOST), min_size=1, max_size=4
)


def solutions(
    parts: dict[str, int], totals: list[frozenset[str]]
) -> list[dict[str, int]]:
    """Every set of counts that fits what is published; small enough to try all."""
    shut, closed = hidden(parts, totals, fewest=FEWEST)
    order = sorted(shut)
    known = {name: count for name, count in parts.items() if name not in shut}
    found = []
    for guess in (
        product(range(4 * MOST + 1), repeat=len(order))
        if len(order) < 3
        else _some(parts, order)
    ):
        every = {**known, **dict(zip(order, guess, strict=True))}
        if all(
            sum(every[n] for n in total) == sum(parts[n] for n in total)
            for total in totals
            if total not in closed
        ):
            found.append(every)
    return found


def _some(parts: dict[str, int], order: list[str]) -> list[tuple[int, ...]]:
    """The true counts and those near them: enough to show that others fit."""
    near = [range(max(parts[n] - 2, 0), parts[n] + 3) for n in order]
    return list(product(*near))


@settings(max_examples=150, deadline=None)
@given(counts, st.lists(st.sets(st.sampled_from(NAMES), min_size=1), max_size=4))
def test_no_hidden_count_follows_from_what_is_shown(
    parts: dict[str, int], sets: list[set[str]]
) -> None:
    totals = [frozenset(s & parts.keys()) for s in [*sets, set(parts)]]
    totals = [t for t in totals if len(t) > 1]
    shut, _ = hidden(parts, totals, fewest=FEWEST)
    found = solutions(parts, totals)
    for name in shut:
        assert len({each[name] for each in found}) > 1, (parts, totals, shut)


@given(counts)
def test_what_is_small_is_hidden_and_zero_is_shown(parts: dict[str, int]) -> None:
    shut, closed = hidden(parts, [frozenset(parts)], fewest=FEWEST)
    assert all(n in shut for n, count in parts.items() if 0 < count < FEWEST)
    assert not any(n in shut for n, count in parts.items() if count == 0)
    if 0 < sum(parts.values()) < FEWEST:
        assert frozenset(parts) in closed


def test_a_lone_small_count_takes_another_with_it() -> None:
    parts = {"korttid": 3, "boende": 9, "kontakt": 12}
    shut, closed = hidden(parts, [frozenset(parts)], fewest=FEWEST)
    assert shut == {"korttid", "boende"}
    assert not closed


def test_a_total_less_another_gives_nothing() -> None:
    parts = {"sol": 20, "lss": 3}
    everything, some = frozenset(parts), frozenset({"sol"})
    shut, closed = hidden(parts, [everything, some], fewest=FEWEST)
    assert "lss" in shut
    assert closed or "sol" in shut
