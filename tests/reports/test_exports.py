"""Report files that a worker makes: one at a time, started again if interrupted."""

from __future__ import annotations

import hashlib

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from committees.models import Role
from reports import exports
from reports.models import Export, ExportState
from tests.conftest import follow_up, person, signed_in

pytestmark = pytest.mark.django_db

SLUG, MONTH = "botkyrka-von", "2017-05"
EXPORTS = f"/{SLUG}/{MONTH}/rapport/export/"


@pytest.fixture
def secretary() -> Client:
    """Signed in as the committee's secretary."""
    return signed_in(SLUG, Role.SECRETARY)


def asked() -> Export:
    """An export that waits for a worker."""
    return exports.ask(follow_up(SLUG, MONTH), by=person(SLUG, Role.SECRETARY))


def test_asking_twice_gives_one_export(secretary: Client) -> None:
    for _ in range(2):
        answer = secretary.post(f"{EXPORTS}ny/")
        assert answer.headers["Location"] == EXPORTS
    assert Export.objects.get().state == ExportState.WAITING
    assert DBTaskResult.objects.count() == 1


def test_a_waiting_export_shows_its_progress_without_script(secretary: Client) -> None:
    export = asked()
    text = secretary.get(EXPORTS).content.decode()
    assert "Väntar på sin tur" in text
    assert f'data-status="{EXPORTS}{export.pk}/"' in text
    assert "Se hur långt arbetet har kommit" in text
    assert secretary.get(f"{EXPORTS}{export.pk}/").json() == {
        "state": "waiting",
        "label": "i kö",
        "step": "",
        "percent": 0,
        "fault": "",
    }


def test_a_member_sees_finished_files_only() -> None:
    asked()
    text = signed_in(SLUG, Role.MEMBER).get(EXPORTS).content.decode()
    assert "Rapporten är inte gjord som PDF än." in text


def test_a_file_that_is_not_done_is_not_there(secretary: Client) -> None:
    answer = secretary.get(f"{EXPORTS}{asked().pk}/fil")
    assert answer.status_code == 404
    assert "Filen är inte klar: i kö." in answer.content.decode()


def test_an_export_without_a_job_is_given_up_and_can_be_asked_for_again() -> None:
    lost = asked()
    DBTaskResult.objects.all().delete()
    again = asked()
    lost.refresh_from_db()
    assert (lost.state, lost.fault) == (ExportState.FAILED, exports.LOST)
    assert again.pk != lost.pk


@pytest.mark.pdf
def test_the_job_makes_a_pdf_that_can_be_fetched(secretary: Client) -> None:
    export = asked()
    exports.make.call(export.pk)
    export.refresh_from_db()
    assert (export.state, export.percent, export.fault) == (ExportState.DONE, 100, "")
    answer = secretary.get(f"{EXPORTS}{export.pk}/fil")
    assert answer.content.startswith(b"%PDF-1.7")
    assert hashlib.sha256(answer.content).hexdigest() == export.sha256
    assert answer.headers["Content-Type"] == "application/pdf"


@pytest.mark.pdf
def test_an_interrupted_export_is_made_from_the_beginning() -> None:
    export = asked()
    Export.objects.filter(pk=export.pk).update(state=ExportState.RUNNING, percent=30)
    exports.make.call(export.pk)
    export.refresh_from_db()
    assert export.state == ExportState.DONE


@pytest.mark.pdf
def test_a_finished_export_is_never_made_anew() -> None:
    export = asked()
    exports.make.call(export.pk)
    first = Export.objects.get(pk=export.pk)
    exports.make.call(export.pk)
    again = Export.objects.get(pk=export.pk)
    assert (again.done_at, again.sha256) == (first.done_at, first.sha256)
