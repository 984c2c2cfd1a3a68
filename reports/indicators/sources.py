"""What linked indicators may read, by the codes and names of those figures.

Kept while the committee's structure stands, which is renewed when they change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from committees.kept import Kept
from committees.models import Committee, FollowUp
from committees.navigation import address
from goals.entry.words import read_from
from goals.models import Indicator
from reports.indicators.links import RATIO, SERIES, UNIT_COST, Link, link_of
from reports.quantities.quantity_codes import QuantityCodes, quantity_codes
from volumes.models import Ratio, UnitCost, VolumeSeries


@dataclass(frozen=True, slots=True)
class Sources:
    """A committee's quantities by code, and what they are called by kind and code."""

    codes: QuantityCodes
    names: Mapping[tuple[str, str], str]

    def has(self, link: Link | None) -> bool:
        """Whether what an indicator is linked to is still kept."""
        if link is None:
            return False
        if link.kind not in WORDS:
            return True
        return all((link.kind, code) in self.names for code in link.codes)


WORDS = {SERIES: "volymserien", UNIT_COST: "nyckeltalet", RATIO: "kvoten"}
PAGES = {
    SERIES: "reports:series",
    UNIT_COST: "reports:unit_costs",
    RATIO: "volumes:overview",
}
_KEPT: Kept[UUID, Sources] = Kept(most=200)


def sources_of(committee: Committee) -> Sources:
    """What a committee's indicators may read."""
    return _KEPT.get(
        committee.structure,
        lambda: Sources(quantity_codes(committee), _names(committee)),
    )


def _names(committee: Committee) -> dict[tuple[str, str], str]:
    """What series, unit costs and ratios are called."""
    here = {"committee": committee}
    rows = {
        SERIES: VolumeSeries.objects.filter(**here).values_list("code", "name"),
        UNIT_COST: UnitCost.objects.filter(**here).values_list("code", "name"),
        RATIO: Ratio.objects.filter(**here).values_list("code", "name"),
    }
    return {(kind, code): name for kind, some in rows.items() for code, name in some}


class Origin(NamedTuple):
    """Where a linked indicator's figure is read, in words and as an address."""

    words: str
    address: str


def origin(one: Indicator, follow_up: FollowUp) -> Origin | None:
    """Where an indicator's figure is read; None where it is entered."""
    link = link_of(one.link)
    if link is None:
        return None
    names = sources_of(follow_up.committee).names
    name = names.get((link.kind, link.codes[0])) if link.codes else None
    if name is None:
        words = read_from(one).removeprefix("Hämtas ur ").rstrip(".")
        return Origin(words, address("finance:analyses", follow_up))
    more = {"code": link.codes[0]} if link.kind == SERIES else {}
    there = address(PAGES[link.kind], follow_up, **more)
    return Origin(f"{WORDS[link.kind]} {name}", there)
