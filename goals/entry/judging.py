"""What a typed cell of an indicator means, and whether it may be stored."""

from __future__ import annotations

from committees.grid import entry, quantities
from committees.grid.cells import Cell, Judged, RefusedError, State
from goals.entry.held import Held, HeldIndicator
from goals.entry.spans import Field, What, When, entered, field_of
from goals.entry.words import outside, read_from
from goals.measures import WHOLE_SHARE
from goals.models import Direction, Indicator
from goals.rights import locked_because

MOST_WORDS = {What.WORDS: 300, What.TARGET_WORDS: 120}
NO_INDICATOR = "Det finns ingen sådan indikator i uppföljningen."
NO_NUMBER = "Talet saknas. Skriv 0 om det är noll."
OVER_WHOLE = "En andel kan inte vara större än 100 procent."
UNDER_ZERO = "En andel kan inte vara mindre än 0 procent."
CROSSED = "Målets övre gräns är mindre än den undre."
NOT_BY_SEX = "Indikatorn delas inte på kön."
IN_WORDS = "Indikatorn anges i ord, inte som tal."
IN_FIGURES = "Målet för indikatorn är ett tal. Skriv det i kolumnen Mål."
NO_BAND = "Indikatorns mål är ett tal, inte ett intervall."


def judge(held: Held, cell: Cell) -> Judged:
    """What a cell means: the value to store, or why it cannot be."""
    try:
        return _judged(held, cell)
    except RefusedError as refused:
        return Judged(refused.state, reason=refused.reason)
    except entry.EntryError as error:
        return Judged(State.FAULT, reason=str(error))


def indicator(held: Held, cell: Cell) -> HeldIndicator:
    """The indicator of a cell."""
    found = held.indicators.get(cell.row)
    if found is None:
        raise RefusedError(State.FAULT, NO_INDICATOR)
    return found


def field(held: Held, cell: Cell) -> Field:
    """What a cell's field names, as far as it can be entered at the follow-up."""
    found = field_of(cell.field)
    spans = entered(held.place.follow_up)
    years = {each.year for each in spans}
    if found is None or (
        found.when.year not in years
        if found.what.is_target
        else found.when not in spans
    ):
        raise RefusedError(State.FAULT, f"Fältet {cell.field} kan inte sparas här.")
    return found


def _judged(held: Held, cell: Cell) -> Judged:
    """What a cell means; raises why it cannot be taken."""
    each, of = indicator(held, cell), field(held, cell)
    lock = locked_because(held.place, each.indicator) or unfit_because(
        each.indicator, of
    )
    if lock:
        raise RefusedError(State.LOCKED, lock)
    if of.what.is_words:
        return Judged(State.CHANGE, value=_words(cell, of))
    milli = _milli(cell, each.indicator)
    _check_band(each, of, milli)
    return Judged(State.CHANGE, value=milli, mark=_mark(each, of, milli))


def unfit_because(one: Indicator, of: Field) -> str:
    """Why an indicator has no such field; empty when it has."""
    what = of.what
    if one.link and not what.is_target:
        return f"{read_from(one)} Utfallet skrivs inte här."
    if what in {What.WOMEN, What.MEN} and not one.by_sex:
        return NOT_BY_SEX
    if not one.numeric and not what.is_words:
        return IN_WORDS
    if one.numeric and what is What.TARGET_WORDS:
        return IN_FIGURES
    if what is What.UPPER and one.direction != Direction.BAND:
        return NO_BAND
    return ""


def _milli(cell: Cell, one: Indicator) -> int | None:
    """The thousandths that a cell means; None where it is emptied."""
    if cell.typed is not None:
        percent = is_percent(one)
        found: int | None = quantities.milli(cell.typed, signed=True, percent=percent)
    elif cell.value is None or isinstance(cell.value, int):
        found = cell.value
    else:
        raise RefusedError(State.FAULT, NO_NUMBER)
    if found is None:
        return None
    if one.share and found > WHOLE_SHARE:
        raise RefusedError(State.FAULT, OVER_WHOLE)
    if one.share and found < 0:
        raise RefusedError(State.FAULT, UNDER_ZERO)
    return quantities.checked(found, signed=True)


def is_percent(one: Indicator) -> bool:
    """Whether an indicator counts in percent, so that its sign may be written."""
    return one.share or one.unit.lower() in {"procent", "%", "andel"}


def _check_band(each: HeldIndicator, of: Field, milli: int | None) -> None:
    """Refuse an end of a band that is beyond the other."""
    if not of.what.is_target or milli is None:
        return
    year = When(of.when.year)
    low = milli if of.what is What.TARGET else each.milli(What.TARGET, year)
    high = milli if of.what is What.UPPER else each.milli(What.UPPER, year)
    if low is not None and high is not None and high < low:
        raise RefusedError(State.FAULT, CROSSED)


def _mark(each: HeldIndicator, of: Field, milli: int | None) -> str:
    """What is unusual with an outcome that is taken; empty where nothing is."""
    if of.what.is_target:
        return ""
    total, women, men = (
        milli if of.what is what else each.milli(what, of.when)
        for what in (What.ALL, What.WOMEN, What.MEN)
    )
    return outside(each.indicator, total, women=women, men=men)


def _words(cell: Cell, of: Field) -> str:
    """A text, without what is not to be stored."""
    text = cell.typed if cell.typed is not None else cell.value
    found = "" if text is None else " ".join(str(text).replace("\x00", "").split())
    most = MOST_WORDS[of.what]
    if len(found) > most:
        reason = f"Texten är {len(found)} tecken. Högst {most} får plats."
        raise RefusedError(State.FAULT, reason)
    return found
