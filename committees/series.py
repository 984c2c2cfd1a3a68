"""What a row's own history says of its year: proposals, how far they missed, a range.

Öre in stored sign, the effect on the result; whole years include the closing entries.
A proposal for an earlier year is made from what was known at the same month of it, so
that its distance from that year's outcome tells what the same way is worth today.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from committees.history import History, Year, month_name, span, years_text
from committees.numbers import round_half_away, swedish

MONTHS = 12
EVEN_TIMES = 4
"""A profile counts unless its share of the year is this many times off the even one."""
FEWEST_YEARS = 2
"""Years that a range of history needs."""
ROOM = 2
"""A range has room on each side for half of what is left of the year."""
LEAST_ROOM = 100
"""And always for a hundredth of the year."""


class Way(StrEnum):
    """A way to make a forecast from history; named as the row's method is stored."""

    RUN_RATE = "run_rate"
    PROFILE = "profile"
    REMAINING_BUDGET = "remaining_budget"
    CARRIED = "carried"


@dataclass(frozen=True, slots=True)
class Error:
    """How far a way has missed on the row's own history, at the same month.

    `mean_ore` is the mean distance; `permille` the sum of distances over the sum of
    outcomes (WAPE), None where there was no outcome to divide by.
    """

    mean_ore: int
    permille: int | None
    years: tuple[int, ...]

    @property
    def text(self) -> str:
        """`Har missat med 4,2 % i snitt 2014–2016`, as a sentence."""
        if self.permille is None:
            return f"Utfallet blev noll {years_text(self.years)}."
        share = swedish(Decimal(self.permille).scaleb(-1), decimals=1)
        mean = " i snitt" if len(self.years) > 1 else ""
        return f"Har missat med {share} %{mean} {years_text(self.years)}."


@dataclass(frozen=True, slots=True)
class Proposal:
    """A forecast for a row, how it was made, and what the way is worth.

    `error` is None where history is too short; then `why_no_error` says so.
    """

    way: Way
    ore: int
    how: str
    error: Error | None = None
    why_no_error: str = ""

    @property
    def worth(self) -> str:
        """The error as a sentence, or why there is none."""
        return self.error.text if self.error else self.why_no_error


@dataclass(frozen=True, slots=True)
class Range:
    """Between what the year ends if it goes as one of the earlier years did."""

    low: int
    high: int
    how: str

    def excludes(self, ore: int | None) -> bool:
        """Whether a forecast lies outside."""
        return ore is not None and not self.low <= ore <= self.high


def proposals(history: History) -> tuple[Proposal, ...]:
    """The forecasts that can be made for a row, each with its error on history."""
    found = []
    for way, make in WAYS.items():
        ore = make(history.years, history.year, history.month)
        if ore is not None:
            error = _error(history, make)
            why = "" if error else _why_no_error(history, way)
            found.append(Proposal(way, ore, _how(history, way), error, why))
    return tuple(found)


def best(made: tuple[Proposal, ...]) -> Proposal | None:
    """The proposal that has missed least; without history, the first in this order.

    Ways tried on one year only count when no way has been tried on more.
    """
    order = (Way.REMAINING_BUDGET, Way.PROFILE, Way.RUN_RATE, Way.CARRIED)
    tried = [p for p in made if p.error and len(p.error.years) >= FEWEST_YEARS]
    tried = tried or [p for p in made if p.error]
    if tried:
        return min(tried, key=lambda p: (_mean_ore(p), order.index(p.way)))
    return min(made, key=lambda p: order.index(p.way), default=None)


def _mean_ore(proposal: Proposal) -> int:
    """The mean distance of a proposal that has been tried."""
    return proposal.error.mean_ore if proposal.error else 0


def run_rate(years: Mapping[int, Year], year: int, month: int) -> int | None:
    """Twelve months at the pace of the adjusted outcome to date."""
    if not month or year not in years:
        return None
    return round_half_away(years[year].adjusted * MONTHS, divisor=month)


def profile(years: Mapping[int, Year], year: int, month: int) -> int | None:
    """The outcome to date, raised by the share of last year that had come by then.

    Holiday pay is left in both years: the liability falls and rises alike in each.
    """
    before = years.get(year - 1)
    if not month or before is None or not before.is_whole or year not in years:
        return None
    part, whole = before.seasonal, before.whole
    if not _is_usable(part, whole, month):
        return None
    raised = years[year].seasonal * whole
    return round_half_away(raised if part > 0 else -raised, divisor=abs(part))


def _is_usable(part: int, whole: int, month: int) -> bool:
    """Whether a share of the year is near enough the even one to be relied on."""
    share, even = abs(part) * MONTHS, abs(whole) * month
    same_way = part * whole > 0
    return same_way and even <= share * EVEN_TIMES and share <= even * EVEN_TIMES


