"""How the forecast moved, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from committees.models import FollowUp
from committees.numbers import Scale, scaled, with_unit
from committees.words import listed
from reports.dashboards.evolution.figures import Evolution, Said


def heading(seen: Evolution, *, scale: Scale) -> str:
    """From what to what the forecast's deviation went, and what the year became."""
    said = [each for each in seen.forecast if each.deviation is not None]
    if not said:
        return f"Utfallet {seen.year} {_became(seen, scale)}"
    first, last = said[0], said[-1]
    text = f"I {month(first.follow_up)} väntades {_size(first, scale)} mot budget"
    if len(said) > 1:
        text += f" och i {month(last.follow_up)} {_size(last, scale)}"
    if seen.deviation is None:
        return text
    return f"{text}; utfallet {_became(seen, scale)}"


def _size(said: Said, scale: Scale) -> str:
    """A forecast's deviation with its sign."""
    return with_unit(said.deviation, scale, plus=True)


def _became(seen: Evolution, scale: Scale) -> str:
    """What the year became."""
    return f"blev {with_unit(seen.deviation, scale, plus=True)}"


def month(follow_up: FollowUp) -> str:
    """The month of a follow-up."""
    return follow_up.period.name


def sentence(seen: Evolution, *, scale: Scale) -> str:
    """Where the forecast moved most, and how far it was from the outcome."""
    said = [each for each in seen.forecast if each.deviation is not None]
    if not said:
        return ""
    return " ".join(_sentences(seen, said, scale))


def _sentences(seen: Evolution, said: list[Said], scale: Scale) -> Iterator[str]:
    """The sentences, those that apply."""
    steps = [
        (later, (later.deviation or 0) - (former.deviation or 0), former)
        for former, later in pairwise(said)
    ]
    most = max(steps, key=lambda step: abs(step[1]), default=None)
    if most and scaled(most[1], scale):
        later, ore, former = most
        how = "bättre" if ore > 0 else "sämre"
        yield (
            f"Avvikelsens största steg är från {month(former.follow_up)} till"
            f" {month(later.follow_up)}: {with_unit(abs(ore), scale)} {how}."
        )
    off = off_by(seen, said[-1])
    if off is not None:
        yield f"Utfallet blev {_off(off, scale)} den sista prognosen."


def off_by(seen: Evolution, said: Said) -> int | None:
    """Outcome less forecast: plus is better than was said; None until it is known."""
    if seen.outcome is None or said.forecast is None:
        return None
    return seen.outcome - said.forecast


def _off(ore: int, scale: Scale) -> str:
    """How far the outcome was from a forecast."""
    if not scaled(ore, scale):
        return "som"
    return f"{with_unit(abs(ore), scale)} {'bättre' if ore > 0 else 'sämre'} än"


def notes(seen: Evolution, *, scale: Scale) -> tuple[str, ...]:
    """What a reader must know of the figures."""
    return tuple(_notes(seen, scale))


def _notes(seen: Evolution, scale: Scale) -> Iterator[str]:
    """The notes, those that apply."""
    if not any(each.budget is not None for each in seen.said):
        yield f"Det finns ingen budget för {seen.year} att jämföra med."
    for each in seen.changed:
        decision = each.decision
        if each.ore:
            size = with_unit(each.ore, scale, plus=True)
            when = f"{decision.decided_on.day}/{decision.decided_on.month}"
            yield f"Budgeten ändrades {when}: {decision.title}, {size}."
    generated = [month(each.follow_up) for each in seen.forecast if each.generated]
    if generated:
        yield (
            f"Prognoserna i {listed(generated)} {seen.year} är genererade exempel,"
            " inte nämndens egna."
        )
