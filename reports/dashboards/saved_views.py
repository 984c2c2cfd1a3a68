"""Views of the dashboards that a person keeps under names of her own.

What is kept is where the view lies within a follow-up, with its choices, so that it
opens in whichever follow-up one stands in. Nobody else sees them.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_http_methods

from committees.access import WORKING, Place, committee_view
from committees.free_texts import FreeText
from committees.models import FollowUp
from committees.navigation import address, page
from reports.models import SavedView

WITHIN = "avvikelser/"
"""Where views lie, seen from a follow-up."""
LONGEST = 1000
MOST = 50
"""So many views a person keeps in a committee."""
LONGEST_NUMBER = 18
"""So many digits the database has room for."""


class ViewForm(forms.Form):
    """A name for a view, and the address that it stands at."""

    name = FreeText(label="Namn", max_length=80)
    address = forms.CharField(max_length=LONGEST * 2, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, follow_up: FollowUp) -> None:
        """What was posted from a page of the follow-up."""
        self.follow_up = follow_up
        super().__init__(data, auto_id="vy_%s", label_suffix="")

    def clean_address(self) -> str:
        """Where the view lies within a follow-up; refused unless it is one of ours."""
        found = within(self.follow_up, self.cleaned_data["address"])
        if not found:
            raise forms.ValidationError(
                "Adressen leder inte till en vy av avvikelserna. Öppna vyn och spara"
                " den därifrån."
            )
        return found


def within(follow_up: FollowUp, url: str) -> str:
    """An address of a page of deviations, seen from its follow-up; empty if none."""
    parts = urlsplit(url)
    start = address("reports:overview", follow_up)
    if parts.scheme or parts.netloc or not parts.path.startswith(start + WITHIN):
        return ""
    try:
        match = resolve(parts.path)
    except Resolver404:
        return ""
    if match.url_name == "saved_views":
        return ""
    told = parts.path.removeprefix(start) + (f"?{parts.query}" if parts.query else "")
    return told if len(told) <= LONGEST else ""


@dataclass(frozen=True, slots=True)
class View:
    """A kept view: its name, and where it lies in the follow-up one stands in."""

    number: int
    name: str
    url: str


def views_of(place: Place) -> tuple[View, ...]:
    """The person's views in the committee, by name, in one question."""
    start = address("reports:overview", place.follow_up)
    kept = SavedView.objects.filter(committee=place.committee, user=place.user)
    return tuple(
        View(number, name, start + url)
        for number, name, url in kept.values_list("pk", "name", "address")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@committee_view(WORKING)
def saved_views(request: HttpRequest, place: Place) -> HttpResponse:
    """My views: to open, to name anew, to take away; and a new one to keep."""
    if request.method != "POST":
        return _page(request, place)
    if request.POST.get("gor") == "ta-bort":
        _drop(request, place)
        return redirect(address("reports:saved_views", place.follow_up))
    form = ViewForm(request.POST, follow_up=place.follow_up)
    refusal = _refusal(place, form)
    if refusal:
        return _page(request, place, form=form, refusal=refusal)
    kept = _keep(place, form)
    told = f"Vyn ”{kept.name}” är sparad. Den finns under Mina vyer."
    messages.success(request, told)
    return redirect(address("reports:overview", place.follow_up) + kept.address)


def _refusal(place: Place, form: ViewForm) -> str:
    """Why a view cannot be kept; empty when it can."""
    if not form.is_valid():
        return str(next(iter(next(iter(form.errors.values())))))
    mine = SavedView.objects.filter(committee=place.committee, user=place.user)
    renamed, name = _at_hand(mine, form), form.cleaned_data["name"]
    if mine.filter(name=name).first() not in {None, renamed}:
        return f"Det finns redan en vy som heter ”{name}”. Välj ett annat namn."
    if renamed is None and mine.count() >= MOST:
        return f"Du har redan {MOST} vyer. Ta bort någon först."
    return ""


def _at_hand(mine: QuerySet[SavedView], form: ViewForm) -> SavedView | None:
    """The person's view that is named anew; None where a new one is kept."""
    number = form.data.get("vy", "")
    return mine.filter(pk=int(number)).first() if _is_number(number) else None


def _is_number(told: str) -> bool:
    """Whether what was posted can be a view's number."""
    return told.isascii() and told.isdigit() and len(told) <= LONGEST_NUMBER


def _keep(place: Place, form: ViewForm) -> SavedView:
    """Keep a view under a name: the view at hand, or a new one."""
    mine = SavedView.objects.filter(committee=place.committee, user=place.user)
    kept = _at_hand(mine, form)
    if kept is None:
        kept = SavedView(committee=place.committee, user=place.user)
    kept.name = form.cleaned_data["name"]
    kept.address = form.cleaned_data["address"]
    kept.save()
    return kept


def _drop(request: HttpRequest, place: Place) -> None:
    """Take a view away."""
    number = request.POST.get("vy", "")
    found = SavedView.objects.filter(
        committee=place.committee,
        user=place.user,
        pk=int(number) if _is_number(number) else 0,
    ).first()
    if found:
        found.delete()
        messages.success(request, f"Vyn ”{found.name}” är borttagen.")


def _page(
    request: HttpRequest,
    place: Place,
    *,
    form: ViewForm | None = None,
    refusal: str = "",
) -> HttpResponse:
    """The list, and what was refused with what was typed."""
    return page(
        request,
        "reports/dashboards/saved_views.html",
        place,
        section="avvikelser",
        views=views_of(place),
        form=form,
        refusal=refusal,
    )
