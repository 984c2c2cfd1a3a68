"""How many decisions are not executed, by kind and quarter: what others may know."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from committees.access import WORKING, Place, committee_view
from committees.models import FollowUp
from committees.navigation import page
from committees.numbers import Scale, Unit
from goals.quarters import QUARTER_MONTHS, Quarter
from reports.listings.building import listed
from reports.listings.names import LAWS
from reports.render.html import table_html
from reports.tables.model import Table
from reports.tables.spec import Asked, ColumnSpec, TableSpec

QUARTERS_BACK = 3
"""Quarters before the latest that are shown beside it."""
KINDS = {
    "ej-verkställda-antal": "Beslut som inte är verkställda inom tre månader, {law}",
    "avbrott-antal": "Avbrott som inte är verkställda på nytt inom tre månader, {law}",
}


@require_safe
@committee_view(WORKING)
def decision_counts(request: HttpRequest, place: Place) -> HttpResponse:
    """Counts by law and kind, the small ones hidden."""
    tables = [table for table in count_tables(place.follow_up) if table.rows]
    return page(
        request,
        "reports/decision_counts.html",
        place,
        section="mal",
        tables=[table_html(table) for table in tables],
        fewest=place.committee.fewest_shown,
    )


def count_tables(follow_up: FollowUp) -> tuple[Table, ...]:
    """A table for each law of decisions and of interruptions."""
    specs = [_spec(kind, law, follow_up) for kind in KINDS for law in LAWS]
    return tuple(listed(follow_up, specs))


def _spec(kind: str, law: str, follow_up: FollowUp) -> TableSpec:
    """The definition of one table of counts."""
    return TableSpec(
        key=f"{kind}-{law}".lower().replace("ä", "a"),
        title=KINDS[kind].format(law=law),
        stub="Insats",
        scale=Scale(Unit.COUNT),
        costs_positive=False,
        columns=tuple(_columns(follow_up)),
        rows=(),
        listing=f"{kind}:{law}",
    )


def _columns(follow_up: FollowUp) -> Iterator[ColumnSpec]:
    """The latest quarter that had ended by the follow-up's month, and those before."""
    ended = follow_up.year * 4 + follow_up.month // QUARTER_MONTHS - 1
    for back in range(QUARTERS_BACK, -1, -1):
        year, number = divmod(ended - back, 4)
        quarter = Quarter(year, number + 1)
        yield ColumnSpec(
            key=f"k{quarter.number}-{year}",
            label=f"Kvartal {quarter.number} {year}",
            measure=Asked.ATTRIBUTE,
            attribute="antal",
            year_offset=year - follow_up.year,
            month=quarter.number * QUARTER_MONTHS,
        )
