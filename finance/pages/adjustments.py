"""Adjustments of outcome and on controller level: list, add, change, mark booked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from committees.access import CONTROLLERS, WORKING, Place, committee_view
from committees.closing import closed_because
from committees.drafts import Author
from committees.free_texts import Texts
from committees.holders import HOLDING
from committees.navigation import address, page
from committees.numbers import Scale, Unit, money_text
from committees.scope import scope_of
from finance.models import ControllerAdjustment, OutcomeAdjustment
from finance.pages.adjustment_forms import (
    ControllerForm,
    OutcomeForm,
    controller_initial,
    outcome_initial,
)
from finance.pages.adjustment_lines import Line
from finance.pages.fields import Axes, scale_of
from finance.pages.spots import adjustment_spot
from finance.review import adjusting, editing

OUTCOME, CONTROLLER = "utfall", "kontroller"
TITLES = {
    OUTCOME: "Justering av utfall",
    CONTROLLER: "Justering på kontrollernivå",
}
KRONOR = Scale(Unit.KR, decimals=2)
CONFLICT = (
    "Någon annan har ändrat justeringen sedan du öppnade den. Läs det som står nu"
    " och spara igen om din ändring ska gälla."
)

Stored = OutcomeAdjustment | ControllerAdjustment


@require_safe
@committee_view(WORKING)
def adjustments(request: HttpRequest, place: Place) -> HttpResponse:
    """The follow-up's adjustments, each sort with its sum."""
    follow_up = place.follow_up
    axes = Axes.of(place)
    may = not closed_because(follow_up)
    readable = scope_of(place).cost_centres(axes.cost_centres)
    listed = [
        Line.of_outcome(each, axes, changeable=may and _reaches(axes, each))
        for each in adjusting.outcome_adjustments(follow_up)
        if readable is None or each.cost_centre_id in readable
    ]
    return page(
        request,
        "finance/adjustments.html",
        place,
        section="prognos",
        outcome=listed,
        controller=[
            Line.of_controller(each, axes, changeable=may and place.may(CONTROLLERS))
            for each in adjusting.controller_adjustments(follow_up)
        ],
        sums=adjusting.adjusted(follow_up),
        partial=readable is not None,
        scale=scale_of(place),
        closed=closed_because(follow_up),
        may_add_outcome=may and place.may(HOLDING | CONTROLLERS),
        may_add_controller=may and place.may(CONTROLLERS),
    )


def _reaches(axes: Axes, stored: OutcomeAdjustment) -> bool:
    """Whether the person writes the adjustment's cost centre."""
    return axes.writable is None or stored.cost_centre_id in axes.writable


@require_http_methods(["GET", "HEAD", "POST"])
@committee_view(HOLDING | CONTROLLERS)
def adjustment_new(request: HttpRequest, place: Place, kind: str) -> HttpResponse:
    """A new adjustment of one sort."""
    desk = _desk(place, kind)
    form = desk.form(request)
    texts = desk.texts(form)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            desk.create(form.values())
            texts.forget()
        messages.success(request, f"{TITLES[kind]} är tillagd.")
        return redirect(address("finance:adjustments", place.follow_up))
    texts.show_or_keep()
    return _form_page(request, desk, form)


@require_http_methods(["GET", "HEAD", "POST"])
@committee_view(HOLDING | CONTROLLERS)
def adjustment(
    request: HttpRequest, place: Place, kind: str, adjustment: int
) -> HttpResponse:
    """An adjustment to change, mark as booked, or take away."""
    desk = _desk(place, kind)
    if request.method != "POST":
        stored = desk.find(adjustment)
        form = desk.form(request, stored)
        desk.texts(form, stored).show_or_keep()
        return _form_page(request, desk, form, stored)
    with transaction.atomic():
        stored = desk.find(adjustment, lock=True)
        said, form = _done(request, desk, stored)
    if said:
        messages.success(request, said)
        return redirect(address("finance:adjustments", place.follow_up))
    return _form_page(request, desk, form, desk.find(adjustment))


def _done(
    request: HttpRequest, desk: Desk, stored: Stored
) -> tuple[str, ControllerForm | OutcomeForm]:
    """Carry out what a button says; the message, empty when a fault stands in it."""
    form = desk.form(request, stored)
    if request.POST.get("was") != desk.print_of(stored):
        form.add_error(None, CONFLICT)
        return "", form
    match request.POST.get("gor"):
        case "ta-bort":
            desk.texts(form, stored).forget()
            desk.remove(stored)
            return f"{TITLES[desk.kind]} är borttagen. Det står i loggen.", form
        case "bokford" | "ej-bokford" if isinstance(stored, OutcomeAdjustment):
            booked = not stored.booked
            desk.change(stored, {"booked": booked})
            said = "bokförd och räknas inte längre" if booked else "inte bokförd"
            return f"Justeringen är märkt som {said}.", form
        case _:
            texts = desk.texts(form, stored)
            if not form.is_valid():
                texts.show_or_keep()
                return "", form
            changed = desk.change(stored, form.values())
            texts.forget()
            return "Justeringen är sparad." if changed else "Inget var ändrat.", form


