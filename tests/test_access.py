"""Who gets what: every route against every sort of person, in one table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from committees.models import CostCentre, ImportBatch, ImportKind, Role, StoredFile
from finance.models import (
    Action,
    BudgetRow,
    ForecastRow,
    ForecastVersion,
    OutcomeAdjustment,
    OutcomeRow,
    Saving,
)
from goals.models import Indicator, Topic, UnexecutedDecision
from reports.models import Export, ExportState
from tests.conftest import follow_up, person, signed_in
from volumes.models import VolumeSeries

pytestmark = pytest.mark.django_db

COMMITTEE, OTHER = "botkyrka-von", "enkoping-von"
OPEN, SENT = "2017-08", "2017-05"
TABLE = "net-cost-by-activity"
UNIT = "5411"
"""The first budget holder's unit; the first manager answers for another part."""

# Who: nobody signed in, a controller of another committee, then each role in the
# committee; of elected members also what they get of a follow-up that is sent out.
PEOPLE = ("nobody", "other", *(role.value for role in Role), "member of sent")
MATRIX = """
route                                non oth adm con bud man sec mem aud cas snt
alive                                200 200 200 200 200 200 200 200 200 200 200
ready                                503 503 503 503 503 503 503 503 503 503 503
account_login                        200 302 302 302 302 302 302 302 302 302 302
account_logout                       302 200 200 200 200 200 200 200 200 200 200
account_inactive                     200 200 200 200 200 200 200 200 200 200 200
account_reset_password               200 200 200 200 200 200 200 200 200 200 200
account_reset_password_done          200 200 200 200 200 200 200 200 200 200 200
account_reset_password_from_key      200 200 200 200 200 200 200 200 200 200 200
account_reset_password_from_key_done 200 200 200 200 200 200 200 200 200 200 200
committees:home                      302 302 302 302 302 302 302 302 302 302 302
committees:committee                 302 404 302 302 302 302 302 302 302 302 302
committees:switch                    302 404 302 302 302 302 302 302 302 302 302
committees:colours                   302 404 200 200 200 200 200 200 200 200 200
committees:text_check                401 400 400 400 400 400 400 400 400 400 400
committees:draft_drop                302 404 302 302 302 302 302 302 302 302 302
side_by_side                         302 302 302 302 302 302 302 302 302 302 302
reports:overview                     302 404 200 200 200 200 200 404 200 404 302
reports:report                       302 404 200 200 200 200 200 404 200 404 200
reports:tables                       302 404 200 200 200 200 200 404 200 404 200
reports:tables_file                  302 404 200 200 200 200 200 404 200 404 200
reports:table                        302 404 200 200 200 200 200 404 200 404 200
reports:table_file                   302 404 200 200 200 200 200 404 200 404 200
reports:exports                      302 404 200 200 200 200 200 404 200 404 200
reports:export_start                 302 404 302 302 403 403 302 404 403 404 403
reports:export_status                302 404 200 200 200 200 200 404 200 404 200
reports:export_file                  302 404 200 200 200 200 200 404 200 404 200
finance:material                     302 404 200 200 200 200 200 404 200 404 403
finance:outcome                      302 404 200 200 200 200 200 404 200 404 403
finance:budget                       302 404 200 200 200 200 200 404 200 404 403
finance:forecast                     302 404 200 200 200 200 200 404 200 404 403
finance:imports                      302 404 200 200 200 200 200 404 200 404 403
finance:my_settings                  302 200 200 200 200 200 200 200 200 200 200
finance:settings                     302 404 200 200 403 403 403 403 403 403 403
finance:forecast_settings            302 404 200 200 403 403 403 403 403 403 403
finance:people                       302 404 200 200 403 403 403 403 403 403 403
finance:people_file                  302 404 302 302 403 403 403 403 403 403 403
finance:board                        302 404 200 200 200 200 200 404 200 404 403
finance:approve_all                  302 404 302 302 302 302 403 404 403 404 403
finance:unit_step                    302 404 302 302 302 302 403 404 403 404 403
finance:month                        302 404 200 200 200 200 200 404 200 404 403
finance:month_dates                  302 404 200 200 403 403 403 404 403 404 403
finance:month_units                  302 404 302 302 403 403 403 404 403 404 403
finance:month_totals                 302 404 302 302 403 403 403 404 403 404 403
finance:month_step                   302 404 302 302 403 302 403 404 403 404 403
finance:outcome_look                 302 404 302 302 403 403 403 404 403 404 403
finance:outcome_take                 302 404 302 302 403 403 403 404 403 404 403
finance:template_upload              302 404 200 200 200 200 200 404 200 404 403
finance:template                     302 404 200 200 200 200 403 404 403 404 403
finance:unit_template                302 404 200 200 200 404 403 404 403 404 403
finance:adjustments                  302 404 200 200 200 200 200 404 200 404 403
finance:adjustment_new               302 404 200 200 200 200 403 404 403 404 403
finance:adjustment                   302 404 200 200 200 404 403 404 403 404 403
finance:actions                      302 404 200 200 200 200 200 404 200 404 403
finance:action_new                   302 404 200 200 403 403 403 404 403 404 403
finance:action                       302 404 200 200 403 403 403 404 403 404 403
finance:frame                        302 404 200 200 200 200 200 404 200 404 403
finance:analyses                     302 404 200 200 200 200 200 404 200 404 403
finance:analysis                     302 404 200 200 200 404 200 404 200 404 403
finance:changes                      302 404 200 200 200 200 200 404 200 404 403
finance:version                      302 404 200 200 200 404 200 404 200 404 403
finance:log                          302 404 200 200 200 200 200 404 200 404 403
finance:grid                         302 404 200 200 200 404 200 404 200 404 403
finance:grid_save                    401 404 400 400 400 400 403 404 403 404 403
finance:grid_check                   401 404 400 400 400 400 403 404 403 404 403
finance:grid_months                  302 404 200 200 200 404 200 404 200 404 403
finance:grid_activity                302 404 200 200 200 200 200 404 200 404 403
reports:bridge                       302 404 200 200 200 200 200 404 200 404 403
reports:deviations                   302 404 200 200 200 200 200 404 200 404 403
reports:waterfall                    302 404 200 200 200 200 200 404 200 404 403
reports:trend                        302 404 200 200 200 200 200 404 200 404 403
reports:accuracy                     302 404 200 200 200 200 403 404 403 404 403
reports:accuracy_figure              302 404 302 302 302 302 403 404 403 404 403
reports:evolution                    302 404 200 200 200 200 200 404 200 404 403
reports:several_years                302 404 200 200 200 200 200 404 200 404 403
reports:cost_and_volume              302 404 200 200 200 200 200 404 200 404 403
reports:saved_views                  302 404 200 200 200 200 200 404 200 404 403
reports:figure                       302 404 200 200 200 200 200 404 200 404 403
reports:made                         302 404 302 302 302 302 302 404 302 404 403
reports:cell                         302 404 302 302 302 302 302 404 302 404 302
reports:outcome_row                  302 404 200 200 200 404 200 404 200 404 403
reports:budget_row                   302 404 200 200 200 404 200 404 200 404 403
reports:forecast_row                 302 404 200 200 200 404 200 404 200 404 403
reports:log_file                     302 404 200 200 200 200 200 404 200 404 403
reports:series                       302 404 200 200 200 200 200 404 200 404 403
reports:unit_costs                   302 404 200 200 200 200 200 404 200 404 403
reports:volume_price                 302 404 200 200 200 200 200 404 200 404 403
reports:staffing                     302 404 200 200 200 200 200 404 200 404 403
volumes:taking_in                    302 404 200 200 200 200 200 404 200 404 403
volumes:taking_in_look               302 404 302 302 403 403 403 404 403 404 403
volumes:taking_in_take               302 404 302 302 403 403 403 404 403 404 403
volumes:taken_in                     302 404 200 200 200 200 200 404 200 404 403
volumes:overview                     302 404 200 200 200 200 200 404 200 404 403
volumes:entry                        302 404 200 200 200 200 200 404 200 404 403
volumes:entry_unit                   302 404 200 200 200 404 200 404 200 404 403
volumes:entry_save                   401 404 400 400 400 400 403 404 403 404 403
volumes:entry_check                  401 404 400 400 400 400 403 404 403 404 403
goals:overview                       302 404 200 200 200 200 200 404 200 404 403
goals:goals                          302 404 200 200 200 200 200 404 200 404 403
goals:husbandry                      302 404 200 200 200 200 200 404 200 404 403
goals:commitments                    302 404 200 200 200 200 200 404 200 404 403
goals:topic                          302 404 200 200 200 200 200 404 200 404 403
goals:topic_save                     401 404 400 400 400 400 400 404 403 404 403
goals:topic_step                     302 404 302 302 302 302 302 404 403 404 403
reports:indicators                   302 404 200 200 200 200 200 404 200 404 403
reports:indicator                    302 404 200 200 200 200 200 404 200 404 403
goals:indicator_entry                302 404 200 200 200 200 200 404 200 404 403
goals:indicator_save                 401 404 400 400 400 400 400 404 403 404 403
goals:indicator_check                401 404 400 400 400 400 400 404 403 404 403
goals:taking_in                      302 404 200 200 200 200 200 404 200 404 403
goals:taking_in_look                 302 404 302 302 403 403 403 404 403 404 403
goals:taking_in_take                 302 404 302 302 403 403 403 404 403 404 403
goals:taken_in                       302 404 200 200 200 200 200 404 200 404 403
goals:taking_back                    302 404 302 302 403 403 403 404 403 404 403
reports:action_plan                  302 404 200 200 200 200 200 404 200 404 403
finance:savings                      302 404 200 200 200 200 200 404 200 404 403
finance:saving_new                   302 404 200 200 403 403 403 404 403 404 403
finance:saving                       302 404 200 200 403 403 403 404 403 404 403
goals:control                        302 404 200 200 200 200 200 404 200 404 403
goals:decisions                      302 404 403 403 403 403 403 403 403 200 403
goals:decision_new                   302 404 403 403 403 403 403 403 403 200 403
goals:decision                       302 404 403 403 403 403 403 403 403 200 403
reports:plan_line_new                302 404 200 200 403 403 403 404 403 404 403
reports:providers                    302 404 200 200 200 200 200 404 200 404 403
reports:decision_counts              302 404 200 200 200 200 200 404 200 404 403
"""
POSTED = {
    "committees:text_check",
    "committees:draft_drop",
    "reports:export_start",
    "finance:grid_save",
    "finance:grid_check",
    "finance:people_file",
    "finance:approve_all",
    "finance:unit_step",
    "finance:month_dates",
    "finance:month_units",
    "finance:month_totals",
    "finance:month_step",
    "finance:outcome_look",
    "finance:outcome_take",
    "goals:indicator_save",
    "goals:indicator_check",
    "goals:taking_in_look",
    "goals:taking_in_take",
    "goals:taking_back",
    "goals:topic_save",
    "goals:topic_step",
    "volumes:entry_save",
    "volumes:entry_check",
    "volumes:taking_in_look",
    "volumes:taking_in_take",
}


