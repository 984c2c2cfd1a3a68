"""The start page's answer in a sentence, and where its figures lead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from committees.access import Place
from committees.models import FollowUp
from committees.numbers import scaled, with_unit
from committees.periods import MONTH_NAMES
from committees.templatetags.swedish import change_word, deviation_word, percent_of
from finance.models import ActionState
from finance.sums import Known
from reports.bars import bars
from reports.dashboards.asked_figure import AskedFigure, What
from reports.dashboards.narrowing import Narrowing
from reports.drawing import MKR
from reports.start.map import map_html
from reports.start.overview import Largest, Overview, Standing
from reports.start.own_part import OwnPart, own_parts


def words_of(shown: Overview, follow_up: FollowUp) -> dict[str, object]:
    """What the page says of its figures, and where they lead."""
    drawn = bars([each.deviation for each in shown.largest])
    led = [
        largest_ways(each, follow_up, is_outcome=shown.is_outcome)
        for each in shown.largest
    ]
    return {
        "answer": answer(shown, follow_up),
        "ways": ways(follow_up),
        "largest": list(zip(shown.largest, drawn, led, strict=True)),
        "map": map_html(shown.map, follow_up),
        "units": sum(shown.beside.units.values()),
        "goals": sum(level.many for level in shown.beside.goals),
        "actions": action_words(shown.beside.actions),
    }


def answer(shown: Overview, follow_up: FollowUp) -> tuple[str, ...]:
    """Where the year is heading, and how it stands: a sentence each."""
    if shown.is_empty:
        return (f"Det finns varken budget, utfall eller prognos för {follow_up.year}.",)
    return tuple(_sentences(shown, follow_up))


def _sentences(shown: Overview, follow_up: FollowUp) -> Iterator[str]:
    """The sentences of a year that there is something to say of."""
    standing, sums = shown.standing, shown.standing.sums
    if sums.budget is None:
        yield f"Det finns ingen budget för {follow_up.year} att jämföra med."
    if standing.forecast_deviation is not None:
        yield _forecast(standing, follow_up)
    elif sums.forecast is not None:
        yield f"Prognosen är {_net(sums.forecast)}."
    elif not shown.is_outcome:
        yield "Det finns ingen prognos i uppföljningen än."
    yield _to_date(shown, follow_up)


def _forecast(standing: Standing, follow_up: FollowUp) -> str:
    """What the year is expected to end at, and how that has changed."""
    ore = standing.forecast_deviation or 0
    if not scaled(ore, MKR):
        text = f"Prognosen för {follow_up.year} är i nivå med budget"
    else:
        text = (
            f"Prognosen för {follow_up.year} är ett {deviation_word(ore)} på"
            f" {with_unit(abs(ore), MKR)}"
        )
        if standing.frame:
            text += f", {percent_of(abs(ore), standing.frame).lstrip('+')} av ramen"
    if standing.forecast_change is not None:
        text += f". Den är {_changed(standing)}"
    return f"{text}."


def _changed(standing: Standing) -> str:
    """How the forecast has changed since the last."""
    change = standing.forecast_change or 0
    if not scaled(change, MKR):
        return f"oförändrad sedan {standing.last_title}"
    size = with_unit(abs(change), MKR)
    return f"{size} {change_word(change)} än i {standing.last_title}"


def _to_date(shown: Overview, follow_up: FollowUp) -> str:
    """How the outcome stands against the budget of the same months."""
    standing, sums = shown.standing, shown.standing.sums
    missing = _missing(shown, follow_up)
    if sums.outcome_to_date is None:
        return "Inget utfall är inläst för året."
    when = (
        f"Året {follow_up.year}"
        if shown.is_outcome
        else f"Till och med {follow_up.period.name}"
    )
    ore = standing.deviation_to_date
    if ore is None:
        return f"{when} är utfallet {_net(sums.outcome_to_date)}.{missing}"
    if not scaled(ore, MKR):
        return f"{when} är utfallet i nivå med budget.{missing}"
    word, size = deviation_word(ore), with_unit(abs(ore), MKR)
    if not shown.is_outcome:
        return f"{when} har utfallet ett {word} på {size}.{missing}"
    return f"{when} slutade med ett {word} på {size}{_foreseen(standing)}.{missing}"


def _foreseen(standing: Standing) -> str:
    """How a closed year ended beside what was last expected of it."""
    ore = standing.beyond_forecast
    if ore is None or not standing.last_title:
        return ""
    if not scaled(ore, MKR):
        return f", som prognosen i {standing.last_title}"
    size = with_unit(abs(ore), MKR)
    return f", {size} {change_word(ore)} än prognosen i {standing.last_title}"


def _net(ore: int) -> str:
    """A net in words: what is left to pay, or what is over."""
    kind = "nettokostnad" if ore < 0 else "nettointäkt"
    return f"en {kind} på {with_unit(abs(ore), MKR)}"


def _missing(shown: Overview, follow_up: FollowUp) -> str:
    """A word of months whose outcome is not here."""
    live = shown.beside.live
    months = [m for m in range(1, follow_up.month + 1) if m not in live]
    if not months:
        return ""
    names = ", ".join(MONTH_NAMES[month - 1] for month in months)
    return f" Utfallet för {names} är inte inläst, men budgeten är med."


@dataclass(frozen=True, slots=True)
class Ways:
    """Where the figures of the whole committee are explained."""

    to_date: str
    outcome: str
    budget_to_date: str
    forecast: str
    year: str
    budget: str
    change: str


def ways(follow_up: FollowUp) -> Ways:
    """The addresses of the four figures and what they are made of."""
    return Ways(
        *(
            AskedFigure(what).address(follow_up)
            for what in (
                What.DEVIATION_TO_DATE,
                What.OUTCOME_TO_DATE,
                What.BUDGET_TO_DATE,
                What.DEVIATION,
                What.FORECAST,
                What.BUDGET,
                What.CHANGE,
            )
        )
    )


@dataclass(frozen=True, slots=True)
class LargestWays:
    """Where a large deviation leads: down the tree, and to what it is made of."""

    narrowed: str
    deviation: str
    change: str


def largest_ways(
    each: Largest, follow_up: FollowUp, *, is_outcome: bool
) -> LargestWays:
    """The addresses of an activity's deviation."""
    narrowing = Narrowing(activity=each.code)
    what = What.DEVIATION_TO_DATE if is_outcome else What.DEVIATION
    figure = AskedFigure(What.DEVIATION).address(follow_up).partition("?")[0]
    deviations = figure.removesuffix("siffra/")
    return LargestWays(
        narrowed=deviations + narrowing.query(),
        deviation=figure + AskedFigure(what, narrowing).query(),
        change=figure + AskedFigure(What.CHANGE, narrowing).query(),
    )


