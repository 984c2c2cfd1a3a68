"""People and what they answer for: given, ended, stood in for; from a form or a file.

Nobody is deleted: a role ends on a day. A controller gives and ends the roles that
answer for money; the rest is the administrator's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet

from committees.access import Place, today
from committees.events import record
from committees.holders import HOLDING
from committees.imports import PEOPLE_HEAD, ROLES, import_people
from committees.intake.sheets import IntakeError, Sheet, read_sheet
from committees.models import Committee, CostCentre, Deputy, Membership, Role, User

NO_END = date(9999, 12, 31)


class PeopleError(Exception):
    """A change of people that cannot be made; carries the Swedish reason."""


def may_give(place: Place) -> frozenset[Role]:
    """The roles that the person may give and end."""
    if place.may(frozenset({Role.ADMINISTRATOR})):
        return frozenset(Role)
    return HOLDING if place.may(frozenset({Role.CONTROLLER})) else frozenset()


def current(committee: Committee, *, on: date) -> QuerySet[Membership]:
    """The roles that hold on a day or later, by cost centre and name."""
    return (
        Membership.objects.filter(committee=committee, to_date__gte=on)
        .select_related("user", "cost_centre")
        .prefetch_related("deputies__user")
        .order_by("cost_centre__code", "role", "user__name")
    )


def known_name(email: str) -> str:
    """The name of the person who has an address; empty when nobody has."""
    found = User.objects.filter(email__iexact=email.strip()).first()
    return found.name if found else ""


@dataclass(frozen=True, slots=True)
class Given:
    """A role for a person, in all of the committee or at a cost centre."""

    email: str
    name: str
    role: Role
    cost_centre: CostCentre | None


@transaction.atomic
def give(place: Place, given: Given) -> Membership:
    """Give a person a role from today; a new person is made."""
    if given.role not in may_give(place):
        raise PeopleError("Den rollen ges av administratören.")
    user = User.objects.filter(email__iexact=given.email).first()
    if user is None:
        user = User.objects.create_user(given.email, name=given.name)
        record(user, by=place.user, committee=place.committee, new=user.email)
    if not user.is_active:
        raise PeopleError(f"{user.name} har ett avstängt konto.")
    held, made = Membership.objects.get_or_create(
        user=user,
        committee=place.committee,
        role=given.role,
        cost_centre=given.cost_centre,
        defaults={"from_date": today()},
    )
    if not made and held.to_date >= today():
        raise PeopleError(f"{user.name} har redan den rollen där.")
    if not made:
        held.from_date, held.to_date = today(), NO_END
        held.save(update_fields=["from_date", "to_date"])
    _tell(place, held, field="role", new=_words(held))
    return held


@transaction.atomic
def end(place: Place, membership: int) -> Membership:
    """End a role as of yesterday."""
    held = _held(place, membership)
    if held.role == Role.ADMINISTRATOR and held.user_id == place.user.pk:
        raise PeopleError("Du kan inte ta bort din egen roll som administratör.")
    yesterday = today() - timedelta(days=1)
    held.to_date = yesterday
    held.from_date = min(held.from_date, yesterday)
    held.save(update_fields=["from_date", "to_date"])
    _tell(place, held, field="role", old=_words(held))
    return held


@transaction.atomic
def stand_in(
    place: Place, membership: int, *, email: str, days: tuple[date, date]
) -> Deputy:
    """Let a person who has an account stand in for a role between two days."""
    held = _held(place, membership)
    first, last = days
    if last < first:
        raise PeopleError("Ersättarens sista dag är före den första.")
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is None:
        raise PeopleError(f"Det finns ingen person med adressen {email}.")
    if user.pk == held.user_id:
        raise PeopleError("En person kan inte vara sin egen ersättare.")
    deputy = Deputy.objects.create(
        membership=held, user=user, from_date=first, to_date=last
    )
    new = f"{user.name} {first}\N{EN DASH}{last}"
    _tell(place, held, field="deputy", new=new)
    return deputy


@transaction.atomic
def stand_down(place: Place, deputy: int) -> None:
    """End a deputy's days as of yesterday; one that has not begun is taken away."""
    found = (
        Deputy.objects.select_related("user")
        .filter(pk=deputy, membership__committee=place.committee)
        .first()
    )
    if found is None:
        raise PeopleError("Ersättaren finns inte.")
    held = _held(place, found.membership_id)
    _tell(place, held, field="deputy", old=found.user.name)
    yesterday = today() - timedelta(days=1)
    if found.from_date > yesterday:
        found.delete()
    else:
        found.to_date = min(found.to_date, yesterday)
        found.save(update_fields=["to_date"])


@transaction.atomic
def take_in_file(place: Place, *, file_name: str, content: bytes) -> int:
    """Give the roles that a file lists; IntakeError with its faults, nothing stored.

    Roles that are not in the file stay. Returns how many were given.
    """
    sheet = read_sheet(file_name, content, required=PEOPLE_HEAD)
    for row in sheet.rows:
        role = ROLES.get(sheet.optional(row, "Roll"))
        if role is not None and role not in may_give(place):
            sheet.fault(row, "Roll", f"rollen {role.label} ges av administratören.")
    committee = place.committee
    _check_units(place, sheet)
    before = set(Membership.objects.filter(committee=committee).values_list("pk"))
    import_people(sheet, committee)
    if sheet.faults:
        raise IntakeError(sheet.faults)
    new = Membership.objects.filter(committee=committee).exclude(
        pk__in=[pk for (pk,) in before]
    )
    for held in new.select_related("user", "cost_centre"):
        _tell(place, held, field="role", new=_words(held))
    return len(new)


def _check_units(place: Place, sheet: Sheet) -> None:
    """Note cost centres that are another committee's."""
    ours = units_of(place.committee)
    for row in sheet.rows:
        for code in sheet.optional(row, "Ansvar").split():
            if code not in ours:
                sheet.fault(row, "Ansvar", f"{code} hör inte till nämnden.")


def units_of(committee: Committee) -> dict[str, int]:
    """The committee's cost centres, by code."""
    found = CostCentre.objects.filter(placements__committee=committee)
    return dict(found.values_list("code", "pk"))


def _held(place: Place, membership: int) -> Membership:
    """A role of the committee that the person may change."""
    held = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("user", "cost_centre", "committee")
        .filter(pk=membership, committee=place.committee)
        .first()
    )
    if held is None:
        raise PeopleError("Rollen finns inte.")
    if held.role not in may_give(place):
        raise PeopleError("Den rollen ändras av administratören.")
    return held


def _words(held: Membership) -> str:
    """`Ann Ek, budgethållare, 5101`."""
    unit = held.cost_centre.code if held.cost_centre else "hela nämnden"
    return f"{held.user.name}, {held.get_role_display()}, {unit}"


def _tell(
    place: Place, held: Membership, *, field: str, old: str = "", new: str = ""
) -> None:
    record(
        held,
        by=place.user,
        committee=place.committee,
        field=field,
        old=old,
        new=new,
        origin="settings",
    )
