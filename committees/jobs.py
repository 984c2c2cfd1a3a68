"""Work in the background: which workers are alive, and what a dead one left behind.

A worker leaves a sign of life in the shared cache. A job that was running when its
worker died is put back in the queue by the next worker, so that a started export
survives a restart; a job must therefore bear being run twice.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
from threading import Event

from django.core.cache import cache
from django.db import DatabaseError, connection
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

BEAT_SECONDS = 10
ALIVE_SECONDS = 45
ATTEMPTS = 3
LOG = logging.getLogger("delaret.jobs")


class WorkerLostError(Exception):
    """The workers that took a job died while running it, as often as is allowed."""


def worker_name() -> str:
    """Host, process and chance: a name no other worker has had."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"


def beat(worker: str) -> None:
    """Leave a sign of life."""
    for key in (_key(worker), _key("any")):
        cache.set(key, 1, timeout=ALIVE_SECONDS)


def rest(worker: str) -> None:
    """Take the sign of life back when a worker stops in good order."""
    cache.delete(_key(worker))


def some_worker_is_alive() -> bool:
    """Whether any worker has left a sign of life lately."""
    return cache.get(_key("any")) is not None


def keep_beating(worker: str, *, stop: Event) -> None:
    """Beat and pick up lost jobs until told to stop; runs in a thread of its own."""
    while not stop.wait(BEAT_SECONDS):
        try:
            beat(worker)
            requeue_lost()
        except DatabaseError:
            LOG.exception("no sign of life could be left")
        finally:
            connection.close()


def requeue_lost() -> int:
    """Put jobs of dead workers back in the queue; give up one that kills them."""
    lost = [job for job in DBTaskResult.objects.running() if not _owner_is_alive(job)]
    for job in lost:
        if len(job.worker_ids) >= ATTEMPTS:
            job.set_failed(WorkerLostError(f"{ATTEMPTS} workers died"))
        else:
            DBTaskResult.objects.running().filter(
                pk=job.pk, worker_ids=job.worker_ids
            ).update(status=TaskResultStatus.READY, started_at=None)
    if lost:
        LOG.warning("lost jobs", extra={"facts": {"jobs": len(lost)}})
    return len(lost)


def _owner_is_alive(job: DBTaskResult[..., object]) -> bool:
    """Whether the worker that last took the job still runs."""
    if not job.worker_ids:
        return False
    owner = str(job.worker_ids[-1])
    return not _known_dead(owner) and cache.get(_key(owner)) is not None


def _known_dead(owner: str) -> bool:
    """A worker of this host is dead for certain when its process is gone."""
    host, _, rest_of_name = owner.partition(":")
    pid = rest_of_name.partition(":")[0]
    if host != socket.gethostname()[:40] or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _key(worker: str) -> str:
    return f"worker:{worker}"