@dataclass(frozen=True, slots=True)
class Desk:
    """Where adjustments of one sort are changed by a person in a follow-up."""

    place: Place
    kind: str
    axes: Axes

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields whose changes the trail tells of."""
        of_outcome = self.kind == OUTCOME
        return adjusting.OUTCOME_FIELDS if of_outcome else adjusting.CONTROLLER_FIELDS

    def find(self, number: int, *, lock: bool = False) -> Stored:
        """A stored adjustment that is the person's to change; Http404 otherwise."""
        rows: Any = (
            adjusting.outcome_adjustments(self.place.follow_up)
            if self.kind == OUTCOME
            else adjusting.controller_adjustments(self.place.follow_up)
        )
        if lock:
            rows = rows.select_for_update(of=("self",))
        stored: Stored | None = rows.filter(pk=number).first()
        if stored is None or not self._mine(stored):
            raise Http404("Det finns ingen sådan justering som du kan ändra.")
        return stored

    def _mine(self, stored: Stored) -> bool:
        """Whether the adjustment lies where the person writes."""
        if isinstance(stored, ControllerAdjustment):
            return True
        return _reaches(self.axes, stored)

    def form(
        self, request: HttpRequest, stored: Stored | None = None
    ) -> ControllerForm | OutcomeForm:
        """The form, as typed or as stored."""
        data = request.POST if request.method == "POST" else None
        unit = Unit(self.place.user.amount_unit)
        month = self.place.follow_up.period
        initial: dict[str, Any] = {}
        if isinstance(stored, OutcomeAdjustment):
            initial = outcome_initial(stored)
        elif stored is not None:
            initial = controller_initial(stored)
        if self.kind == OUTCOME:
            return OutcomeForm(
                data, axes=self.axes, unit=unit, month=month, initial=initial
            )
        return ControllerForm(data, axes=self.axes, unit=unit, initial=initial)

    def texts(
        self, form: ControllerForm | OutcomeForm, stored: Stored | None = None
    ) -> Texts:
        """The form's free text, and where drafts of it are kept."""
        number = stored.pk if stored else 0
        at = adjustment_spot(self.place.follow_up, self.kind, number)
        return Texts(form, Author.of(self.place), at)

    def print_of(self, stored: Stored) -> str:
        """The fingerprint of what is stored."""
        return editing.fingerprint([stored], self.fields)

    def create(self, values: dict[str, Any]) -> None:
        """Store a new adjustment."""
        place, committee = self.place, self.place.committee
        shared = {"committee": committee, "follow_up": place.follow_up}
        new: Stored = (
            OutcomeAdjustment(**shared, **values)
            if self.kind == OUTCOME
            else ControllerAdjustment(**shared, **values, by=place.user)
        )
        editing.create(new, by=place.user, committee=committee, fields=self.fields)

    def change(self, stored: Stored, values: dict[str, Any]) -> bool:
        """Change a stored adjustment."""
        by, committee = self.place.user, self.place.committee
        return editing.change(stored, values, by=by, committee=committee)

    def remove(self, stored: Stored) -> None:
        """Take a stored adjustment away."""
        ore = money_text(stored.amount_ore, KRONOR, plus=True)
        what = f"{stored.activity} {stored.group}: {ore} kr"
        if isinstance(stored, OutcomeAdjustment):
            what = f"{stored.cost_centre} {what}"
        place = self.place
        editing.remove(
            stored,
            by=place.user,
            committee=place.committee,
            of=place.follow_up,
            what=what,
        )


def _desk(place: Place, kind: str) -> Desk:
    """The desk of a sort; refuses who may not sit there."""
    if kind not in TITLES:
        raise Http404(f"Slaget {kind} finns inte. De som finns: {', '.join(TITLES)}.")
    if kind == CONTROLLER and not place.may(CONTROLLERS):
        raise PermissionDenied("Justeringar på kontrollernivå görs av controllern.")
    closed = closed_because(place.follow_up)
    if closed:
        raise PermissionDenied(closed)
    return Desk(place, kind, Axes.of(place))


def _form_page(
    request: HttpRequest,
    desk: Desk,
    form: ControllerForm | OutcomeForm,
    stored: Stored | None = None,
) -> HttpResponse:
    """The page with the form; with a conflict it shows what is stored now."""
    return page(
        request,
        "finance/adjustment.html",
        desk.place,
        section="prognos",
        form=form,
        kind=desk.kind,
        title=TITLES[desk.kind],
        stored=stored,
        stored_now=_stored_now(desk, stored) if form.non_field_errors() else None,
        was=desk.print_of(stored) if stored else "",
        scale=scale_of(desk.place),
    )


def _stored_now(desk: Desk, stored: Stored | None) -> Line | None:
    """What is stored, to be read beside what was typed."""
    if isinstance(stored, OutcomeAdjustment):
        return Line.of_outcome(stored, desk.axes, changeable=True)
    if stored is not None:
        return Line.of_controller(stored, desk.axes, changeable=True)
    return None
