"""How dear something is beside the least it could cost, in time of the same run.

Measured and floor take turns, so that a machine that grows slower hurts both alike; the
medians are compared. CPU time is the rule, since wall time says too much of what else
the machine is doing; a clock may also count what a database server works for us.
"""

from __future__ import annotations

import gc
import resource
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from statistics import median

Work = Callable[[], object]
Clock = Callable[[], float]


def cpu_seconds() -> float:
    """CPU of this process and of children it waited for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


wall_seconds: Clock = time.perf_counter


@dataclass(frozen=True, slots=True)
class Case:
    """What is measured, the parts that its floor is the sum of, and the goal.

    `goal` is the highest ratio measured / floor that is good enough, or with
    `at_least` the lowest. `facts` are shown beside the result, e.g. the number of
    queries.
    """

    name: str
    measured: Work
    floor: tuple[Work, ...]
    goal: float
    rounds: int = 15
    clock: Clock = cpu_seconds
    at_least: bool = False
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """Medians in milliseconds."""

    name: str
    measured: float
    floor: float
    ratio: float
    goal: float
    met: bool
    facts: Mapping[str, object]

    def as_json(self) -> dict[str, object]:
        """The result as bench.json has it: facts beside the rest."""
        fields = asdict(self)
        facts = fields.pop("facts")
        return {**fields, **facts}


def run(case: Case) -> Result:
    """Let measured and floor take turns, after one turn that is not counted."""
    works = (case.measured, *case.floor)
    rounds = [
        [_milliseconds(work, case.clock) for work in works]
        for _ in range(case.rounds + 1)
    ][1:]
    measured, *floors = (median(times) for times in zip(*rounds, strict=True))
    floor = sum(floors)
    ratio = measured / floor
    return Result(
        name=case.name,
        measured=round(measured, 3),
        floor=round(floor, 3),
        ratio=round(ratio, 3),
        goal=case.goal,
        met=ratio >= case.goal if case.at_least else ratio <= case.goal,
        facts=case.facts,
    )


def _milliseconds(work: Work, clock: Clock) -> float:
    """How long a work takes by a clock."""
    gc.collect()
    started = clock()
    work()
    return (clock() - started) * 1000
