"""What a committee runs itself and what it buys are the whole, on every page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import pytest
from django.http import QueryDict

from committees.access import Place, place_of
from committees.intake.sheets import Sheet
from committees.models import (
    Activity,
    ActivityPlacement,
    Committee,
    FollowUp,
    FollowUpKind,
    Role,
)
from committees.navigation import address
from committees.periods import CLOSING
from finance.accounts import import_accounts
from finance.delivery import RULE, external
from finance.lines import Lines
from finance.models import (
    Account,
    AccountGroup,
    AccountGrouping,
    AccountGroupMember,
    BudgetRow,
    ControllerAdjustment,
    DecisionState,
    ForecastRow,
    LiveMonth,
    OutcomeRow,
    Purpose,
)
from finance.sources import Axis, Delivery, Where, question
from finance.spread import spread_months
from finance.summaries import rebuild
from finance.sums import Sums, sums
from reports.dashboards.accuracy.seen import known as known_forecasts
from reports.dashboards.accuracy.seen import seen as measured
from reports.dashboards.asked_figure import AskedFigure, What
from reports.dashboards.evolution.figures import evolution, follow_ups_of
from reports.dashboards.levels.level import Level, level
from reports.dashboards.levels.pieces import By, Shown
from reports.dashboards.narrowing import Ground, Narrowing
from reports.dashboards.part import Part
from reports.dashboards.trend.figures import trend
from reports.dashboards.years.figures import How, several_years
from reports.workings.asked import money_of
from reports.workings.money import parted
from tests.conftest import follow_up, person, signed_in
from tests.finance.test_sums import follow_ups

pytestmark = pytest.mark.django_db
PLACES = (
    ("botkyrka-von", "2017-08"),
    ("sodertalje-on", "2017-12"),
    ("sodertalje-on", "2018-04"),
    ("enkoping-von", "2024-08"),
)
SIDES = ("egen", "extern")
EVERY = 1_000_000


def place(here: FollowUp) -> Place:
    slug = here.committee.slug
    return place_of(person(slug, Role.CONTROLLER), slug, str(here.period))


def part_of(here: FollowUp, query: str = "") -> Part:
    return Part.of(place(here), QueryDict(query))


def shown(here: FollowUp, query: str = "", *, by: By = By.ACTIVITY) -> Level:
    part = part_of(here, query)
    return level(part, Shown(part.narrowing, by))


def added(parts: list[Sums]) -> tuple[int, ...]:
    """Sums field by field, where nothing reported is nothing."""
    return tuple(sum(ore or 0 for ore in field) for field in zip(*parts, strict=True))


@pytest.mark.parametrize("by", list(By))
def test_own_and_external_are_the_whole_on_every_axis_and_follow_up(by: By) -> None:
    for here in follow_ups():
        whole = shown(here, by=by).total.sums
        sides = [shown(here, f"regi={side}", by=by) for side in SIDES]
        assert added([each.total.sums for each in sides]) == added([whole]), here
        for each in sides:
            assert added([line.sums for line in each.lines]) == added([each.total.sums])


@pytest.mark.parametrize("by", [By.ACTIVITY, By.COST_CENTRE, By.PROVIDER])
@pytest.mark.parametrize("query", ["verksamhet=514", "ansvar=20", "roll=myndighet"])
def test_the_sides_of_another_choice_are_the_choice(query: str, by: By) -> None:
    here = follow_up("sodertalje-on", "2018-04")
    whole = shown(here, query, by=by).total.sums
    sides = [shown(here, f"{query}&regi={side}", by=by) for side in SIDES]
    assert added([each.total.sums for each in sides]) == added([whole])
    assert any(whole)


def groups_of(here: FollowUp) -> dict[int, int]:
    """The entry group of each account."""
    found = AccountGroupMember.objects.filter(
        grouping__committee=here.committee, grouping__purpose=Purpose.ENTRY
    )
    return dict(found.values_list("account", "group"))


def rule(here: FollowUp) -> Callable[[int, int], bool]:
    """Whether an activity's group is external, from placements and accounts."""
    nodes = Ground.of(place(here)).activities.nodes.values()
    run = {node.id for node in nodes if node.provider == "extern"}
    buying = set(
        Account.objects.filter(buys_services=True).values_list("pk", flat=True)
    )
    bought = {group for account, group in groups_of(here).items() if account in buying}
    assert run
    assert bought
    return lambda activity, group: activity in run or group in bought


