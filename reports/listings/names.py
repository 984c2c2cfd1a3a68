"""What a table may list, and what its columns may tell of each row. Plain values.

A listing is written `slag` or `slag:vilka`: the part after the colon picks a table of
topics or savings, or a law.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from reports.tables.model import Tone

TEXT, FIGURE, DEVIATION = Tone.TEXT, Tone.FIGURE, Tone.DEVIATION
LAWS = ("SoL", "LSS")


class Listing(NamedTuple):
    """What is listed: its kind, and which of it (empty for all)."""

    kind: str
    which: str = ""


def listing_of(text: str) -> Listing:
    """A listing as it is written."""
    kind, _, which = text.partition(":")
    return Listing(kind.strip(), which.strip())


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of listing: what its columns may tell and how that reads.

    `must_pick` are the words that have to stand after the colon, if any. One that is
    `internal` lists single decisions and is for case officers alone.
    """

    attributes: Mapping[str, Tone] = field(default_factory=dict)
    must_pick: tuple[str, ...] = ()
    internal: bool = False


def _texts(*names: str) -> dict[str, Tone]:
    """Attributes that are text."""
    return dict.fromkeys(names, TEXT)


_OF_TOPICS = _texts(
    "nummer",
    "text",
    "genomfört",
    "kommande",
    "resultat",
    "kommentar",
    "byggskede",
    "väntas",
    "bedömning",
    "ansvarig",
    "klart",
    "läge",
)
_OF_CONTROLS = {
    **_OF_TOPICS,
    **_texts("kontroll", "metod", "frekvens", "kontrollresultat"),
    **dict.fromkeys(("sannolikhet", "konsekvens", "riskvärde"), FIGURE),
}
_OF_PLANS = {
    **_OF_TOPICS,
    **_texts("nuläge", "analys", "åtgärd", "konsekvens", "uppföljning"),
    "prognos": DEVIATION,
    "utfall": DEVIATION,
}
_OF_DECISIONS = {
    **_texts("nummer", "beslutad", "avbruten", "erbjuden", "verkställd", "avslutad"),
    **_texts("skäl", "kommentar"),
    "månader": FIGURE,
}
TOPICS = (
    "kf-mål",
    "målområde",
    "nämndmål",
    "åtagande",
    "uppdrag",
    "satsning",
    "program",
    "lokalprojekt",
    "geh",
)
CONTROLS, PLANS = "kontroll", "handlingsplan"
SAVINGS = "effektivisering"
BY_COST_TYPE = "effektivisering-per-kostnadsslag"
BY_RESPONSIBILITY = "effektivisering-per-ansvarsområde"
PROVIDERS = "externa-utförare"
UNEXECUTED, INTERRUPTED = "ej-verkställda", "avbrott"
UNEXECUTED_COUNT, INTERRUPTED_COUNT = "ej-verkställda-antal", "avbrott-antal"
COUNTS = frozenset({UNEXECUTED_COUNT, INTERRUPTED_COUNT})

KINDS: Mapping[str, Kind] = {
    **{kind: Kind(_OF_TOPICS) for kind in TOPICS},
    CONTROLS: Kind(_OF_CONTROLS),
    PLANS: Kind(_OF_PLANS),
    SAVINGS: Kind({"helårseffekt": FIGURE, "effekt": FIGURE, "år": TEXT}),
    BY_COST_TYPE: Kind({"belopp": FIGURE}),
    BY_RESPONSIBILITY: Kind({"belopp": FIGURE}),
    PROVIDERS: Kind(
        {"andel": FIGURE, "antal": FIGURE, "uppföljda": FIGURE, "kommentar": TEXT}
    ),
    UNEXECUTED: Kind(_OF_DECISIONS, LAWS, internal=True),
    INTERRUPTED: Kind(_OF_DECISIONS, LAWS, internal=True),
    UNEXECUTED_COUNT: Kind({"antal": FIGURE}, LAWS),
    INTERRUPTED_COUNT: Kind({"antal": FIGURE}, LAWS),
}
INTERNAL = tuple(name for name, kind in KINDS.items() if kind.internal)


def what_hinders(text: str) -> str:
    """Why a listing cannot be made as it is written; empty where it can."""
    listing = listing_of(text)
    if listing.kind not in KINDS:
        return f"{listing.kind} finns inte. De som finns: {_named(KINDS)}."
    must = KINDS[listing.kind].must_pick
    if must and listing.which not in must:
        return (
            f"skriv vilka efter kolon: {_named(f'{listing.kind}:{m}' for m in must)}."
        )
    return ""


def tone_of(text: str, attribute: str) -> Tone | None:
    """How an attribute of a listing reads; None where the listing has it not."""
    kind = KINDS.get(listing_of(text).kind, Kind())
    return kind.attributes.get(attribute)


def attributes_of(text: str) -> str:
    """The attributes that a listing has, as a message names them."""
    return _named(KINDS.get(listing_of(text).kind, Kind()).attributes)


def _named(words: Iterable[str]) -> str:
    """Words one after the other."""
    return ", ".join(words)
