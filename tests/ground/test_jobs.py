"""Jobs survive the death of the worker that ran them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Thread

import pytest
from django.conf import settings
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from committees import jobs

HOST = socket.gethostname()[:40]
DEAD = f"{HOST}:{2**22 + 1}:dead"


@task
def leave_mark(folder: str, *, seconds: float = 0) -> str:
    """Write a file, take a while, write another."""
    attempt = len(list(Path(folder).glob("started-*")))
    (Path(folder) / f"started-{attempt}").touch()
    if not attempt:
        time.sleep(seconds)
    (Path(folder) / "finished").touch()
    return "klart"


def _running(*workers: str) -> DBTaskResult[..., object]:
    """A job taken by these workers, the last of whom has not finished it."""
    job = DBTaskResult.objects.get(pk=leave_mark.enqueue("/nowhere").id)
    for worker in workers:
        job.claim(worker)
    return job


def _status(job: DBTaskResult[..., object]) -> str:
    job.refresh_from_db()
    return str(job.status)


@pytest.mark.django_db
def test_a_job_of_a_dead_process_goes_back_into_the_queue() -> None:
    job = _running(DEAD)
    assert jobs.requeue_lost() == 1
    assert _status(job) == TaskResultStatus.READY


@pytest.mark.django_db
def test_a_job_of_a_silent_worker_elsewhere_goes_back_into_the_queue() -> None:
    job = _running("elsewhere:1:a")
    assert jobs.requeue_lost() == 1
    assert _status(job) == TaskResultStatus.READY


@pytest.mark.django_db
def test_a_job_of_a_living_worker_is_left_alone() -> None:
    worker = jobs.worker_name()
    jobs.beat(worker)
    job = _running(worker)
    assert jobs.requeue_lost() == 0
    assert _status(job) == TaskResultStatus.RUNNING


@pytest.mark.django_db
def test_a_worker_that_stopped_in_good_order_is_not_alive() -> None:
    worker = jobs.worker_name()
    jobs.beat(worker)
    jobs.rest(worker)
    _running(worker)
    assert jobs.requeue_lost() == 1


@pytest.mark.django_db
def test_a_job_that_kills_its_workers_is_given_up() -> None:
    job = _running(DEAD, DEAD, DEAD)
    jobs.requeue_lost()
    assert _status(job) == TaskResultStatus.FAILED
    assert job.exception_class_path.endswith("WorkerLostError")


@pytest.mark.django_db
def test_beating_stops_when_told() -> None:
    stop = Event()
    stop.set()
    thread = Thread(target=jobs.keep_beating, args=("x:1:a",), kwargs={"stop": stop})
    thread.start()
    thread.join(timeout=5)
    assert not thread.is_alive()


def test_a_started_job_survives_that_its_worker_is_killed(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DEBUG": "1",
        "DATABASE_URL": f"sqlite:///{tmp_path}/jobs.sqlite3",
    }
    _manage("migrate", "--verbosity=0", environment=environment).wait()
    enqueue = (
        "from tests.ground.test_jobs import leave_mark;"
        f"leave_mark.enqueue({str(tmp_path)!r}, seconds=60)"
    )
    _manage("shell", "--no-imports", "-c", enqueue, environment=environment).wait()
    first = _manage("worker", "--interval=0.1", environment=environment)
    _wait_for(tmp_path / "started-0")
    first.send_signal(signal.SIGKILL)
    first.wait()
    second = _manage("worker", "--interval=0.1", "--batch", environment=environment)
    assert second.wait(timeout=60) == 0
    assert (tmp_path / "finished").exists()


def _manage(*arguments: str, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
    )


def _wait_for(path: Path, *, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not path.exists():
        assert time.monotonic() < until, f"{path.name} never came"
        time.sleep(0.05)
