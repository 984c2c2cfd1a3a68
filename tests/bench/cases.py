"""What is measured, and against which floor."""

from __future__ import annotations

from tests.bench.measure import Case


def cases() -> tuple[Case, ...]:
    """The cases, in the order in which they are shown."""
    return ()
