"""The month: dates, who takes part, outcome, reconciliation, settled and closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from committees.access import CONTROLLERS, WORKING, Place, committee_view
from committees.drafts import Author, Draft, own, refusal
from committees.free_texts import Texts
from committees.models import CostCentre, FollowUpState, Role
from committees.navigation import address, page
from committees.numbers import Scale, Unit
from committees.periods import MONTH_NAMES
from committees.trees import cost_centre_tree
from finance.browsing import named
from finance.models import LiveMonth, UnitForecast
from finance.month import month_steps
from finance.month.month_steps import MonthError
from finance.month.opening import (
    OpeningError,
    open_follow_up,
    take_part,
    units_with_rows,
)
from finance.month.reconciling import (
    ReconcilingError,
    class_lines,
    set_totals,
    sign,
    signature,
)
from finance.pages.month_forms import DatesForm, TotalsForm
from finance.pages.spots import month_spot

KR = Scale(Unit.KR, decimals=2)
STEPPING = CONTROLLERS | {Role.MANAGER}
REASONED = ("hav", "oppna-igen")
"""Steps that are taken with a reason."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A cost centre that may take part; one whose forecast has begun stays."""

    node: int
    label: str
    chosen: bool
    begun: bool


@require_safe
@committee_view(WORKING)
def month(request: HttpRequest, place: Place) -> HttpResponse:
    """The month's steps and how far it has come."""
    return month_page(request, place)


def month_page(
    request: HttpRequest,
    place: Place,
    *,
    dates: DatesForm | None = None,
    totals: TotalsForm | None = None,
) -> HttpResponse:
    """The month's page, with a form that is to be mended if there is one."""
    follow_up = place.follow_up
    units = UnitForecast.objects.filter(follow_up=follow_up)
    lines = class_lines(follow_up)
    dates = dates or DatesForm.of(follow_up)
    _texts(place, dates).show_or_keep()
    return page(
        request,
        "finance/month.html",
        place,
        section="prognos",
        is_controller=place.may(CONTROLLERS),
        is_head=month_steps.is_head(place),
        dates=dates,
        reasons=_reasons(place),
        totals=totals or TotalsForm(lines),
        choices=choices(place),
        units=units.count(),
        unapproved=month_steps.unapproved(follow_up),
        missing_months=_missing_months(place),
        has_outcome=bool(lines),
        signature=signature(follow_up),
        is_over=follow_up.state in {FollowUpState.SENT, FollowUpState.CLOSED},
        kr=KR,
    )


def _texts(place: Place, form: DatesForm) -> Texts:
    """The instructions of a form, and where drafts of them are kept."""
    return Texts(form, Author.of(place), month_spot(place.follow_up))


def _reasons(place: Place) -> dict[str, tuple[str, Draft | None]]:
    """The place of each reason beside a step, and the person's draft of it."""
    found = own(Author.of(place), month_spot(place.follow_up) + "/")
    spots = {what: month_spot(place.follow_up, what) for what in REASONED}
    return {what.replace("-", "_"): (at, found.get(at)) for what, at in spots.items()}


def _missing_months(place: Place) -> list[str]:
    """Months up to the follow-up's that no outcome has been taken in for."""
    follow_up = place.follow_up
    live = LiveMonth.objects.filter(committee=place.committee, year=follow_up.year)
    present = set(live.values_list("period", flat=True))
    months = range(1, follow_up.month + 1)
    return [MONTH_NAMES[m - 1] for m in months if m not in present]


def choices(place: Place) -> list[Choice]:
    """The cost centres that have rows in the follow-up, or take part already."""
    follow_up = place.follow_up
    tree = cost_centre_tree(place.committee, month=follow_up.period)
    units = dict(
        UnitForecast.objects.filter(follow_up=follow_up).values_list(
            "cost_centre_id", "state"
        )
    )
    nodes = units_with_rows(follow_up) | units.keys()
    codes = CostCentre.objects.filter(pk__in=nodes).order_by("code")
    return [
        Choice(
            node=node,
            label=named(code, node, tree),
            chosen=node in units or not units,
            begun=units.get(node, "not_started") != "not_started",
        )
        for node, code in codes.values_list("pk", "code")
    ]


