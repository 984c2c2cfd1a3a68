"""Savings: what was proposed and decided side by side, and their forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from committees.access import CONTROLLERS, WORKING, Place, committee_view
from committees.closing import closed_because
from committees.drafts import Author
from committees.free_texts import Texts
from committees.navigation import address, page
from committees.numbers import Unit
from finance.models import Action, Saving, SavingPart
from finance.pages.fields import scale_of
from finance.pages.saving_forms import (
    PartForm,
    PartForms,
    SavingForm,
    part_initial,
    saving_initial,
)
from finance.pages.spots import saving_spot
from finance.review import editing
from finance.review.saving_pairs import saving_years

SAVING_FIELDS = (
    "code",
    "name",
    "list",
    "table",
    "year",
    "full_year_ore",
    "effect_ore",
    "action",
)
PART_FIELDS = ("axis", "name", "amount_ore")
CONFLICT = (
    "Någon annan har ändrat effektiviseringen sedan du öppnade den. Dina ändringar står"
    " kvar här. Öppna den på nytt för att se vad som är sparat, eller spara igen."
)


@require_safe
@committee_view(WORKING)
def savings(request: HttpRequest, place: Place) -> HttpResponse:
    """The savings of the follow-up's year and those after it."""
    closed = closed_because(place.follow_up)
    return page(
        request,
        "finance/savings.html",
        place,
        section="mal",
        years=saving_years(place.follow_up),
        scale=scale_of(place),
        closed=closed,
        changeable=place.may(CONTROLLERS) and not closed,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@committee_view(CONTROLLERS)
def saving_new(request: HttpRequest, place: Place) -> HttpResponse:
    """A new saving."""
    desk = _desk(place)
    form, parts = desk.forms(request)
    texts = desk.texts(form)
    if request.method == "POST" and form.is_valid() and parts.is_valid():
        with transaction.atomic():
            saved = desk.create(form, parts)
        if saved:
            texts.forget()
            messages.success(request, "Effektiviseringen är tillagd.")
            return redirect(address("finance:savings", place.follow_up))
    texts.show_or_keep()
    return _form_page(request, desk, form, parts)


@require_http_methods(["GET", "HEAD", "POST"])
@committee_view(CONTROLLERS)
def saving(request: HttpRequest, place: Place, saving: int) -> HttpResponse:
    """A saving to change, with what it falls on."""
    desk = _desk(place)
    stored = desk.find(saving)
    form, parts = desk.forms(request, stored)
    texts = desk.texts(form, stored)
    if request.method == "POST" and form.is_valid() and parts.is_valid():
        with transaction.atomic():
            stored = desk.find(saving, lock=True)
            saved = desk.save(stored, form, parts, was=request.POST.get("was", ""))
        if saved:
            texts.forget()
            messages.success(request, "Effektiviseringen är sparad.")
            return redirect(address("finance:savings", place.follow_up))
    texts.show_or_keep()
    return _form_page(request, desk, form, parts, stored)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a person changes the savings of a committee."""

    place: Place

    def find(self, number: int, *, lock: bool = False) -> Saving:
        """A saving of the committee."""
        rows = Saving.objects.filter(committee=self.place.committee, pk=number)
        found = (rows.select_for_update() if lock else rows).first()
        if found is None:
            raise Http404("Det finns ingen sådan effektivisering i nämnden.")
        return found

    def parts(self, stored: Saving) -> list[SavingPart]:
        """What the saving falls on."""
        return list(SavingPart.objects.filter(saving=stored).order_by("axis", "pk"))

    def texts(self, form: SavingForm, stored: Saving | None = None) -> Texts:
        """The form's free text, and where drafts of it are kept."""
        at = saving_spot(self.place.follow_up, stored.pk if stored else 0)
        return Texts(form, Author.of(self.place), at)

    def forms(
        self, request: HttpRequest, stored: Saving | None = None
    ) -> tuple[SavingForm, Any]:
        """The forms, as typed or as stored."""
        data = request.POST if request.method == "POST" else None
        unit, committee = Unit(self.place.user.amount_unit), self.place.committee
        tables = Saving.objects.filter(committee=committee).exclude(table="")
        initial = saving_initial(stored) if stored else {}
        form = SavingForm(
            data,
            unit=unit,
            actions=Action.objects.filter(committee=committee).order_by("code"),
            tables=sorted(set(tables.values_list("table", flat=True))),
            initial=initial or {"ar": self.place.follow_up.year + 1},
        )
        parts = self.parts(stored) if stored else []
        return form, PartForms(
            data,
            prefix="del",
            initial=[part_initial(each) for each in parts],
            form_kwargs={"unit": unit, "label_suffix": ""},
        )

    def print_of(self, stored: Saving) -> str:
        """The fingerprint of a saving with its parts."""
        parts = editing.fingerprint(self.parts(stored), ("pk", *PART_FIELDS))
        return editing.fingerprint([stored], SAVING_FIELDS) + parts

    def create(self, form: SavingForm, parts: Any) -> bool:
        """Store a new saving; False with a fault in the form if its code is taken."""
        committee, values = self.place.committee, form.values()
        if not self._is_free(form, values["code"]):
            return False
        mine = Saving.objects.filter(committee=committee)
        last = mine.aggregate(last=Max("position"))["last"]
        stored = Saving(committee=committee, position=(last or 0) + 1, **values)
        editing.create(
            stored, by=self.place.user, committee=committee, fields=SAVING_FIELDS
        )
        self._save_parts(stored, parts)
        return True

    def save(self, stored: Saving, form: SavingForm, parts: Any, *, was: str) -> bool:
        """Change a stored saving; False with the fault in the form."""
        if was != self.print_of(stored):
            form.add_error(None, CONFLICT)
            return False
        if not self._is_free(form, form.values()["code"], besides=stored.pk):
            return False
        by, committee = self.place.user, self.place.committee
        editing.change(stored, form.values(), by=by, committee=committee)
        self._save_parts(stored, parts)
        return True

    def _is_free(self, form: SavingForm, code: str, *, besides: int = 0) -> bool:
        """Whether no other saving has the code; else a fault in the form."""
        others = Saving.objects.filter(committee=self.place.committee, code=code)
        if others.exclude(pk=besides).exists():
            form.add_error(
                "kod", f"Det finns redan en effektivisering med koden {code}."
            )
            return False
        return True

    def _save_parts(self, stored: Saving, parts: Any) -> None:
        """Store the parts; what goes or is renamed first, so that names are free."""
        by, committee = self.place.user, self.place.committee
        known = {each.pk: each for each in self.parts(stored)}
        new: list[SavingPart] = []
        for form in parts.forms:
            part = known.get(form.cleaned_data.get("nummer") or 0)
            gone = form.cleaned_data.get("DELETE", False)
            if part is not None and not gone and _has_same_name(part, form):
                editing.change(part, form.values(), by=by, committee=committee)
                continue
            if part is not None:
                what = f"{part.axis} {part.name}"
                editing.remove(part, by=by, committee=committee, of=stored, what=what)
            if not gone and form.cleaned_data and form.is_said():
                new.append(SavingPart(saving=stored, **form.values()))
        for each in new:
            editing.create(each, by=by, committee=committee, fields=PART_FIELDS)


def _has_same_name(part: SavingPart, form: PartForm) -> bool:
    """Whether a part is called what it was, along the same axis."""
    said = form.values()
    return (part.axis, part.name) == (said["axis"], said["name"])


def _desk(place: Place) -> Desk:
    """The desk; refuses where nothing may change any more."""
    closed = closed_because(place.follow_up)
    if closed:
        raise PermissionDenied(closed)
    return Desk(place)


def _form_page(
    request: HttpRequest,
    desk: Desk,
    form: SavingForm,
    parts: Any,
    stored: Saving | None = None,
) -> HttpResponse:
    """The page with the forms."""
    return page(
        request,
        "finance/saving.html",
        desk.place,
        section="mal",
        form=form,
        parts=parts,
        stored=stored,
        was=desk.print_of(stored) if stored else "",
        scale=scale_of(desk.place),
    )
