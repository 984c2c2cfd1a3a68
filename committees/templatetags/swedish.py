"""Numbers, dates and deviations in Swedish, for templates."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from committees.models import FollowUp
from committees.numbers import Scale, Unit, money_text, share_text, with_unit
from committees.numbers import scaled as scaled_number
from committees.periods import MONTH_NAMES, span_text

register = template.Library()

MKR = Scale(Unit.MKR, decimals=1)
TKR = Scale(Unit.TKR)
KR = Scale(Unit.KR, decimals=2)


@register.filter
def mkr(value: int | None) -> str:
    """Öre in millions of kronor: `26,7 mkr`."""
    return with_unit(value, MKR)


@register.filter
def plus_mkr(value: int | None) -> str:
    """Öre in millions of kronor, always with its sign: `+26,7 mkr`."""
    return with_unit(value, MKR, plus=True)


@register.filter
def plus_number(value: int | None) -> str:
    """Öre in millions of kronor with its sign, where the heading tells the unit."""
    return money_text(value, MKR, plus=True)


@register.filter
def tkr(value: int | None) -> str:
    """Öre in thousands of kronor: `26 700 tkr`."""
    return with_unit(value, TKR)


@register.filter
def kr(value: int | None) -> str:
    """Öre in kronor: `26 700 000,00 kr`."""
    return with_unit(value, KR)


@register.filter
def amount(value: int | None, scale: Scale) -> str:
    """Öre in a scale, where the heading tells the unit: `26 700`."""
    return money_text(value, scale)


@register.filter
def plus_amount(value: int | None, scale: Scale) -> str:
    """Öre in a scale with its sign, where the heading tells the unit: `+26 700`."""
    return money_text(value, scale, plus=True)


@register.filter
def size(value: int) -> int:
    """A figure without its sign, where the words tell it."""
    return abs(value)


@register.filter
def side(value: int | None) -> str:
    """`surplus`, `deficit` or `even` of the exact figure, for its colour."""
    if not value:
        return "even"
    return "surplus" if value > 0 else "deficit"


@register.filter
def percent_of(part: int | None, whole: int | None) -> str:
    """A part of a whole, with its sign: `−1,2 %`."""
    text = share_text(part, whole)
    return f"{text}\N{NO-BREAK SPACE}%" if text[-1].isdigit() else text


FORMAT_NAMES = {"csv": "CSV", "json": "JSON", "pdf": "PDF", "xlsx": "Excel"}


@register.filter
def format_name(suffix: str) -> str:
    """A file format by the name people know it by."""
    return FORMAT_NAMES[suffix]


@register.filter
def tone(value: int | None) -> str:
    """`surplus`, `deficit` or `even`, as the figure reads in mkr with a decimal."""
    shown = 0 if value is None else scaled_number(value, MKR)
    if not shown:
        return "even"
    return "surplus" if shown > 0 else "deficit"


DEVIATIONS = {
    "surplus": "överskott",
    "deficit": "underskott",
    "even": "i nivå med budget",
}
CHANGES = {"surplus": "bättre", "deficit": "sämre", "even": "oförändrad"}


@register.filter
def deviation_word(value: int | None) -> str:
    """The word that goes with a deviation; nothing where there is no figure."""
    return "" if value is None else DEVIATIONS[tone(value)]


@register.filter
def as_deviation(value: int | None) -> SafeString:
    """A deviation in mkr with its sign, unit, side and word, as markup."""
    return _told(value, plus_mkr(value), deviation_word(value))


@register.filter
def as_deviation_in_column(value: int | None) -> SafeString:
    """The same where the column's heading tells the unit."""
    return _told(value, plus_number(value), deviation_word(value))


@register.filter
def as_change(value: int | None) -> SafeString:
    """A changed deviation in mkr, as markup."""
    return _told(value, plus_mkr(value), change_word(value))


@register.filter
def as_change_in_column(value: int | None) -> SafeString:
    """The same where the column's heading tells the unit."""
    return _told(value, plus_number(value), change_word(value))


def _told(value: int | None, text: str, word: str) -> SafeString:
    """A figure on its side with its word; figures and our words hold no markup."""
    said = f' <span class="word">{word}</span>' if word else ""
    return mark_safe(f'<span class="{tone(value)}">{text}{said}</span>')


@register.filter
def change_word(value: int | None) -> str:
    """The word that goes with a changed deviation; nothing where there is no figure."""
    return "" if value is None else CHANGES[tone(value)]


@register.filter
def day(value: date | None) -> str:
    """A date: `12 september 2017`; of a moment, its local date."""
    if value is None:
        return ""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return f"{local.day} {MONTH_NAMES[local.month - 1]} {local.year}"


@register.filter
def so_far(follow_up: FollowUp) -> str:
    """The months a follow-up covers: `januari–augusti 2017`."""
    return span_text(follow_up.period)


@register.filter
def moment(value: datetime | None) -> str:
    """A local time: `12 september 2017 kl. 14.05`."""
    if value is None:
        return ""
    return f"{day(value)} kl. {timezone.localtime(value):%H.%M}"


@register.filter
def stamp(value: datetime) -> str:
    """A local time in a list: `2017-09-12 14.05`."""
    return f"{timezone.localtime(value):%Y-%m-%d %H.%M}"
