"""What a large committee looks like: its trees, accounts and amounts, from its size.

Everything follows from whole numbers, so that two runs give the same books. Nothing
here knows a database: units, activities and groups are places in their lists.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from committees.periods import Month

FIRST, NOW = Month(2020, 9), Month(2025, 8)
"""Sixty months are booked; the last one is followed up."""
BUDGET_YEARS = (2021, 2022, 2023, 2024, 2025)
FORECAST_MONTHS = (3, 4, 5, 6, 8)
"""The months of the last year in which forecasts were made."""

GROUPS = (
    ("31", "Avgifter och hyror", 4_100_000),
    ("35", "Bidrag & ersättningar", 2_600_000),
    ("50", "Löner", -61_000_000),
    ("56", "Sociala avgifter", -19_500_000),
    ("40", "Livsmedel och material", -3_900_000),
    ("45", "Köp av verksamhet", -14_200_000),
    ("60", "Lokaler", -8_800_000),
    ("63", "Hjälpmedel", -1_700_000),
    ("65", "Transporter & resor", -950_000),
    ("68", "It och telefoni", -780_000),
    ("70", "Konsulter och bemanning", -2_300_000),
    ("79", "Avskrivningar", -640_000),
)
"""Code, name and the öre of an ordinary month; revenue is positive."""
ACCOUNTS_A_GROUP = 3

PARENTS = (
    ("71", "Vård- och omsorgsboende"),
    ("73", "Ordinärt boende"),
    ("75", "Funktionsnedsättning, LSS"),
    ("76", "Hälso- & sjukvård"),
    ("77", "Förebyggande verksamhet"),
    ("79", "Myndighet och ledning"),
)
_LEAVES = (
    *("Somatiska platser", "Demensplatser", "Korttidsplatser", "Externa placeringar"),
    *("Hemtjänst egen regi", "Hemtjänst LOV", "Trygghetslarm", "Natt & larm"),
    *("Gruppbostad", "Servicebostad", "Daglig verksamhet", "Personlig assistans"),
    *("Hemsjukvård", "Rehabilitering", "Hjälpmedel", "Medicinskt ansvar"),
    *("Mötesplatser", "Anhörigstöd", "Färdtjänst & riksfärdtjänst", "Boendestöd"),
    *("Biståndshandläggning", "Avgifter & fakturor", "Ledning", "Nämnd"),
)
_PLACES = (
    *("Åkern", "Ängen", "Björken", "Källan", "Norrgården", "Södertorp", "Västerhöjden"),
    *("Östra torget", "Rönnen", "Sjöstaden", "Älvkullen", "Brunnen & Dammen", "Höjden"),
)


@dataclass(frozen=True, slots=True)
class Size:
    """How large a committee is. The first level of each tree has as many nodes in all.

    So a page of a level shows as many rows of a small committee as of a large one.
    """

    slug: str
    municipality: str
    divisions: int
    areas: int
    units: int
    activities: int


SMALL = Size("stor-150", "9150", divisions=5, areas=5, units=150, activities=8)
LARGE = Size("stor-2000", "9200", divisions=5, areas=50, units=2000, activities=24)


class Node(NamedTuple):
    """A node of a tree; the parent is a code, empty at the top."""

    code: str
    name: str
    parent: str = ""


class Grain(NamedTuple):
    """What has an amount each month: a unit's activity and account; öre as usual."""

    number: int
    unit: int
    activity: int
    group: int
    account: int
    usual: int


def above_units(size: Size) -> tuple[Node, ...]:
    """Divisions, then the areas under them."""
    divisions = [
        Node(f"{number + 1}", f"Verksamhetsområde {number + 1}")
        for number in range(size.divisions)
    ]
    areas = [_area(size, number) for number in range(size.areas)]
    return (*divisions, *areas)


def _area(size: Size, number: int) -> Node:
    division = number % size.divisions + 1
    code = f"{division}{number:03}"
    return Node(code, f"Område {_PLACES[number % len(_PLACES)]} {code}", f"{division}")