def live_rows(here: FollowUp, *, until: int) -> Iterator[tuple[int, int, int]]:
    """Activity, account and öre of what is booked of the year."""
    live = set(
        LiveMonth.objects.filter(committee=here.committee, year=here.year).values_list(
            "batch", "period"
        )
    )
    rows = OutcomeRow.objects.filter(
        committee=here.committee, year=here.year, period__range=(1, until)
    )
    for batch, period, activity, account, ore in rows.values_list(
        "batch", "period", "activity", "account", "amount_ore"
    ):
        if (batch, period) in live:
            yield activity, account, ore


def of_rows(here: FollowUp) -> dict[str, int]:
    """What is external of each field, row by row."""
    is_external, group_of = rule(here), groups_of(here)
    until = CLOSING if here.kind == FollowUpKind.ANNUAL else here.month
    budget = BudgetRow.objects.filter(
        committee=here.committee,
        year=here.year,
        period__gte=1,
        decision__state=DecisionState.DECIDED,
        decision__decided_on__lte=here.period.last_day,
    ).values_list("activity", "account", "amount_ore", "period")
    kept = [row for row in budget if is_external(row[0], group_of[row[1]])]
    booked = [
        ore
        for activity, account, ore in live_rows(here, until=until)
        if is_external(activity, group_of[account])
    ]
    forecasts = ForecastRow.objects.filter(follow_up=here)
    adjusted = ControllerAdjustment.objects.filter(follow_up=here)
    said = [
        row[2]
        for rows in (forecasts, adjusted)
        for row in rows.values_list("activity", "group", "amount_ore")
        if is_external(row[0], row[1])
    ]
    return {
        "budget": sum(row[2] for row in kept),
        "budget_to_date": sum(row[2] for row in kept if row[3] <= until),
        "outcome_to_date": sum(booked),
        "forecast": sum(said),
    }


@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_external_is_what_rows_are_on_such_activities_or_accounts(
    slug: str, month: str
) -> None:
    here = follow_up(slug, month)
    expected = of_rows(here)
    assert any(expected.values())
    for by in By:
        told = shown(here, "regi=extern", by=by).total.sums
        assert {name: getattr(told, name) or 0 for name in expected} == expected, by


def lines_by_code(here: FollowUp) -> dict[str, Sums]:
    """The lines of the parting by who delivers, by the choice that each is."""
    found = shown(here, by=By.PROVIDER).lines
    return {line.piece.choice[1]: line.sums for line in found if line.piece.choice}


def test_a_line_of_the_parting_is_what_its_choice_shows() -> None:
    for here in follow_ups():
        for code, told in lines_by_code(here).items():
            assert shown(here, f"regi={code}").total.sums == told, (here, code)


OF_LINES: Mapping[What, Callable[[Sums], int | None]] = {
    What.BUDGET: lambda told: told.budget,
    What.BUDGET_TO_DATE: lambda told: told.budget_to_date,
    What.OUTCOME_TO_DATE: lambda told: told.outcome_to_date,
    What.DEVIATION_TO_DATE: lambda told: told.to_date,
    What.FORECAST: lambda told: told.forecast,
    What.DEVIATION: lambda told: told.deviation,
}


