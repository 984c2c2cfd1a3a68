"""What a goal's own goals and indicators speak for, beside a person's judgement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from goals.figures import proposed_rank, rank_of
from goals.indicators import Followed
from goals.models import AssessmentLevel
from goals.topics import TopicAt


@dataclass(frozen=True, slots=True)
class Spoken:
    """A proposed step of the scale, and how much it rests on.

    None where nothing beneath has been judged or measured.
    """

    level: AssessmentLevel | None
    judged: int = 0
    parts: int = 0
    measured: int = 0
    indicators: int = 0

    @property
    def basis(self) -> str:
        """`2 av 3 delmål bedömda, 1 av 2 indikatorer mätta mot mål`."""
        told = []
        if self.parts:
            told.append(f"{self.judged} av {self.parts} underliggande bedömda")
        if self.indicators:
            counted = f"{self.measured} av {self.indicators}"
            told.append(f"{counted} indikatorer mätta mot mål")
        return ", ".join(told)

    def differs_from(self, judged: AssessmentLevel | None) -> bool:
        """Whether a person has judged otherwise."""
        return bool(self.level and judged and self.level.pk != judged.pk)


def speaking(
    children: Iterable[TopicAt],
    indicators: Iterable[Followed],
    levels: Sequence[AssessmentLevel],
) -> Spoken:
    """What those beneath a goal speak for, on a scale with the best step first."""
    if not levels:
        return Spoken(None)
    worst = len(levels) - 1
    place = {level.pk: rank for rank, level in enumerate(levels)}
    parts = [each for each in children if each.kind.assessed]
    judged = [
        place[each.standing.assessment_id]
        for each in parts
        if each.standing and each.standing.assessment_id in place
    ]
    some = list(indicators)
    ranks = [rank_of(each.status, worst=worst) for each in some]
    measured = [rank for rank in ranks if rank is not None]
    proposed = proposed_rank([*judged, *measured], worst=worst)
    return Spoken(
        None if proposed is None else levels[proposed],
        judged=len(judged),
        parts=len(parts),
        measured=len(measured),
        indicators=len(some),
    )
