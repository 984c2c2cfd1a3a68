"""The trail as a page: filtered, newest first, fifty at a time."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from committees.access import WORKING, Place, committee_view
from committees.models import Event, User
from committees.navigation import page
from committees.scope import scope_of
from committees.trees import activity_tree, cost_centre_tree
from finance.forms import branches
from finance.pages.fields import scale_of
from finance.review import trail, trail_words
from finance.review.changes import Naming, naming

PER_PAGE = 50


class LogForm(forms.Form):
    """What the trail is narrowed to."""

    av = forms.TypedChoiceField(
        label="Person", required=False, coerce=int, empty_value=None
    )
    slag = forms.ChoiceField(label="Vad", required=False)
    ansvar = forms.ChoiceField(label="Ansvar", required=False)
    ursprung = forms.ChoiceField(label="Ursprung", required=False)
    fran = forms.DateField(
        label="Från och med",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    till = forms.DateField(
        label="Till och med",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, data: QueryDict, *, names: Naming, place: Place) -> None:
        """The choices of a follow-up."""
        super().__init__(data, auto_id="urval_%s", label_suffix="")
        self._offer("av", "Alla", _people(place))
        self._offer("slag", "Allt", list(trail_words.LABELS.items()))
        self._offer("ansvar", "Alla ansvar", branches(names.units))
        origins = [
            (key, text.capitalize()) for key, text in trail_words.ORIGINS.items()
        ]
        self._offer("ursprung", "Alla", origins)

    def _offer(self, name: str, everything: str, choices: list[Any]) -> None:
        """Set a field's choices, the first of which narrows nothing."""
        field = cast("forms.ChoiceField", self.fields[name])
        field.choices = [("", everything), *choices]

    def wanted(self, names: Naming) -> trail.Wanted:
        """The choices as what is wanted of the trail."""
        said = self.cleaned_data
        unit = said["ansvar"]
        return trail.Wanted(
            by=said["av"],
            subject=said["slag"],
            origin=said["ursprung"],
            cost_centres=names.units.under([unit]) if unit else None,
            from_day=said["fran"],
            to_day=said["till"],
        )

    @property
    def narrows(self) -> bool:
        """Whether anything is chosen."""
        return self.is_valid() and any(self.cleaned_data.values())


def _people(place: Place) -> list[tuple[str, str]]:
    """Those who have written anything in the committee."""
    written = Event.objects.filter(committee=place.committee).values("by")
    people = User.objects.filter(pk__in=written).order_by("name")
    return [(str(person.pk), person.name) for person in people]


def names_of(place: Place) -> Naming:
    """The names of the month's rows."""
    month = place.follow_up.period
    return naming(
        place.follow_up,
        units=cost_centre_tree(place.committee, month=month),
        activities=activity_tree(place.committee, month=month),
    )


@require_safe
@committee_view(WORKING)
def log(request: HttpRequest, place: Place) -> HttpResponse:
    """Who set what to what, when and from where."""
    names = names_of(place)
    form = LogForm(request.GET, names=names, place=place)
    number = _number(request.GET.get("sida", "1"))
    start = (number - 1) * PER_PAGE
    found: list[Event] = []
    if form.is_valid():
        rows = trail.events(
            place.follow_up,
            form.wanted(names),
            readable=scope_of(place).cost_centres(names.units),
        )
        found = list(rows[start : start + PER_PAGE + 1])
    asked = request.GET.copy()
    asked.pop("sida", None)
    return page(
        request,
        "finance/log.html",
        place,
        section="prognos",
        form=form,
        lines=list(trail_words.told(found[:PER_PAGE], names, scale=scale_of(place))),
        asked=asked.urlencode(),
        earlier=number - 1,
        later=number + 1 if len(found) > PER_PAGE else 0,
        partial=not scope_of(place).is_whole,
        scale=scale_of(place),
    )


def _number(text: str) -> int:
    """A page's number; the first for anything else."""
    return int(text) if text.isdecimal() and 0 < int(text) < 10**6 else 1
