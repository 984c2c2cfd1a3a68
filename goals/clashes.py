"""Where a text judges an area otherwise than the table does. Pure.

A text is read clause by clause: a word of the scale belongs to the areas that the
clause names, else to those named just before it in the sentence, else to the area
that the text is about.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

SHORTEST = 5
"""A shorter word of an area's name says too little to be looked for."""
GENERAL = ("nämnd", "bedöm", "samla", "samma", "samman", "övergrip", "resultat")
"""Beginnings of words that name no area."""
_WORD = re.compile(r"\w+")
_GOAL = re.compile(r"s?mål(?:en|et)?$")
_SENTENCE = re.compile(r"[^.!?\n]+")
_CLAUSE = re.compile(r"[,;:]|\b(?:men|medan|dock|däremot|samtidigt)\b", re.IGNORECASE)
_NOT = r"(?:inte|ej|inga|ingen|inget|utan)\b"


@dataclass(frozen=True, slots=True)
class Area:
    """A judged area: its name, the table's word, and what its text says."""

    name: str
    word: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Clash:
    """A text that gives an area another word than the table does.

    `about` is the area whose text it is.
    """

    area: str
    in_table: str
    in_text: str
    about: str
    sentence: str


def clashes(areas: Sequence[Area], words: Collection[str]) -> tuple[Clash, ...]:
    """Every clash between the areas' texts and the table; each is told once."""
    patterns = {word: _pattern(word) for word in sorted(words, key=len, reverse=True)}
    stems = {area.name: _stems(area.name) for area in areas}
    in_table = {area.name: area.word for area in areas}
    found = (
        Clash(name, in_table[name], word, about.name, sentence)
        for about in areas
        for sentence, name, word in _judged(about, stems, patterns)
        if in_table[name] and in_table[name].casefold() != word.casefold()
    )
    return tuple(dict.fromkeys(found))


def _judged(
    about: Area,
    stems: dict[str, tuple[str, ...]],
    patterns: dict[str, re.Pattern[str]],
) -> Iterator[tuple[str, str, str]]:
    """Sentences of a text with an area and the word of the scale it is given."""
    for match in _SENTENCE.finditer(about.text):
        sentence = " ".join(match[0].split())
        named: list[str] = []
        for clause in _CLAUSE.split(match[0]):
            here = [name for name, starts in stems.items() if _names(clause, starts)]
            named = here or named
            for word in _scale_words(clause, patterns):
                for name in named or [about.name]:
                    yield sentence, name, word


def _stems(name: str) -> tuple[str, ...]:
    """How words that name an area begin: `personal` of Personalmål."""
    bare = (_GOAL.sub("", word) for word in _WORD.findall(name.casefold()))
    return tuple(
        word for word in bare if len(word) >= SHORTEST and not word.startswith(GENERAL)
    )


def _names(clause: str, starts: tuple[str, ...]) -> bool:
    """Whether a clause names an area."""
    return any(word.startswith(starts) for word in _WORD.findall(clause.casefold()))


def _scale_words(clause: str, patterns: dict[str, re.Pattern[str]]) -> Iterator[str]:
    """The scale's words in a clause; the longest is taken first where they overlap."""
    left = clause
    for word, pattern in patterns.items():
        if pattern.search(left):
            yield word
            left = pattern.sub(" ", left)


def _pattern(word: str) -> re.Pattern[str]:
    """A word of the scale as texts write it: inflected, with a word inside, not denied.

    `Har brister` is also in "har vissa brister", but not in "har inga brister".
    """
    parts = [_inflected(part) for part in word.split()]
    between = rf"\s+(?:(?!{_NOT})\w+\s+)?"
    denied = "" if _is_denial(word) else r"(?<!inte )(?<!ej )(?<!inte är )"
    return re.compile(rf"{denied}\b{between.join(parts)}\b", re.IGNORECASE)


def _is_denial(word: str) -> bool:
    """Whether a word of the scale itself says not."""
    return bool(re.match(_NOT, word, re.IGNORECASE))


def _inflected(part: str) -> str:
    """A part of a scale's word with its endings."""
    if part.casefold() in {"ej", "inte"}:
        return "(?:ej|inte)"
    return rf"{re.escape(part)}(?:t|a)?"
