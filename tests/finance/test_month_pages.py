"""A month through its pages: planned, opened, filled, approved, settled, closed."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from committees.models import Committee, FollowUp, FollowUpState, Role
from finance.models import (
    AccountGroup,
    ForecastRow,
    LiveMonth,
    RowLock,
    UnitForecast,
    UnitState,
)
from finance.month.reconciling import class_lines, signature
from tests.conftest import person
from tests.finance.month import (
    SLUG,
    client_of,
    controller,
    head,
    here,
    holder_of,
    node,
    planned,
)
from tests.finance.test_taking_in import changed, lines, written

pytestmark = pytest.mark.django_db
HERE = f"/{SLUG}/2017-08/prognos/"
MONTH = f"{HERE}manaden/"
SETTINGS = f"/{SLUG}/installningar/"
NEW = f"/{SLUG}/2017-09/prognos/"


def upload(rows: list[dict[str, str]], name: str = "utfall.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, written(rows))


def test_a_whole_month_goes_by_its_pages() -> None:
    office, chief = client_of(controller()), client_of(head())
    data = {"month": "2017-09", "kind": "month", "opens_on": "2017-10-02"}
    data |= {"deadline": "2017-10-09", "instructions": "Tänk på vikarierna."}
    assert office.post(SETTINGS, data)["Location"] == f"{NEW}manaden/"
    assert client_of(holder_of("5311")).get(NEW).status_code == 404
    rows = lines()
    for row in rows:
        row["Sep"] = row["Aug"]
    seen = office.post(f"{NEW}manaden/utfall/", {"fil": upload(rows)})
    ticket = seen.context["look"].ticket
    done = office.post(f"{NEW}manaden/utfall/las-in/", {"biljett": ticket}, follow=True)
    assert "Utfallet är inläst för september." in done.content.decode()
    step = f"{NEW}manaden/steg/"
    chosen = {"ansvar": [str(node("5311")), str(node("5312"))]}
    office.post(f"{NEW}manaden/ansvar/", chosen)
    opened = office.post(step, {"steg": "oppna"}, follow=True).content.decode()
    assert "Uppföljningen är öppnad." in opened
    follow_up = FollowUp.objects.get(committee=here().committee, year=2017, month=9)
    assert UnitForecast.objects.filter(follow_up=follow_up).count() == 2
    ForecastRow.objects.filter(follow_up=follow_up).update(
        comment="Som väntat.", method="manual"
    )
    for code in ("5311", "5312"):
        client = client_of(holder_of(code))
        client.post(f"{NEW}{code}/lage/", {"steg": "lamna-in"})
    client_of(holder_of("531")).post(f"{NEW}godkann/")
    office.post(f"{NEW}godkann/")
    office.post(step, {"steg": "faststall"})
    assert FollowUp.objects.get(pk=follow_up.pk).settled_at is None
    chief.post(step, {"steg": "faststall"})
    assert FollowUp.objects.get(pk=follow_up.pk).settled_by == head()
    office.post(step, {"steg": "stang"})
    follow_up.refresh_from_db()
    assert follow_up.state == FollowUpState.CLOSED
    assert LiveMonth.objects.get(committee=here().committee, year=2017, period=9).closed
    office.post(step, {"steg": "oppna-igen", "skal": "Fel moms"})
    follow_up.refresh_from_db()
    assert follow_up.state == FollowUpState.OPEN


def test_a_planned_follow_up_has_pages_for_those_who_prepare_it() -> None:
    planned()
    client = client_of(controller())
    for page in ("", "manaden/"):
        assert client.get(f"{NEW}{page}").status_code == 200
    assert client.get(f"/{SLUG}/2017-09/").status_code == 200


def test_dates_that_cannot_be_are_shown_with_the_reason_and_kept() -> None:
    data = {"opens_on": "2017-09-05", "deadline": "2017-09-01", "diary_number": "X 1"}
    text = client_of(controller()).post(f"{MONTH}datum/", data).content.decode()
    assert "Sista dag är före öppningsdagen." in text
    assert 'value="X 1"' in text
    assert str(here().deadline) == "2017-09-13"
    data = {"opens_on": "igår", "deadline": ""}
    text = client_of(controller()).post(f"{MONTH}datum/", data).content.decode()
    assert "Skriv datumet som 2017-09-12." in text
    assert "Skriv ett datum." in text


def test_control_totals_are_typed_as_people_write_and_signed() -> None:
    client = client_of(controller())
    totals = {
        f"klass_{line.account_class}": f"{line.taken_in / 100:.2f}".replace(".", ",")
        for line in class_lines(here())
    }
    text = client.post(f"{MONTH}avstamning/", {**totals, "klass_5": "fem"})
    assert "är inget tal" in text.content.decode()
    client.post(f"{MONTH}avstamning/", {**totals, "gor": "stam-av"})
    assert signature(here()) is not None
    assert "avstämd mot huvudboken" in client.get(MONTH).content.decode()


def test_a_file_with_faults_is_told_cell_by_cell_and_cannot_be_taken_in() -> None:
    rows = changed("5311", "Aug", "åtta")
    text = client_of(controller()).post(f"{MONTH}utfall/", {"fil": upload(rows)})
    told = text.content.decode()
    assert "kolumn Aug: ”åtta” är inget tal" in told
    assert "biljett" not in told


def test_a_closed_month_needs_a_reason_on_the_page_too() -> None:
    client = client_of(controller())
    rows = changed("5311", "Feb", "1,00")
    seen = client.post(f"{MONTH}utfall/", {"fil": upload(rows)})
    assert "1 stängd månad skiljer sig" in seen.content.decode()
    data = {"biljett": seen.context["look"].ticket, "stangda": "on"}
    text = client.post(f"{MONTH}utfall/las-in/", data).content.decode()
    assert "Skriv varför de stängda månaderna ska ändras." in text
    done = client.post(f"{MONTH}utfall/las-in/", data | {"skal": "Rättat"})
    assert done.status_code == 302
    assert (
        not client.post(f"{MONTH}utfall/", {"fil": upload(rows)})
        .context["look"]
        .closed_changes
    )


def test_what_is_over_takes_no_outcome_and_no_units() -> None:
    FollowUp.objects.filter(pk=here().pk).update(state=FollowUpState.CLOSED)
    client = client_of(controller())
    seen = client.post(f"{MONTH}utfall/", {"fil": upload(changed("5311", "Aug", "1"))})
    ticket = {"biljett": seen.context["look"].ticket}
    text = client.post(f"{MONTH}utfall/las-in/", ticket, follow=True)
    assert "uppföljningen är stängd" in text.content.decode()
    assert client.post(f"{MONTH}ansvar/", {"ansvar": "1"}).status_code == 404


def test_a_person_chooses_her_unit_and_her_reminders() -> None:
    user = holder_of("5311")
    client = client_of(user)
    client.post("/konto/installningar/", {"amount_unit": "mkr"})
    user.refresh_from_db()
    assert (user.amount_unit, user.wants_reminders) == ("mkr", False)
    assert "mkr</span></caption>" in client.get(HERE).content.decode()
    wrong = client.post("/konto/installningar/", {"amount_unit": "euro"})
    assert wrong.status_code == 200
    user.refresh_from_db()
    assert user.amount_unit == "mkr"


def test_limits_and_locks_are_settings() -> None:
    client, page = client_of(controller()), f"{SETTINGS}prognos/"
    limits = {"vad": "granser", "comment_above_ore": "1 200,5"}
    limits |= {"comment_above_percent": "3", "approval_steps": "controller"}
    client.post(page, limits | {"reminder_days": "2"})
    committee = Committee.objects.get(slug=SLUG)
    assert committee.comment_above_ore == 1_200_500_00
    assert committee.approval_steps == "controller"
    text = client.post(page, limits | {"comment_above_ore": "-5"}).content.decode()
    assert "Beloppet kan inte vara negativt." in text
    lock = {"vad": "las", "group": "70", "activity": "710", "reason": "Avtal"}
    client.post(page, lock)
    found = RowLock.objects.get(committee=committee, group__code="70")
    assert (found.activity and found.activity.code, found.reason) == ("710", "Avtal")
    client.post(page, {"vad": "las-upp", "las": str(found.pk)})
    assert not RowLock.objects.filter(pk=found.pk).exists()


def test_a_lock_of_another_committee_is_not_taken_away_here() -> None:
    group = AccountGroup.objects.filter(grouping__committee__slug="enkoping-von")[0]
    lock, _ = RowLock.objects.get_or_create(
        committee=group.grouping.committee, group=group, activity=None
    )
    data = {"vad": "las-upp", "las": str(lock.pk)}
    client_of(controller()).post(f"{SETTINGS}prognos/", data)
    assert RowLock.objects.filter(pk=lock.pk).exists()


def test_the_demo_has_units_in_every_state_and_what_is_over_is_approved() -> None:
    units = UnitForecast.objects.filter(follow_up=here())
    assert set(units.values_list("state", flat=True)) == set(UnitState)
    over = UnitForecast.objects.filter(
        follow_up__committee__slug=SLUG, follow_up__state__in=["sent", "closed"]
    )
    assert set(over.values_list("state", flat=True)) == {UnitState.APPROVED}
    assert RowLock.objects.filter(committee__slug=SLUG).count() == 3


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AUDITOR, Role.BUDGET_HOLDER])
def test_who_does_not_run_the_month_reads_it_without_forms(role: Role) -> None:
    text = client_of(person(SLUG, role)).get(MONTH).content.decode()
    main = text.partition("<main")[2]
    assert 'type="file"' not in main
    assert "Stäng uppföljningen" not in main
