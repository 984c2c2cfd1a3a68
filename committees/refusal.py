"""The refusal of a page that a person's roles in the committee do not reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

if TYPE_CHECKING:
    from committees.access import Place


class NotYourRoleError(PermissionDenied):
    """A page that none of the person's roles reaches; she may read others there."""

    def __init__(self, place: Place) -> None:
        """Refuse a page at a place."""
        super().__init__("Din roll i nämnden räcker inte för den här sidan.")
        self.place = place