def matrix() -> dict[str, dict[str, int]]:
    """The matrix by person and route: the answer's status."""
    lines = [line.split() for line in MATRIX.strip().splitlines()[1:]]
    found: dict[str, dict[str, int]] = {who: {} for who in PEOPLE}
    for route, *statuses in lines:
        for who, status in zip(PEOPLE, statuses, strict=True):
            found[who][route] = int(status)
    return found


def routes(
    patterns: list[URLPattern | URLResolver], space: str = ""
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The routes under a resolver: name (or pattern) and what its address takes."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern.url_patterns, inner)
        else:
            name = f"{space}{pattern.name or pattern.pattern}"
            yield name, tuple(pattern.pattern.regex.groupindex)


ROUTES = dict(routes(get_resolver().url_patterns))


def test_every_route_is_in_the_matrix() -> None:
    assert all(set(ROUTES) == set(asked) for asked in matrix().values())


@pytest.mark.parametrize("who", PEOPLE)
def test_routes_answer_as_the_matrix_says(who: str) -> None:
    month = SENT if who == "member of sent" else OPEN
    client = client_of(who)
    wrong = []
    for route, status in matrix()[who].items():
        answered = ask(client, route, month=month)
        wrong += [f"{route}: {answered}, not {status}"] * (answered != status)
    assert wrong == []


def ask(client: Client, route: str, *, month: str) -> int:
    """The status of a route for a person, who has asked for nothing before or after."""
    cookies = copy(client.cookies)
    with transaction.atomic():
        url = address(route, month=month)
        answer = client.post(url) if route in POSTED else client.get(url)
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer.status_code


def client_of(who: str) -> Client:
    """A client for one of PEOPLE."""
    if who == "nobody":
        return Client()
    if who == "other":
        return signed_in(OTHER, Role.CONTROLLER)
    return signed_in(COMMITTEE, Role(who.removesuffix(" of sent")))


def address(route: str, *, month: str) -> str:
    """The address of a route in the committee, at a follow-up's month."""
    known: dict[str, object] = {
        "slug": COMMITTEE,
        "month": month,
        "key": TABLE,
        "suffix": "json",
        "uidb36": "1",
        "number": export(COMMITTEE, month).pk if "number" in ROUTES[route] else 0,
        "ending": "csv",
        "kind": "utfall",
        "unit": UNIT,
        "activity": "7831",
        "group": "50",
    }
    for name, stored in ABOVE.items():
        if name in ROUTES[route]:
            known[name] = stored(month)
    return reverse(route, kwargs={name: known[name] for name in ROUTES[route]})


def adjustment(_: str) -> int:
    """An adjustment of the unit's outcome."""
    of_unit = OutcomeAdjustment.objects.filter(cost_centre__code=UNIT)
    return of_unit.filter(follow_up__committee__slug=COMMITTEE)[0].pk


def stored_row(model: type[OutcomeRow | BudgetRow | ForecastRow]) -> int:
    """A stored row of the unit."""
    of_unit = model.objects.filter(cost_centre__code=UNIT)
    return of_unit.filter(committee__slug=COMMITTEE)[0].pk


def version(month: str) -> int:
    """A forecast that the unit has handed in."""
    here = follow_up(COMMITTEE, month)
    return ForecastVersion.objects.create(
        follow_up=here,
        cost_centre=CostCentre.objects.get(
            code=UNIT, municipality=here.committee.municipality
        ),
        number=99,
        by=person(COMMITTEE, Role.BUDGET_HOLDER),
        rows=[],
    ).pk


def indicator_file(_: str) -> int:
    """A file of indicators that was taken in."""
    stored = StoredFile.objects.get_or_create(sha256="0" * 64, defaults={"size": 0})[0]
    return ImportBatch.objects.create(
        committee=follow_up(COMMITTEE, OPEN).committee,
        kind=ImportKind.INDICATOR,
        file=stored,
        file_name="kolada.json",
    ).pk


ABOVE: dict[str, Callable[[str], object]] = {
    "indicator": lambda _: Indicator.objects.filter(committee__slug=COMMITTEE)[0].code,
    "taken": indicator_file,
    "decision": lambda _: (
        UnexecutedDecision.objects.filter(committee__slug=COMMITTEE)[0].number
    ),
    "adjustment": adjustment,
    "outcome": lambda _: stored_row(OutcomeRow),
    "budget": lambda _: stored_row(BudgetRow),
    "forecast": lambda _: stored_row(ForecastRow),
    "action": lambda _: Action.objects.filter(committee__slug=COMMITTEE)[0].pk,
    "saving": lambda _: Saving.objects.filter(committee__slug=COMMITTEE)[0].pk,
    "version": version,
    "topic": lambda _: Topic.objects.filter(committee__slug=COMMITTEE)[0].code,
    "batch": lambda _: (
        ImportBatch.objects.filter(committee__slug=COMMITTEE, kind=ImportKind.VOLUME)[
            0
        ].pk
    ),
    "code": lambda _: VolumeSeries.objects.filter(committee__slug=COMMITTEE)[0].code,
}
"""Stored objects that routes name, by the name in their address."""


def export(slug: str, month: str) -> Export:
    """A finished export of a follow-up."""
    return Export.objects.create(
        follow_up=follow_up(slug, month),
        by=person(slug, Role.CONTROLLER),
        state=ExportState.DONE,
        file_name="rapport.pdf",
        content=b"%PDF",
    )


@pytest.mark.parametrize("route", ["reports:export_status", "reports:export_file"])
def test_an_export_is_found_only_in_its_own_follow_up(route: str) -> None:
    controller = signed_in(COMMITTEE, Role.CONTROLLER)
    for elsewhere in (export(OTHER, "2024-08"), export(COMMITTEE, SENT)):
        where = {"slug": COMMITTEE, "month": OPEN, "number": elsewhere.pk}
        assert controller.get(reverse(route, kwargs=where)).status_code == 404


def test_switching_leads_nowhere_one_may_not_go() -> None:
    controller = signed_in(COMMITTEE, Role.CONTROLLER)
    url = reverse("committees:switch", kwargs={"slug": COMMITTEE})
    assert controller.get(url, {"namnd": OTHER}).status_code == 404


def test_what_is_forbidden_says_so_in_swedish() -> None:
    answer = signed_in(COMMITTEE, Role.MEMBER).get(
        address("finance:outcome", month=SENT)
    )
    text = answer.content.decode()
    assert "Din roll i nämnden räcker inte" in text
    assert f'<a href="{address("reports:report", month=SENT)}">Rapport</a>' in text
    assert address("finance:board", month=SENT) not in text


def test_a_role_that_has_ended_opens_nothing() -> None:
    user = person(COMMITTEE, Role.AUDITOR)
    user.memberships.update(to_date=date(2020, 1, 1))
    client = Client()
    client.force_login(user)
    assert client.get(address("reports:report", month=SENT)).status_code == 404
