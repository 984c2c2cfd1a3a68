"""Find a committee and a follow-up by what people write on the command line."""

from __future__ import annotations

from django.core.management.base import CommandError

from committees.models import Committee, FollowUp
from committees.periods import Month


def refused(message: str) -> CommandError:
    """An error of one line, ending the command with exit code 2."""
    return CommandError(message, returncode=2)


def find_follow_up(slug: str, text: str) -> FollowUp:
    """The follow-up of a committee's month; errors name what exists."""
    committee = Committee.objects.filter(slug=slug).first()
    if committee is None:
        known = ", ".join(
            Committee.objects.order_by("slug").values_list("slug", flat=True)
        )
        message = f"Nämnden {slug} finns inte. De som finns: {known or 'inga'}."
        raise refused(message)
    try:
        month = Month.parse(text)
    except ValueError as error:
        raise refused(str(error)) from error
    found = FollowUp.objects.for_committee(committee).select_related(
        "committee__municipality"
    )
    for follow_up in found:
        if follow_up.period == month:
            return follow_up
    known = ", ".join(str(f.period) for f in found) or "inga"
    message = f"Uppföljningen {month} finns inte. De som finns: {known}."
    raise refused(message)


def require_format(text: str, among: tuple[str, ...]) -> None:
    """Refuse a format that does not exist, naming those that do."""
    if text not in among:
        message = f"Formatet {text} finns inte. De som finns: {', '.join(among)}."
        raise refused(message)
