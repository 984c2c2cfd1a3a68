"""The committee's indicators by goal: what was, what is, what should be reached."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from committees.access import WORKING, Place, committee_view
from committees.navigation import page
from goals.entry.words import quantity_text, read_from
from goals.figures import Reached, Trend
from goals.indicator_text import outcome_text, source_text, target_text, year_head
from goals.indicators import Followed, kept
from goals.models import Indicator, Topic
from goals.rights import closed_because, may_write
from reports.indicators.figures import with_figures
from reports.render.svg_spark import spark

EARLIER = 3
"""So many earlier years have columns of their own."""
COLUMNS = 8
"""The other columns."""
NO_GOAL = "Utan mål"
UNMEASURED, MISSED = "ej-matta", "nar-inte"
STATES = (
    ("", "Alla"),
    (UNMEASURED, "Ännu inte mätta"),
    (MISSED, "Når inte målet"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator as it is listed, in words and figures."""

    each: Followed
    before: tuple[str, ...]
    target: str
    now: str
    women: str
    men: str
    gap: str
    source: str
    spark: SafeString
    series: tuple[tuple[str, str], ...]

    @property
    def one(self) -> Indicator:
        """The indicator."""
        return self.each.indicator

    @property
    def status(self) -> Reached:
        """Whether the target is reached."""
        return self.each.status

    @property
    def trend(self) -> str:
        """Which way it has gone; empty where there is nothing to compare with."""
        return "" if self.each.trend is Trend.UNKNOWN else str(self.each.trend)

    @property
    def unjudged(self) -> str:
        """Why it cannot be told whether the target is reached; empty where it can."""
        return unjudged_because(self.each)


def unjudged_because(each: Followed) -> str:
    """Why an indicator's outcome is beside no target; empty where it is."""
    one, waits = each.indicator, each.waiting
    if waits:
        return f"{waits}. {read_from(one)}" if one.link else waits
    if each.target is None:
        return f"inget mål satt för {each.here.year}"
    return "" if each.status is not Reached.UNKNOWN else "bedöms inte i tal"


@dataclass(frozen=True, slots=True)
class Group:
    """A goal's indicators."""

    goal: Topic | None
    lines: tuple[Line, ...]

    @property
    def label(self) -> str:
        """The goal's name."""
        return str(self.goal) if self.goal else NO_GOAL


class Narrowing(forms.Form):
    """Which indicators are shown."""

    mal = forms.ChoiceField(label="Mål", required=False)
    lage = forms.ChoiceField(label="Läge", required=False, choices=STATES)

    def __init__(self, data: QueryDict, goals: Iterable[Topic]) -> None:
        """Offer the goals that have indicators."""
        super().__init__(data, auto_id="urval_%s", label_suffix="")
        field = cast("forms.ChoiceField", self.fields["mal"])
        field.choices = [("", "Alla mål"), *((goal.code, goal.name) for goal in goals)]

    def takes(self, each: Followed) -> bool:
        """Whether an indicator is shown."""
        wanted = self.cleaned_data if self.is_valid() else {}
        goal, state = wanted.get("mal"), wanted.get("lage")
        own = each.indicator.goal
        if goal and (own is None or own.code != goal):
            return False
        if state == UNMEASURED:
            return not each.is_measured
        return state != MISSED or each.status in {Reached.NO, Reached.NEARLY}

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return self.is_valid() and any(self.cleaned_data.values())


@require_safe
@committee_view(WORKING)
def indicators(request: HttpRequest, place: Place) -> HttpResponse:
    """Every indicator of the year, or those that are asked for."""
    follow_up = place.follow_up
    every = with_figures(follow_up, list(kept(follow_up)))
    goals = {one.goal_id: one.goal for each in every if (one := each.indicator).goal}
    form = Narrowing(request.GET, [goal for goal in goals.values() if goal])
    shown = [each for each in every if form.takes(each)]
    return page(
        request,
        "reports/indicators.html",
        place,
        section="mal",
        form=form,
        counted=len(shown),
        every=len(every),
        unmeasured=sum(not each.is_measured for each in every),
        missed=sum(each.status in {Reached.NO, Reached.NEARLY} for each in every),
        years=range(follow_up.year - EARLIER, follow_up.year),
        width=EARLIER + COLUMNS,
        groups=_groups(shown),
        may_write=_may_write(place, every),
    )


def _may_write(place: Place, every: Iterable[Followed]) -> bool:
    """Whether the person enters any indicator."""
    if closed_because(place):
        return False
    return any(may_write(place, each.indicator) for each in every)


def _groups(shown: Sequence[Followed]) -> list[Group]:
    """The indicators by goal, in their own order."""
    found: dict[int | None, list[Followed]] = {}
    for each in shown:
        found.setdefault(each.indicator.goal_id, []).append(each)
    return [
        Group(some[0].indicator.goal, tuple(map(_line, some)))
        for some in found.values()
    ]


def _line(each: Followed) -> Line:
    """An indicator as it is listed."""
    one, year = each.indicator, each.here.year
    earlier = range(year - EARLIER, year)
    series = tuple(
        (year_head(each, past), outcome_text(one, each.outcome(past)))
        for past in each.years
        if each.measured_by(past)
    )
    return Line(
        each=each,
        before=tuple(outcome_text(one, each.outcome(past)) for past in earlier),
        target=target_text(one, each.target),
        now=outcome_text(one, each.now),
        women=outcome_text(one, each.women) if one.by_sex else "",
        men=outcome_text(one, each.men) if one.by_sex else "",
        gap=quantity_text(one, each.gap, plus=True) if one.by_sex else "",
        source=source_text(each),
        spark=_spark(each, series),
        series=series,
    )


def _spark(each: Followed, series: Sequence[tuple[str, str]]) -> SafeString:
    """The years as a small line, named by the figures it shows."""
    told = ", ".join(f"{head}: {text}" for head, text in series)
    target = each.target.milli if each.target else None
    values = [each.outcome(year).milli for year in each.years]
    while values and values[0] is None:
        values.pop(0)
    exact = [None if value is None else Fraction(value) for value in values]
    return spark(exact, target=target, title=f"Utfall {told}")