def test_a_lines_figures_open_as_parts_that_sum_to_them() -> None:
    for here in follow_ups():
        known = sums(here, by=Axis.GROUP)
        for code, told in lines_by_code(here).items():
            where = part_of(here, f"regi={code}").where
            for what, of in OF_LINES.items():
                asked = AskedFigure(what, Narrowing(provider=code))
                parts = parted(here, money_of(here, asked, where))
                if parts.figure.is_known:
                    assert parts.value == of(told), (here, code, what)
                else:
                    assert not known.has_forecast


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_a_figures_rows_sum_to_it(slug: str, month: str, side: str) -> None:
    here = follow_up(slug, month)
    ground = Ground.of(place(here))
    listed = 0
    for code in ground.cost_centres.by_code:
        chosen = Narrowing(cost_centre=code, provider=side)
        money = money_of(
            here, AskedFigure(What.DEVIATION_TO_DATE, chosen), ground.where(chosen)
        )
        parts = parted(here, money)
        if parts.leaves is None:
            continue
        for at, term in enumerate(money.terms):
            rows = Lines(here, term.slice, parts.units)[:EVERY]
            assert sum(r["amount_ore"] for r in rows) == (parts.total[at] or 0), code
            listed += len(rows)
    assert listed


def test_what_controllers_adjust_is_of_the_side_that_it_lies_on() -> None:
    for slug, month in PLACES:
        here = follow_up(slug, month)
        is_external = rule(here)
        for side in SIDES:
            asked = AskedFigure(What.FORECAST, Narrowing(provider=side))
            parts = parted(
                here, money_of(here, asked, part_of(here, f"regi={side}").where)
            )
            expected = {
                each.pk
                for each in ControllerAdjustment.objects.filter(follow_up=here)
                if is_external(each.activity_id, each.group_id) == (side == "extern")
            }
            assert {each.id for each in parts.adjusted[0]} == expected


def test_months_and_earlier_years_are_whole_together() -> None:
    for slug, month in PLACES:
        here = follow_up(slug, month)
        whole = trend(here, Where())
        own, other = (trend(here, part_of(here, f"regi={s}").where) for s in SIDES)
        for name in ("outcome", "budget"):
            pairs = zip(getattr(own, name), getattr(other, name), strict=True)
            told = [(one or 0) + (two or 0) for one, two in pairs]
            assert told == [ore or 0 for ore in getattr(whole, name)]
        assert whole.earlier.keys() == own.earlier.keys() | other.earlier.keys()
        for year, periods in whole.earlier.items():
            pairs = zip(own.earlier[year], other.earlier[year], strict=True)
            assert [(a or 0) + (b or 0) for a, b in pairs] == [p or 0 for p in periods]
        assert (own.forecast or 0) + (other.forecast or 0) == (whole.forecast or 0)


def test_what_is_spread_over_months_follows_its_row() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    row = ForecastRow.objects.filter(follow_up=here)[0]
    row.months.create(period=9, amount_ore=-100)
    side = SIDES[rule(here)(row.activity_id, row.group_id)]
    found = {s: spread_months(here, part_of(here, f"regi={s}").where) for s in SIDES}
    assert found[side] == spread_months(here) == {9: -100}
    assert not found[SIDES[side == "egen"]]


def test_follow_ups_of_the_year_are_whole_together() -> None:
    for slug, month in PLACES:
        at = place(follow_up(slug, month))
        here = at.follow_up
        told = follow_ups_of(at, here.year)
        whole = evolution(told, Where(), here=here)
        sides = [
            evolution(told, part_of(here, f"regi={s}").where, here=here) for s in SIDES
        ]
        for at_, said in enumerate(whole.said):
            for name in ("budget", "forecast"):
                ore = [getattr(side.said[at_], name) or 0 for side in sides]
                assert sum(ore) == (getattr(said, name) or 0), (here, said.follow_up)


@pytest.mark.parametrize("how", list(How))
@pytest.mark.parametrize("axis", list(Axis))
def test_several_years_are_whole_together(axis: Axis, how: How) -> None:
    for slug, month in PLACES:
        here = follow_up(slug, month)
        whole = several_years(part_of(here), axis=axis, how=how).total()
        sides = [
            several_years(part_of(here, f"regi={s}"), axis=axis, how=how).total()
            for s in SIDES
        ]
        for year, ore in whole.outcome.items():
            assert sum(each.outcome.get(year, 0) for each in sides) == ore, (here, year)
        assert sum(each.budget or 0 for each in sides) == (whole.budget or 0)


