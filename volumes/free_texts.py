"""What drafts beside a unit's volumes are called, and where they are mended."""

from __future__ import annotations

from committees.models import FollowUp
from committees.navigation import address
from committees.stops import Naming, Spot
from committees.trees import cost_centre_tree
from volumes.entry.drafts import SECTION
from volumes.models import VolumeSeries


def naming(follow_up: FollowUp) -> Naming:
    """The names of units and series in a follow-up's month."""
    units = cost_centre_tree(follow_up.committee, month=follow_up.period)
    series = VolumeSeries.objects.filter(committee=follow_up.committee_id)
    names = dict(series.values_list("code", "name"))

    def named(place: str) -> Spot | None:
        match place.split("/"):
            case [_, section, unit, code, "comment"] if section == SECTION:
                found = units.by_code.get(unit)
                label = f"{unit} {units.nodes[found].name}" if found else unit
                url = address("volumes:entry_unit", follow_up, unit=unit)
                return Spot(f"{label}, {names.get(code, code)}: kommentar", url)
            case _:
                return None

    return named
