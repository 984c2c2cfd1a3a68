"""A new line of the action plan, and the plan's words in the report."""

from __future__ import annotations

import pytest

from committees.models import Event, FollowUp, FollowUpState, Role, TextDraft
from goals.models import PlanLine, Topic, TopicKind, TopicNote
from reports import catalogue
from reports.action_plan import action_plan
from reports.plan_lines import tables_of
from tests.conftest import follow_up, person, signed_in

pytestmark = pytest.mark.django_db

SLUG, MONTH = "botkyrka-von", "2017-08"
PAGE = f"/{SLUG}/{MONTH}/mal/handlingsplan/ny/"


def sent(**changed: object) -> dict[str, object]:
    """The form, filled in."""
    return {
        "benamning": "Inhyrda sjuksköterskor",
        "verksamhet": "773",
        "ansvarig": str(person(SLUG, Role.BUDGET_HOLDER).pk),
        "klart": "2017-11-30",
        "tabell": "action-plan-deficit",
        "atgarder": ["A3"],
        **changed,
    }


def added() -> Topic:
    """The line that was added last."""
    return Topic.objects.filter(kind=TopicKind.PLAN).latest("pk")


def test_a_line_is_added_last_of_the_years_plan_with_a_trail() -> None:
    answer = signed_in(SLUG, Role.CONTROLLER).post(PAGE, sent())
    here, topic = follow_up(SLUG, MONTH), added()
    assert answer.headers["Location"] == f"/{SLUG}/{MONTH}/mal/punkt/{topic.code}/"
    line = action_plan(here, ()).written[-1]
    assert (line.key, line.name) == (topic.code, "Inhyrda sjuksköterskor")
    assert [action.code for action in line.actions] == ["A3"]
    assert line.deviations[-1] is not None
    assert (topic.from_year, topic.to_year) == (2017, 2017)
    told = Event.objects.filter(subject="topic", subject_id=str(topic.pk))
    assert {event.field for event in told} >= {"name", "responsible", "deadline"}


def test_whoever_answers_for_the_new_line_writes_it() -> None:
    signed_in(SLUG, Role.CONTROLLER).post(PAGE, sent())
    url = f"/{SLUG}/{MONTH}/mal/punkt/{added().code}/"
    assert "Planen i ord" in signed_in(SLUG, Role.BUDGET_HOLDER).get(url).text


def test_two_lines_of_one_name_have_codes_of_their_own() -> None:
    client = signed_in(SLUG, Role.CONTROLLER)
    for _ in range(2):
        client.post(PAGE, sent())
    found = Topic.objects.filter(name="Inhyrda sjuksköterskor")
    assert len(set(found.values_list("code", flat=True))) == 2


def test_the_words_of_a_line_are_in_the_reports_table() -> None:
    signed_in(SLUG, Role.CONTROLLER).post(PAGE, sent())
    topic, here = added(), follow_up(SLUG, MONTH)
    PlanLine.objects.filter(topic=topic).update(action="Anställa **egna**.")
    TopicNote.objects.create(
        committee=here.committee,
        follow_up=here,
        topic=topic,
        field="text",
        text="Pågår.",
    )
    table = catalogue.table(here, "action-plan-deficit")
    row = next(row for row in table.rows if row.label == topic.name)
    assert "Anställa egna." in row.values


def test_a_table_is_chosen_only_where_the_report_has_several() -> None:
    assert len(tables_of(follow_up(SLUG, MONTH))) == 2
    assert tables_of(follow_up("enkoping-von", "2024-08")) == {}
    page = signed_in("enkoping-von", Role.CONTROLLER).get(
        "/enkoping-von/2024-08/mal/handlingsplan/ny/"
    )
    assert "Tabell i rapporten" not in page.text


@pytest.mark.parametrize(
    "fault", [{"benamning": ""}, {"ansvarig": ""}, {"atgarder": ["A99"]}]
)
def test_a_faulty_line_is_not_added(fault: dict[str, object]) -> None:
    before = Topic.objects.count()
    answer = signed_in(SLUG, Role.CONTROLLER).post(PAGE, sent(**fault))
    assert (answer.status_code, Topic.objects.count()) == (200, before)
    assert 'class="errors"' in answer.text


def test_a_name_that_says_too_much_is_kept_as_a_draft() -> None:
    client = signed_in(SLUG, Role.CONTROLLER)
    client.post(PAGE, sent(benamning="Platsen för 811228-9874"))
    assert not Topic.objects.filter(name__contains="811228").exists()
    assert TextDraft.objects.get().place == "2017-08/mal/handlingsplan/ny/benamning"
    assert "Platsen för 811228-9874" in client.get(PAGE).text
    client.post(PAGE, sent())
    assert not TextDraft.objects.exists()


def test_nothing_is_added_to_the_plan_of_what_is_sent_out() -> None:
    here = follow_up(SLUG, MONTH)
    FollowUp.objects.filter(pk=here.pk).update(state=FollowUpState.SENT)
    client = signed_in(SLUG, Role.CONTROLLER)
    assert client.post(PAGE, sent()).status_code == 403
    plan = client.get(f"/{SLUG}/{MONTH}/mal/handlingsplan/").text
    assert "Lägg till rad i planen" not in plan
