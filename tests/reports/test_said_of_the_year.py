"""What the pages say of the year is true of its rows: why, since when, and of what."""

from __future__ import annotations

import pytest
from django.db.models import Sum

from committees.access import Place, place_of
from committees.models import FollowUp, FollowUpKind, Role
from committees.numbers import scaled, with_unit
from committees.trees import activity_tree
from finance.around import around
from finance.facts import counted_decisions
from finance.models import AccountGroupMember, BudgetRow, ForecastRow
from finance.sources import EVERYTHING, Axis
from finance.sums import sums
from reports.dashboards.levels.level import Line, level
from reports.dashboards.levels.page import told_before
from reports.dashboards.levels.pieces import By, Shown
from reports.dashboards.levels.since import NEW, history, is_deficit, since_word
from reports.dashboards.levels.whys import Why, whys
from reports.dashboards.levels.words import notes, since_text
from reports.dashboards.part import MKR, TKR, Part
from reports.dashboards.trend.figures import NONE, trend
from reports.dashboards.trend.words import sentences
from reports.dashboards.years.figures import How, Years, several_years
from reports.dashboards.years.shown import years_chart, years_table
from reports.dashboards.years.words import heading, scale_of
from reports.start.overview import overview
from tests.conftest import follow_up, person, signed_in
from tests.reports.test_dashboard_deviations import follow_ups, part_of, shown

pytestmark = pytest.mark.django_db
LATEST = [
    ("botkyrka-von", "2017-08"),
    ("sodertalje-on", "2018-04"),
    ("enkoping-von", "2024-08"),
]
CLOSED = ("sodertalje-on", "2017-12")


def of_place(slug: str, month: str, by: By) -> tuple[Place, Part, tuple[Why, ...]]:
    """What is said of a level, to the committee's controller."""
    place = place_of(person(slug, Role.CONTROLLER), slug, month)
    part = part_of(place.follow_up)
    found = level(part, Shown(part.narrowing, by))
    return place, part, whys(place, part, found)


def own_deviation(row: ForecastRow) -> int:
    """A row's forecast less the budget of its unit, activity and group; öre."""
    here = row.follow_up
    accounts = AccountGroupMember.objects.filter(group=row.group_id)
    budget = BudgetRow.objects.filter(
        committee=here.committee,
        year=here.year,
        cost_centre=row.cost_centre_id,
        activity=row.activity_id,
        account__in=accounts.values("account"),
        decision__in=counted_decisions(here),
    )
    return row.amount_ore - int(budget.aggregate(ore=Sum("amount_ore"))["ore"] or 0)


def spoken(here: FollowUp, group: str) -> list[ForecastRow]:
    """Of each activity the largest row of an account group that has a comment."""
    rows = ForecastRow.objects.filter(follow_up=here, group__name=group)
    found: dict[int, ForecastRow] = {}
    for row in rows.exclude(comment="").order_by("pk"):
        held = found.get(row.activity_id)
        if held is None or abs(row.amount_ore) > abs(held.amount_ore):
            found[row.activity_id] = row
    return list(found.values())


@pytest.mark.parametrize(("slug", "month"), LATEST)
def test_an_account_group_is_explained_by_the_row_that_deviates_most(
    slug: str, month: str
) -> None:
    place, _, told = of_place(slug, month, By.GROUP)
    assert told
    for why in told:
        rows = spoken(place.follow_up, why.label)
        sign = 1 if why.amount.side == "surplus" else -1
        most = max(rows, key=lambda row: sign * own_deviation(row))
        start = why.text.rstrip("\N{HORIZONTAL ELLIPSIS}")
        assert " ".join(most.comment.split()).startswith(start), why.label


def test_the_longest_comment_is_not_the_heaviest() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    _, _, told = of_place("botkyrka-von", "2017-08", By.GROUP)
    (bought,) = (why for why in told if why.label.startswith("Köp av verksamhet"))
    longest = max(spoken(here, bought.label), key=lambda row: len(row.comment))
    assert not longest.comment.startswith(bought.text[:40])


def test_a_closed_year_is_explained_by_its_last_forecast_which_is_named() -> None:
    _, part, told = of_place(*CLOSED, By.ACTIVITY)
    last = FollowUp.objects.get(committee=part.follow_up.committee, year=2017, month=8)
    assert told
    for why in told:
        assert why.when == "Sagt i augusti: "
        assert str(last.period) in why.url
    largest = overview(part.follow_up).largest
    assert any(each.comment for each in largest)
    assert all(each.when == "Sagt i augusti: " for each in largest if each.comment)
    slug, month = CLOSED
    client = signed_in(slug, Role.CONTROLLER)
    for path in ("", "avvikelser/"):
        page = client.get(f"/{slug}/{month}/{path}").content.decode()
        assert "Sagt i augusti: " in page, path
    _, _, now = of_place(*LATEST[0], By.ACTIVITY)
    assert not any(why.when for why in now)


def expected_since(here: FollowUp, line: Line) -> str:
    """Since when a line of a closed year was forecast a deficit, by its follow-ups."""
    if not is_deficit(line.deviation or 0):
        return ""
    told = NEW
    made = FollowUp.objects.filter(
        committee=here.committee, year=here.year, forecast_rows__isnull=False
    ).distinct()
    for each in made.order_by("-month"):
        of = sums(each, by=Axis.ACTIVITY).of(line.piece.places)
        if not is_deficit((of.forecast or 0) - (of.budget or 0)):
            break
        told = each.period.name
    return told


def test_a_closed_years_deficits_are_told_since_they_were_forecast() -> None:
    here = follow_up(*CLOSED)
    part, found = part_of(here), shown(here, flat=True)
    known, said = told_before(found, part), set()
    for line in found.lines:
        told = since_text(found, line, known)
        assert told == expected_since(here, line), line.piece.label
        said.add(told)
    assert len(said) > len(("", NEW))


