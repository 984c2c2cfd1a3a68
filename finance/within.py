"""What a committee's cost centres buy of one another, where it is left out of sums.

As in the report: of revenue, cost and account groups only what is with others counts.
"""

from __future__ import annotations

from uuid import UUID

from committees.kept import Kept
from committees.models import Committee
from finance.models import Counterpart, CounterpartKind
from finance.where import Where

LEFT_OUT = (
    "Köp och försäljning mellan nämndens egna ansvar är inte med, som i rapportens"
    " tabeller. Väljs ett ansvar eller en roll är dess interna poster med."
)
"""The same for those who read."""
TAKEN_OFF = (
    "Ansvarens köp och försäljning av varandra är med i deras rader och tas bort på en"
    " egen rad, så att summan är det som nämnden köper och säljer utåt."
)
"""The same where cost centres part what is told so."""
_KEPT: Kept[UUID, bool] = Kept(most=100)
"""Whether a committee has counterparts within itself."""


def left_out(committee: Committee, where: Where) -> tuple[str, ...]:
    """What must be said of some money; nothing where nothing can be left out of it."""
    return (LEFT_OUT,) if where.external and _trades_within(committee) else ()


def _trades_within(committee: Committee) -> bool:
    """Whether the committee's units may trade with one another; asked once."""
    within = Counterpart.objects.filter(
        municipality=committee.municipality_id, kind=CounterpartKind.INTERNAL
    )
    return _KEPT.get(committee.structure, within.exists)
