"""What was read before and follows from its key alone, kept in the process's memory.

The key holds the committee's structure, which is renewed when what was read changes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """Values by key, so many at most; then they are read anew."""

    def __init__(self, *, most: int) -> None:
        """Nothing yet."""
        self._most = most
        self._held: dict[K, V] = {}

    def get(self, key: K, read: Callable[[], V]) -> V:
        """The value of a key, read where it is not kept."""
        if key in self._held:
            return self._held[key]
        if len(self._held) >= self._most:
            self._held.clear()
        found = self._held[key] = read()
        return found
