"""Take in the month's outcome in the browser: look at a file, then let it count."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from committees.access import CONTROLLERS, Place, committee_view
from committees.drafts import Author, own, refusal
from committees.intake.sheets import IntakeError
from committees.intake.tickets import TicketError
from committees.limits import limited
from committees.navigation import address, page
from committees.periods import CLOSING, MONTH_NAMES
from finance.browsing import period_name
from finance.month.taking_in import TICKETS, Look, look, take_in
from finance.pages.fields import scale_of
from finance.pages.spots import month_spot

SHOWN_FAULTS = 200
REASON = "utfall"
"""What the reason for changing closed months is called among the month's."""


@require_POST
@committee_view(CONTROLLERS)
@limited("upload")
def outcome_look(request: HttpRequest, place: Place) -> HttpResponse:
    """What a file would change, or what is wrong with it."""
    file = request.FILES.get("fil")
    if file is None:
        messages.error(request, "Välj en fil först.")
        return redirect(address("finance:month", place.follow_up))
    name = (file.name or "utfall.csv")[-200:]
    seen = look(place.follow_up, file_name=name, content=file.read(), by=place.user)
    return _show(request, place, seen)


NO_REASON = "Skriv varför de stängda månaderna ska ändras."


def _show(
    request: HttpRequest, place: Place, seen: Look, *, fault: str = ""
) -> HttpResponse:
    """The page on which a file is looked at; `fault` is what is wrong with a reason."""
    at = month_spot(place.follow_up, REASON)
    draft = own(Author.of(place), at).get(at)
    return page(
        request,
        "finance/outcome_look.html",
        place,
        section="prognos",
        look=seen,
        faults=seen.faults[:SHOWN_FAULTS],
        months=[(period_name(m.period), m) for m in seen.months],
        later=[period_name(p) for p in seen.later],
        scale=scale_of(place),
        fault=fault or (draft.reason if draft else ""),
        reason=draft.text if draft else "",
    )


@require_POST
@committee_view(CONTROLLERS)
@limited("upload")
def outcome_take(request: HttpRequest, place: Place) -> HttpResponse:
    """Let a file that was looked at count."""
    follow_up, back = place.follow_up, address("finance:month", place.follow_up)
    try:
        name, content = TICKETS.redeem(
            follow_up, request.POST.get("biljett", ""), by=place.user
        )
    except TicketError as error:
        messages.error(request, str(error))
        return redirect(back)
    wants_closed = "stangda" in request.POST
    reason = request.POST.get("skal", "").strip() if wants_closed else ""
    at = month_spot(follow_up, REASON)
    fault = refusal(Author.of(place), at, reason) if reason else NO_REASON
    if wants_closed and fault:
        seen = look(follow_up, file_name=name, content=content, by=place.user)
        return _show(request, place, seen, fault=fault)
    try:
        taken = take_in(
            follow_up, file_name=name, content=content, by=place.user, reason=reason
        )
    except IntakeError as error:
        messages.error(request, " ".join(str(fault) for fault in error.faults[:3]))
        return redirect(back)
    messages.success(request, _told(taken.periods, taken.new_rows))
    return redirect(back)


def _told(periods: tuple[int, ...], new_rows: int) -> str:
    """What was taken in, in a sentence."""
    text = f"Utfallet är inläst för {_months(periods)}."
    if new_rows == 1:
        text += " En ny rad kom med i prognosen."
    elif new_rows:
        text += f" {new_rows} nya rader kom med i prognosen."
    return text


def _months(periods: tuple[int, ...]) -> str:
    """`januari–augusti`, or the months one by one where some are left out."""
    first, last = periods[0], periods[-1]
    if len(periods) > 1 and periods == tuple(range(first, last + 1)) and first > 0:
        end = "bokslutsposterna" if last == CLOSING else MONTH_NAMES[last - 1]
        return f"{MONTH_NAMES[first - 1]}\N{EN DASH}{end}"
    return ", ".join(period_name(period) for period in periods)
