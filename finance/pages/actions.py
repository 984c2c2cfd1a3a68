"""Actions: what is decided, realised and remains, and the forecast before them."""

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
from committees.navigation import address, page
from committees.numbers import Unit
from finance.models import Action, ActionEffect
from finance.pages.action_forms import (
    ActionForm,
    EffectForms,
    action_initial,
    effect_initial,
)
from finance.pages.action_lines import Line, where
from finance.pages.fields import Axes, scale_of
from finance.pages.spots import action_spot
from finance.review import editing
from finance.review.actions import (
    before_actions,
    counted,
    effects_of,
    forecast_deviation,
    placed,
)

ACTION_FIELDS = ("code", "name", "state", "decided_on")
EFFECT_FIELDS = (
    "cost_centre",
    "activity",
    "group",
    "decided_ore",
    "realised_ore",
    "remaining_ore",
)
CONFLICT = (
    "Någon annan har ändrat åtgärden sedan du öppnade den. Dina ändringar står kvar"
    " här. Öppna åtgärden på nytt för att se vad som är sparat, eller spara igen."
)


@require_safe
@committee_view(WORKING)
def actions(request: HttpRequest, place: Place) -> HttpResponse:
    """The year's actions, their sums, and the forecast before them."""
    follow_up = place.follow_up
    axes = Axes.of(place)
    effects, forecast = counted(follow_up), forecast_deviation(follow_up)
    lines = [Line.of(each, axes) for each in placed(follow_up)]
    return page(
        request,
        "finance/actions.html",
        place,
        section="prognos",
        counted=[line for line in lines if line.counts],
        uncounted=[line for line in lines if not line.counts],
        sums=effects,
        forecast=forecast,
        before=before_actions(forecast, effects),
        scale=scale_of(place),
        closed=closed_because(follow_up),
        changeable=place.may(CONTROLLERS) and not closed_because(follow_up),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@committee_view(CONTROLLERS)
def action_new(request: HttpRequest, place: Place) -> HttpResponse:
    """A new action."""
    desk = _desk(place)
    form, effects = desk.forms(request)
    texts = desk.texts(form)
    if request.method == "POST" and form.is_valid() and effects.is_valid():
        with transaction.atomic():
            saved = desk.create(form, effects)
        if saved:
            texts.forget()
            messages.success(request, "Åtgärden är tillagd.")
            return redirect(address("finance:actions", place.follow_up))
    texts.show_or_keep()
    return _form_page(request, desk, form, effects)


@require_http_methods(["GET", "HEAD", "POST"])
@committee_view(CONTROLLERS)
def action(request: HttpRequest, place: Place, action: int) -> HttpResponse:
    """An action to change, with its effects in the year."""
    desk = _desk(place)
    stored = desk.find(action)
    form, effects = desk.forms(request, stored)
    texts = desk.texts(form, stored)
    if request.method == "POST" and form.is_valid() and effects.is_valid():
        with transaction.atomic():
            stored = desk.find(action, lock=True)
            saved = desk.save(stored, form, effects, was=request.POST.get("was", ""))
        if saved:
            texts.forget()
            messages.success(request, "Åtgärden är sparad.")
            return redirect(address("finance:actions", place.follow_up))
    texts.show_or_keep()
    return _form_page(request, desk, form, effects, stored)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a person changes the actions of a follow-up's year."""

    place: Place
    axes: Axes

    def find(self, number: int, *, lock: bool = False) -> Action:
        """An action of the committee."""
        rows = Action.objects.filter(committee=self.place.committee, pk=number)
        found = (rows.select_for_update() if lock else rows).first()
        if found is None:
            raise Http404("Det finns ingen sådan åtgärd i nämnden.")
        return found

    def effects(self, stored: Action) -> list[ActionEffect]:
        """The action's effects in the year."""
        rows = effects_of(self.place.follow_up).filter(action=stored)
        return list(
            rows.select_related("cost_centre", "activity", "group").order_by("pk")
        )

    def forms(
        self, request: HttpRequest, stored: Action | None = None
    ) -> tuple[ActionForm, Any]:
        """The forms, as typed or as stored."""
        data = request.POST if request.method == "POST" else None
        unit = Unit(self.place.user.amount_unit)
        effects = self.effects(stored) if stored else []
        initial = action_initial(stored) if stored else {}
        return ActionForm(data, initial=initial), EffectForms(
            data,
            prefix="effekt",
            initial=[effect_initial(each) for each in effects],
            form_kwargs={"axes": self.axes, "unit": unit, "label_suffix": ""},
        )

    def texts(self, form: ActionForm, stored: Action | None = None) -> Texts:
        """The form's free text, and where drafts of it are kept."""
        at = action_spot(self.place.follow_up, stored.pk if stored else 0)
        return Texts(form, Author.of(self.place), at)

    def print_of(self, stored: Action) -> str:
        """The fingerprint of an action with its effects."""
        effects = editing.fingerprint(self.effects(stored), ("pk", *EFFECT_FIELDS))
        return editing.fingerprint([stored], ACTION_FIELDS) + effects

    def create(self, form: ActionForm, effects: Any) -> bool:
        """Store a new action; False with a fault in the form if its code is taken."""
        committee, values = self.place.committee, form.values()
        if not self._is_free(form, values["code"]) or not self._has_effect(
            form, effects
        ):
            return False
        stored = Action(committee=committee, **values)
        editing.create(
            stored, by=self.place.user, committee=committee, fields=ACTION_FIELDS
        )
        self._save_effects(stored, effects)
        return True

    def save(self, stored: Action, form: ActionForm, effects: Any, *, was: str) -> bool:
        """Change a stored action; False with the fault in the form."""
        if was != self.print_of(stored):
            form.add_error(None, CONFLICT)
            return False
        if not self._is_free(form, form.values()["code"], besides=stored.pk):
            return False
        if not self._has_effect(form, effects):
            return False
        by, committee = self.place.user, self.place.committee
        editing.change(stored, form.values(), by=by, committee=committee)
        self._save_effects(stored, effects)
        return True

    def _is_free(self, form: ActionForm, code: str, *, besides: int = 0) -> bool:
        """Whether no other action has the code; else a fault in the form."""
        others = Action.objects.filter(committee=self.place.committee, code=code)
        if others.exclude(pk=besides).exists():
            form.add_error("kod", f"Det finns redan en åtgärd med koden {code}.")
            return False
        return True

    @staticmethod
    def _has_effect(form: ActionForm, effects: Any) -> bool:
        """Whether an effect is left to list the action by; else a fault in the form."""
        kept = [f for f in effects.forms if not f.cleaned_data.get("DELETE")]
        if any(each.cleaned_data and each.is_said() for each in kept):
            return True
        form.add_error(None, "Skriv minst en effekt. Skriv 0 om den inte är känd än.")
        return False

    def _save_effects(self, stored: Action, effects: Any) -> None:
        """Store the rows of effects: new ones, changed ones and those taken away."""
        by, committee = self.place.user, self.place.committee
        known = {each.pk: each for each in self.effects(stored)}
        for form in effects.forms:
            effect = known.get(form.cleaned_data.get("nummer") or 0)
            if form.cleaned_data.get("DELETE"):
                if effect is not None:
                    what = where(effect, self.axes)
                    editing.remove(
                        effect, by=by, committee=committee, of=stored, what=what
                    )
            elif effect is not None:
                editing.change(effect, form.values(), by=by, committee=committee)
            elif form.cleaned_data and form.is_said():
                year = self.place.follow_up.year
                new = ActionEffect(
                    committee=committee, action=stored, year=year, **form.values()
                )
                editing.create(new, by=by, committee=committee, fields=EFFECT_FIELDS)


def _desk(place: Place) -> Desk:
    """The desk; refuses where nothing may change any more."""
    closed = closed_because(place.follow_up)
    if closed:
        raise PermissionDenied(closed)
    return Desk(place, Axes.of(place))


def _form_page(
    request: HttpRequest,
    desk: Desk,
    form: ActionForm,
    effects: Any,
    stored: Action | None = None,
) -> HttpResponse:
    """The page with the forms."""
    return page(
        request,
        "finance/action.html",
        desk.place,
        section="prognos",
        form=form,
        effects=effects,
        stored=stored,
        was=desk.print_of(stored) if stored else "",
        scale=scale_of(desk.place),
    )