def test_the_start_page_tells_since_when_as_the_levels_do() -> None:
    told = set()
    for here in follow_ups():
        beside = around(here)
        known = sums(here, by=Axis.ACTIVITY, beside=beside, in_full=True)
        if not known.has_forecast or not known.has_budget:
            continue
        before = history(known, beside, by=Axis.ACTIVITY, where=EVERYTHING)
        tree = activity_tree(here.committee, month=here.period)
        for each in overview(here).largest:
            first = before.deficit_since(tree.under([each.code]))
            word = since_word(first, before.months, now=here.month)
            assert each.since == word, (here, each.code)
            told.add(word)
    assert {"", NEW} < told


def test_the_start_page_shows_the_column() -> None:
    slug, month = LATEST[0]
    page = signed_in(slug, Role.CONTROLLER).get(f"/{slug}/{month}/").content.decode()
    each = next(e for e in overview(follow_up(slug, month)).largest if e.since)
    assert f'data-label="Underskott i år sedan">{each.since}</td>' in page


def years(query: str, axis: Axis) -> tuple[Years, Part]:
    part = part_of(follow_up("botkyrka-von", "2017-08"), query)
    return several_years(part, axis=axis, how=How.BOOKED), part


@pytest.mark.parametrize("axis", [Axis.COST_CENTRE, Axis.GROUP])
def test_a_chart_of_the_whole_is_headed_by_the_whole(axis: Axis) -> None:
    found, part = years("", axis)
    chart = years_chart(found, part)
    assert chart
    assert len(chart.series) == 1
    assert chart.title == heading(found, scale=chart.scale).rstrip(".")


def test_a_revenue_is_said_to_grow_where_it_does() -> None:
    found, part = years("kontogrupp=31", Axis.ACTIVITY)
    total = found.total().outcome
    first, last = total[found.years[0]], total[found.years[-1]]
    assert 0 < first < last
    size = with_unit(last - first, MKR)
    assert heading(found, scale=MKR).startswith(f"Nettointäkten ökade {size}")
    for axis in Axis:
        for query in ("verksamhet=772", "kontogrupp=36", "kontogrupp=50"):
            found, part = years(query, axis)
            chart = years_chart(found, part)
            rows = {line.name: line.outcome for line in found.lines}
            name, _, rest = (chart.title if chart else "").partition(" ökade ")
            if rest and name in rows:
                outcome = rows[name]
                ends = [abs(outcome.get(found.years[at], 0)) for at in (0, -1)]
                assert ends[0] < ends[1], (axis, query, chart)


def test_a_page_of_years_has_one_unit() -> None:
    for axis in Axis:
        found, part = years("verksamhet=772", axis)
        chart, table = years_chart(found, part), years_table(found, part)
        assert table.scale == scale_of(found)
        assert chart is None or chart.scale == table.scale


def test_months_of_a_net_revenue_are_not_said_to_be_over_budget_where_under() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    told = 0
    for unit in part_of(here).ground.cost_centres.by_code:
        seen = trend(here, part_of(here, f"ansvar={unit}").where)
        spent = seen.sum_of(seen.year, until=seen.until)
        if seen.budget == NONE or not spent:
            continue
        text = " ".join(sentences(seen, scale=TKR))
        if "Varje månad" in text:
            where = "under" if spent > 0 else "över"
            assert f"ligger {where} budget" in text, unit
            told += spent > 0
    assert told


def test_what_is_booked_and_not_forecast_is_named() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    known = sums(here, by=Axis.ACTIVITY)
    nodes = activity_tree(here.committee, month=here.period).nodes
    found = [
        f"{nodes[place].code} {nodes[place].name}"
        for place, of in known.by_place.items()
        if not of.budget and not of.forecast and scaled(of.outcome_to_date or 0, MKR)
    ]
    assert found
    text = " ".join(notes(shown(here), part_of(here)))
    assert all(f"Bokfört men inte med i prognosen: {each}" in text for each in found)
    other = shown(here, by=By.COST_CENTRE)
    assert "inte med i prognosen" not in " ".join(notes(other, part_of(here)))


def test_the_waterfall_of_a_closed_year_goes_to_its_outcome() -> None:
    slug, month = CLOSED
    assert follow_up(*CLOSED).kind == FollowUpKind.ANNUAL
    client, here = signed_in(slug, Role.CONTROLLER), f"/{slug}/{month}/avvikelser/"
    page = client.get(f"{here}vattenfall/").content.decode()
    assert "<h1>Från budget till utfall</h1>" in page
    cause = client.get(f"{here}vattenfall/?efter=orsak").content.decode()
    assert "Prognos saknas" not in cause
    assert "Året är avslutat" in cause


def test_a_step_leads_down_to_its_own_steps() -> None:
    slug, month = LATEST[0]
    client, here = signed_in(slug, Role.CONTROLLER), f"/{slug}/{month}/avvikelser/"
    page = client.get(f"{here}vattenfall/").content.decode()
    for line in shown(follow_up(slug, month)).lines:
        assert line.piece.to
        down = f"?efter=verksamhet&amp;verksamhet={line.piece.code}"
        assert f'<a href="{down}">{line.piece.name}</a>' in page
        below = client.get(f"{here}vattenfall/{down.replace('&amp;', '&')}")
        assert below.status_code == 200


def test_the_title_of_accuracy_says_what_its_percent_is_measured_by() -> None:
    here = "/sodertalje-on/2018-04/avvikelser/traffsakerhet/"
    page = signed_in("sodertalje-on", Role.CONTROLLER).get(here).content.decode()
    assert "låg prognosen, per ansvar och verksamhet," in page
