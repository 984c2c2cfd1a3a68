"""The list of decisions that are not executed: for case officers alone.

It holds no name, number or sex. What others see is counts (reports.listings).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.db import transaction
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from committees import events
from committees.access import Place, committee_view, today
from committees.drafts import Author, spot
from committees.free_texts import Texts
from committees.models import Role
from committees.navigation import page
from goals.figures import months_elapsed
from goals.models import DecisionQuarter, UnexecutedDecision
from goals.pages.decision_forms import DAYS, DecisionForm, QuarterForm
from goals.quarters import begun, put_together, waited

CASE_OFFICERS = frozenset({Role.CASE_OFFICER})
CONFLICT = (
    "Någon annan har ändrat beslutet sedan du öppnade det. Läs det som står nu och"
    " spara igen om din ändring ska gälla."
)


@dataclass(frozen=True, slots=True)
class Line:
    """A decision with the whole months it has waited by today."""

    decision: UnexecutedDecision
    months: int

    @property
    def begun(self) -> date:
        """The day that waiting is counted from."""
        return begun(self.decision)

    @property
    def is_over(self) -> bool:
        """Whether it has been executed or ended."""
        return bool(self.decision.executed_on or self.decision.ended_on)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@committee_view(CASE_OFFICERS)
def decisions(request: HttpRequest, place: Place) -> HttpResponse:
    """The list, open ones first, and the quarters' reports."""
    form = QuarterForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        report = put_together(
            place.committee,
            form.chosen,
            as_of=form.cleaned_data["as_of"],
            by=place.user,
        )
        count = report.decisions.count()
        messages.success(request, f"Rapporten för {form.chosen} har {count} beslut.")
        return redirect("goals:decisions", slug=place.committee.slug)
    return page(
        request,
        "goals/decisions.html",
        place,
        section="beslut",
        lines=_lines(place),
        quarters=_quarters(place),
        form=form or QuarterForm.after(today()),
    )


def _lines(place: Place) -> list[Line]:
    """Every decision, those still waiting first and the longest wait first."""
    found = UnexecutedDecision.objects.filter(committee=place.committee).select_related(
        "provision"
    )
    lines = [Line(each, waited(each, as_of=today())) for each in found]
    return sorted(lines, key=lambda line: (line.is_over, -line.months))


def _quarters(place: Place) -> list[DecisionQuarter]:
    """The quarters' reports, newest first."""
    found = DecisionQuarter.objects.filter(committee=place.committee)
    return list(found.prefetch_related("decisions").order_by("-year", "-quarter"))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@committee_view(CASE_OFFICERS)
def decision_new(request: HttpRequest, place: Place) -> HttpResponse:
    """A new decision, under the next number."""
    form = DecisionForm(request.POST or None)
    texts = _texts(place, form)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            made = _create(place, form)
        texts.forget()
        messages.success(request, f"Beslut {made.number} är tillagt.")
        return redirect("goals:decisions", slug=place.committee.slug)
    texts.show_or_keep()
    return _form_page(request, place, form)


def _texts(place: Place, form: DecisionForm, number: int = 0) -> Texts:
    """The comment on a decision, and where drafts of it are kept; 0 is a new one."""
    at = spot(None, "beslut", number or "nytt")
    return Texts(form, Author.of(place), at)


def _create(place: Place, form: DecisionForm) -> UnexecutedDecision:
    """Store a new decision and tell of it."""
    mine = UnexecutedDecision.objects.filter(committee=place.committee)
    last = mine.aggregate(last=Max("number"))["last"] or 0
    made = UnexecutedDecision.objects.create(
        committee=place.committee,
        number=last + 1,
        changed_by=place.user,
        **form.values(),
    )
    events.record(
        made, by=place.user, committee=place.committee, field="created", new=made.number
    )
    return made


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@committee_view(CASE_OFFICERS)
def decision(request: HttpRequest, place: Place, decision: int) -> HttpResponse:
    """A decision to change; a decision is never taken away, only ended."""
    if request.method != "POST":
        stored = _find(place, decision)
        form = DecisionForm.of(stored)
        _texts(place, form, decision).show_or_keep()
        return _form_page(request, place, form, stored)
    form = DecisionForm(request.POST)
    texts = _texts(place, form, decision)
    with transaction.atomic():
        stored = _find(place, decision, lock=True)
        if request.POST.get("was") != _print_of(stored):
            form.add_error(None, CONFLICT)
        elif form.is_valid():
            _change(place, stored, form)
            texts.forget()
            messages.success(request, f"Beslut {decision} är sparat.")
            return redirect("goals:decisions", slug=place.committee.slug)
    texts.show_or_keep()
    return _form_page(request, place, form, stored)


def _find(place: Place, number: int, *, lock: bool = False) -> UnexecutedDecision:
    """A decision of the committee; others do not exist here."""
    found = UnexecutedDecision.objects.filter(committee=place.committee, number=number)
    if lock:
        found = found.select_for_update(of=("self",))
    stored = found.select_related("provision").first()
    if stored is None:
        raise Http404(f"Beslut {number} finns inte i nämnden.")
    return stored


def _print_of(stored: UnexecutedDecision) -> str:
    """What tells whether a decision has changed since it was opened."""
    return stored.changed_at.isoformat()


def _change(place: Place, stored: UnexecutedDecision, form: DecisionForm) -> None:
    """Store what was changed, with an event for each field."""
    for name, new in form.values().items():
        old = getattr(stored, name)
        if old == new:
            continue
        events.record(
            stored,
            by=place.user,
            committee=place.committee,
            field=name,
            old=old or "",
            new=new or "",
            origin="typed",
        )
        setattr(stored, name, new)
    stored.changed_by = place.user
    stored.save()


def _form_page(
    request: HttpRequest,
    place: Place,
    form: DecisionForm,
    stored: UnexecutedDecision | None = None,
) -> HttpResponse:
    """The form, with how long the decision has waited where it is stored."""
    months = months_elapsed(begun(stored), today()) if stored else None
    return page(
        request,
        "goals/decision.html",
        place,
        section="beslut",
        form=form,
        days=[form[name] for name in DAYS],
        stored=stored,
        months=months,
        was=_print_of(stored) if stored else "",
    )
