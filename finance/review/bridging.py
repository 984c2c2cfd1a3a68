"""Facts for the bridge: sums of a follow-up, of a committee or a part of it.

The pattern of the year is that of the latest complete years, by entry group, of
the same part. Everything is read at leaf level from the summaries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Max, Q, Sum

from committees.models import FollowUp, FollowUpKind
from committees.periods import MONTH_NAMES, Scenario, Span, periods_of
from committees.words import months_listed
from finance.facts import OPERATING, counted_decisions
from finance.models import (
    ActivitySummary,
    AdjustmentReason,
    CostCentreSummary,
    SummaryKind,
)
from finance.review.bridge import (
    Adjustment,
    Budget,
    Part,
    Parts,
    Pattern,
    Year,
    pattern,
    phasing,
)
from finance.review.bridge_facts import Beside, beside, by_group
from finance.review.one_offs import one_off_rest
from finance.review.parts import WHOLE, PartOf

YEARS = 3
"""How many earlier years the pattern is taken from, at most."""
DECEMBER = len(MONTH_NAMES)
LABELS = {
    AdjustmentReason.HOLIDAY_PAY: "Semesterlöneskuld",
    AdjustmentReason.FULL_YEAR: "Poster som gäller hela året",
    AdjustmentReason.NOT_BOOKED: "Ej bokfört",
    AdjustmentReason.WRONG_PERIOD: "Bokfört i fel period",
    AdjustmentReason.MISPOSTED: "Felkonterat",
}
"""Reasons as rows of the bridge, in its order."""
HOW = {
    AdjustmentReason.HOLIDAY_PAY: (
        "Semesterlöneskulden till och med månaden, som inte är bokförd än."
    ),
    AdjustmentReason.FULL_YEAR: (
        "Det som är bokfört på en gång men gäller hela året, fördelat på månaderna."
    ),
    AdjustmentReason.NOT_BOOKED: (
        "Kostnader och intäkter till och med månaden som huvudboken saknar."
    ),
    AdjustmentReason.WRONG_PERIOD: (
        "Det som huvudboken har i en annan månad eller ett annat år än det hör till."
    ),
    AdjustmentReason.MISPOSTED: (
        "Det som huvudboken har på fel ansvar, verksamhet eller konto."
    ),
}
"""What an adjustment for each reason stands for."""


class NoBridgeError(Exception):
    """There is nothing to build a bridge from; carries the Swedish reason."""


@dataclass(slots=True)
class _Sums:
    """Leaf sums of a part: by entry group this year, and of earlier years."""

    outcome: int | None = None
    forecast: int | None = None
    budgets: dict[int, Budget] = field(default_factory=dict)
    history: dict[int, dict[int, Year]] = field(default_factory=dict)
    complete: set[int] = field(default_factory=set)


def parts(follow_up: FollowUp, part: PartOf = WHOLE) -> Parts:
    """What the bridge of a part is made of; NoBridgeError where a pier is missing."""
    sums, facts = _sums(follow_up, part), beside(follow_up, part)
    _check(follow_up, sums, facts)
    years = _years(sums)
    usual = pattern(_history(sums, years))
    holiday = by_group(facts.adjusted, AdjustmentReason.HOLIDAY_PAY)
    controller = facts.controller_ore
    to_date = (sums.outcome or 0) - sum(b.to_date for b in sums.budgets.values())
    forecast = (sums.forecast or 0) - sum(b.whole for b in sums.budgets.values())
    return Parts(
        to_date=to_date,
        forecast=forecast + (controller or 0),
        adjustments=_adjustments(facts),
        phasing=Part(phasing(sums.budgets, usual, holiday=holiday), _how(years)),
        one_offs=_one_offs(follow_up, facts, usual),
        actions=Part(
            facts.remaining,
            "Det som beslutade åtgärder ännu inte har gett i år. Förslag räknas inte.",
        ),
        volume=Part(None, "Det finns inga volymer med pris att räkna på."),
        controller=controller,
    )


def _check(follow_up: FollowUp, sums: _Sums, facts: Beside) -> None:
    """NoBridgeError where a pier of the bridge is missing, saying which."""
    if not facts.has_budget:
        raise NoBridgeError(
            f"Det finns ingen beslutad budget för {follow_up.year}, så det finns ingen"
            " avvikelse att bygga en brygga av."
        )
    if facts.missing:
        raise NoBridgeError(
            f"Utfallet för {months_listed(facts.missing)} är inte inläst, så avvikelsen"
            " hittills är inte känd."
        )
    if sums.outcome is None:
        raise NoBridgeError(
            "Utfall saknas, så det finns ingen avvikelse att utgå från."
        )
    if sums.forecast is None:
        raise NoBridgeError(
            "Prognos saknas, så det finns ingen avvikelse att nå fram till."
        )


@dataclass(frozen=True, slots=True)
class UsualYear:
    """How the year's budget runs beside earlier years, by entry group, of a part."""

    budgets: Mapping[int, Budget]
    pattern: Pattern
    years: tuple[int, ...]
    facts: Beside

    @property
    def holiday(self) -> Mapping[int, int]:
        """Adjustments for holiday pay by entry group."""
        return by_group(self.facts.adjusted, AdjustmentReason.HOLIDAY_PAY)


