"""How many questions a page may ask of the database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from committees.models import FollowUp, Role
from committees.trees import cost_centre_tree
from finance.models import Analysis, Duration, ForecastRow
from goals.topics import kept
from reports import catalogue
from tests.conftest import follow_up, signed_in
from volumes.models import Subject, VolumeSeries

pytestmark = pytest.mark.django_db
CEILING = 12
OWED = 2
"""Who should have reported a month that is missing, and who stands in."""
TRAIL = 2
"""Who has changed what is written of a goal, and the person's own drafts."""
BOTH_ROOMS = 1
"""Unit costs by name, beside the money and the volumes that they rest on."""
PLACES = (
    ("botkyrka-von", "2017-08"),
    ("botkyrka-von", "2017-04"),
    ("sodertalje-on", "2017-08"),
    ("sodertalje-on", "2018-04"),
    ("enkoping-von", "2024-08"),
)


def questions(client: Client, url: str) -> int:
    """How many questions a page asks, once what it keeps has been read."""
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def table_pages(here: FollowUp) -> Iterator[str]:
    for key in catalogue.keys(here):
        yield f"/{here.committee.slug}/{here.period}/rapport/tabell/{key}/"


@pytest.mark.parametrize(
    "role", [Role.CONTROLLER, Role.BUDGET_HOLDER, Role.MANAGER, Role.SECRETARY]
)
@pytest.mark.parametrize(
    ("slug", "month"),
    [*PLACES, ("sodertalje-on", "2017-12"), ("enkoping-von", "2023-12")],
)
def test_the_overview_asks_few_questions(slug: str, month: str, role: Role) -> None:
    assert questions(signed_in(slug, role), f"/{slug}/{month}/") <= CEILING


@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_a_tables_page_asks_few_questions(slug: str, month: str) -> None:
    client = signed_in(slug, Role.CONTROLLER)
    for url in table_pages(follow_up(slug, month)):
        assert questions(client, url) <= CEILING, url


@pytest.mark.parametrize("chosen", ["", "?slag=alla"])
@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_the_list_of_series_asks_few_questions(
    slug: str, month: str, chosen: str
) -> None:
    client = signed_in(slug, Role.CONTROLLER)
    assert questions(client, f"/{slug}/{month}/volymer/{chosen}") <= CEILING


@pytest.mark.parametrize("role", [Role.CONTROLLER, Role.BUDGET_HOLDER])
@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_a_series_page_asks_few_questions(slug: str, month: str, role: Role) -> None:
    client = signed_in(slug, role)
    of_volumes = VolumeSeries.objects.filter(
        committee__slug=slug, subject=Subject.VOLUME
    )
    for code in of_volumes.values_list("code", flat=True):
        url = f"/{slug}/{month}/volymer/serie/{code}/"
        assert questions(client, url) <= CEILING + OWED, url


@pytest.mark.parametrize("part", ["nyckeltal", "volym-och-pris", "personal"])
@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_what_volumes_cost_asks_few_questions(slug: str, month: str, part: str) -> None:
    client = signed_in(slug, Role.CONTROLLER)
    url = f"/{slug}/{month}/volymer/{part}/"
    assert questions(client, url) <= CEILING + BOTH_ROOMS


@pytest.mark.parametrize("part", ["", "mal/", "geh/", "ataganden/"])
@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_pages_of_goals_ask_few_questions(slug: str, month: str, part: str) -> None:
    client = signed_in(slug, Role.CONTROLLER)
    assert questions(client, f"/{slug}/{month}/mal/{part}") <= CEILING


@pytest.mark.parametrize("role", [Role.CONTROLLER, Role.BUDGET_HOLDER])
@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_a_topics_page_asks_few_questions(slug: str, month: str, role: Role) -> None:
    client = signed_in(slug, role)
    for code in kept(follow_up(slug, month)).values_list("code", flat=True):
        url = f"/{slug}/{month}/mal/punkt/{code}/"
        assert questions(client, url) <= CEILING + TRAIL, url


@pytest.mark.parametrize(
    "part", ["handlingsplan", "effektiviseringar", "internkontroll"]
)
@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_plan_savings_and_control_ask_few_questions(
    slug: str, month: str, part: str
) -> None:
    client = signed_in(slug, Role.CONTROLLER)
    assert questions(client, f"/{slug}/{month}/mal/{part}/") <= CEILING


@pytest.mark.parametrize(
    "part",
    [
        "manader/",
        "manader/?visa=ackumulerat&ansvar={unit}",
        "utveckling/",
        "traffsakerhet/",
        "traffsakerhet/?ansvar={unit}",
        "flera-ar/",
        "flera-ar/?satt=bokfort&efter=ansvar&ansvar={unit}",
        "kostnad-och-volym/",
        "kostnad-och-volym/?visa=manad",
    ],
)
@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_months_and_years_ask_few_questions(slug: str, month: str, part: str) -> None:
    client = signed_in(slug, Role.CONTROLLER)
    here = follow_up(slug, month)
    tree = cost_centre_tree(here.committee, month=here.period)
    top = tree.children[tree.roots()[-1].id][-1]
    url = f"/{slug}/{month}/avvikelser/{part.format(unit=tree.nodes[top].code)}"
    assert questions(client, url) <= CEILING, url


