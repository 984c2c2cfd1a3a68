"""People of a committee: roles, cost centres and deputies; from a form or a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from committees.access import CONTROLLERS, Place, committee_view, today
from committees.intake.sheets import IntakeError
from committees.limits import limited
from committees.models import CostCentre, Membership, Role
from committees.navigation import page
from committees.trees import Tree, cost_centre_tree
from finance.month import people as roles
from finance.month.people import Given, PeopleError
from finance.pages.settings import this_month
from finance.pages.settings_forms import DeputyForm, PersonForm


@require_http_methods(["GET", "HEAD", "POST"])
@committee_view(CONTROLLERS)
def people(request: HttpRequest, place: Place) -> HttpResponse:
    """Who has which role, where, and who stands in."""
    tree = cost_centre_tree(place.committee, month=this_month())
    listed = list(roles.current(place.committee, on=today()))
    changeable = roles.may_give(place)
    what = request.POST.get("vad", "")
    person = PersonForm(
        request.POST if what == "roll" else None, tree=tree, roles=changeable
    )
    deputy = DeputyForm(
        request.POST if what == "ersattare" else None,
        roles=[(str(m.pk), label(m, tree)) for m in listed if m.role in changeable],
    )
    if _done(request, place, person, deputy):
        return redirect("finance:people", slug=place.committee.slug)
    return page(
        request,
        "finance/people.html",
        place,
        section="installningar",
        person=person,
        deputy=deputy,
        rows=[
            (m, unit_name(m, tree), m.role in changeable, _deputies(m, on=today()))
            for m in listed
        ],
    )


def _done(
    request: HttpRequest, place: Place, person: PersonForm, deputy: DeputyForm
) -> bool:
    """Whether what was asked for is done; else the form that failed says why."""
    what, number = request.POST.get("vad", ""), request.POST.get("nummer", "")
    key = int(number) if number.isdigit() else 0
    if what == "avsluta":
        return _try(request, lambda: roles.end(place, key), "Rollen är avslutad.")
    if what == "avsluta-ersattare":
        done = "Ersättaren är borttagen."
        return _try(request, lambda: roles.stand_down(place, key), done)
    if what == "roll" and person.is_valid():
        return _give(request, place, person)
    if what == "ersattare" and deputy.is_valid():
        return _stand_in(request, place, deputy)
    return False


def _try(request: HttpRequest, do: Callable[[], object], told: str) -> bool:
    """Do it and say how it went; the page is shown anew either way."""
    try:
        do()
    except PeopleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, told)
    return True


def _give(request: HttpRequest, place: Place, form: PersonForm) -> bool:
    """Give the role; the form says why not."""
    chosen = form.cleaned_data
    known = roles.known_name(chosen["email"])
    if not known and not chosen["name"]:
        form.add_error("name", "Skriv namnet på den nya personen.")
        return False
    unit = None
    if chosen["unit"]:
        municipality = place.committee.municipality
        unit = CostCentre.objects.get(municipality=municipality, code=chosen["unit"])
    given = Given(chosen["email"], chosen["name"], Role(chosen["role"]), unit)
    try:
        held = roles.give(place, given)
    except PeopleError as error:
        form.add_error("email", str(error))
        return False
    text = f"{held.user.name} är nu {held.get_role_display()}."
    if not known:
        text += " Nya personer väljer lösenord med Glömt lösenord."
    messages.success(request, text)
    return True


def _stand_in(request: HttpRequest, place: Place, form: DeputyForm) -> bool:
    """Let somebody stand in; the form says why not."""
    chosen = form.cleaned_data
    days = (chosen["first"], chosen["last"])
    try:
        deputy = roles.stand_in(
            place, chosen["membership"], email=chosen["email"], days=days
        )
    except PeopleError as error:
        form.add_error("email", str(error))
        return False
    messages.success(request, f"{deputy.user.name} är ersättare.")
    return True


def label(held: Membership, tree: Tree) -> str:
    """`Ann Ek, budgethållare, 5101 Nämnd`."""
    return f"{held.user.name}, {held.get_role_display()}, {unit_name(held, tree)}"


def unit_name(held: Membership, tree: Tree) -> str:
    """The cost centre of a role with its name."""
    if held.cost_centre is None:
        return "hela nämnden"
    node = tree.nodes.get(held.cost_centre.pk)
    code = held.cost_centre.code
    return f"{code} {node.name}" if node else code


def _deputies(held: Membership, *, on: date) -> list[tuple[int, str, date, date]]:
    """Those who stand in for a role now or later."""
    return [
        (d.pk, d.user.name, d.from_date, d.to_date)
        for d in held.deputies.all()
        if d.to_date >= on
    ]


@require_POST
@committee_view(CONTROLLERS)
@limited("upload")
def people_file(request: HttpRequest, place: Place) -> HttpResponse:
    """Give the roles that a file lists."""
    file = request.FILES.get("fil")
    back = redirect("finance:people", slug=place.committee.slug)
    if file is None:
        messages.error(request, "Välj en fil först.")
        return back
    try:
        given = roles.take_in_file(
            place, file_name=(file.name or "personer.csv")[-200:], content=file.read()
        )
    except IntakeError as error:
        return page(
            request,
            "finance/people_faults.html",
            place,
            section="installningar",
            faults=error.faults,
        )
    messages.success(request, f"{given} nya roller är inlästa.")
    return back