def test_what_forecasts_of_closed_years_missed_is_whole_together() -> None:
    at = place(follow_up("sodertalje-on", "2018-04"))
    there = known_forecasts(at)
    found = {
        side: measured(
            part_of(at.follow_up, side and f"regi={side}"),
            there,
            years=there.closed,
            follow_ups=at.follow_ups,
        ).accuracy
        for side in ("", *SIDES)
    }
    outcome = {s: each.whole.outcome if each else 0 for s, each in found.items()}
    assert outcome["egen"] + outcome["extern"] == outcome[""]
    assert all(outcome.values())


def test_an_ended_activity_is_as_it_was_placed_last() -> None:
    here = follow_up("sodertalje-on", "2018-04")
    placed = ActivityPlacement.objects.filter(
        committee=here.committee, provider="extern", to_month__gt=here.period.number
    )[0]
    before = {side: trend(here, part_of(here, f"regi={side}").where) for side in SIDES}
    ActivityPlacement.objects.filter(pk=placed.pk).update(to_month=201712)
    here.committee.renew_structure()
    assert placed.activity_id not in Ground.of(place(here)).activities.nodes
    after = {side: trend(here, part_of(here, f"regi={side}").where) for side in SIDES}
    assert [after[s].earlier for s in SIDES] == [before[s].earlier for s in SIDES]


def test_a_placement_counts_from_its_month() -> None:
    here = follow_up("sodertalje-on", "2018-04")
    placed = ActivityPlacement.objects.filter(
        committee=here.committee, provider="extern", to_month__gt=here.period.number
    )[0]
    run = Activity.objects.get(pk=placed.activity_id)
    ActivityPlacement.objects.filter(pk=placed.pk).update(to_month=201712)
    placed.pk, placed.from_month, placed.provider = None, 201801, "egen"
    placed.save()
    here.committee.renew_structure()
    then = replace(here.period, year=2017)
    assert run.pk in external(here.committee, month=then).activities
    assert run.pk not in external(here.committee, month=here.period).activities


def test_earlier_years_follow_the_groups_of_their_own_grouping() -> None:
    here = follow_up("sodertalje-on", "2018-04")
    before = trend(here, part_of(here, "regi=extern").where).earlier
    before_groups = set(part_of(here).ground.groups)
    grouping = AccountGrouping.objects.get(
        committee=here.committee, purpose=Purpose.ENTRY
    )
    regroup(grouping, to_year=2016)
    here.committee.renew_structure()
    rebuild(here.committee)
    where = part_of(here, "regi=extern").where
    assert trend(here, where).earlier == before
    now = set(part_of(here).ground.groups)
    assert not now & set(before_groups)
    assert where.delivery
    assert where.delivery.groups & now
    assert where.delivery.groups & before_groups


def regroup(grouping: AccountGrouping, *, to_year: int) -> None:
    """The same groups anew from a year on; the summaries' rows with them."""
    members = list(AccountGroupMember.objects.filter(grouping=grouping))
    groups = {each.pk: each for each in AccountGroup.objects.filter(grouping=grouping)}
    AccountGrouping.objects.filter(pk=grouping.pk).update(to_year=to_year)
    first = AccountGrouping.objects.create(
        committee=grouping.committee, purpose=grouping.purpose, from_year=to_year + 1
    )
    for old, each in list(groups.items()):
        each.pk, each.grouping = None, first
        each.save()
        groups[old] = each
    for member in members:
        AccountGroupMember.objects.create(
            grouping=first, group=groups[member.group_id], account=member.account
        )


def test_accounts_that_committees_share_are_read_anew_by_each() -> None:
    here = follow_up("botkyrka-von", "2017-08").committee
    other = Committee.objects.create(municipality=here.municipality, slug="annan")
    before = other.structure
    import_accounts(Sheet("konton.csv", rows=[]), here)
    other.refresh_from_db()
    assert other.structure != before


