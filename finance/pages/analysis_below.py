"""What the level below says of a unit's activity, and the figures of it."""

from __future__ import annotations

from dataclasses import dataclass

from committees.access import Place
from committees.models import FollowUp
from committees.trees import Tree, activity_tree, cost_centre_tree
from finance.pages.analysis_form import LABELS
from finance.review import analyses as written_
from finance.review.analyses import TEXTS, Pair, sentences


@dataclass(frozen=True, slots=True)
class Trees:
    """The two trees of the follow-up's month."""

    units: Tree
    activities: Tree

    @classmethod
    def of(cls, place: Place) -> Trees:
        """The trees as placed in the month."""
        month = place.follow_up.period
        return cls(
            cost_centre_tree(place.committee, month=month),
            activity_tree(place.committee, month=month),
        )

    def named(self, pair: Pair) -> str:
        """`5322 Hemtjänst Tumba, 775 Hemtjänst`."""
        unit, activity = self.units.nodes[pair[0]], self.activities.nodes[pair[1]]
        return f"{unit.code} {unit.name}, {activity.code} {activity.name}"


@dataclass(frozen=True, slots=True)
class Below:
    """What the level below says: sentences to take, by field."""

    name: str
    approved: bool
    duration: str
    forecast: int | None
    texts: tuple[tuple[str, str, tuple[str, ...]], ...]


def below(
    follow_up: FollowUp, pair: Pair, *, trees: Trees, of: written_.Figures
) -> list[Below]:
    """The analyses beneath, each with its figure and its sentences."""
    rows = written_.below(
        pair,
        units=trees.units,
        activities=trees.activities,
        found=written_.written(follow_up),
    )
    return [
        Below(
            name=trees.named((row.cost_centre_id, row.activity_id)),
            approved=row.approved,
            duration=row.get_duration_display() if row.duration else "",
            forecast=forecast(trees, of, (row.cost_centre_id, row.activity_id)),
            texts=tuple(
                (name, LABELS[name], sentences(getattr(row, name)))
                for name in TEXTS
                if getattr(row, name).strip()
            ),
        )
        for row in rows
    ]


def forecast(trees: Trees, of: written_.Figures, pair: Pair) -> int | None:
    """The forecast deviation of all that a unit's activity gathers."""
    found = of.of(
        trees.units.under([trees.units.nodes[pair[0]].code]),
        trees.activities.under([trees.activities.nodes[pair[1]].code]),
    )
    return None if found is None else found[0]
