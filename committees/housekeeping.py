"""Periodic work of the kernel: throw away what nobody needs any longer."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django_tasks_db.models import DBTaskResult

from committees.models import SavedRequest


def prune_sessions(now: datetime) -> int:
    """Delete sessions that have expired; how many."""
    return Session.objects.filter(expire_date__lt=now).delete()[0]


def prune_jobs(now: datetime) -> int:
    """Delete results of jobs that finished long ago; how many."""
    limit = now - timedelta(days=settings.JOB_RESULTS_KEPT_DAYS)
    return DBTaskResult.objects.finished().filter(finished_at__lt=limit).delete()[0]


def prune_saved_requests(now: datetime) -> int:
    """Delete answers to requests too old to be sent again; how many."""
    limit = now - timedelta(days=settings.SAVED_REQUESTS_KEPT_DAYS)
    return SavedRequest.objects.filter(at__lt=limit).delete()[0]
