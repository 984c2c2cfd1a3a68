"""How far forecasts of closed years were from the outcome, computed from the rows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from html import unescape

import pytest
from django.http import QueryDict
from django.test import Client

from committees.access import place_of
from committees.models import Membership, Role, User
from committees.numbers import (
    MINUS,
    NOT_APPLICABLE,
    Scale,
    Unit,
    money_text,
    round_half_away,
    with_unit,
)
from committees.periods import CLOSING, Month
from finance.models import (
    ActionEffect,
    ControllerAdjustment,
    ForecastRow,
    LiveMonth,
    OutcomeRow,
)
from reports.dashboards.accuracy.errors import errors, total
from reports.dashboards.accuracy.figures import (
    Case,
    Measured,
    Way,
    accuracy,
    naive,
)
from reports.dashboards.accuracy.seen import Seen, known, own_part, seen, seen_later
from reports.dashboards.accuracy.shown import charts
from reports.dashboards.accuracy.tables import (
    codes_of,
    cost_centre_rows,
    horizon_table,
    method_table,
)
from reports.dashboards.accuracy.words import per_cent
from reports.dashboards.evolution.figures import evolution, follow_ups_of
from reports.dashboards.part import Part
from tests.conftest import follow_up, person, signed_in

pytestmark = pytest.mark.django_db
SLUG, MONTH, YEAR = "sodertalje-on", "2018-04", 2017
PAGE = f"/{SLUG}/{MONTH}/avvikelser/traffsakerhet/"
Pair = tuple[int, int]
KRONOR = Scale(Unit.KR, decimals=2)


def as_seen(query: str = "", user: User | None = None) -> Seen:
    place = place_of(user or person(SLUG, Role.CONTROLLER), SLUG, MONTH)
    part = own_part(place, Part.of(place, QueryDict(query)))
    told = known(place)
    return seen(part, told, years=told.closed, follow_ups=place.follow_ups)


def measured(found: Seen) -> Measured:
    assert found.accuracy is not None
    return found.accuracy.whole


def outcome(until: int = CLOSING, *, year: int = YEAR) -> dict[Pair, int]:
    """Outcome by cost centre and activity, added row by row."""
    live = LiveMonth.objects.filter(committee__slug=SLUG, year=year)
    counted = set(live.values_list("batch_id", "period"))
    found: dict[Pair, int] = {}
    rows = OutcomeRow.objects.filter(committee__slug=SLUG, year=year)
    for batch, period, unit, activity, ore in rows.values_list(
        "batch_id", "period", "cost_centre_id", "activity_id", "amount_ore"
    ):
        if (batch, period) in counted and 1 <= period <= until:
            found[unit, activity] = found.get((unit, activity), 0) + ore
    return found


def forecast(month: int) -> dict[Pair, int]:
    """What the units said in a month, added row by row."""
    found: dict[Pair, int] = {}
    rows = ForecastRow.objects.filter(
        committee__slug=SLUG, follow_up__year=YEAR, follow_up__month=month
    )
    for unit, activity, ore in rows.values_list(
        "cost_centre_id", "activity_id", "amount_ore"
    ):
        found[unit, activity] = found.get((unit, activity), 0) + ore
    return found


def missed(said: dict[Pair, int], became: dict[Pair, int]) -> int:
    places: Iterable[Pair] = {*said, *became}
    return sum(abs(became.get(p, 0) - said.get(p, 0)) for p in places)


@pytest.mark.parametrize("month", [2, 3, 4, 5, 8])
def test_wape_is_the_sum_of_sizes_over_places(month: int) -> None:
    became, said = outcome(), forecast(month)
    found = as_seen()
    assert found.accuracy is not None
    size = sum(abs(ore) for ore in became.values())
    wape = Fraction(100 * missed(said, became), size)
    assert found.accuracy.by_month[month].wape(Way.FORECAST) == wape


@pytest.mark.parametrize("month", [2, 3, 4, 5, 8])
def test_the_error_is_outcome_less_what_units_and_controllers_said(month: int) -> None:
    adjusted = ControllerAdjustment.objects.filter(
        committee__slug=SLUG, follow_up__year=YEAR, follow_up__month=month
    )
    said = sum(forecast(month).values()) + sum(each.amount_ore for each in adjusted)
    found = as_seen()
    assert found.accuracy is not None
    error = sum(outcome().values()) - said
    assert found.accuracy.by_month[month].bias(Way.FORECAST) == error


def test_the_errors_are_those_of_how_the_forecast_moved() -> None:
    found, here = as_seen(), place_of(person(SLUG, Role.CONTROLLER), SLUG, MONTH)
    moved = evolution(
        follow_ups_of(here, YEAR), found.part.where, here=follow_up(SLUG, MONTH)
    )
    assert found.accuracy is not None
    for said in moved.forecast:
        one = found.accuracy.by_month[said.follow_up.month]
        assert one.bias(Way.FORECAST) == (moved.outcome or 0) - (said.forecast or 0)


def test_the_mean_error_is_of_all_follow_ups() -> None:
    whole = measured(as_seen())
    said = [sum(forecast(month).values()) for month in (2, 3, 4, 5, 8)]
    mean = sum(outcome().values()) - Fraction(sum(said) - 1_000_000_00, 5)
    assert whole.bias(Way.FORECAST) == mean


def test_the_naive_forecast_is_outcome_to_date_raised_as_last_year_went() -> None:
    months = [100] * 6 + [200] * 6 + [0]
    assert naive([50] * 12 + [0], months, Month(2017, 6)) == 300 * 1800 // 600
    assert naive([50] * 12 + [0], None, Month(2017, 3)) == 600


def test_the_naive_forecast_knows_nothing_of_the_months_that_follow() -> None:
    before = [100] * 13
    early = naive([70] * 4 + [10] * 9, before, Month(2017, 4))
    assert early == naive([70] * 4 + [999] * 9, before, Month(2017, 4))


def test_before_actions_is_less_what_those_decided_by_then_had_left() -> None:
    found = as_seen()
    assert found.accuracy is not None
    for month in (2, 4, 8):
        remaining = ActionEffect.objects.filter(
            committee__slug=SLUG,
            year=YEAR,
            action__decided_on__lte=Month(YEAR, month).last_day,
        ).exclude(action__state="proposed")
        one = found.accuracy.by_month[month]
        extra = one.bias(Way.BEFORE) - one.bias(Way.FORECAST)
        assert extra == sum(each.remaining_ore for each in remaining)


def test_cost_centres_add_up_to_the_whole_in_order_of_codes() -> None:
    found = as_seen()
    assert found.accuracy is not None
    places = found.accuracy.by_cost_centre.values()
    for way in Way:
        total = sum(each.errors[way] for each in places)
        assert total == measured(found).errors[way]
        assert sum(each.missed[way] for each in places) == measured(found).missed[way]
    codes = [row.code for row in cost_centre_rows(found, codes_of(found)) if row.code]
    assert codes == sorted(codes)


def test_methods_are_measured_by_row() -> None:
    found = as_seen()
    rows = ForecastRow.objects.filter(committee__slug=SLUG, follow_up__year=YEAR)
    for method, (count, each) in found.methods.items():
        said = rows.filter(method=method).values_list("amount_ore", flat=True)
        assert (count, each.forecast) == (len(said), sum(said))
    table = method_table(found)
    assert table is not None
    assert [row.label for row in table.rows][:2] == ["Manuell", "Run rate"]


def test_errors_in_opposite_directions_do_not_make_up_for_each_other() -> None:
    one = Case(2017, 8, 1, True, outcome=-100, forecast=-110, naive=-100, before=-110)  # noqa: FBT003
    two = one._replace(cost_centre=2, forecast=-90)
    found = accuracy([one, two], [Month(2017, 8)])
    assert found is not None
    assert found.whole.bias(Way.FORECAST) == 0
    assert found.whole.wape(Way.FORECAST) == 10


def test_a_share_of_next_to_nothing_is_not_applicable() -> None:
    one = Measured(1, outcome=0, size=5, forecast=90, errors={Way.FORECAST: -90})
    assert one.share(Way.FORECAST) is None


def test_a_budget_holder_sees_her_own_units_only() -> None:
    user = Membership.objects.get(
        committee__slug=SLUG, role=Role.BUDGET_HOLDER, cost_centre__code="1003"
    ).user
    found = as_seen(user=user)
    codes = {code for code, _ in codes_of(found).values()}
    assert codes == {"1003"}
    table, whole = horizon_table(found), horizon_table(as_seen())
    assert table is not None
    assert whole is not None
    assert table.value("mean", "outcome") != whole.value("mean", "outcome")


def test_a_link_to_others_units_says_whose_they_are() -> None:
    user = Membership.objects.get(
        committee__slug=SLUG, role=Role.BUDGET_HOLDER, cost_centre__code="1003"
    ).user
    client = signed_in(SLUG, Role.CONTROLLER)
    client.force_login(user)
    answer = client.get(f"{PAGE}?ansvar=3101")
    assert answer.status_code == 404
    assert "Du svarar för 1003" in answer.content.decode()
    assert "3101" not in client.get(PAGE).content.decode()


def test_who_answers_for_no_money_is_not_led_there() -> None:
    client = signed_in(SLUG, Role.SECRETARY)
    assert client.get(PAGE).status_code == 403
    there = client.get(f"/{SLUG}/{MONTH}/avvikelser/utveckling/").content.decode()
    assert "traffsakerhet" not in there


def test_a_year_that_is_not_over_says_when_it_is_measured() -> None:
    page = signed_in(SLUG, Role.CONTROLLER).get(
        f"/{SLUG}/2017-08/avvikelser/traffsakerhet/"
    )
    text = page.content.decode()
    assert "Året 2017 är inte avslutat än" in text
    assert f'href="/{SLUG}/2017-12/avvikelser/traffsakerhet/"' in text
    place = place_of(person("botkyrka-von", Role.CONTROLLER), "botkyrka-von", "2017-08")
    assert seen_later(place, known(place)) is None


def test_the_page_marks_examples_and_has_its_files() -> None:
    client = signed_in(SLUG, Role.CONTROLLER)
    page = client.get(PAGE).content.decode()
    assert "Prognoserna i februari, mars, april och maj 2017 är genererade" in page
    assert 'class="surplus' not in page
    file = client.get(f"{PAGE}?fil=tabell-cost-centres.csv")
    assert file.status_code == 200
    assert b"1004" in file.content
    assert len(charts(as_seen())) == 2


def test_several_units_are_told_as_her_own_and_lead_nowhere_else() -> None:
    user = Membership.objects.get(
        committee__slug=SLUG, role=Role.BUDGET_HOLDER, cost_centre__code="1002"
    ).user
    client = Client()
    client.force_login(user)
    page = client.get(PAGE).content.decode()
    assert "<h1>Prognosernas träffsäkerhet: dina ansvar</h1>" in page
    assert "matt=utfall-ar&amp;ar=2017&amp;ansvar=1002" in page
    assert "matt=prognos" not in page


FIGURE = re.compile(r'working-figure">([^<]*)<')
OPENS = re.compile(r'<td[^>]*><a href="(siffra/[^"]*)"[^>]*>([^<]*)</a>')


def explanation(client: Client, query: str) -> str:
    answer = client.get(f"{PAGE}siffra/?{query}")
    assert answer.status_code == 200, query
    return answer.content.decode()


def test_means_and_errors_are_told_by_what_they_are_of() -> None:
    client = signed_in(SLUG, Role.CONTROLLER)
    whole = measured(as_seen())
    for way in Way:
        column = f"kolumn={way}_bias"
        page = explanation(client, f"rad=mean&{column}")
        ore = round_half_away(whole.bias(way), divisor=1)
        assert FIGURE.findall(page) == [with_unit(ore, KRONOR, plus=True)]
        assert money_text(whole.errors[way], KRONOR) in page
    wape = whole.wape(Way.FORECAST)
    page = explanation(client, "rad=mean&kolumn=forecast_wape")
    assert FIGURE.findall(page) == [per_cent(wape)]
    assert money_text(whole.missed[Way.FORECAST], KRONOR) in page
    assert money_text(whole.size, KRONOR) in page


def test_every_figure_of_the_page_is_told_by_its_explanation() -> None:
    client = signed_in(SLUG, Role.CONTROLLER)
    page = client.get(PAGE).content.decode()
    found = [(unescape(href), shown) for href, shown in OPENS.findall(page)]
    kinds = {(re.sub(r"\d", "", href)): (href, shown) for href, shown in found}
    assert len(kinds) > len(Way)
    scale = Scale(Unit.MKR, 1)
    for href, shown in kinds.values():
        query = href.partition("?")[2]
        (figure,) = FIGURE.findall(explanation(client, query))
        if "%" in figure or figure == NOT_APPLICABLE:
            assert figure.startswith(shown)
        else:
            ore = int(re.sub(r"\D", "", figure))
            assert money_text(ore, scale).lstrip("-") == shown.lstrip(MINUS), href


def test_a_months_error_leads_to_the_rows_of_a_forecast() -> None:
    client = signed_in(SLUG, Role.CONTROLLER)
    page = explanation(client, "rad=m8&kolumn=forecast_bias")
    units = re.findall(r'href="(/[^"]*matt=prognos[^"]*)"', page)
    said: dict[int, int] = {}
    for (unit, _), ore in forecast(8).items():
        said[unit] = said.get(unit, 0) + ore
    assert len(units) >= min(len(said), 50) - 1
    rows = client.get(unescape(units[0])).content.decode()
    assert "/underlag/rad/prognos/" in rows


def test_the_errors_of_a_month_are_those_of_its_cost_centres() -> None:
    seen_ = as_seen()
    by_place = errors(
        [case for case in seen_.cases if case.month == 8],
        Way.FORECAST,
        lambda case: case.cost_centre,
    )
    assert seen_.accuracy is not None
    month = seen_.accuracy.by_month[8]
    whole = total(by_place.values())
    assert whole.error == month.errors[Way.FORECAST]
    assert whole.missed == month.missed[Way.FORECAST]
    assert whole.size == month.size


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("rad=m13&kolumn=forecast_bias", "ingen rad m13"),
        ("rad=x&kolumn=forecast_bias", "ingen rad x"),
        ("rad=mean&kolumn=annan", "ingen kolumn annan"),
        ("rad=m1&kolumn=forecast_bias", "inga prognoser att mäta"),
    ],
)
def test_what_is_no_figure_of_the_page_is_refused(query: str, words: str) -> None:
    client = signed_in(SLUG, Role.CONTROLLER)
    answer = client.get(f"{PAGE}siffra/?{query}")
    assert answer.status_code == 404
    assert words in unescape(answer.content.decode())


def test_explanations_are_of_what_the_reader_answers_for() -> None:
    mine = signed_in(SLUG, Role.BUDGET_HOLDER)
    holder = person(SLUG, Role.BUDGET_HOLDER)
    whole = measured(as_seen(user=holder))
    page = explanation(mine, "rad=mean&kolumn=forecast_bias")
    ore = round_half_away(whole.bias(Way.FORECAST), divisor=1)
    assert FIGURE.findall(page) == [with_unit(ore, KRONOR, plus=True)]
    assert ore != round_half_away(measured(as_seen()).bias(Way.FORECAST), divisor=1)