@cache
def units(size: Size) -> tuple[Node, ...]:
    """The cost centres that are booked on."""
    found, kinds = [], activities(size)
    for number in range(size.units):
        area = _area(size, number % size.areas)
        kind = kinds[number % size.activities].name
        name = f"{kind}, {_PLACES[number % len(_PLACES)]} {number + 1}"
        found.append(Node(f"{area.code}{number:04}", name, area.code))
    return tuple(found)


def parents() -> tuple[Node, ...]:
    """The activities that others stand under."""
    return tuple(Node(*each) for each in PARENTS)


def activities(size: Size) -> tuple[Node, ...]:
    """The activities that are booked on, parted over the parents."""
    found: list[Node] = []
    for number in range(size.activities):
        parent = number * len(PARENTS) // size.activities
        code, _ = PARENTS[parent]
        place = sum(node.parent == code for node in found)
        name = _LEAVES[parent * len(_LEAVES) // len(PARENTS) + place]
        found.append(Node(f"{code}{place}", name, code))
    return tuple(found)


def accounts() -> tuple[Node, ...]:
    """The accounts, three in each group; the parent is the group."""
    return tuple(
        Node(f"{code}{number}0", f"{name} {number + 1}", code)
        for code, name, _ in GROUPS
        for number in range(ACCOUNTS_A_GROUP)
    )


def booked_months() -> tuple[Month, ...]:
    """The months that have outcome, in order."""
    first, last = (each.year * 12 + each.month - 1 for each in (FIRST, NOW))
    return tuple(Month(n // 12, n % 12 + 1) for n in range(first, last + 1))


def grains(size: Size) -> Iterator[Grain]:
    """Each unit with each group, on one of its accounts.

    A unit has one activity; each eleventh has its costs parted over two.
    """
    for unit in range(size.units):
        home = unit % size.activities
        for group, (_, _, usual) in enumerate(GROUPS):
            number = unit * len(GROUPS) + group
            parted = unit % 11 == 0 and group % 2 == 1
            activity = (home + 1) % size.activities if parted else home
            account = group * ACCOUNTS_A_GROUP + _noise(number, 3) % ACCOUNTS_A_GROUP
            own = usual * (40 + _noise(number, 5) % 121) // 100
            yield Grain(number, unit, activity, group, account, own)


def outcome_of(grain: Grain, month: Month) -> int:
    """What was booked in a month: wages rise, summers cost, some bills come late."""
    noise = _noise(grain.number, month.number)
    percent = 94 + noise % 15 + 3 * (month.year - FIRST.year)
    if month.month in {7, 8} and grain.usual < 0:
        percent += 6
    if noise % 29 == 0:
        percent //= 4
    return grain.usual * percent // 100 + noise % 9_973


def budget_of(grain: Grain, year: int) -> int:
    """What is decided for each month of a year."""
    return grain.usual * (99 + 3 * (year - FIRST.year)) // 100


def forecast_of(grain: Grain, month: int) -> int:
    """What a unit expects of the last year, in one of its months."""
    percent = 1_170 + _noise(grain.number, month) % 70
    return budget_of(grain, NOW.year) * percent // 100


def comment_of(grain: Grain, month: int) -> str:
    """What a unit says of a row: most often nothing."""
    if (grain.number + month) % 7:
        return ""
    cause = ("Sjukfrånvaro & vikarier", "Färre platser", "Högre hyra", "Fler beslut")
    return (
        f"{cause[grain.number % len(cause)]} sedan månad {month}; vi räknar med samma "
        "nivå resten av året och följer det varje vecka."
    )


def _noise(number: int, salt: int) -> int:
    """A number that looks as if it were drawn, from two others."""
    mixed = (number * 2_654_435_761 + salt * 2_246_822_519) & 0xFFFFFFFF
    mixed = ((mixed ^ (mixed >> 15)) * 2_246_822_519) & 0xFFFFFFFF
    return mixed ^ (mixed >> 13)
