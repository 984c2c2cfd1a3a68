"""How far forecasts were from the outcome, in sentences without praise or blame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from committees.history import years_text
from committees.numbers import Scale, Unit, money_text, scaled, with_unit
from committees.periods import Month
from committees.series import MONTHS
from committees.words import listed
from reports.dashboards.accuracy.figures import Accuracy, Measured, Way
from reports.dashboards.accuracy.seen import Known, Seen

PERCENT = Scale(Unit.PERCENT, 1)
WAYS = {
    Way.FORECAST: "Prognosen",
    Way.NAIVE: "Enkel framskrivning",
    Way.BEFORE: "Före åtgärder",
}


def per_cent(share: Fraction | None) -> str:
    """`3,4 %`; an en dash of nothing."""
    text = money_text(share, PERCENT)
    return text if share is None else f"{text}\N{NO-BREAK SPACE}%"


def months_left(month: int) -> str:
    """`4 månader kvar`."""
    left = MONTHS - month
    return f"{left} {'månad' if left == 1 else 'månader'} kvar"


def heading(found: Accuracy) -> str:
    """How the distance changes as the year goes."""
    months = sorted(found.by_month)
    first, last = months[0], months[-1]
    text = (
        f"Med {months_left(first)} låg prognosen, per ansvar och verksamhet,"
        f" {_off(found, first)} från utfallet"
    )
    if first == last:
        return text
    return f"{text} och med {months_left(last)} {_off(found, last)}"


def _off(found: Accuracy, month: int) -> str:
    """The distance of the forecasts of a month."""
    return per_cent(found.by_month[month].wape(Way.FORECAST))


def bias_heading(found: Accuracy) -> str:
    """To which side the forecasts were off, first and last."""
    months = sorted(found.by_month)
    told = [_side(found.by_month[months[0]], f"med {months_left(months[0])}")]
    if len(months) > 1:
        last = months[-1]
        told.append(_side(found.by_month[last], f"med {months_left(last)}"))
    return f"Utfallet blev {' och '.join(told)}"


def _side(measured: Measured, when: str) -> str:
    """`1,9 % bättre än prognosen med 10 månader kvar`."""
    share = measured.share(Way.FORECAST)
    if share is None or not scaled(share, PERCENT):
        return f"som prognosen {when}"
    how = "bättre" if share > 0 else "sämre"
    return f"{per_cent(abs(share))} {how} än prognosen {when}"


def sentences(seen: Seen, *, scale: Scale) -> str:
    """How far off the forecasts were in all, and what the ledger would have said."""
    if seen.accuracy is None:
        return ""
    whole = seen.accuracy.whole
    bias = whole.bias(Way.FORECAST)
    years, size = years_text(seen.years), with_unit(abs(bias), scale)
    if not scaled(bias, scale):
        side = "som prognoserna"
    else:
        how = "bättre" if bias > 0 else "sämre"
        share = whole.share(Way.FORECAST)
        of = "" if share is None else f", {per_cent(abs(share))} av utfallet"
        side = f"{size} {how} än prognoserna{of}"
    several = len(seen.said) > 1
    mean = "i medel av " if several else "mot "
    counted = f"{mean}{len(seen.said)} uppföljning{'ar' if several else ''}"
    return (
        f"Utfallet {years} blev {side}, {counted}. Felens storlek är"
        f" {per_cent(whole.wape(Way.FORECAST))} av utfallet för prognoserna och"
        f" {per_cent(whole.wape(Way.NAIVE))} för en enkel framskrivning."
    )


def notes(seen: Seen) -> Iterator[str]:
    """What a reader must know of the figures."""
    if seen.generated:
        yield (
            f"Prognoserna i {months_text(seen.generated)} är genererade exempel, inte"
            " nämndens egna."
            " De säger inget om hur bra någon är på att göra prognoser."
        )
    if seen.part.where.cost_centres is not None and not seen.is_exact:
        yield "Sidan visar de ansvar som du svarar för."


def definitions(seen: Seen) -> tuple[str, ...]:
    """What the tables measure, beneath them."""
    actions = (
        (
            "Före åtgärder: prognosen utan den effekt som beslutade åtgärder hade kvar"
            " att ge, som den senast är angiven."
        ),
    )
    return (
        (
            "Fel är helårets utfall minus prognosen, i medel över uppföljningarna."
            " Plus: utfallet blev bättre än prognosen."
        ),
        (
            "WAPE är felens storlek delat med utfallets storlek, mätt per ansvar och"
            " verksamhet: fel åt olika håll tar inte ut varandra. Två punkter: utfallet"
            " är noll eller mindre än en tiondel av felet."
        ),
        (
            "Enkel framskrivning: utfallet hittills uppräknat som förra året gick"
            " (metoden profil), annars tolv månader i samma takt (run rate)."
        ),
        *(actions if seen.has_actions else ()),
    )


def months_text(months: Iterable[Month]) -> str:
    """`mars och april 2017`, year by year."""
    found: dict[int, list[str]] = {}
    for each in months:
        found.setdefault(each.year, []).append(each.name)
    return "; ".join(f"{listed(names)} {year}" for year, names in found.items())


def when_told(known: Known) -> str:
    """Why there is nothing to measure, and when there will be."""
    if not known.waiting:
        return (
            "Det finns inga prognoser än. Träffsäkerheten visas när en prognos är gjord"
            " och årets utfall är inläst till och med december."
        )
    years = years_text(tuple(sorted(known.waiting)))
    several = len(known.waiting) > 1
    return (
        f"{'Åren' if several else 'Året'} {years} är inte avslutat än, sett från den"
        " här uppföljningen. Träffsäkerheten visas när utfallet till och med december"
        " är inläst."
    )
