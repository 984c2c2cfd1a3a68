"""Take in the month's outcome in the browser: look at a file, then let it count."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from committees.access import CONTROLLERS, Place, committee_view
from committees.intake.sheets import IntakeError
from committees.limits import limited
from committees.navigation import address, page
from committees.periods import CLOSING, MONTH_NAMES
from finance.browsing import period_name
from finance.month.taking_in import Look, TicketError, look, looked_at, take_in
from finance.pages.fields import scale_of

SHOWN_FAULTS = 200


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


def _show(
    request: HttpRequest, place: Place, seen: Look, *, reason_missing: bool = False
) -> HttpResponse:
    """The page on which a file is looked at."""
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
        reason_missing=reason_missing,
    )


@require_POST
@committee_view(CONTROLLERS)
@limited("upload")
def outcome_take(request: HttpRequest, place: Place) -> HttpResponse:
    """Let a file that was looked at count."""
    follow_up, back = place.follow_up, address("finance:month", place.follow_up)
    try:
        name, content = looked_at(
            follow_up, request.POST.get("biljett", ""), by=place.user
        )
    except TicketError as error:
        messages.error(request, str(error))
        return redirect(back)
    wants_closed = "stangda" in request.POST
    reason = request.POST.get("skal", "").strip() if wants_closed else ""
    if wants_closed and not reason:
        seen = look(follow_up, file_name=name, content=content, by=place.user)
        return _show(request, place, seen, reason_missing=True)
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
