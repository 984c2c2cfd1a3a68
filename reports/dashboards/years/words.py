"""What several years show, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from committees.numbers import Scale, scaled, with_unit
from finance.delivery import RULE
from reports.dashboards.part import Part, scale_for
from reports.dashboards.years.figures import How, Years, change_of
from reports.dashboards.years.moved import Moved
from reports.dashboards.years.rows import OTHER, Line, chosen_code, tree_of
from reports.quantities.unit_cost_tables import percent_text

MOVES_SHOWN = 8
LONG_WORD = 10
"""A shared first word of so many signs leaves no room for what tells names apart."""


def scale_of(seen: Years) -> Scale:
    """The one scale of the page: by its largest figure, of a row or of all."""
    lines = (*seen.lines, seen.total())
    every = ((e.budget, e.forecast, *e.outcome.values()) for e in lines)
    return scale_for([ore for each in every for ore in each])


def heading(seen: Years, *, scale: Scale) -> str:
    """How the net changed over the years, and in which row most."""
    if len(seen.years) < len(("from", "to")):
        return ""
    first, last = seen.years[0], seen.years[-1]
    total = seen.total().outcome
    was, now = total.get(first), total.get(last)
    if was is None or now is None:
        return ""
    text = f"{_what(was, now)} {_went(was, now, scale)} från {first} till {last}"
    percent = percent_text(change_of(now, was))
    if percent and is_revenue(was, now) is not None:
        text += f" ({percent}\N{NO-BREAK SPACE}%)"
    steps = [
        (line.name, line.outcome.get(last, 0) - line.outcome.get(first, 0))
        for line in seen.lines
        if line.outcome
    ]
    name, most = max(steps, key=lambda step: abs(step[1]))
    if len(steps) == 1 or not scaled(most, scale):
        return f"{text}."
    more = most if is_revenue(was, now) else -most
    return f"{text}, mest i {name} ({with_unit(more, scale, plus=True)})."


def drawn_heading(seen: Years, *, scale: Scale, several: bool) -> str:
    """What the chart shows: how the net went or, of several rows, the most changed."""
    told = [line for line in seen.lines if line.outcome]
    if len(seen.years) < len(("from", "to")) or not told:
        return ""
    first, last = seen.years[0], seen.years[-1]

    def ends(line: Line) -> tuple[int, int]:
        """The first and the last net of a row."""
        return line.outcome.get(first, 0), line.outcome.get(last, 0)

    if len(told) == 1 or not several:
        return heading(seen, scale=scale).rstrip(".")
    most = max(told, key=lambda line: abs(ends(line)[1] - ends(line)[0]))
    return f"{most.name} {_went(*ends(most), scale)} från {first} till {last}"


def short_names(lines: Sequence[Line]) -> dict[str, str]:
    """Code and name by code, without a long first word that several names share."""
    first = Counter(line.name.partition(" ")[0] for line in lines)
    found: dict[str, str] = {}
    for line in lines:
        word, _, rest = line.name.partition(" ")
        is_shared = rest and len(word) >= LONG_WORD and first[word] > 1
        name = rest[:1].upper() + rest[1:] if is_shared else line.name
        code = "" if line.code == OTHER else line.code
        found[line.code] = f"{code} {name}".strip()
    return found


def is_revenue(was: int, now: int) -> bool | None:
    """Whether two nets are revenue or cost; None where they are one of each."""
    if was <= 0 and now <= 0:
        return False
    return True if was >= 0 and now >= 0 else None


def _what(was: int, now: int) -> str:
    """What two nets are called."""
    words = {True: "Nettointäkten", False: "Nettokostnaden", None: "Nettot"}
    return words[is_revenue(was, now)]


def _went(was: int, now: int, scale: Scale) -> str:
    """How a net changed in size; from a cost to a revenue, or back, which way."""
    ore = now - was
    if not scaled(ore, scale):
        return "var oförändrad"
    words = {True: "ökade", False: "minskade"}
    if is_revenue(was, now) is None:
        words = {True: "förbättrades", False: "försämrades"}
    more = ore > 0 if is_revenue(was, now) is not False else ore < 0
    return f"{words[more]} {with_unit(abs(ore), scale)}"


def notes(seen: Years, part: Part) -> tuple[str, ...]:
    """What a reader must know: what moved, what was taken over, what is missing."""
    return tuple(_notes(seen, part))


def _notes(seen: Years, part: Part) -> Iterator[str]:
    """The notes, those that apply."""
    here = seen.follow_up
    if not seen.years:
        yield "Inget tidigare år är inläst i sin helhet."
    partly = {y for y, _ in seen.loaded.periods if y < here.year} - {*seen.years}
    for year in sorted(partly):
        yield f"{year} visas inte: alla månader är inte inlästa."
    if seen.total().budget is None:
        yield f"Det finns ingen budget för {here.year}."
    if not seen.has_forecast and here.year not in seen.years:
        yield f"Det finns ingen prognos för {here.year} i den här uppföljningen."
    if part.narrowing.provider:
        yield RULE
        yield _placed(seen)
    yield from part.left_out(seen.axis)
    moves = [each for each in seen.moved if _concerns(each, seen, part)]
    yield from map(str, moves[:MOVES_SHOWN])
    if moves[MOVES_SHOWN:]:
        yield f"{len(moves) - MOVES_SHOWN} till har flyttats mellan åren."
    taken = [f"{line.code} {line.name}" for line in seen.lines if line.taken_over]
    if taken:
        yield f"Har tagit över pengar från enheter som upphört: {', '.join(taken)}."


def _placed(seen: Years) -> str:
    """By whose placements and groups earlier years are own or external."""
    here = seen.follow_up
    placed = "var placerade det året"
    if seen.how is How.RECALCULATED:
        placed = f"är placerade i {here.period.name} {here.year}"
    return (
        f"Varje år räknas efter sina egna kontogrupper och hur verksamheter {placed}."
    )


def _concerns(move: Moved, seen: Years, part: Part) -> bool:
    """Whether a move touches what is chosen: the node, or a parent it had or has."""
    tree, code = tree_of(part.ground, seen.axis), chosen_code(part, seen.axis)
    if not code:
        return True
    codes = {tree.nodes[each].code for each in tree.under([code])}
    named = {move.code, move.before.split()[0], move.after.split()[0]}
    return bool(codes & named)