@require_POST
@committee_view(CONTROLLERS)
def month_dates(request: HttpRequest, place: Place) -> HttpResponse:
    """Store dates and instructions."""
    form = DatesForm(request.POST)
    if not form.is_valid():
        return month_page(request, place, dates=form)
    _texts(place, form).forget()
    return _do(
        request,
        place,
        lambda: month_steps.set_dates(place.follow_up, form.dates, by=place.user),
        "Datum och anvisningar är sparade.",
    )


@require_POST
@committee_view(CONTROLLERS)
def month_units(request: HttpRequest, place: Place) -> HttpResponse:
    """Store which cost centres take part."""
    _refuse_over(place)
    allowed = {choice.node for choice in choices(place)}
    asked = {int(n) for n in request.POST.getlist("ansvar") if n.isdigit()}
    if not asked & allowed:
        messages.error(request, "Välj minst ett ansvar.")
        return _back(place)
    came, went = take_part(place.follow_up, asked & allowed, by=place.user)
    told = f"{came} ansvar lades till och {went} togs bort." if came or went else ""
    messages.success(request, told or "Samma ansvar är med som förut.")
    return _back(place)


def _refuse_over(place: Place) -> None:
    """Who takes part is settled once a follow-up is over."""
    if place.follow_up.state in {FollowUpState.SENT, FollowUpState.CLOSED}:
        reason = "Uppföljningen är avslutad."
        raise Http404(reason)


@require_POST
@committee_view(CONTROLLERS)
def month_totals(request: HttpRequest, place: Place) -> HttpResponse:
    """Store the ledger's control totals; sign, when that is asked for."""
    follow_up = place.follow_up
    form = TotalsForm(class_lines(follow_up), request.POST)
    if not form.is_valid():
        return month_page(request, place, totals=form)
    if follow_up.is_closed:
        messages.error(request, "Uppföljningen är stängd.")
        return _back(place)
    set_totals(follow_up, form.totals, by=place.user)
    if request.POST.get("gor") != "stam-av":
        messages.success(request, "Kontrollsummorna är sparade.")
        return _back(place)
    return _do(
        request,
        place,
        lambda: sign(follow_up, by=place.user),
        "Utfallet är avstämt mot huvudboken.",
    )


@require_POST
@committee_view(STEPPING)
def month_step(request: HttpRequest, place: Place) -> HttpResponse:
    """Open, settle, lift, close or reopen."""
    reason = request.POST.get("skal", "")
    follow_up, is_controller = place.follow_up, place.may(CONTROLLERS)
    steps: dict[str, tuple[bool, Callable[[], object], str]] = {
        "oppna": (
            is_controller,
            lambda: open_follow_up(follow_up, by=place.user),
            "Uppföljningen är öppnad. Varje rad har en prognos att börja från.",
        ),
        "faststall": (
            True,
            lambda: month_steps.settle(place),
            "Prognosen är fastställd.",
        ),
        "hav": (
            True,
            lambda: month_steps.unsettle(place, reason=reason),
            "Fastställandet är hävt.",
        ),
        "stang": (
            is_controller,
            lambda: month_steps.close(place),
            "Uppföljningen är stängd.",
        ),
        "oppna-igen": (
            is_controller,
            lambda: month_steps.reopen(place, reason=reason),
            "Uppföljningen är öppen igen.",
        ),
    }
    asked = request.POST.get("steg", "")
    allowed, do, told = steps.get(asked, (False, dict, ""))
    if not allowed:
        messages.error(request, "Steget finns inte, eller så räcker inte din roll.")
        return _back(place)
    if asked in REASONED:
        said = refusal(Author.of(place), month_spot(follow_up, asked), reason)
        if said:
            messages.error(request, said)
            return _back(place)
    return _do(request, place, do, told)


def _do(
    request: HttpRequest, place: Place, do: Callable[[], object], told: str
) -> HttpResponse:
    """Do something, say how it went, and show the month."""
    try:
        do()
    except (MonthError, OpeningError, ReconcilingError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, told)
    return _back(place)


def _back(place: Place) -> HttpResponse:
    return redirect(address("finance:month", place.follow_up))
