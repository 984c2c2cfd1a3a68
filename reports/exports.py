"""Report files that take long to make: asked for, made by a worker, kept as bytes.

A job may be started again after its worker died, so it begins from the beginning
whenever the export is not yet done. There is at most one unfinished export of a
follow-up and format.
"""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from committees.models import FollowUp, User
from committees.stops import Stop
from reports.models import Export, ExportState
from reports.stops import StoppedError, of_document, stops

UNFINISHED = (ExportState.WAITING, ExportState.RUNNING)
LOST = "Arbetet avbröts flera gånger. Beställ filen igen."
BROKEN = "Något gick fel när filen gjordes. Felet är noterat. Beställ filen igen."


def ask(follow_up: FollowUp, *, by: User, suffix: str = "pdf") -> Export:
    """Queue an export, unless one of the same kind is already on its way.

    StoppedError while a text says too much of one person.
    """
    if found := stops(follow_up):
        raise StoppedError(found)
    with transaction.atomic():
        FollowUp.objects.select_for_update().get(pk=follow_up.pk)
        give_up_lost(follow_up)
        going = listed(follow_up).filter(format=suffix, state__in=UNFINISHED).first()
        if going is not None:
            return going
        export = Export.objects.create(follow_up=follow_up, by=by, format=suffix)
        make.enqueue(export.pk)
        return export


def listed(follow_up: FollowUp) -> QuerySet[Export]:
    """A follow-up's exports, newest first, without their bytes."""
    found = Export.objects.filter(follow_up=follow_up).defer("content")
    return found.select_related("by").order_by("-asked_at", "-pk")


def latest(follow_up: FollowUp, *, suffix: str = "pdf") -> Export | None:
    """The newest finished export of a format."""
    return listed(follow_up).filter(format=suffix, state=ExportState.DONE).first()


def give_up_lost(follow_up: FollowUp) -> int:
    """Mark unfinished exports that no job works for any longer as failed; how many."""
    going = Export.objects.filter(follow_up=follow_up, state__in=UNFINISHED)
    lost = [pk for pk in going.values_list("pk", flat=True) if not _has_job(pk)]
    return Export.objects.filter(pk__in=lost, state__in=UNFINISHED).update(
        state=ExportState.FAILED, fault=LOST
    )


def _has_job(pk: int) -> bool:
    """Whether the queue holds a job for an export."""
    return DBTaskResult.objects.filter(
        status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING),
        task_path=make.module_path,
        args_kwargs={"args": [pk], "kwargs": {}},
    ).exists()


@task()
def make(pk: int) -> None:
    """Make the file of an export; nothing to do when it is already made."""
    export = Export.objects.defer("content").get(pk=pk)
    if export.state == ExportState.DONE:
        return
    try:
        _make_pdf(export)
    except Exception:
        _set(export, state=ExportState.FAILED, fault=BROKEN)
        raise


def _make_pdf(export: Export) -> None:
    """Compute the report, set it, check its structure, keep it."""
    from reports.documents import interim_report
    from reports.render.json import document_sha256
    from reports.render.pdf import report_pdf, structure_faults

    _step(export, "Räknar fram tabeller och diagram", percent=10)
    document = interim_report(export.follow_up)
    if found := of_document(document):
        _set(export, state=ExportState.FAILED, fault=_stopped(found))
        return
    _step(export, "Sätter sidorna", percent=30)
    content = report_pdf(document)
    _step(export, "Kontrollerar att filen är tillgänglig och hel", percent=90)
    faults = structure_faults(content)
    if faults:
        _set(export, state=ExportState.FAILED, fault="\n".join(faults))
        return
    _keep(export, content, snapshot_sha256=document_sha256(document))


def _stopped(found: tuple[Stop, ...]) -> str:
    """What was read in the report that others may not read; a line for each."""
    lines = (f"{stop.where}: {stop.reason}" for stop in found)
    return "\n".join(["Texter behöver ändras innan rapporten görs.", *lines])


def _step(export: Export, step: str, *, percent: int) -> None:
    """Tell what is being done and how far it has come."""
    _set(export, state=ExportState.RUNNING, step=step, percent=percent, fault="")


def _keep(export: Export, content: bytes, *, snapshot_sha256: str) -> None:
    """Store a finished file with its fingerprints."""
    place = export.follow_up
    _set(
        export,
        state=ExportState.DONE,
        step="Klar",
        percent=100,
        done_at=timezone.now(),
        file_name=f"{place.committee.slug}-{place.period}.{export.format}",
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        snapshot_sha256=snapshot_sha256,
    )


def _set(export: Export, **fields: object) -> None:
    """Change an export that is not done; a second worker's result changes nothing."""
    Export.objects.filter(pk=export.pk).exclude(state=ExportState.DONE).update(**fields)