@dataclass(frozen=True, slots=True)
class OwnWays:
    """Where the figures of a person's own part are explained."""

    to_date: str
    deviation: str
    change: str


def own_lines(place: Place, known: Known) -> list[tuple[OwnPart, OwnWays]]:
    """The person's own parts with where their figures lead."""
    return [
        (each, _own_ways(each, place.follow_up)) for each in own_parts(place, known)
    ]


def _own_ways(each: OwnPart, follow_up: FollowUp) -> OwnWays:
    """The addresses of a part's figures."""
    narrowing = Narrowing(cost_centre=each.code)
    return OwnWays(
        *(
            AskedFigure(what, narrowing).address(follow_up)
            for what in (What.DEVIATION_TO_DATE, What.DEVIATION, What.CHANGE)
        )
    )


def action_words(actions: Mapping[str, int]) -> str:
    """`8 åtgärder: 1 beslutad, 4 påbörjade, 2 ger effekt, 1 klar`."""
    many = sum(actions.values())
    if not many:
        return "Inga åtgärder i år"
    words = [
        f"{actions[state]} {_PLURAL[state] if actions[state] > 1 else state.label}"
        for state in ActionState
        if actions.get(state)
    ]
    return f"{many} åtgärd{'er' if many > 1 else ''}: {', '.join(words)}"


_PLURAL = {
    ActionState.PROPOSED: "förslag",
    ActionState.DECIDED: "beslutade",
    ActionState.STARTED: "påbörjade",
    ActionState.EFFECTIVE: "ger effekt",
    ActionState.DONE: "klara",
}