def usual_year(follow_up: FollowUp, part: PartOf = WHOLE) -> UsualYear:
    """What the steps for phasing and one-offs are made with."""
    sums = _sums(follow_up, part)
    years = _years(sums)
    usual = pattern(_history(sums, years))
    return UsualYear(sums.budgets, usual, years, beside(follow_up, part))


def _years(sums: _Sums) -> tuple[int, ...]:
    """The earlier years that the pattern is taken from, the latest first."""
    return tuple(sorted(sums.complete, reverse=True)[:YEARS])


def periods_to_date(follow_up: FollowUp) -> tuple[int, ...]:
    """The ledger periods that a follow-up covers; a closing takes its entries too."""
    annual = follow_up.kind == FollowUpKind.ANNUAL
    return periods_of(Span.YEAR if annual else Span.PERIOD, follow_up.month)


def _how(years: Iterable[int]) -> str:
    """How the phasing was computed."""
    named = ", ".join(str(year) for year in sorted(years))
    if not named:
        return "Det finns inget helt tidigare år att jämföra fördelningen med."
    return (
        "Budgeten till och med månaden jämförd med hur stor del av året som brukar"
        f" falla då, per kontogrupp ({named}). Semesterlöneskulden är avräknad."
    )


def _sums(follow_up: FollowUp, part: PartOf) -> _Sums:
    """One question to the summary of the part's axis."""
    by_unit = part.cost_centres is not None
    model = CostCentreSummary if by_unit else ActivitySummary
    wanted = Q(
        kind__in=list(OPERATING),
        year__range=(follow_up.year - YEARS - 1, follow_up.year),
    )
    wanted |= Q(kind=SummaryKind.FORECAST, year=follow_up.year, period=follow_up.month)
    rows = (
        part.of(model._default_manager.filter(wanted, committee=follow_up.committee))
        .filter(
            Q(decision_id=0)
            | Q(decision_id__in=counted_decisions(follow_up).values("pk"))
        )
        .order_by()
        .values_list("kind", "year", "group_id")
        .annotate(
            part=Sum(
                "amount_ore",
                filter=Q(period__in=periods_to_date(follow_up)),
            ),
            whole=Sum("amount_ore"),
            last=Max("period"),
        )
    )
    sums = _Sums()
    for kind, year, group, to_date, whole, last in rows:
        _add(
            sums,
            follow_up,
            (kind, year, group),
            Year(int(to_date or 0), int(whole)),
            last,
        )
    return sums


def _add(
    sums: _Sums, follow_up: FollowUp, key: tuple[str, int, int], ore: Year, last: int
) -> None:
    """Put a summed row where it belongs."""
    kind, year, group = key
    if kind == SummaryKind.FORECAST:
        sums.forecast = (sums.forecast or 0) + ore.whole
        return
    scenario, _ = OPERATING[SummaryKind(kind)]
    if scenario is Scenario.BUDGET:
        if year == follow_up.year:
            before = sums.budgets.get(group, Budget(0, 0))
            sums.budgets[group] = Budget(
                before.to_date + ore.to_date, before.whole + ore.whole
            )
    elif year == follow_up.year:
        sums.outcome = (sums.outcome or 0) + ore.to_date
    else:
        past = sums.history.setdefault(year, {})
        before_ = past.get(group, Year(0, 0))
        past[group] = Year(before_.to_date + ore.to_date, before_.whole + ore.whole)
        if last >= DECEMBER:
            sums.complete.add(year)


def _history(sums: _Sums, years: Iterable[int]) -> Mapping[int, Year]:
    """Outcome of some years by entry group."""
    found: dict[int, Year] = {}
    for year in years:
        for group, ore in sums.history[year].items():
            before = found.get(group, Year(0, 0))
            found[group] = Year(before.to_date + ore.to_date, before.whole + ore.whole)
    return found


def _adjustments(facts: Beside) -> tuple[Adjustment, ...]:
    """Adjustments of outcome by reason."""
    by_reason: dict[str, int] = defaultdict(int)
    for each in facts.adjusted:
        by_reason[each.reason] += each.ore
    return tuple(
        Adjustment(reason.value, label, by_reason[reason], HOW[reason])
        for reason, label in LABELS.items()
        if reason in by_reason
    )


def _one_offs(follow_up: FollowUp, facts: Beside, usual: Pattern) -> Part:
    """What units call one-offs does in the rest of the year."""
    if not facts.one_offs:
        return Part(None, "Ingen analys säger att en avvikelse är engångs.")
    count = len(facts.one_offs)
    rows = "en analys" if count == 1 else f"{count} analyser"
    return Part(
        one_off_rest(follow_up, facts, usual),
        f"Det som resten av året ger på raderna där {rows} säger engångs.",
    )
