"""What the months show, in sentences: how far from budget, which month, since when."""

from __future__ import annotations

from collections.abc import Iterator

from committees.numbers import Scale, scaled, with_unit
from committees.periods import MONTH_NAMES
from committees.words import months_listed
from finance.figures import deviation
from reports.dashboards.part import Part
from reports.dashboards.trend.figures import NONE, Trend


def to_date_words(seen: Trend, *, scale: Scale) -> str:
    """Net cost to date and how it stands against budget."""
    spent = seen.sum_of(seen.year, until=seen.until)
    until = _until(seen)
    if spent is None:
        return f"Utfallet {until} är inte känt"
    what = "Nettokostnaden" if spent <= 0 else "Nettointäkten"
    text = f"{what} {until} är {with_unit(abs(spent), scale)}"
    budget = seen.budgeted(until=seen.until)
    gap = deviation(spent, budget)
    if budget is None or gap is None:
        return text
    if not scaled(gap, scale):
        return f"{text}, som budgeterat"
    more = (gap < 0) == (spent <= 0)
    size = with_unit(abs(gap), scale)
    return f"{text}, {size} {'mer' if more else 'mindre'} än budget"


def _until(seen: Trend) -> str:
    """`till och med augusti`, or the year."""
    if seen.until > seen.follow_up.month:
        return f"hela {seen.year}, med bokslutsposter,"
    return f"till och med {MONTH_NAMES[seen.follow_up.month - 1]}"


def heading(seen: Trend, *, scale: Scale) -> str:
    """The sentence of the chart: to date, and the month that deviates most."""
    text = to_date_words(seen, scale=scale)
    most = most_deviating(seen)
    if most is None or not scaled(most[1], scale):
        return text
    month, ore = most
    size = with_unit(ore, scale, plus=True)
    return f"{text}; {MONTH_NAMES[month - 1]} avviker mest ({size})"


def most_deviating(seen: Trend) -> tuple[int, int] | None:
    """The month with the largest deviation and its öre; None where none has any."""
    found = [
        (month, ore)
        for month, ore in enumerate(seen.deviations[: len(MONTH_NAMES)], start=1)
        if ore is not None
    ]
    return max(found, key=lambda each: abs(each[1]), default=None)


def overspent_since(seen: Trend, *, scale: Scale) -> int | None:
    """The first month of those in a row, up to the last, that cost more than budget.

    Read as it is shown: what rounds to nothing is not overspent.
    """
    month = seen.follow_up.month
    first: int | None = None
    for at in range(month, 0, -1):
        ore = seen.deviations[at - 1]
        if ore is None or scaled(ore, scale) >= 0:
            break
        first = at
    return first


def sentences(seen: Trend, *, scale: Scale) -> tuple[str, ...]:
    """How the year stands, since when more is spent, and what is expected of it."""
    return tuple(_sentences(seen, scale))


def _sentences(seen: Trend, scale: Scale) -> Iterator[str]:
    """The sentences, those that say anything."""
    if seen.has_budget and not seen.missing:
        yield from _standing(seen, scale)
    gap = deviation(seen.forecast, seen.budgeted(until=len(seen.budget)))
    if seen.forecast is not None and seen.has_budget and gap is not None:
        yield f"Prognosen för hela {seen.year} {against_budget(gap, scale=scale)}."


def _standing(seen: Trend, scale: Scale) -> Iterator[str]:
    """How the year to date stands, and the months in a row that are worse, if any."""
    gap, since = seen.to_date, overspent_since(seen, scale=scale)
    if gap is not None:
        yield f"{_so_far(seen)} {_beside_budget(seen, gap, scale=scale)}."
    if since is None or since == seen.follow_up.month:
        return
    when = "hittills i år" if since == 1 else f"sedan {MONTH_NAMES[since - 1]}"
    where = "under" if _is_revenue(seen) else "över"
    yield f"Varje månad {when} ligger {where} budget."


def _so_far(seen: Trend) -> str:
    """`Januari–augusti`, or the year."""
    if seen.until > seen.follow_up.month:
        return f"Hela {seen.year}, med bokslutsposter,"
    return months_to(seen.follow_up.month)


def months_to(month: int) -> str:
    """`Januari–augusti`."""
    first, last = MONTH_NAMES[0].capitalize(), MONTH_NAMES[month - 1]
    return first if month == 1 else f"{first}\N{EN DASH}{last}"


def _beside_budget(seen: Trend, gap: int, *, scale: Scale) -> str:
    """`är 4,7 mkr under budget (överskott)`; of net revenue, better than budget."""
    if not scaled(gap, scale):
        return "följer budget"
    is_surplus = gap > 0
    if _is_revenue(seen):
        where = "bättre än budget" if is_surplus else "sämre än budget"
    else:
        where = "under budget" if is_surplus else "över budget"
    side = "överskott" if is_surplus else "underskott"
    return f"är {with_unit(abs(gap), scale)} {where} ({side})"


def _is_revenue(seen: Trend) -> bool:
    """Whether what is booked so far is a net revenue."""
    return (seen.sum_of(seen.year, until=seen.until) or 0) > 0


def against_budget(ore: int, *, scale: Scale) -> str:
    """`är ett överskott på 4,3 mkr mot budget`."""
    shown = scaled(ore, scale)
    if not shown:
        return "följer budget"
    side = "överskott" if shown > 0 else "underskott"
    return f"är ett {side} på {with_unit(abs(ore), scale)} mot budget"


def notes(seen: Trend, part: Part, *, scale: Scale) -> tuple[str, ...]:
    """What a reader must know of the figures: what is missing and how it is made."""
    return tuple(_notes(seen, part, scale))


def _notes(seen: Trend, part: Part, scale: Scale) -> Iterator[str]:
    """The notes, those that apply."""
    if seen.missing:
        names = months_listed(seen.missing)
        yield (
            f"Utfallet för {names} {seen.year} är inte inläst. Månaden visas som –,"
            " och det som summeras över den är okänt."
        )
    if not seen.has_budget:
        yield f"Det finns ingen budget för {seen.year} att jämföra med."
    elif seen.budget == NONE:
        yield f"{part.name} har ingen egen budget {seen.year}."
    if seen.forecast is None:
        if seen.follow_up.month < len(MONTH_NAMES):
            yield "Det finns ingen prognos för resten av året i den här uppföljningen."
    elif any(ore is not None for ore in seen.rest):
        yield _how_spread(seen, scale)
    for year in seen.earlier:
        if not seen.loaded.is_whole(year):
            yield f"{year} är inte inläst i sin helhet."


def _how_spread(seen: Trend, scale: Scale) -> str:
    """How the forecast of the rest of the year is told by month."""
    rest = "efter hur budgeten är fördelad på månaderna"
    if not any(seen.budget[seen.follow_up.month :]):
        rest = "lika på månaderna, eftersom de inte har någon budget"
    if seen.spread is None:
        return f"Prognosen för resten av året är fördelad {rest}."
    size = with_unit(abs(seen.spread), scale)
    return (
        f"Av prognosen för resten av året är {size} fördelat på månader av"
        f" budgethållarna. Det övriga är fördelat {rest}."
    )
