"""The start page's figures: where the committee stands in a follow-up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Sum

from committees.models import FollowUp, FollowUpKind
from committees.periods import Span
from committees.trees import Tree, activity_tree
from finance.facts import counted_decisions, rests_on_generated
from finance.figures import (
    Books,
    Measure,
    Scenario,
    Selection,
    Series,
    figure,
    plus,
)
from finance.models import (
    ActionEffect,
    ActionState,
    ForecastRow,
    GrantRow,
    OutcomeAdjustment,
)
from reports import drawing
from reports.charts import Chart
from reports.drawing import NodeDeviation

SHOWN = 5
"""How many of the largest deviations the start page shows."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Four figures in öre (plus is surplus). None: nothing to compute it from.

    The closing of the books counts the closing entries. `forecast_change` is the forecast deviation less that of the last follow-up,
    whose title is `last_title`. `actions` are decided actions' effect this year.
    """

    deviation_to_date: int | None
    adjusted_deviation: int | None
    forecast_deviation: int | None
    frame: int | None
    forecast_change: int | None
    last_title: str
    actions: int | None
    actions_realised: int | None


@dataclass(frozen=True, slots=True)
class Largest:
    """An activity with a large forecast deviation, and what its holders say of it."""

    code: str
    name: str
    deviation: int
    comment: str


@dataclass(frozen=True, slots=True)
class Overview:
    """What the start page of a follow-up shows."""

    standing: Standing
    largest: tuple[Largest, ...]
    chart: Chart | None
    example_data: bool


def overview(follow_up: FollowUp) -> Overview:
    """The start page of a follow-up."""
    tree = activity_tree(follow_up.committee, month=follow_up.period)
    books = drawing.net_books(follow_up)
    deviations = drawing.forecast_deviations(follow_up, books, tree)
    return Overview(
        standing=_standing(follow_up, books),
        largest=_largest(follow_up, deviations, tree),
        chart=drawing.deviation_chart_of(follow_up, deviations),
        example_data=rests_on_generated(follow_up),
    )


def _standing(follow_up: FollowUp, books: Books) -> Standing:
    """The four figures."""
    year = follow_up.year
    annual = follow_up.kind == FollowUpKind.ANNUAL
    span = Span.YEAR if annual else Span.PERIOD
    to_date = _gap(books, year, Scenario.OUTCOME, span)
    forecast = _gap(books, year, Scenario.FORECAST, Span.YEAR)
    last = _last(follow_up)
    last_gap = (
        _gap(drawing.net_books(last), year, Scenario.FORECAST, Span.YEAR)
        if last
        else None
    )
    actions = ActionEffect.objects.filter(
        committee=follow_up.committee,
        year=year,
        action__decided_on__lte=follow_up.period.last_day,
    ).exclude(action__state=ActionState.PROPOSED)
    effect = actions.aggregate(decided=Sum("decided_ore"), done=Sum("realised_ore"))
    return Standing(
        deviation_to_date=to_date,
        adjusted_deviation=plus(to_date, _adjustments(follow_up))
        if to_date is not None
        else None,
        forecast_deviation=forecast,
        frame=_frame(follow_up, books),
        forecast_change=forecast - last_gap
        if forecast is not None and last_gap is not None
        else None,
        last_title=last.title if last else "",
        actions=effect["decided"],
        actions_realised=effect["done"],
    )


def _net(books: Books, series: Series) -> int | None:
    """The committee's net of a series."""
    return figure(books, Selection(), measure=Measure.NET, series=series)


def _gap(books: Books, year: int, scenario: Scenario, span: Span) -> int | None:
    """Outcome or forecast less budget; None unless both are there."""
    figure_ = _net(books, Series(scenario, year, span))
    budget = _net(books, Series(Scenario.BUDGET, year, span))
    return None if figure_ is None or budget is None else figure_ - budget


def _last(follow_up: FollowUp) -> FollowUp | None:
    """The year's follow-up before this one, if it has forecasts."""
    return (
        FollowUp.objects.for_committee(follow_up.committee)
        .filter(
            year=follow_up.year, month__lt=follow_up.month, forecast_rows__isnull=False
        )
        .select_related("committee")
        .distinct()
        .first()
    )


def _adjustments(follow_up: FollowUp) -> int | None:
    """What the outcome to date lacks, in all; what has been booked since lapses."""
    found = OutcomeAdjustment.objects.filter(
        committee=follow_up.committee, follow_up=follow_up, booked=False
    )
    ore: int | None = found.aggregate(ore=Sum("amount_ore"))["ore"]
    return None if ore is None else int(ore)


def _frame(follow_up: FollowUp, books: Books) -> int | None:
    """The committee's frame: its grant, or its net budget where none is given."""
    grants = GrantRow.objects.filter(
        committee=follow_up.committee,
        year=follow_up.year,
        decision__in=counted_decisions(follow_up),
    ).aggregate(ore=Sum("amount_ore"))["ore"]
    if grants is not None:
        return int(grants)
    net = _net(books, Series(Scenario.BUDGET, follow_up.year, Span.YEAR))
    return None if net is None else -net


def _largest(
    follow_up: FollowUp, deviations: Sequence[NodeDeviation], tree: Tree
) -> tuple[Largest, ...]:
    """The activities that deviate most, with the fullest comment on each."""
    first = sorted(deviations, key=lambda d: -abs(d.ore))[:SHOWN]
    comments = (
        ForecastRow.objects.filter(committee=follow_up.committee, follow_up=follow_up)
        .exclude(comment="")
        .values_list("activity_id", "comment")
    )
    found = list(comments)
    return tuple(
        Largest(
            code=d.node.code,
            name=d.node.name,
            deviation=d.ore,
            comment=max(
                (c for a, c in found if a in tree.under([d.node.code])),
                key=len,
                default="",
            ),
        )
        for d in first
        if d.ore
    )
