"""Two answers for whoever watches the server: is it up, and can it do its work."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from committees import jobs


@login_not_required
@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers. Touches nothing else."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Database, migrations and worker; 503 when one of them is missing."""
    state = _state()
    return JsonResponse(state, status=200 if all(state.values()) else 503)


def _state() -> dict[str, bool]:
    """What works. Without a database nothing else can be known, and counts as not."""
    try:
        connection.ensure_connection()
        migrated = _migrated()
        return {
            "database": True,
            "migrations": migrated,
            "worker": migrated and jobs.some_worker_is_alive(),
        }
    except DatabaseError:
        return {"database": False, "migrations": False, "worker": False}


def _migrated() -> bool:
    """Nothing is left to apply."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