def remaining_budget(years: Mapping[int, Year], year: int, month: int) -> int | None:
    """The adjusted outcome to date and the budget of the months that are left."""
    now = years.get(year, Year())
    if now.budget is None:
        return None
    return now.adjusted + (now.budget_after or 0)


def carried(years: Mapping[int, Year], year: int, month: int) -> int | None:
    """The year's latest earlier forecast."""
    return years[year].forecast if year in years else None


Maker = Callable[[Mapping[int, Year], int, int], int | None]
WAYS: dict[Way, Maker] = {
    Way.RUN_RATE: run_rate,
    Way.PROFILE: profile,
    Way.REMAINING_BUDGET: remaining_budget,
    Way.CARRIED: carried,
}


def _error(history: History, make: Maker) -> Error | None:
    """How far a way has missed in the earlier years that it can be tried on."""
    tried = {
        year: ore
        for year in history.earlier()
        if (ore := make(history.years, year, history.month)) is not None
    }
    if not tried:
        return None
    missed = sum(abs(ore - history.whole(year)) for year, ore in tried.items())
    outcome = sum(abs(history.whole(year)) for year in tried)
    return Error(
        mean_ore=round_half_away(missed, divisor=len(tried)),
        permille=round_half_away(missed * 1000, divisor=outcome) if outcome else None,
        years=tuple(tried),
    )


def _why_no_error(history: History, way: Way) -> str:
    """Why a way cannot be tried on history."""
    if not history.earlier():
        return "Raden har inget helt tidigare år att pröva på."
    return {
        Way.RUN_RATE: "Det finns inget utfall att pröva på.",
        Way.PROFILE: "Det behövs två hela tidigare år att pröva på.",
        Way.REMAINING_BUDGET: "Raden har ingen budget i tidigare år att pröva på.",
        Way.CARRIED: "Det finns ingen prognos från tidigare år att pröva på.",
    }[way]


def _how(history: History, way: Way) -> str:
    """How a proposal was made, as a sentence."""
    now, month = history.now, history.month
    outcome = "Justerat utfall" if now.adjustment or now.holiday_pay else "Utfall"
    to_date = f"{outcome} {span(1, month)}"
    match way:
        case Way.RUN_RATE:
            text = f"{to_date} delat med {month} och gånger 12."
            apart = " Ändrad semesterlöneskuld är borttagen ur takten."
            return text + (apart if now.holiday_pay else "")
        case Way.PROFILE:
            before = history.years[history.year - 1]
            share = _percent(before.seasonal, before.whole)
            return (
                f"{to_date} uppräknat som {history.year - 1}, "
                f"när {share} % av året hade kommit {_by(month)}."
            )
        case Way.REMAINING_BUDGET if not month:
            return "Budget för hela året; inget utfall är inläst."
        case Way.REMAINING_BUDGET if month == MONTHS:
            return f"{to_date}; ingen månad återstår av budgeten."
        case Way.REMAINING_BUDGET:
            return f"{to_date} plus budget {span(month + 1, MONTHS)}."
        case _:
            return f"Prognosen i uppföljningen för {month_name(now.forecast_month)}."


def _by(month: int) -> str:
    """`till och med augusti`."""
    return f"till och med {month_name(month)}"


def _percent(part: int, whole: int) -> str:
    """A share in percent with one decimal, as text."""
    permille = round_half_away(abs(part) * 1000, divisor=abs(whole))
    return swedish(Decimal(permille).scaleb(-1), decimals=1)


def history_range(history: History) -> Range | None:
    """Between what the year ends, going on as one of the earlier years did.

    None where fewer than two earlier years can be compared, or nothing is booked yet.
    There is room on each side: few years show less than what can happen.
    """
    month, now = history.month, history.now
    shares = {
        year: (history.years[year].seasonal, history.whole(year))
        for year in history.earlier()
        if month
        and _is_usable(history.years[year].seasonal, history.whole(year), month)
    }
    if len(shares) < FEWEST_YEARS or not now.seasonal:
        return None
    ends = [
        round_half_away(
            now.seasonal * whole * (1 if part > 0 else -1), divisor=abs(part)
        )
        for part, whole in shares.values()
    ]
    low, high = min(ends), max(ends)
    middle = (low + high) // 2
    left = abs(middle - now.seasonal)
    room = max((high - low) // 2, left // ROOM, abs(middle) // LEAST_ROOM)
    text = (
        f"som utfallet {span(1, month)} ger "
        f"om resten av året går som {years_text(tuple(shares))}"
    )
    return Range(low - room, high + room, text)


def outside_text(found: Range, *, low: str, high: str) -> str:
    """Why a forecast is marked, with the range as it is to be shown."""
    return f"Utanför {low} till {high}, {found.how}."
