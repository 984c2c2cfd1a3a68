"""External providers: their share of the cost, how many they are, and follow-ups."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from committees import events
from committees.access import OFFICE, WORKING, Place, committee_view
from committees.closing import why_closed
from committees.drafts import Author
from committees.free_texts import FreeText, Texts
from committees.models import FollowUp
from committees.navigation import address, page
from committees.numbers import Scale, Unit
from committees.periods import Scenario, Span
from finance import facts
from finance.figures import Measure
from goals.models import ProviderArea, ProviderCount
from reports.listings.building import listed
from reports.render.html import table_html
from reports.stops import provider_spot
from reports.tables.model import Table
from reports.tables.spec import Asked, ColumnSpec, TableSpec

FIELDS = ("providers", "followed_up", "comment")
NOT_MINE = "Bara den som tar fram rapporten skriver in utförarna."
MOST = 100_000


class CountForm(forms.Form):
    """What is counted of an area at a follow-up."""

    providers = forms.IntegerField(
        label="Antal utförare", required=False, min_value=0, max_value=MOST
    )
    followed_up = forms.IntegerField(
        label="Uppföljda i år", required=False, min_value=0, max_value=MOST
    )
    comment = FreeText(label="Kommentar", required=False, max_length=2000)

    def __init__(
        self, data: QueryDict | None, *, area: ProviderArea, **rest: Any
    ) -> None:
        """The form of one area."""
        self.area = area
        super().__init__(
            data, prefix=area.code, auto_id="utforare_%s", label_suffix="", **rest
        )

    def clean(self) -> dict[str, Any]:
        """No more are followed up than there are."""
        found: dict[str, Any] = super().clean() or {}
        seen, there = found.get("followed_up"), found.get("providers")
        if seen is not None and seen > (there or 0):
            self.add_error(
                "followed_up", "Fler är uppföljda än vad det finns utförare."
            )
        return found


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@committee_view(WORKING)
def providers(request: HttpRequest, place: Place) -> HttpResponse:
    """The areas, and what the office fills in of them."""
    still = why_closed(place.follow_up.state, is_settled=False)
    may_write = place.may(OFFICE) and not still
    if request.method == "POST" and not may_write:
        raise PermissionDenied(still or NOT_MINE)
    shown = _forms(request, place)
    texts = [_texts(place, form) for form in shown] if may_write else []
    # Every form is looked at, so that all faults are told at once.
    faulty = [form for form in shown if not form.is_valid()]
    if request.method == "POST" and not faulty:
        said = _save(place, shown)
        for each in texts:
            each.forget()
        messages.success(request, said)
        return redirect(address("reports:providers", place.follow_up))
    for each in texts:
        each.show_or_keep()
    return page(
        request,
        "reports/providers.html",
        place,
        section="mal",
        table=table_html(provider_table(place.follow_up)) if shown else "",
        forms=shown,
        may_write=may_write,
        still=still,
    )


def _forms(request: HttpRequest, place: Place) -> list[CountForm]:
    """A form for each area, filled in as it stands."""
    stored = {
        count.area_id: count
        for count in ProviderCount.objects.filter(follow_up=place.follow_up)
    }
    data = request.POST if request.method == "POST" else None
    return [
        CountForm(data, area=area, initial=_initial(stored.get(area.pk)))
        for area in ProviderArea.objects.filter(committee=place.committee)
    ]


def _texts(place: Place, form: CountForm) -> Texts:
    """The free text of an area's form, and where a draft of it is kept."""
    at = provider_spot(place.follow_up, form.area.code)
    return Texts(form, Author.of(place), at)


def _initial(stored: ProviderCount | None) -> dict[str, Any]:
    """What is stored, as the form shows it."""
    return {name: getattr(stored, name) for name in FIELDS} if stored else {}


def _save(place: Place, forms_: list[CountForm]) -> str:
    """Store what was changed, all at once; the words for what was done."""
    with transaction.atomic():
        changed = sum(_store(place, form) for form in forms_)
    return "Utförarna är sparade." if changed else "Inget var ändrat."


def _store(place: Place, form: CountForm) -> int:
    """Store what was changed of an area, with an event a field; how many fields."""
    found, _ = ProviderCount.objects.select_for_update().get_or_create(
        committee=place.committee, follow_up=place.follow_up, area=form.area
    )
    changed = [n for n in FIELDS if getattr(found, n) != form.cleaned_data[n]]
    for name in changed:
        old, new = getattr(found, name), form.cleaned_data[name]
        events.record(
            found,
            by=place.user,
            committee=place.committee,
            field=name,
            old="" if old is None else old,
            new="" if new is None else new,
            origin="typed",
        )
        setattr(found, name, new)
    if changed:
        found.changed_by = place.user
        found.save()
    return len(changed)


def provider_table(follow_up: FollowUp) -> Table:
    """Shares of the net cost to date, outcome and budget, and the counts."""
    spec = TableSpec(
        key="externa-utforare",
        title="Externa utförare",
        stub="Verksamhet",
        scale=Scale(Unit.PERCENT, 1),
        costs_positive=False,
        columns=(
            _share("utfall", "Andel av nettokostnaden, utfall", Scenario.OUTCOME),
            _share("budget", "Andel av nettokostnaden, budget", Scenario.BUDGET),
            _count("antal", "Antal utförare"),
            _count("uppföljda", "Uppföljda"),
            ColumnSpec(
                "kommentar", "Kommentar", Asked.ATTRIBUTE, attribute="kommentar"
            ),
        ),
        rows=(),
        listing="externa-utförare",
    )
    need = facts.Need(frozenset({Measure.NET}), frozenset({follow_up.year}))
    return next(listed(follow_up, [spec], books=facts.books(follow_up, need)))


def _share(key: str, label: str, scenario: Scenario) -> ColumnSpec:
    """A column of shares to date."""
    return ColumnSpec(
        key, label, Asked.ATTRIBUTE, scenario, span=Span.PERIOD, attribute="andel"
    )


def _count(name: str, label: str) -> ColumnSpec:
    """A column of counts."""
    key = name.replace("ö", "o").replace("ä", "a")
    scale = Scale(Unit.COUNT)
    return ColumnSpec(key, label, Asked.ATTRIBUTE, attribute=name, scale=scale)
