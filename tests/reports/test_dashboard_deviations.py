"""Where the deviation is: every level sums to the report's tables, and leads on."""

from __future__ import annotations

import re
from typing import cast

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.test import Client

from committees.access import Place, place_of
from committees.models import FollowUp, FollowUpKind, Role, User
from committees.periods import Scenario, Span
from finance import facts
from finance.figures import Measure, Selection, Series, figure
from finance.models import (
    Analysis,
    BudgetDecision,
    BudgetRow,
    ControllerAdjustment,
    ForecastRow,
    LiveMonth,
)
from finance.sources import EVERYTHING
from finance.sums import Sums
from reports.dashboards.asked_figure import AskedFigure, What
from reports.dashboards.levels.level import Level, Order, Told, level
from reports.dashboards.levels.pieces import ADJUSTMENT, AXES, By, Shown
from reports.dashboards.levels.since import History, history
from reports.dashboards.levels.whys import whys
from reports.dashboards.narrowing import Narrowing
from reports.dashboards.part import Part
from tests.conftest import follow_up, person, signed_in

pytestmark = pytest.mark.django_db
HERE = "/botkyrka-von/2017-08/avvikelser/"


def part_of(here: FollowUp, query: str = "") -> Part:
    nobody = cast("User", AnonymousUser())
    place = Place(nobody, here.committee, (), (), here)
    return Part.of(place, QueryDict(query))


def shown(
    here: FollowUp, query: str = "", *, by: By = By.ACTIVITY, flat: bool = False
) -> Level:
    part = part_of(here, query)
    return level(part, Shown(part.narrowing, by, flat))


def follow_ups() -> list[FollowUp]:
    found = FollowUp.objects.select_related("committee__municipality")
    return list(found.order_by("committee", "year", "month"))


def of_tables(here: FollowUp, selection: Selection) -> Sums:
    """Budget and outcome to date, budget and forecast, as the report's tables read."""
    need = facts.Need(frozenset({Measure.NET}), frozenset({here.year}))
    held = facts.books(here, need)
    to_date = Span.YEAR if here.kind == FollowUpKind.ANNUAL else Span.PERIOD
    asked = (
        (Scenario.BUDGET, to_date),
        (Scenario.OUTCOME, to_date),
        (Scenario.BUDGET, Span.YEAR),
        (Scenario.FORECAST, Span.YEAR),
    )
    told = (
        figure(
            held, selection, measure=Measure.NET, series=Series(each, here.year, span)
        )
        for each, span in asked
    )
    return Sums(*told)


def together(found: Level) -> Sums:
    of = Sums()
    for line in found.lines:
        of = of.plus(line.sums)
    return of


@pytest.mark.parametrize("by", list(By))
def test_rows_sum_to_the_tables_total_on_every_axis_and_follow_up(by: By) -> None:
    for here in follow_ups():
        found = shown(here, by=by)
        assert together(found) == found.total.sums, here
        assert found.total.sums[:4] == of_tables(here, Selection())[:4], here


def test_every_activity_row_is_as_the_tables_have_it() -> None:
    for here in follow_ups():
        part = part_of(here)
        for line in level(part, Shown(Narrowing(), By.ACTIVITY)).lines:
            ids = part.ground.activities.under([line.piece.code])
            assert line.sums[:4] == of_tables(here, Selection(activities=ids))[:4]


@pytest.mark.parametrize("by", list(By))
def test_rows_sum_to_the_choice_all_the_way_down(by: By) -> None:
    here = follow_up("sodertalje-on", "2017-08")
    for query in (
        "verksamhet=514",
        "ansvar=20",
        "verksamhet=51&ansvar=31",
        "roll=myndighet",
    ):
        found = shown(here, query, by=by)
        assert found.lines
        assert together(found) == found.total.sums, query


def test_the_flat_list_holds_the_same_money_as_the_level() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    for by in (By.ACTIVITY, By.COST_CENTRE):
        flat, levelled = shown(here, by=by, flat=True), shown(here, by=by)
        assert together(flat) == together(levelled)
        assert len(flat.lines) > len(levelled.lines)


def test_a_level_of_one_part_is_passed_by() -> None:
    here = follow_up("sodertalje-on", "2017-08")
    codes = {line.piece.code for line in shown(here, by=By.COST_CENTRE).lines}
    assert codes - {""} == {"10", "20", "30"}


def test_what_controllers_adjust_is_a_row_where_it_has_no_place() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    adjusted = ControllerAdjustment.objects.get(follow_up=here).amount_ore
    for by in (By.COST_CENTRE, By.ROLE):
        lines = {line.piece.name: line for line in shown(here, by=by).lines}
        assert lines[ADJUSTMENT].deviation == adjusted
    names = {line.piece.name for line in shown(here).lines}
    assert ADJUSTMENT not in names


