"""The pages that are measured: where they are, what they cannot do without."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

from committees.models import CostCentre, FollowUp
from tests.bench.large import floors, shape
from tests.bench.large.shape import LARGE, SMALL, Size

CHART_LIBRARY = "/vendor/"
_FILES = re.compile(r'<(?:script[^>]* src|link[^>]* href)="/static/([^"]+)"')


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a follow-up, and the statement that it cannot do without.

    `path` stands after the follow-up's address; `{unit}` is the first cost centre.
    `most_bytes` is what may be sent of it with its files, the chart library apart.
    """

    name: str
    path: str
    statement: Callable[[FollowUp], object]
    most_bytes: int | None = None

    def path_of(self, size: Size) -> str:
        """The path in a committee."""
        return self.path.format(unit=shape.units(size)[0].code)


def _rows_of_unit(follow_up: FollowUp) -> object:
    return floors.rows_of_unit(follow_up, _first_unit(follow_up.committee.slug))


@cache
def _first_unit(slug: str) -> int:
    """The identity of a committee's first cost centre."""
    size = {each.slug: each for each in (SMALL, LARGE)}[slug]
    first = CostCentre.objects.get(
        municipality__code=size.municipality, code=shape.units(size)[0].code
    )
    return first.pk


PAGES = (
    Page("overview", "", floors.overview, most_bytes=300_000),
    Page("deviations_by_activity", "avvikelser/", floors.by_activity),
    Page(
        "deviations_by_cost_centre", "avvikelser/?efter=ansvar", floors.by_cost_centre
    ),
    Page(
        "cost_centres_listed",
        "avvikelser/?efter=ansvar&niva=alla",
        floors.by_cost_centre,
    ),
    Page("trend", "avvikelser/manader/", floors.by_month),
    Page(
        "drill_down",
        "avvikelser/siffra/?matt=utfall-hittills&ansvar={unit}",
        _rows_of_unit,
    ),
)


def linked_bytes(html: str) -> int:
    """The bytes of the scripts and styles that a page asks for at once."""
    found = (finders.find(path) for path in set(_FILES.findall(html)))
    files = [Path(each) for each in found if isinstance(each, str)]
    return sum(
        file.stat().st_size for file in files if CHART_LIBRARY not in file.as_posix()
    )
