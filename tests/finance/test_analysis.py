"""Analyses: written, taken over from below, approved, and never overwritten."""

from __future__ import annotations

import pytest
from django.test import Client

from committees.models import Activity, CostCentre, Event, Role, User
from finance.models import Analysis
from finance.review.analyses import sentences
from tests.conftest import follow_up, signed_in
from tests.finance.above import CLOSED, HERE, MONTH, SLUG, hidden

pytestmark = pytest.mark.django_db

UNIT, ACTIVITY = "5411", "7831"
URL = f"{HERE}analys/{UNIT}/{ACTIVITY}/"
ABOVE = f"{HERE}analys/541/{ACTIVITY}/"
SAID = {
    "cause": "Två platser står tomma. Hyran är högre än budget.",
    "duration": "one_off",
    "action": "Platserna erbjuds på nytt i oktober.",
    "risk": "",
    "was": "",
    "gor": "spara",
}


def by_email(email: str) -> Client:
    """A client signed in as one of the demo's people."""
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


@pytest.fixture
def holder() -> Client:
    """The unit's budget holder."""
    return by_email("ali.rahimi@example.se")


@pytest.fixture
def manager() -> Client:
    """The manager above the unit."""
    return by_email("lars.modin@example.se")


def stored(unit: str = UNIT) -> Analysis:
    """What is written of the unit's activity."""
    return Analysis.objects.get(
        follow_up=follow_up(SLUG, MONTH),
        cost_centre__code=unit,
        activity__code=ACTIVITY,
    )


def send(client: Client, url: str, **changed: str) -> str:
    """Save the form at an address; the page that comes back, if any."""
    form = {**SAID, **hidden(client, url), **changed}
    return client.post(url, form).content.decode()


def written_by_holder(holder: Client) -> None:
    """Let the budget holder write."""
    send(holder, URL, **{k: v for k, v in SAID.items() if k != "was"})


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("En mening. En till! Och 1,5 mkr till.", 3),
        ("Rad ett\nRad två", 2),
        ("T.ex. bl.a. hyror", 1),
        ("", 0),
    ],
)
def test_a_text_is_taken_sentence_by_sentence(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_a_budget_holder_writes_and_the_trail_tells(holder: Client) -> None:
    written_by_holder(holder)
    row = stored()
    assert row.cause == SAID["cause"]
    assert row.duration == "one_off"
    assert not row.approved
    fields = set(
        Event.objects.filter(subject="analysis", subject_id=str(row.pk)).values_list(
            "field", flat=True
        )
    )
    assert fields == {"cause", "duration", "action"}


def test_the_level_above_sees_sentences_to_take_and_approves(
    holder: Client, manager: Client
) -> None:
    written_by_holder(holder)
    text = manager.get(ABOVE).content.decode()
    assert "Två platser står tomma." in text
    assert 'data-field="cause"' in text
    assert "5411 Gruppbostäder norr, 7831 Gruppbostad" in text
    send(manager, URL, gor="godkann")
    assert stored().approved


def test_the_writer_does_not_approve_herself(holder: Client) -> None:
    written_by_holder(holder)
    send(holder, URL, gor="godkann")
    assert not stored().approved


def test_a_text_changed_after_approval_is_to_be_approved_again(
    holder: Client, manager: Client
) -> None:
    written_by_holder(holder)
    send(manager, URL, gor="godkann")
    send(holder, URL, risk="Fler flyttar.")
    assert not stored().approved


def test_what_somebody_else_wrote_is_shown_and_not_overwritten(
    holder: Client, manager: Client
) -> None:
    written_by_holder(holder)
    form = hidden(holder, URL)
    send(manager, URL, cause="Chefens ord.")
    answer = holder.post(URL, {**form, "cause": "Mina ord.", "gor": "spara"})
    text = answer.content.decode()
    assert "Lars Modin" in text
    assert "har ändrat analysen sedan du öppnade den" in text
    assert "Chefens ord." in text
    assert "Mina ord.</textarea>" in text
    assert stored().cause == "Chefens ord."


def test_last_times_text_stands_beside(holder: Client) -> None:
    here, may = follow_up(SLUG, MONTH), follow_up(SLUG, "2017-05")
    town = here.committee.municipality
    Analysis.objects.create(
        committee=here.committee,
        follow_up=may,
        cost_centre=CostCentre.objects.get(code=UNIT, municipality=town),
        activity=Activity.objects.get(code=ACTIVITY, municipality=town),
        cause="I maj var allt som vanligt.",
    )
    text = holder.get(URL).content.decode()
    assert "I Månadsuppföljning maj 2017" in text
    assert "I maj var allt som vanligt." in text


def test_nobody_writes_outside_her_part(holder: Client) -> None:
    url = f"{HERE}analys/5312/7731/"
    assert holder.post(url, SAID).status_code == 404
    assert holder.post(ABOVE, SAID).status_code == 404
    auditor = signed_in(SLUG, Role.AUDITOR)
    assert auditor.post(URL, SAID).status_code == 403
    closed = f"{CLOSED}analys/{UNIT}/{ACTIVITY}/"
    assert holder.post(closed, SAID).status_code == 403
    assert "Uppföljningen är stängd" in holder.get(closed).content.decode()


def test_an_empty_analysis_is_not_stored(holder: Client) -> None:
    text = send(holder, URL, cause=" ", action="", risk="")
    assert "Skriv något innan du sparar." in text
    assert not Analysis.objects.filter(follow_up=follow_up(SLUG, MONTH)).exists()


def test_the_list_shows_what_is_written_with_its_deviation(
    holder: Client, manager: Client
) -> None:
    written_by_holder(holder)
    text = holder.get(f"{HERE}analys/").content.decode()
    assert "Två platser står tomma." in text
    assert "skriven" in text
    assert manager.get(f"{HERE}analys/?ansvar=5312").status_code == 404
