"""What a unit costs: all of a committee's unit costs, and how each is computed."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from committees.access import WORKING, Place, committee_view
from committees.models import FollowUp
from committees.navigation import page
from committees.trees import activity_tree
from finance.models import AccountGroup
from reports.chart_files import asked_file, file_of
from reports.known_facts import everything
from reports.models import TableDefinition
from reports.quantities.unit_cost_seasons import season_marks
from reports.quantities.unit_cost_tables import WHAT, UnitCosts, overview_table
from reports.quantities.unit_cost_workings import Names, Workings, workings
from reports.render.html import table_html
from reports.tables.model import Column, Row, Table
from volumes.models import UnitCost

YEARS_READ = 4
"""Earlier years that are read: those shown, and those that tell a season."""


@require_safe
@committee_view(WORKING)
def unit_costs(request: HttpRequest, place: Place) -> HttpResponse:
    """Every unit cost, and the money and volume behind each on demand."""
    shown = unit_cost_page(place.follow_up)
    if file := asked_file(request, place, (shown.table,)):
        return file
    return page(
        request,
        "reports/unit_costs.html",
        place,
        section="volymer",
        table=_table(request, shown.table) if shown.table else "",
        workings=[(each, figures_html(each.table)) for each in shown.workings],
        marks=shown.marks,
    )


def _table(request: HttpRequest, table: Table) -> SafeString:
    """The unit costs, each leading to how it is computed."""
    return table_html(table, link=_to_workings, file=file_of(request, table))


def figures_html(table: Table) -> SafeString:
    """A small table within a page."""
    return table_html(table, ident=table.key)


def _to_workings(row: Row, column: Column) -> str | None:
    """What a row measures leads to how it is computed."""
    return f"#{row.key}" if column == WHAT else None


@dataclass(frozen=True, slots=True)
class UnitCostPage:
    """The table, if any, how each row is computed, and how many rows warn."""

    table: Table | None = None
    workings: tuple[Workings, ...] = ()
    marks: int = 0


def unit_cost_page(follow_up: FollowUp) -> UnitCostPage:
    """The unit costs of a follow-up."""
    defined = list(
        UnitCost.objects.filter(committee=follow_up.committee).prefetch_related(
            "activities", "series"
        )
    )
    if not defined:
        return UnitCostPage()
    years = range(follow_up.year - YEARS_READ, follow_up.year + 1)
    shown = UnitCosts(
        known=everything(follow_up, years),
        defined=defined,
        at=follow_up.period,
        sign=-1 if costs_positive(follow_up) else 1,
        source=f"huvudbok, budget, prognos och volymer, {follow_up.title}",
    )
    marks = season_marks(follow_up, shown.known, years=years)
    names = names_of(follow_up)
    return UnitCostPage(
        table=overview_table(shown, marks),
        workings=tuple(workings(shown, one, names) for one in defined),
        marks=len(marks),
    )


def names_of(follow_up: FollowUp) -> Names:
    """What is told by name in how unit costs are computed."""
    groups = AccountGroup.objects.filter(
        grouping__committee=follow_up.committee,
        grouping__from_year__lte=follow_up.year,
        grouping__to_year__gte=follow_up.year,
    )
    return Names(
        activities=activity_tree(follow_up.committee, month=follow_up.period),
        groups=dict(groups.values_list("code", "name")),
    )


def costs_positive(follow_up: FollowUp) -> bool:
    """Whether the committee's tables, of unit costs if there are any, turn costs."""
    found = TableDefinition.objects.for_follow_up(follow_up).values_list(
        "rows__unit_cost", "costs_positive"
    )
    turned = sorted(found.distinct(), key=lambda pair: not pair[0])
    return bool(turned and turned[0][1])
