"""A new line of the action plan; its words are written on the line's own page."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from committees.access import CONTROLLERS, Place, committee_view
from committees.drafts import Author
from committees.free_texts import Texts
from committees.navigation import address, page
from goals.rights import closed_because
from reports.pages.plan_line_form import PlanLineForm
from reports.plan_lines import add_line
from reports.stops import plan_spot


@require_http_methods(["GET", "HEAD", "POST"])
@committee_view(CONTROLLERS)
def plan_line_new(request: HttpRequest, place: Place) -> HttpResponse:
    """A new line of the year's plan."""
    closed = closed_because(place)
    if closed:
        raise PermissionDenied(closed)
    sent = request.POST if request.method == "POST" else None
    form = PlanLineForm(sent, place=place)
    texts = Texts(form, Author.of(place), plan_spot(place.follow_up))
    if form.is_valid():
        with transaction.atomic():
            topic = add_line(place, form.values())
        texts.forget()
        messages.success(request, "Raden är tillagd. Skriv planens ord här.")
        return redirect(address("goals:topic", place.follow_up, topic=topic.code))
    texts.show_or_keep()
    return page(request, "reports/plan_line.html", place, section="mal", form=form)
