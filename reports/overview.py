"""The start page's figures: where the committee stands in a follow-up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery, Sum

from committees.models import FollowUp, FollowUpKind
from committees.numbers import scaled
from committees.periods import Scenario, Span
from committees.trees import Tree, activity_tree
from finance.facts import counted_decisions, generated_batches
from finance.figures import (
    Books,
    Measure,
    Selection,
    Series,
    deviation,
    figure,
    plus,
)
from finance.models import (
    ActionEffect,
    ActionState,
    ControllerAdjustment,
    ForecastRow,
    GrantRow,
    OutcomeAdjustment,
)
from reports import drawing
from reports.charts import Chart
from reports.drawing import MKR, NodeDeviation

SHOWN = 5
"""How many of the largest deviations the start page shows."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Four figures in öre (plus is surplus). None: nothing to compute it from.

    Of a year that is closed, the closing entries count to date. `forecast_change` is
    the forecast deviation less that of the last follow-up, whose title is
    `last_title`. `actions` are decided actions' effect this year.
    """

    deviation_to_date: int | None
    adjusted_deviation: int | None
    forecast_deviation: int | None
    frame: int | None
    forecast_change: int | None
    last_title: str
    actions: int | None
    actions_realised: int | None
    controller: int | None = None
    actions_remaining: int | None = None

    @property
    def before_actions(self) -> int | None:
        """The forecast deviation without what decided actions are still to give."""
        if self.forecast_deviation is None:
            return None
        return self.forecast_deviation - (self.actions_remaining or 0)

    @property
    def units_deviation(self) -> int | None:
        """The forecast deviation as the units give it, before any adjustment."""
        if self.forecast_deviation is None:
            return None
        return self.forecast_deviation - (self.controller or 0)

    @property
    def only_by_adjustment(self) -> bool:
        """Whether the forecast meets zero, as it reads, only by adjustment."""
        units, whole = self.units_deviation, self.forecast_deviation
        if units is None or whole is None or self.controller is None:
            return False
        return scaled(units, MKR) < 0 <= scaled(whole, MKR)


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
    beside = _beside(follow_up)
    return Overview(
        standing=_standing(follow_up, books, beside),
        largest=_largest(follow_up, deviations, tree),
        chart=drawing.deviation_chart_of(follow_up, deviations),
        example_data=beside.example_data,
    )


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside the ledger and the forecasts; sums in öre.

    `last` is the year's follow-up before this one, if it has forecasts.
    """

    last: FollowUp | None
    adjustments: int | None
    controller: int | None
    grant: int | None
    actions: int | None
    actions_realised: int | None
    actions_remaining: int | None
    example_data: bool


def _beside(follow_up: FollowUp) -> _Beside:
    """Everything beside, in one question; what has been booked since lapses."""
    here = {"committee": follow_up.committee, "year": follow_up.year}
    controlled = ControllerAdjustment.objects.filter(follow_up=OuterRef("pk"))
    adjusted = OutcomeAdjustment.objects.filter(follow_up=OuterRef("pk"), booked=False)
    grants = GrantRow.objects.filter(**here, decision__in=counted_decisions(follow_up))
    actions = ActionEffect.objects.filter(
        **here, action__decided_on__lte=follow_up.period.last_day
    ).exclude(action__state=ActionState.PROPOSED)
    found: QuerySet[Any] = (
        FollowUp.objects.for_committee(follow_up.committee)
        .filter(year=follow_up.year, month__lte=follow_up.month)
        .annotate(
            forecast=Exists(ForecastRow.objects.filter(follow_up=OuterRef("pk"))),
            generated=Exists(generated_batches(follow_up.committee)),
            adjusted=_sum(adjusted),
            controlled=_sum(controlled),
            granted=_sum(grants),
            decided=_sum(actions, "decided_ore"),
            realised=_sum(actions, "realised_ore"),
            remaining=_sum(actions, "remaining_ore"),
        )
    )
    this, *earlier = found
    last = next((each for each in earlier if each.forecast), None)
    if last:
        last.committee = follow_up.committee
    return _Beside(
        last=last,
        adjustments=_whole(this.adjusted),
        controller=_whole(this.controlled),
        grant=_whole(this.granted),
        actions=_whole(this.decided),
        actions_realised=_whole(this.realised),
        actions_remaining=_whole(this.remaining),
        example_data=this.generated,
    )


def _sum(rows: QuerySet[Any], field: str = "amount_ore") -> Subquery:
    """The sum of a committee's rows, as a part of another question."""
    by_committee = rows.order_by().values("committee")
    return Subquery(by_committee.annotate(ore=Sum(field)).values("ore"))


def _whole(ore: int | Decimal | None) -> int | None:
    """A sum as the database gives it, as öre."""
    return None if ore is None else int(ore)


def _standing(follow_up: FollowUp, books: Books, beside: _Beside) -> Standing:
    """The four figures."""
    year, last = follow_up.year, beside.last
    annual = follow_up.kind == FollowUpKind.ANNUAL
    span = Span.YEAR if annual else Span.PERIOD
    to_date = _gap(books, year, Scenario.OUTCOME, span)
    forecast = _gap(books, year, Scenario.FORECAST, Span.YEAR)
    last_gap = (
        _gap(drawing.net_books(last), year, Scenario.FORECAST, Span.YEAR)
        if last
        else None
    )
    budget = _net(books, Series(Scenario.BUDGET, year, Span.YEAR))
    return Standing(
        deviation_to_date=to_date,
        adjusted_deviation=plus(to_date, beside.adjustments)
        if to_date is not None
        else None,
        forecast_deviation=forecast,
        frame=deviation(None, budget) if beside.grant is None else beside.grant,
        forecast_change=forecast - last_gap
        if forecast is not None and last_gap is not None
        else None,
        last_title=last.title if last else "",
        actions=beside.actions,
        actions_realised=beside.actions_realised,
        controller=beside.controller,
        actions_remaining=beside.actions_remaining,
    )


def _net(books: Books, series: Series) -> int | None:
    """The committee's net of a series."""
    return figure(books, Selection(), measure=Measure.NET, series=series)


def _gap(books: Books, year: int, scenario: Scenario, span: Span) -> int | None:
    """Outcome or forecast less budget; None unless both are there."""
    figure_ = _net(books, Series(scenario, year, span))
    budget = _net(books, Series(Scenario.BUDGET, year, span))
    return None if figure_ is None or budget is None else figure_ - budget


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
