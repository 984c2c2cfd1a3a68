"""The bridge's step for volumes: what they do in the rest of the year."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from committees.models import FollowUp
from committees.numbers import round_half_away
from finance.review.bridge import Part, Parts
from finance.review.parts import PartOf
from reports.known import Known
from reports.known_facts import definitions, everything
from reports.quantities.counted_once import counted_once
from reports.quantities.rest_volumes import Rest, of_unit_cost, rest

NO_VOLUMES = "Det finns inga volymer med pris att räkna på."


def with_volumes(parts: Parts, follow_up: FollowUp, part: PartOf) -> Parts:
    """A bridge's parts with the step for volumes filled, where volumes have prices."""
    return replace(parts, volume=volume_part(follow_up, part))


def volume_part(follow_up: FollowUp, part: PartOf) -> Part:
    """What the rest of the year's volumes do to the result of a part, in öre."""
    known = everything(follow_up, [follow_up.year])
    chosen = _chosen(known, follow_up, part)
    found = rest(known, chosen, follow_up.period, cost_centres=part.cost_centres)
    if not found.told:
        return Part(None, NO_VOLUMES)
    return Part(round_half_away(found.ore, divisor=1), _how(found))


def told_apart(
    follow_up: FollowUp, part: PartOf
) -> tuple[tuple[int, Fraction | None], ...]:
    """The step by unit cost's id: exact öre that sum to it, None where not known."""
    known = everything(follow_up, [follow_up.year])
    at, units = follow_up.period, part.cost_centres
    return tuple(
        (pk, of_unit_cost(known, pk, at, units))
        for pk in sorted(_chosen(known, follow_up, part))
    )


def _chosen(known: Known, follow_up: FollowUp, part: PartOf) -> frozenset[int]:
    """The unit costs of a part, none of which counts what another does."""
    held = definitions(follow_up)
    defined = [one for one in held.unit_costs if _is_inside(known, one, part)]
    at = follow_up.period
    return counted_once(
        known,
        defined,
        wholes=held.wholes,
        is_told=lambda pk: of_unit_cost(known, pk, at) is not None,
    )


def _is_inside(known: Known, which: int, part: PartOf) -> bool:
    """Whether all money of a unit cost is of the part's activities."""
    of = known.unit_costs.get(which)
    if of is None:
        return False
    if part.activities is None:
        return True
    activities = of.selection.activities
    return activities is not None and set(activities) <= part.activities


def _how(found: Rest) -> str:
    """How the step was computed, and what is not in it."""
    text = (
        "Skillnaden mellan väntad och budgeterad volym efter månaden, gånger"
        " prislappen eller budgetens pris"
    )
    if found.told == found.of:
        return f"{text}."
    return f"{text}. {found.told} av {found.of} nyckeltal har både volym och pris."
