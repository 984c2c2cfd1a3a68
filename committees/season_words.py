"""What a series' own history says of it, in words a manager understands."""

from __future__ import annotations

from collections.abc import Iterator

from committees.history import month_name, span
from committees.numbers import swedish
from committees.seasons import FEWEST_YEARS, Judged, Shift, Streak, Verdict

COUNTS = (
    *("noll", "en", "två", "tre", "fyra", "fem", "sex"),
    *("sju", "åtta", "nio", "tio", "elva", "tolv"),
)
MANY = 2
"""From so many, years are spoken of as several."""


def warnings(found: Verdict) -> tuple[str, ...]:
    """Why a series warns, the latest month first; empty where it does not."""
    if not found.warns:
        return ()
    return tuple(_warnings(found))


def _warnings(found: Verdict) -> Iterator[str]:
    """Each thing that is unusual; months in a row are told beside any of them."""
    month, streak, shift = found.month, found.streak, found.shift
    if month and month.is_unusual:
        yield f"{_off(month)}{_record(month, found)}."
        yield how_unusual(month)
    if shift and shift.is_unusual:
        yield _shifted(shift, found)
    if streak:
        yield _in_a_row(streak)


def standing(found: Verdict) -> str:
    """How the latest month stands to its pattern, or why nothing can be said."""
    if not found.latest:
        return "Ingen månad i år är rapporterad, så det finns inget att jämföra."
    if found.is_too_short:
        return _too_short(found)
    if found.month is None:
        name = month_name(found.latest).capitalize()
        return f"{name} går inte att jämföra: för få månader före den är rapporterade."
    if found.month.is_unusual:
        return f"{_off(found.month)}{_record(found.month, found)}."
    return f"{_off(found.month)}, inom det vanliga. {how_unusual(found.month)}"


def _too_short(found: Verdict) -> str:
    """That history is too short, and what it would take."""
    needed = f"Det behövs {count(FEWEST_YEARS)} hela tidigare år"
    if not found.whole_years:
        return f"Historiken är för kort för att varna. {needed} och serien har inget."
    years = " och ".join(map(str, found.whole_years))
    return (
        f"Historiken är för kort för att varna. {needed} och serien har bara {years}."
    )


def _off(month: Judged) -> str:
    """`Juni ligger 58 % under mönstret`, without a full stop."""
    name = month_name(month.month).capitalize()
    if not month.percent:
        return f"{name} följer mönstret"
    side = "över" if month.percent > 0 else "under"
    return f"{name} ligger {_percent(month.percent)} {side} mönstret"


def _record(month: Judged, found: Verdict) -> str:
    """`, lägre än någon juni de tre senaste åren`, where that is so."""
    if not (month.is_lowest or month.is_highest) or len(month.years) < MANY:
        return ""
    word = "lägre" if month.is_lowest else "högre"
    return f", {word} än någon {month_name(month.month)} {_years(month, found)}"


def _years(month: Judged, found: Verdict) -> str:
    """`de tre senaste åren`, or the years by name where some are missing between."""
    in_a_row = tuple(range(found.year - len(month.years), found.year))
    if month.years == in_a_row:
        return f"de {count(len(in_a_row))} senaste åren"
    *first, last = map(str, month.years)
    return f"{', '.join(first)} eller {last}"


def how_unusual(month: Judged) -> str:
    """How many earlier months have been as far from the pattern, in a sentence."""
    if not month.is_unusual:
        as_far = f"{month.as_far} av {month.of} tidigare månader"
        return f"Minst så långt från det har {as_far} legat."
    if not month.as_far:
        return f"Så långt från mönstret har ingen av {month.of} tidigare månader legat."
    noun = "månad" if month.as_far == 1 else "månader"
    return f"Så långt från mönstret har {month.as_far} {noun} av {month.of} legat."


def _in_a_row(streak: Streak) -> str:
    """How long the series has been off; `under mönstret fyra månader i rad`."""
    side = "över" if streak.is_above else "under"
    text = f"Har legat {side} mönstret {count(streak.length)} månader i rad"
    return f"{text}, så länge som aldrig förut." if streak.is_unusual else f"{text}."


def _shifted(shift: Shift, found: Verdict) -> str:
    """How the year's level has moved, and that it has never moved as much."""
    word = "högre" if shift.percent > 0 else "lägre"
    return (
        f"Nivån {span(1, shift.last)} är {_percent(shift.percent)} {word} än samma"
        f" månader {found.year - 1}, en större ändring än mellan några tidigare år."
    )


def _percent(percent: int) -> str:
    """A share without its sign: `35 %`."""
    return f"{swedish(abs(percent))}\N{NO-BREAK SPACE}%"


def count(number: int) -> str:
    """A small number in letters, a large one in figures."""
    return COUNTS[number] if number < len(COUNTS) else str(number)