def test_deficits_come_first_or_the_largest_or_the_plans_order() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    part = part_of(here, "verksamhet=77")
    asked = Shown(part.narrowing, By.ACTIVITY)
    by_order = {each: level(part, asked, order=each).lines for each in Order}
    told = [line.deviation or 0 for line in by_order[Order.DEVIATION]]
    sizes = [abs(line.deviation or 0) for line in by_order[Order.SIZE]]
    codes = [line.piece.code for line in by_order[Order.CODE]]
    assert told == sorted(told)
    assert sizes == sorted(sizes, reverse=True)
    assert codes == sorted(codes)


def test_external_is_what_is_placed_so_or_bought() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    part = part_of(here)
    nodes = part.ground.activities.nodes.values()
    run = {node.id for node in nodes if node.provider == "extern"}
    bought = {g.id for g in part.ground.groups.values() if g.code == "45"}
    external = shown(here, by=By.PROVIDER).lines[0]
    rows = ForecastRow.objects.filter(follow_up=here)
    ore = sum(
        row.amount_ore
        for row in rows
        if row.activity_id in run or row.group_id in bought
    )
    assert external.piece.name == "Externa utförare"
    assert external.sums.forecast == ore


def test_a_closed_years_deviation_is_of_its_outcome() -> None:
    here = follow_up("sodertalje-on", "2017-12")
    found = shown(here)
    whole = of_tables(here, Selection())
    assert found.told is Told.OUTCOME
    assert found.total.deviation == (whole.outcome_to_date or 0) - (whole.budget or 0)


def said(found: Level, *, by: By) -> History:
    return history(found.known, found.around, by=AXES[by], where=EVERYTHING)


def test_since_is_the_first_month_of_the_run_of_deficits() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    found = shown(here)
    known = said(found, by=By.ACTIVITY)
    for line in found.lines:
        told = dict(known.latest_first(line.piece.places))
        assert told[here.month] == line.deviation
        first = known.deficit_since(line.piece.places)
        assert (first is None) == ((line.deviation or 0) >= 0)
    assert known.months == (2, 3, 4, 5, 8)


def test_each_follow_up_is_told_against_the_budget_of_its_own_month() -> None:
    here = follow_up("enkoping-von", "2024-08")
    found = shown(here, by=By.COST_CENTRE)
    known = said(found, by=By.COST_CENTRE)
    told = dict(known.latest_first(found.known.by_place))
    assert tuple(reversed(told)) == known.months
    for month, ore in told.items():
        then = of_tables(follow_up("enkoping-von", f"2024-{month:02}"), Selection())
        assert ore == (then.forecast or 0) - (then.budget or 0), month


def client() -> Client:
    return signed_in("botkyrka-von", Role.CONTROLLER)


def text(url: str, who: Client | None = None, *, status: int = 200) -> str:
    answer = (who or client()).get(url)
    assert answer.status_code == status
    return answer.content.decode()


def test_a_row_leads_to_its_parts_and_a_leaf_to_the_other_axis() -> None:
    page = text(f"{HERE}?verksamhet=77&sortera=kod")
    assert 'href="?efter=ansvar&amp;sortera=kod&amp;verksamhet=775"' in page
    assert 'href="?efter=verksamhet&amp;sortera=kod&amp;verksamhet=773"' in page


def test_a_choice_is_in_the_crumbs_each_with_its_way_back() -> None:
    page = text(f"{HERE}?efter=ansvar&verksamhet=775")
    crumbs = page[page.index('class="crumbs"') : page.index("<h1>")]
    assert f'{HERE}?efter=ansvar&amp;verksamhet=77"' in crumbs
    assert "775 Hemtjänst</span>" in crumbs


def test_every_figure_links_to_what_it_is_made_of() -> None:
    page = text(f"{HERE}?verksamhet=77")
    here = follow_up("botkyrka-von", "2017-08")
    asked = AskedFigure(What.DEVIATION, Narrowing(activity="775")).address(here)
    hrefs = re.findall(r'class="figure" href="(siffra/[^"]*)"', page)
    assert asked in {HERE + href.replace("&amp;", "&") for href in hrefs}
    assert len(hrefs) == 10 * 5


def test_the_page_says_how_much_where_and_since_when() -> None:
    page = text(f"{HERE}?verksamhet=78")
    assert "Prognosen visar underskott mot budget (−16,4\xa0mkr) sedan februari" in page
    worst = shown(follow_up("botkyrka-von", "2017-08"), "verksamhet=78").lines[0]
    assert f"Störst underskott i {worst.piece.label} (" in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?verksamhet=999", "Det finns ingen verksamhet 999"),
        ("?efter=motpart", "Avvikelser kan inte delas efter motpart"),
        ("?sortera=namn", "Det finns inget val namn"),
        ("?sida=9", "Det finns ingen sida 9"),
        ("?sida=x", "Det finns ingen sida x"),
    ],
)
def test_what_there_is_not_is_said_in_words(query: str, words: str) -> None:
    assert words in text(HERE + query, status=404)


