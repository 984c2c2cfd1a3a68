"""What an entered outcome is of, and how a cell's field names it.

`T:2017-08` is the outcome of all by August, `K:` and `M:` that of women and men, and
`text:2017-08` what it says in words; `T:2016-00` is of the whole year. `target:2017`
and `upper:2017` are what the year should reach, `text:mal-2017` that in words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from committees.models import FollowUp
from committees.periods import MONTH_NAMES
from goals.models import Sex

DECEMBER = 12
_FIELD = re.compile(
    r"(?P<what>T|K|M|text):(?P<year>\d{4})-(?P<month>\d{2})"
    r"|(?P<end>target(?=:)|upper(?=:)|text:mal-):?(?P<of>\d{4})"
)


class What(StrEnum):
    """What a cell holds of an indicator."""

    ALL = "T"
    WOMEN = "K"
    MEN = "M"
    WORDS = "text"
    TARGET = "target"
    UPPER = "upper"
    TARGET_WORDS = "text:mal-"

    @property
    def is_target(self) -> bool:
        """Whether it is of what should be reached."""
        return self in {What.TARGET, What.UPPER, What.TARGET_WORDS}

    @property
    def is_words(self) -> bool:
        """Whether it is a text."""
        return self in {What.WORDS, What.TARGET_WORDS}

    @property
    def sex(self) -> Sex:
        """Whose outcome it is."""
        return {What.WOMEN: Sex.WOMEN, What.MEN: Sex.MEN}.get(self, Sex.ALL)


LABELS = {
    What.ALL: "totalt",
    What.WOMEN: "kvinnor",
    What.MEN: "män",
    What.WORDS: "i ord",
    What.TARGET: "mål",
    What.UPPER: "målets övre gräns",
    What.TARGET_WORDS: "mål i ord",
}


@dataclass(frozen=True, slots=True, order=True)
class When:
    """A year by one of its months, or a whole year (month 0)."""

    year: int
    month: int = 0

    @property
    def name(self) -> str:
        """`augusti 2017`, or `hela 2016`."""
        if not self.month:
            return f"hela {self.year}"
        return f"{MONTH_NAMES[self.month - 1]} {self.year}"

    @property
    def key(self) -> str:
        """`2017-08`, as in fields."""
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, slots=True)
class Field:
    """What a cell's field names; a target is of a year."""

    what: What
    when: When

    @property
    def label(self) -> str:
        """`kvinnor, augusti 2017`."""
        if self.what.is_target:
            return f"{LABELS[self.what]} {self.when.year}"
        return f"{LABELS[self.what]}, {self.when.name}"


def field_of(text: str) -> Field | None:
    """What a field names; None where it names nothing of an indicator."""
    found = _FIELD.fullmatch(text)
    if found is None:
        return None
    if found["what"]:
        when = When(int(found["year"]), int(found["month"]))
        return Field(What(found["what"]), when)
    return Field(What(found["end"]), When(int(found["of"])))


def field_name(what: What, when: When) -> str:
    """How a cell's field names an outcome or a target."""
    if not what.is_target:
        return f"{what}:{when.key}"
    colon = "" if what is What.TARGET_WORDS else ":"
    return f"{what}{colon}{when.year:04d}"


def entered(follow_up: FollowUp) -> tuple[When, ...]:
    """What can be entered at a follow-up: its month, and the whole year before.

    In December the whole year takes the month's place.
    """
    year, month = follow_up.year, follow_up.month
    now = When(year, 0 if month == DECEMBER else month)
    return (now, When(year - 1))
