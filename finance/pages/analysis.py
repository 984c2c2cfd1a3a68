"""Analyses: each unit's activities, the level below beside, and last time's text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from committees.access import CONTROLLERS, WORKING, Place, committee_view
from committees.closing import closed_because
from committees.drafts import Author
from committees.free_texts import Texts
from committees.navigation import address, page
from committees.scope import scope_of, write_scope_of
from committees.templatetags.swedish import moment
from finance.forms import branches
from finance.models import Analysis
from finance.month.steps import Rights, rights
from finance.pages.analysis_below import Trees, below, forecast
from finance.pages.analysis_form import AnalysisForm
from finance.pages.fields import scale_of
from finance.pages.spots import analysis_spot
from finance.review import analyses as written_
from finance.review import editing
from finance.review.analyses import TEXTS, Pair


@require_safe
@committee_view(WORKING)
def analyses(request: HttpRequest, place: Place) -> HttpResponse:
    """A unit's activities with their deviations, and what is written of each."""
    follow_up, trees = place.follow_up, Trees.of(place)
    readable = scope_of(place).cost_centres(trees.units)
    choices = [
        (code, label)
        for code, label in branches(trees.units)
        if readable is None or trees.units.by_code[code] in readable
    ]
    code = request.GET.get("ansvar", "") or (choices[0][0] if choices else "")
    if code not in dict(choices):
        raise Http404("Det finns inget sådant ansvar som du kan läsa.")
    unit = trees.units.by_code[code]
    return page(
        request,
        "finance/analyses.html",
        place,
        section="prognos",
        choices=choices,
        unit=trees.units.nodes[unit],
        spots=[
            (spot, trees.activities.nodes[spot.activity])
            for spot in written_.spots(
                unit,
                units=trees.units,
                activities=trees.activities,
                of=written_.figures(follow_up),
                found=written_.written(follow_up),
            )
        ],
        closed=closed_because(follow_up),
        scale=scale_of(place),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@committee_view(WORKING)
def analysis(
    request: HttpRequest, place: Place, unit: str, activity: str
) -> HttpResponse:
    """An activity's analysis to read, and to write where it is the person's."""
    desk = _desk(place, unit, activity)
    if request.method != "POST":
        form = AnalysisForm(None, initial=desk.initial())
        desk.texts(form).show_or_keep()
        return _form_page(request, desk, form)
    if desk.refusal:
        raise PermissionDenied(desk.refusal)
    form = AnalysisForm(request.POST)
    texts, conflict = desk.texts(form), False
    if form.is_valid() and not form.says_anything():
        form.add_error("cause", "Skriv något innan du sparar.")
    if form.is_valid():
        with transaction.atomic():
            stored = desk.stored(lock=True)
            conflict = request.POST.get("was", "") != desk.print_of(stored)
            if not conflict:
                messages.success(request, desk.save(stored, form, request.POST))
                texts.forget()
                there = address("finance:analyses", place.follow_up)
                return redirect(f"{there}?ansvar={unit}")
    texts.show_or_keep()
    return _form_page(request, desk, form, conflict=conflict)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where one analysis is read and written by a person."""

    place: Place
    trees: Trees
    pair: Pair
    held: Rights

    @property
    def refusal(self) -> str:
        """Why the person may not write here; empty when she may."""
        closed = closed_because(self.place.follow_up)
        if closed:
            return closed
        scope = write_scope_of(self.place)
        if scope.reaches(self.pair[0], tree=self.trees.units):
            return ""
        return "Du kan läsa analysen men inte ändra den."

    @property
    def may_approve(self) -> bool:
        """Whether the person answers for the level above, or is a controller."""
        above = self.held.is_above(self.pair[0])
        return not self.refusal and (above or self.place.may(CONTROLLERS))

    def stored(self, *, lock: bool = False) -> Analysis | None:
        """What is written, if anything."""
        rows = Analysis.objects.filter(
            committee=self.place.committee,
            follow_up=self.place.follow_up,
            cost_centre=self.pair[0],
            activity=self.pair[1],
        )
        return (rows.select_for_update() if lock else rows).first()

    def initial(self) -> dict[str, Any]:
        """What is written, as the form shows it."""
        stored = self.stored()
        if stored is None:
            return {}
        return {name: getattr(stored, name) for name in (*TEXTS, "duration")}

    def texts(self, form: AnalysisForm) -> Texts:
        """The form's free texts, and where drafts of them are kept."""
        unit, activity = self.pair
        at = analysis_spot(
            self.place.follow_up,
            self.trees.units.nodes[unit].code,
            self.trees.activities.nodes[activity].code,
        )
        return Texts(form, Author.of(self.place), at)

    def print_of(self, stored: Analysis | None) -> str:
        """The fingerprint of what is written."""
        rows = [stored] if stored else []
        return editing.fingerprint(rows, written_.FIELDS)

    def save(self, stored: Analysis | None, form: AnalysisForm, said: QueryDict) -> str:
        """Store what is written; the words for what was done.

        A text that is changed after it was approved has to be approved again.
        """
        values = form.values()
        unchanged = stored is not None and all(
            getattr(stored, name) == value for name, value in values.items()
        )
        approve = said.get("gor") == "godkann" and self.may_approve
        values["approved"] = approve or (
            unchanged and stored is not None and stored.approved
        )
        if said.get("gor") == "ta-tillbaka" and self.may_approve:
            values["approved"] = False
        row = stored or Analysis(
            committee=self.place.committee,
            follow_up=self.place.follow_up,
            cost_centre_id=self.pair[0],
            activity_id=self.pair[1],
        )
        if stored is None:
            row.save()
        row.changed_by, row.changed_at = self.place.user, timezone.now()
        by, committee = self.place.user, self.place.committee
        changed = editing.change(row, values, by=by, committee=committee)
        if not changed:
            return "Inget var ändrat."
        return "Analysen är godkänd." if approve else "Analysen är sparad."


def _desk(place: Place, unit: str, activity: str) -> Desk:
    """The desk of a unit's activity; Http404 where the person may not read it."""
    trees = Trees.of(place)
    node, part = trees.units.by_code.get(unit), trees.activities.by_code.get(activity)
    scope = scope_of(place)
    if node is None or part is None or not scope.reaches(node, tree=trees.units):
        raise Http404("Det finns ingen sådan analys som du kan läsa.")
    return Desk(place, trees, (node, part), rights(place))


def _form_page(
    request: HttpRequest, desk: Desk, form: AnalysisForm, *, conflict: bool = False
) -> HttpResponse:
    """The page: what to write, what is said below, and what was said last time."""
    place, stored = desk.place, desk.stored()
    of = written_.figures(place.follow_up)
    last = written_.last_time(place.follow_up, desk.pair)
    return page(
        request,
        "finance/analysis.html",
        place,
        section="prognos",
        title=desk.trees.named(desk.pair),
        unit=desk.trees.units.nodes[desk.pair[0]],
        form=form,
        stored=stored,
        conflict=conflict,
        who=_who(stored),
        was=desk.print_of(stored),
        refusal=desk.refusal,
        may_approve=desk.may_approve,
        below=below(place.follow_up, desk.pair, trees=desk.trees, of=of),
        last=last,
        last_texts={name: getattr(last[1], name) for name in TEXTS} if last else {},
        forecast=forecast(desk.trees, of, desk.pair),
        scale=scale_of(place),
    )


def _who(stored: Analysis | None) -> str:
    """Who wrote last and when."""
    if stored is None or stored.changed_by is None:
        return ""
    return f"{stored.changed_by}, {moment(stored.changed_at)}"