def test_without_anything_external_all_is_own() -> None:
    here = follow_up("enkoping-von", "2024-08")
    nothing = Delivery(frozenset(), frozenset(), is_external=True)
    rest = replace(nothing, is_external=False)
    asked = sums(here, by=Axis.COST_CENTRE, where=Where(delivery=rest))
    assert asked.by_place == sums(here, by=Axis.COST_CENTRE).by_place
    assert not any(
        place
        for place in sums(
            here, by=Axis.COST_CENTRE, where=Where(delivery=nothing)
        ).by_place
    )


def test_the_smallest_summary_that_tells_the_choice_is_read() -> None:
    here = follow_up("enkoping-von", "2024-08")
    bought = external(here.committee, month=here.period)
    both, groups = (
        Where(delivery=bought),
        Where(delivery=replace(bought, activities=frozenset())),
    )
    years = [here.year]
    assert (
        question(here, both, years=years).source
        == question(here, Where(), years=years).source
    )
    assert question(here, groups, years=years, by=Axis.COST_CENTRE).source.table


PAGE = "/sodertalje-on/2018-04/avvikelser/"
PAGES = (
    "",
    "vattenfall/",
    "manader/",
    "utveckling/",
    "flera-ar/",
    "traffsakerhet/",
    "siffra/",
)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_tells_the_choice_and_refuses_another(page: str) -> None:
    client = signed_in("sodertalje-on", Role.CONTROLLER)
    answer = client.get(f"{PAGE}{page}?regi=extern")
    assert "Externa utförare" in answer.content.decode()
    refused = client.get(f"{PAGE}{page}?regi=annan")
    assert refused.status_code == 404
    assert "Det finns ingen regi annan" in refused.content.decode()


def test_a_line_leads_on_and_the_choice_can_be_taken_away() -> None:
    client = signed_in("sodertalje-on", Role.CONTROLLER)
    page = client.get(f"{PAGE}?efter=regi").content.decode()
    assert "siffra/?matt=avvikelse-hittills&amp;regi=extern" in page
    assert "efter=verksamhet&amp;regi=egen" in page
    assert RULE in page
    page = client.get(f"{PAGE}?verksamhet=51&regi=extern").content.decode()
    _, _, rest = page.partition("Externa utförare <a href=")
    away = rest.partition(">")[0]
    assert "verksamhet=51" in away
    assert "regi" not in away.replace("efter=regi", "")


def test_a_file_holds_the_rows_of_the_choice() -> None:
    client = signed_in("sodertalje-on", Role.CONTROLLER)
    url = f"{PAGE}?regi=extern&fil=tabell-avvikelser.csv"
    here = follow_up("sodertalje-on", "2018-04")
    answer = client.get(url).content.decode("utf-8-sig")
    for line in shown(here, "regi=extern").lines:
        assert line.piece.name in answer


def test_a_rows_page_leads_to_the_side_that_it_lies_on() -> None:
    client = signed_in("sodertalje-on", Role.CONTROLLER)
    here = follow_up("sodertalje-on", "2018-04")
    is_external, group_of = rule(here), groups_of(here)
    live = LiveMonth.objects.filter(committee=here.committee, year=2018)[0]
    rows = OutcomeRow.objects.filter(batch=live.batch, period=live.period)
    told = {
        is_external(row.activity_id, group_of[row.account_id]): row
        for row in rows.order_by("pk")
    }
    assert len(told) == len(SIDES)
    for bought, row in told.items():
        page = client.get(address("reports:outcome_row", here, outcome=row.pk))
        assert f"regi={SIDES[bought]}" in page.content.decode()


def test_a_unit_cost_says_that_it_is_of_its_own_money() -> None:
    client = signed_in("sodertalje-on", Role.CONTROLLER)
    url = address("reports:cost_and_volume", follow_up("sodertalje-on", "2018-04"))
    page = client.get(f"{url}?regi=extern").content.decode()
    assert "gäller inte här" in page
