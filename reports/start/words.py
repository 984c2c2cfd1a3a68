"""The start page's answer in a sentence, and what it says of its figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from committees.models import FollowUp
from committees.numbers import scaled, with_unit
from committees.templatetags.swedish import change_word, deviation_word, percent_of
from committees.words import months_listed
from finance.models import ActionState
from reports.bars import bars
from reports.drawing import MKR
from reports.moved_words import moved, of_new_budget
from reports.start.map import map_html
from reports.start.overview import Overview, Standing
from reports.start.tables import tells_since
from reports.start.ways import largest_ways, ways


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
        "tells_since": tells_since(shown),
        "map": map_html(shown.map, follow_up),
        "units": sum(shown.beside.units.values()),
        "goals": sum(level.many for level in shown.beside.goals),
        "actions": action_words(
            shown.beside.actions, told_later=shown.beside.told_later
        ),
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
        text += f". {_changed(standing)}"
    return f"{text}."


def _changed(standing: Standing) -> str:
    """How the forecast has changed since the last, beside a budget that has too."""
    change, new = standing.forecast_change or 0, standing.new_budget or 0
    since = standing.last_title
    if of_new := of_new_budget(change, new, scale=MKR):
        return f"Avvikelsen är {moved(change - new, since=since, scale=MKR)}; {of_new}"
    return f"Den är {moved(change, since=since, scale=MKR)}"


def _to_date(shown: Overview, follow_up: FollowUp) -> str:
    """How the outcome stands against the budget of the same months."""
    standing, sums = shown.standing, shown.standing.sums
    if shown.missing:
        return _missing(shown)
    if sums.outcome_to_date is None:
        return "Inget utfall är bokfört under året."
    when = (
        f"År {follow_up.year}"
        if shown.is_outcome
        else f"Till och med {follow_up.period.name}"
    )
    ore = standing.deviation_to_date
    is_ = "var" if shown.is_outcome else "är"
    if ore is None:
        return f"{when} {is_} utfallet {_net(sums.outcome_to_date)}."
    if not scaled(ore, MKR):
        return f"{when} {is_} utfallet i nivå med budget."
    word, size = deviation_word(ore), with_unit(abs(ore), MKR)
    if not shown.is_outcome:
        return f"{when} har utfallet ett {word} på {size}."
    return f"{when} slutade med ett {word} på {size}{_foreseen(standing)}."


def _foreseen(standing: Standing) -> str:
    """How a closed year ended beside the deviation that was last expected of it."""
    beyond, new = standing.beyond_forecast, standing.new_budget or 0
    if beyond is None or not standing.last_title:
        return ""
    ore, told = beyond - new, f"prognosen i {standing.last_title}"
    if not scaled(ore, MKR):
        text = f", som {told}"
    else:
        text = f", {with_unit(abs(ore), MKR)} {change_word(ore)} än {told}"
    if not scaled(new, MKR):
        return text
    size, of = (with_unit(each, MKR, plus=True) for each in (beyond, new))
    of_new = f"varav {of} följer av ny budget"
    return f"{text}; utfallet blev {size} mot prognosen, {of_new}"


def _net(ore: int) -> str:
    """A net in words: what is left to pay, or what is over."""
    kind = "nettokostnad" if ore < 0 else "nettointäkt"
    return f"en {kind} på {with_unit(abs(ore), MKR)}"


def _missing(shown: Overview) -> str:
    """A word of months whose outcome is not here."""
    names = months_listed(shown.missing)
    return f"Utfallet för {names} är inte inläst, så avvikelsen hittills är inte känd."


def action_words(actions: Mapping[str, int], *, told_later: bool = False) -> str:
    """`8 åtgärder: 1 beslutad, 4 påbörjade, 2 ger effekt, 1 klar`.

    `told_later`: the states may have been told anew since the follow-up.
    """
    many = sum(actions.values())
    if not many:
        return "Inga åtgärder var beslutade" if told_later else "Inga åtgärder i år"
    words = [
        f"{actions[state]} {_PLURAL[state] if actions[state] > 1 else state.label}"
        for state in ActionState
        if actions.get(state)
    ]
    since = ". Lägena är som de senast är angivna" if told_later else ""
    return f"{many} åtgärd{'er' if many > 1 else ''}: {', '.join(words)}{since}"


_PLURAL = {
    ActionState.PROPOSED: "förslag",
    ActionState.DECIDED: "beslutade",
    ActionState.STARTED: "påbörjade",
    ActionState.EFFECTIVE: "ger effekt",
    ActionState.DONE: "klara",
}
