"""Staff: how many, in what categories, month by month, absence and overtime."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from committees.access import WORKING, Place, committee_view
from committees.models import FollowUp
from committees.navigation import page
from committees.trees import activity_tree
from reports.chart_files import Figure, asked_file, with_files
from reports.charts import Chart
from reports.known_facts import Need, known
from reports.quantities.staff_hours import hours_by_month, hours_table
from reports.quantities.staff_months import month_chart, month_table
from reports.quantities.staffing import COUNTS, Staff, count_table
from reports.quantities.unit_cost_tables import YEARS_BACK
from reports.tables.model import Table
from volumes.models import Subject, VolumeSeries


@require_safe
@committee_view(WORKING)
def staffing(request: HttpRequest, place: Place) -> HttpResponse:
    """A committee's staff."""
    shown = staff_page(place.follow_up)
    if file := asked_file(request, place, shown.figures):
        return file
    return page(
        request,
        "reports/staffing.html",
        place,
        section="volymer",
        counts=[with_files(request, each) for each in shown.counts],
        charts=[with_files(request, each) for each in shown.charts],
        months=[with_files(request, each) for each in shown.months],
        hours=[with_files(request, each) for each in shown.hours],
    )


@dataclass(frozen=True, slots=True)
class StaffPage:
    """The tables and charts of staff; none where the committee has no such series."""

    counts: tuple[Table, ...] = ()
    months: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    hours: tuple[Table, ...] = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All that the page shows."""
        return (*self.counts, *self.charts, *self.months, *self.hours)


def staff_page(follow_up: FollowUp) -> StaffPage:
    """The staff of a follow-up."""
    staff = staff_of(follow_up)
    if not staff.series:
        return StaffPage()
    counts = [each for each in COUNTS if staff.ids(each)]
    months = tuple(month_table(staff, each) for each in counts)
    charts = (month_chart(table, follow_up.year) for table in months)
    hours = (hours_table(staff), hours_by_month(staff))
    return StaffPage(
        counts=tuple(count_table(staff, each) for each in counts),
        months=months,
        charts=tuple(each for each in charts if each),
        hours=tuple(each for each in hours if each),
    )


def staff_of(follow_up: FollowUp) -> Staff:
    """The series of staff that are kept in the follow-up's month, and their years."""
    month = follow_up.period.number
    series = list(
        VolumeSeries.objects.filter(
            committee=follow_up.committee,
            subject=Subject.STAFF,
            from_month__lte=month,
            to_month__gte=month,
        )
    )
    years = range(follow_up.year - YEARS_BACK, follow_up.year + 1)
    need = Need(years=frozenset(years), series=frozenset(one.pk for one in series))
    return Staff(
        known=known(follow_up, need),
        series=series,
        activities=activity_tree(follow_up.committee, month=follow_up.period),
        at=follow_up.period,
        source=f"personalsystemet och nämndens budget, {follow_up.title}",
    )
