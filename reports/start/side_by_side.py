"""Several committees side by side, for those who work in more than one."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from committees.access import places_of
from committees.models import User
from reports.chart_files import ASKED, file_named
from reports.start.besides import Beside, besides
from reports.start.side_by_side_file import NAME, beside_file

SORTS: dict[str, tuple[str, Callable[[Beside], tuple[object, ...]]]] = {
    "namnd": ("Nämnd", lambda b: (b.place.committee.name, b.follow_up.committee_id)),
    "hittills": ("Avvikelse hittills", lambda b: _known_first(b.total.to_date)),
    "prognos": ("Prognosavvikelse", lambda b: _known_first(b.total.deviation)),
    "andel": ("Andel av ramen", lambda b: (b.total.deviation is None, b.share)),
    "forandring": ("Sedan förra", lambda b: _known_first(b.total.change)),
    "inlamnat": ("Inlämnat", lambda b: (b.handed_in_permille,)),
}
"""What may be sorted by: the heading, and the order, the worst first."""


def _known_first(ore: int | None) -> tuple[bool, int]:
    """Deficits first, then surpluses, then what is not known."""
    return ore is None, ore or 0


@require_safe
def side_by_side(request: HttpRequest) -> HttpResponse:
    """The person's committees; straight on to the only one."""
    places = places_of(cast("User", request.user))
    if len(places) == 1:
        return redirect("committees:committee", slug=places[0].committee.slug)
    if not places:
        return redirect("committees:home")
    sort = request.GET.get("sortera", "")
    if sort and sort not in SORTS:
        told = ", ".join(SORTS)
        raise Http404(f"Nämnder kan inte sorteras efter {sort}, bara efter {told}.")
    rows = besides(places)
    shown = {each.place.committee.pk for each in rows}
    rows = sorted(rows, key=SORTS[sort][1]) if sort else rows
    if ASKED in request.GET:
        return beside_file(request, rows, request.GET[ASKED])
    return render(
        request,
        "reports/side_by_side.html",
        {
            "rows": rows,
            "file": file_named(request, NAME),
            "others": [each for each in places if each.committee.pk not in shown],
            "heads": [(key, label) for key, (label, _) in SORTS.items()],
            "sort": sort,
        },
    )