def test_long_levels_are_paged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.dashboards.levels.page.ROOM", 10)
    first, second = (
        text(f"{HERE}?efter=ansvar&niva=alla{more}") for more in ("", "&sida=2")
    )
    rows = [re.findall(r'<td class="code">(\d+)', page) for page in (first, second)]
    assert (len(rows[0]), len(rows[1])) == (10, 10)
    assert not set(rows[0]) & set(rows[1])
    assert "sida=2" in first
    assert "Sida 2 av" in second


def test_the_file_holds_all_rows_of_the_level() -> None:
    answer = client().get(f"{HERE}?efter=ansvar&niva=alla&fil=tabell-avvikelser.csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    here = follow_up("botkyrka-von", "2017-08")
    wanted = shown(here, by=By.COST_CENTRE, flat=True).lines
    assert sum(line.piece.code in "\n".join(lines) for line in wanted) == len(wanted)


def test_a_budget_holder_sees_her_own_ground_first() -> None:
    page = text(HERE, signed_in("botkyrka-von", Role.BUDGET_HOLDER))
    assert page.index("Ditt ansvar") < page.index("Prognos mot budget 2017")
    assert "Ditt ansvar" not in text(HERE)


def test_comments_are_told_only_of_the_readers_own_units() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    comment = "Driften av Samariten"
    assert ForecastRow.objects.filter(follow_up=here, comment__contains=comment)
    url = f"{HERE}?verksamhet=77"
    assert comment in text(url)
    assert comment not in text(url, signed_in("botkyrka-von", Role.BUDGET_HOLDER))


def test_an_analysis_is_told_before_a_comment() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    row = ForecastRow.objects.filter(follow_up=here).exclude(comment="")[0]
    Analysis.objects.create(
        committee=here.committee,
        follow_up=here,
        cost_centre=row.cost_centre,
        activity=row.activity,
        cause="Det här är orsaken.",
    )
    page = text(f"{HERE}?ansvar={row.cost_centre.code}&efter=verksamhet")
    assert "Det här är orsaken." in page
    assert "Läs analysen" in page


def test_a_month_without_forecast_shows_the_deviation_to_date() -> None:
    here = follow_up("enkoping-von", "2024-08")
    ForecastRow.objects.filter(follow_up=here).delete()
    from finance.summaries import rebuild

    rebuild(here.committee)
    page = text(
        "/enkoping-von/2024-08/avvikelser/",
        signed_in("enkoping-von", Role.CONTROLLER),
    )
    assert "Ingen prognos är gjord i augusti 2024" in page
    assert shown(here).total.deviation == of_tables(here, Selection()).to_date


def test_a_year_without_budget_deviates_from_nothing() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    decisions = BudgetDecision.objects.filter(committee=here.committee)
    decisions.update(state="proposed")
    assert BudgetRow.objects.filter(committee=here.committee, year=2017).exists()
    page = text(HERE)
    assert "Det finns ingen beslutad budget för 2017" in page
    assert {line.deviation for line in shown(here).lines} == {None}


def test_a_month_that_is_not_loaded_is_named() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    LiveMonth.objects.filter(committee=here.committee, year=2017, period=8).delete()
    assert "Utfallet för augusti är inte inläst" in text(HERE)


def test_a_budget_of_zero_has_no_share() -> None:
    page = text(f"{HERE}?efter=ansvar")
    row = page[page.index(ADJUSTMENT) :]
    assert "<td>..</td>" in row[: row.index("</tr>")]


def test_why_comes_in_the_order_of_the_table_with_one_full_stop() -> None:
    slug, month = "botkyrka-von", "2017-08"
    place = place_of(person(slug, Role.CONTROLLER), slug, month)
    part = Part.of(place, QueryDict("efter=ansvar"))
    found = level(part, Shown(part.narrowing, By.COST_CENTRE))
    told = whys(place, part, found)
    labels = [line.piece.label for line in found.lines]
    places = [labels.index(why.label) for why in told]
    assert places == sorted(places)
    assert len(places) > 1
    assert any(why.whose.endswith(".") for why in told)
    assert not any(why.whose_words.endswith("..") for why in told)


def test_a_share_of_the_budget_has_the_sign_of_its_deviation() -> None:
    page = signed_in("botkyrka-von", Role.CONTROLLER).get(
        "/botkyrka-von/2017-08/avvikelser/"
    )
    text = page.content.decode()
    assert '<td class="surplus">+29,7</td>' in text
    assert '<td class="deficit">\N{MINUS SIGN}4,0</td>' in text
