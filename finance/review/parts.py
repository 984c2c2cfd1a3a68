"""A part of a committee: some activities, or some cost centres, or all of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class PartOf:
    """Identities at the leaves of the part; None does not narrow that axis."""

    activities: frozenset[int] | None = None
    cost_centres: frozenset[int] | None = None

    @property
    def is_whole(self) -> bool:
        """Whether it is the whole committee."""
        return self.activities is None and self.cost_centres is None

    def of(self, rows: QuerySet[M]) -> QuerySet[M]:
        """The rows of the part; the rows have the axes that it narrows."""
        if self.activities is not None:
            rows = rows.filter(activity__in=self.activities)
        if self.cost_centres is not None:
            rows = rows.filter(cost_centre__in=self.cost_centres)
        return rows


WHOLE = PartOf()
