"""A year's forecast over the months that are left, to the öre. Öre in stored sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

MONTHS = 12


class Profile(StrEnum):
    """How what is left of the year is spread over its open months."""

    EVEN = "even"
    LAST_YEAR = "last_year"
    BUDGET = "budget"
    REST = "rest"


def spread(ore: int, *, weights: Sequence[int]) -> tuple[int, ...]:
    """An amount in parts after weights; the parts sum to it exactly.

    Weights that cancel out say nothing of a profile: then the parts are even.
    """
    total = sum(weights)
    if not total or not all(weight * total >= 0 for weight in weights):
        weights, total = [1] * len(weights), len(weights)
    found: list[int] = []
    weight_so_far = given = 0
    for weight in weights:
        weight_so_far += weight
        until = _share(ore, weight_so_far, total)
        found.append(until - given)
        given = until
    return tuple(found)


def _share(ore: int, part: int, whole: int) -> int:
    """The whole öre of a part, towards zero."""
    sign = -1 if ore * part * whole < 0 else 1
    return sign * (abs(ore * part) // abs(whole))


def open_months(month: int) -> range:
    """The months after a follow-up's."""
    return range(month + 1, MONTHS + 1)


def left(
    year: int, *, outcome: Mapping[int, int], months: Mapping[int, int], month: int
) -> int:
    """What of the year neither outcome to date nor the open months account for."""
    booked = sum(ore for number, ore in outcome.items() if number <= month)
    return year - booked - sum(months.values())


def by_profile(
    ore: int, *, profile: Profile, month: int, like: Mapping[int, int]
) -> dict[int, int]:
    """What is left of the year over the open months, like another series of months."""
    numbers = open_months(month)
    even = profile in {Profile.EVEN, Profile.REST}
    weights = [1 if even else like.get(number, 0) for number in numbers]
    return dict(zip(numbers, spread(ore, weights=weights), strict=True))
