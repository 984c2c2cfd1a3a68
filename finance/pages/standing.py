"""How far a unit has come, and what a person may do with it, beside its grid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from committees.access import Place
from committees.drafts import Author, Draft, own
from committees.templatetags.swedish import moment
from finance.forecast.required import Requirement, counted
from finance.models import UnitForecast
from finance.month import steps as unit_steps
from finance.month.steps import LABELS, Step, rights
from finance.pages.spots import note_spot


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit's state in words, the last step's note, the steps that may be taken.

    `missing` is what must be there before it is handed in; empty when all is.
    `note_draft` is what the person has to mend of a message, which lies at `note_at`.
    """

    state: str
    told: str
    note: str
    missing: str
    steps: tuple[tuple[str, str], ...]
    may_return: bool
    may_keep: bool
    note_at: str = ""
    note_draft: Draft | None = None


def standing(
    place: Place, cost_centre: int, *, lacks: Mapping[int, tuple[Requirement, ...]]
) -> Standing | None:
    """Where a unit stands; None when it does not take part in the follow-up."""
    unit = (
        UnitForecast.objects.filter(follow_up=place.follow_up, cost_centre=cost_centre)
        .select_related("changed_by", "cost_centre")
        .first()
    )
    if unit is None:
        return None
    changed = unit_steps.has_changed(unit)
    found = unit_steps.steps(rights(place), unit, changed=changed)
    who = unit.changed_by.name if unit.changed_by else ""
    aside = {Step.RETURN, Step.KEEP}
    note_at = note_spot(place.follow_up, str(unit.cost_centre))
    return Standing(
        state=unit.get_state_display(),
        told=f"{who} {moment(unit.changed_at)}".strip(),
        note=unit.note,
        missing=counted(lacks, cost_centre) if Step.SUBMIT in found else "",
        steps=tuple((step.value, LABELS[step]) for step in found if step not in aside),
        may_return=Step.RETURN in found,
        may_keep=Step.KEEP in found,
        note_at=note_at,
        note_draft=own(Author.of(place), note_at).get(note_at),
    )
