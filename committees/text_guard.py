"""What a free text may not say of a single person: her number, or what she costs.

Reports are read in public. A text with a valid personal number, or a sentence that
gives one person's cost, stays its author's draft until it is changed. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

COORDINATION = 60
"""Added to the day in a coordination number (samordningsnummer)."""
CENTURY_DIGITS = 12
_DASHES = str.maketrans(
    dict.fromkeys("\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{MINUS SIGN}", "-")
)
_NUMBER = re.compile(
    r"(?<!\d)(?<!\d[/:.,-])((?:19|20)?\d{6})([-+ ]?)(\d{4})(?![\d/:]|-\d)"
)
_BEFORE = re.compile(
    r"(?:\b(?:tel|telefon|telefonnummer|tfn|mobil|mobilnummer|ring|sms|fax|växel"
    r"|dnr|diarienr|diarienummer|org|orgnr|organisationsnummer|konto|bankgiro|plusgiro"
    r"|bg|pg|faktura|fakturanr|ordernr)\b\.?\s*(?:nr|nummer)?\.?:?\s*|\+\d{1,3}\s?)$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?=\S)[^.!?\n]+)*[.!?\n]?")
_NOUN = (
    r"(?:\w+-)?(?:\w*placering|\w*assistans|brukare|person|kund|individ|klient|patient|barn|ungdom|pojke|flicka|kvinna"
    r"|man|boende|plats|beslut|dom|ärende|omsorgstagare|hyresgäst)"
)
_ONE = re.compile(
    rf"\b(?:en|ett|1|en\s+enda|ett\s+enda|denna|detta|den|det)\s+(?:[\w-]+\s+){{0,3}}?"
    rf"{_NOUN}\b"
    r"|\b(?:brukaren|personen|kunden|individen|klienten|patienten|barnet|ungdomen"
    r"|pojken|flickan|kvinnan|mannen|omsorgstagaren|placeringen)s?\b"
    r"|\bden\s+enskildes?\b|\b(?:hon|han|hen|hennes|hans|hens)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"(?:\d[\d\s.,\u00a0\u202f]{0,24}|\b(?:en|två|tre|fyra|fem|sex|sju|åtta|nio|tio|halv"
    r"|hundra|tusen)\s+(?:halv\s+)?)"
    r"(?:kr|kronor|tkr|kkr|mkr|mnkr|msek|miljon(?:er)?|tusen\s+kronor)\b",
    re.IGNORECASE,
)
_COST = re.compile(r"kost|dyr|innebär|medför|uppgår|debiter|betal|pris", re.IGNORECASE)
_MEAN = re.compile(
    r"\bper\s+(?:[\w-]+\s+){0,2}?(?:brukare|person|kund|individ|plats|årsplats|placering"
    r"|beslut|dygn|timme|månad\s+och\s+(?:brukare|person))\b"
    r"|snitt|medel(?:kostnad|värde)|\bstyck\b|\bschablon"
    r"|^\W*(?:en|ett)\s+(?:timme|dygn|vårddygn|(?:hel)?års(?:plats|placering))\b",
    re.IGNORECASE,
)

PERSONAL_NUMBER = (
    "Texten innehåller ett personnummer ({found}). Ta bort det: personuppgifter får"
    " inte stå i uppföljningen."
)
PERSONS_COST = (
    "Meningen anger vad en enskild person kostar (”{found}”). Skriv om flera"
    " tillsammans, eller utan belopp, så att ingen kan pekas ut."
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A part of a text that others may not read, from `start` to `end`, and why."""

    start: int
    end: int
    reason: str


def troubles(text: str) -> tuple[Trouble, ...]:
    """Everything in a text that must be changed before others read it."""
    return (*_personal_numbers(text), *_persons_costs(text))


def first_reason(text: str) -> str:
    """Why a text must be changed; empty when it need not be."""
    found = troubles(text)
    return found[0].reason if found else ""


def _personal_numbers(text: str) -> Iterator[Trouble]:
    """Numbers that are of a day that has been and have the right check digit."""
    plain = text.translate(_DASHES)
    for match in _NUMBER.finditer(plain):
        day, last = match[1], match[3]
        if not _is_birthday(day) or not _checks(day[-6:] + last):
            continue
        if _BEFORE.search(plain[: match.start()]):
            continue
        hidden = f"{day[:-4]}…"
        yield Trouble(match.start(), match.end(), PERSONAL_NUMBER.format(found=hidden))


def _is_birthday(digits: str) -> bool:
    """Whether six or eight digits are a day, coordination numbers' days included."""
    centuries = (digits[:2],) if len(digits) == len("yyyymmdd") else ("19", "20")
    year, month, day = digits[-6:-4], int(digits[-4:-2]), int(digits[-2:])
    if day > COORDINATION:
        day -= COORDINATION
    return any(_is_day(int(century + year), month, day) for century in centuries)


def _is_day(year: int, month: int, day: int) -> bool:
    """Whether the calendar has the day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _checks(ten: str) -> bool:
    """Whether the last digit is the check digit of those before it (Luhn)."""
    total = 0
    for place, digit in enumerate(ten):
        product = int(digit) * (2 - place % 2)
        total += product // 10 + product % 10
    return total % 10 == 0


def _persons_costs(text: str) -> Iterator[Trouble]:
    """Sentences that say what one person costs; means over many are no one's."""
    for match in _SENTENCE.finditer(text):
        sentence = match[0]
        if _MEAN.search(sentence) or not _MONEY.search(sentence):
            continue
        one = _ONE.search(_MONEY.sub(" ", sentence))
        if one and _COST.search(sentence):
            found = " ".join(sentence.split())[:80]
            yield Trouble(match.start(), match.end(), PERSONS_COST.format(found=found))
