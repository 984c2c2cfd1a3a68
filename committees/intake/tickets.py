"""A file that was looked at is kept, and a signed ticket stands for it until taken in.

The ticket is good for one person, one follow-up and one purpose, for a day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.signing import BadSignature, TimestampSigner

from committees.intake.batches import fingerprint
from committees.models import FollowUp, StoredFile, User

KEPT_SECONDS = 24 * 60 * 60
"""How long a file that was looked at can be taken in without sending it again."""


class TicketError(Exception):
    """A file that must be sent again; carries the Swedish reason."""


@dataclass(frozen=True, slots=True)
class Tickets:
    """Tickets for one purpose, such as outcome or volumes."""

    purpose: str

    def give(
        self,
        follow_up: FollowUp,
        *,
        file_name: str,
        content: bytes,
        by: User,
        notes: Sequence[str] = (),
    ) -> str:
        """Keep the file's bytes; the ticket that a person who looked at it gets.

        `notes` are what was left out of the bytes before they were kept.
        """
        StoredFile.objects.get_or_create(
            sha256=fingerprint(content),
            defaults={"size": len(content), "content": content},
        )
        return self._signer.sign_object(
            {
                "follow_up": follow_up.pk,
                "by": by.pk,
                "file": fingerprint(content),
                "name": file_name,
                "notes": list(notes),
            }
        )

    def redeem(self, follow_up: FollowUp, text: str, *, by: User) -> tuple[str, bytes]:
        """The name and bytes of the file that a ticket is for; TicketError."""
        try:
            told = self._signer.unsign_object(text, max_age=KEPT_SECONDS)
        except BadSignature as error:
            raise TicketError(
                "Välj filen igen. Granskningen gäller inte längre."
            ) from error
        if (told["follow_up"], told["by"]) != (follow_up.pk, by.pk):
            raise TicketError("Välj filen igen. Granskningen gällde något annat.")
        stored = StoredFile.objects.get(sha256=told["file"])
        return str(told["name"]), bytes(stored.content)

    def notes(self, text: str) -> tuple[str, ...]:
        """What was left out of the file of a ticket that has been redeemed."""
        return tuple(self._signer.unsign_object(text)["notes"])

    @property
    def _signer(self) -> TimestampSigner:
        """A signer whose tickets no other purpose takes."""
        return TimestampSigner(salt=self.purpose)
