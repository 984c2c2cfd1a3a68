"""Internal control: a matrix of the risks, and the controls with what they showed."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from committees.access import WORKING, Place, committee_view
from committees.navigation import page
from goals.controls import (
    CONSEQUENCES,
    LIKELIHOODS,
    SHAPES,
    Control,
    controls_at,
    matrix,
)
from goals.models import ControlResult
from goals.rights import locked_because

NOT_DONE = "ej"
"""How the choice of what is not done is written in an address."""


class ControlNarrowing(forms.Form):
    """What to list; every control when nothing is chosen."""

    resultat = forms.ChoiceField(
        label="Resultat",
        required=False,
        choices=[
            ("", "Alla resultat"),
            *(
                (each.value or NOT_DONE, str(each.label).capitalize())
                for each in ControlResult
            ),
        ],
    )
    kvar = forms.BooleanField(label="Bara de som inte är klara", required=False)

    def __init__(self, data: QueryDict) -> None:
        """What the address says."""
        super().__init__(data, auto_id="urval_%s", label_suffix="")

    @property
    def narrows(self) -> bool:
        """Whether anything is chosen."""
        return self.is_valid() and any(self.cleaned_data.values())

    def takes(self, control: Control) -> bool:
        """Whether a control is among what is listed."""
        chosen = self.cleaned_data
        result = control.result.value or NOT_DONE
        right = chosen["resultat"] in ("", result)
        return right and (control.at.waits or not chosen["kvar"])


@require_safe
@committee_view(WORKING)
def control(request: HttpRequest, place: Place) -> HttpResponse:
    """The controls of the follow-up's year."""
    controls = controls_at(place.follow_up)
    narrowing = ControlNarrowing(request.GET)
    listed = [c for c in controls if not narrowing.narrows or narrowing.takes(c)]
    return page(
        request,
        "goals/control.html",
        place,
        section="mal",
        controls=controls,
        listed=[(c, not locked_because(place, c.at.topic)) for c in listed],
        narrowing=narrowing,
        matrix=[(number, LIKELIHOODS[number], row) for number, row in matrix(controls)],
        consequences=CONSEQUENCES,
        unplaced=[c for c in controls if c.item is None],
        counts=[
            (result.label, SHAPES[result], sum(c.result == result for c in controls))
            for result in ControlResult
        ],
        waiting=sum(c.at.waits for c in controls),
    )
