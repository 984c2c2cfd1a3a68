"""Words in a row, as Swedish sentences have them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from committees.periods import MONTH_NAMES


def listed(words: Sequence[str]) -> str:
    """`mars, april och maj`; nothing of no words."""
    return " och ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def months_listed(months: Iterable[int]) -> str:
    """The names of some months, as `listed`."""
    return listed([MONTH_NAMES[month - 1] for month in months])
