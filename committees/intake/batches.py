"""Keep what was taken in: the file's bytes, fingerprint, person, time and protocol."""

from __future__ import annotations

import hashlib

from committees.models import Committee, ImportBatch, ImportKind, StoredFile, User


def fingerprint(content: bytes) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(content).hexdigest()


def already_taken_in(committee: Committee, *, file_name: str, content: bytes) -> bool:
    """Whether exactly this file is already in, so that it need not be again."""
    return ImportBatch.objects.filter(
        committee=committee, file_name=file_name, file__sha256=fingerprint(content)
    ).exists()


def open_batch(
    committee: Committee,
    *,
    kind: ImportKind,
    file_name: str,
    content: bytes,
    by: User | None,
) -> ImportBatch:
    """Store a file and open the batch that its rows will belong to."""
    stored, _ = StoredFile.objects.get_or_create(
        sha256=fingerprint(content),
        defaults={"size": len(content), "content": content},
    )
    return ImportBatch.objects.create(
        committee=committee, kind=kind, file=stored, file_name=file_name, by=by
    )