def test_a_new_line_of_the_plan_asks_few_questions() -> None:
    client = signed_in("botkyrka-von", Role.CONTROLLER)
    url = "/botkyrka-von/2017-08/mal/handlingsplan/ny/"
    assert questions(client, url) <= CEILING


@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_the_bridge_asks_few_questions(slug: str, month: str) -> None:
    client = signed_in(slug, Role.CONTROLLER)
    assert questions(client, f"/{slug}/{month}/prognos/brygga/") <= CEILING


PARTINGS = ("verksamhet", "ansvar", "kontogrupp", "roll", "lagrum", "regi")


@pytest.mark.parametrize("role", [Role.CONTROLLER, Role.BUDGET_HOLDER])
@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_deviations_ask_few_questions(slug: str, month: str, role: Role) -> None:
    client = signed_in(slug, role)
    for by in PARTINGS:
        for part in ("", "vattenfall/"):
            url = f"/{slug}/{month}/avvikelser/{part}?efter={by}"
            assert questions(client, url) <= CEILING, url


@pytest.mark.parametrize("chosen", ["regi=egen", "regi=extern"])
@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_what_is_run_or_bought_asks_as_few_questions(
    slug: str, month: str, chosen: str
) -> None:
    client = signed_in(slug, Role.CONTROLLER)
    start = f"/{slug}/{month}/avvikelser/"
    parted = [f"{part}?efter={by}&" for by in PARTINGS for part in ("", "vattenfall/")]
    for page in (*parted, "manader/?", "utveckling/?", "flera-ar/?"):
        asked = questions(client, f"{start}{page}{chosen}")
        assert asked <= min(CEILING, questions(client, start + page)), page
    assert questions(client, f"{start}siffra/?{chosen}") <= CEILING


@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_the_waterfall_by_cause_asks_few_questions(slug: str, month: str) -> None:
    client = signed_in(slug, Role.CONTROLLER)
    url = f"/{slug}/{month}/avvikelser/vattenfall/?efter=orsak"
    assert questions(client, url) <= CEILING


def test_a_one_off_is_read_in_one_question_more() -> None:
    client = signed_in("botkyrka-von", Role.CONTROLLER)
    here = follow_up("botkyrka-von", "2017-08")
    row = ForecastRow.objects.filter(follow_up=here)[0]
    Analysis.objects.update_or_create(
        committee=here.committee,
        follow_up=here,
        cost_centre=row.cost_centre,
        activity=row.activity,
        defaults={"duration": Duration.ONE_OFF},
    )
    url = "/botkyrka-von/2017-08/avvikelser/vattenfall/?efter=orsak"
    assert "säger engångs" in client.get(url).content.decode()
    assert questions(client, url) <= CEILING


def asked_of(cell: str) -> int:
    """The questions of a cell's page: `botkyrka-von/2017-08 table row column`."""
    here, table, row, column = cell.split()
    url = f"/{here}/rapport/tabell/{table}/siffra/?rad={row}&kolumn={column}"
    return questions(signed_in(here.partition("/")[0], Role.CONTROLLER), url)


@pytest.mark.parametrize(
    "cell",
    [
        "botkyrka-von/2017-08 economy-overview netto avvikelse",
        "botkyrka-von/2017-08 unit-costs-elderly-care hemtjanst-timme budget",
        "sodertalje-on/2018-04 unit-costs assistans-lss-egen-timme budget",
        "sodertalje-on/2018-04 result-by-activity namnden-totalt resultat_period",
        "enkoping-von/2024-08 volume-and-price lss-boende avvikelse",
    ],
)
def test_a_cells_page_asks_few_questions(cell: str) -> None:
    assert asked_of(cell) <= CEILING


@pytest.mark.parametrize(
    "cell",
    [
        "botkyrka-von/2017-08 indicators-linked hemtjanst-timme utfall",
        "enkoping-von/2024-08 volumes sarskilt-boende resultat",
    ],
)
def test_a_cell_that_rests_on_three_rooms_asks_one_more(cell: str) -> None:
    assert asked_of(cell) <= CEILING + 1


def test_a_page_asks_no_more_for_more_rows() -> None:
    client = signed_in("botkyrka-von", Role.CONTROLLER)
    small, large = (
        f"/botkyrka-von/2017-08/rapport/tabell/{key}/"
        for key in ("economy-overview", "economy-appendix-2-1")
    )
    assert abs(questions(client, large) - questions(client, small)) <= 2
