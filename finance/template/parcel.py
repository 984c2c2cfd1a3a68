"""The cells of a template that was looked at: signed, so that they come back unchanged.

What is stored is what was shown, once, and by the person it was shown to.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID, uuid4, uuid5

from django.core import signing

from committees.access import Place
from committees.grid.cells import Cell, Saved, State
from committees.grid.units import unit_of
from committees.numbers import Unit
from finance.forecast import saving
from finance.template.template_reading import TemplateError

SALT = "finance.template.parcel"
KEPT_SECONDS = 12 * 60 * 60
TOO_OLD = "Granskningen gäller inte längre. Läs in filen igen."


class Kept(NamedTuple):
    """A cell that is taken, its unit, and whether somebody has changed it since."""

    unit: str
    cell: Cell
    is_conflict: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a unit's cells."""

    code: str
    name: str
    saved: int
    others: tuple[Saved, ...]


def signed(place: Place, kept: Collection[Kept], *, unit: Unit) -> str:
    """The cells to store, so that they come back as they were shown."""
    parcel = {
        "key": str(uuid4()),
        "user": place.user.pk,
        "follow_up": place.follow_up.pk,
        "unit": unit.value,
        "cells": [
            [k.unit, k.cell.row, k.cell.field, k.cell.value, k.cell.was, k.is_conflict]
            for k in kept
        ],
    }
    return signing.dumps(parcel, salt=SALT, compress=True)


def apply(
    place: Place, signed_cells: str, *, over: Collection[int]
) -> tuple[Result, ...]:
    """Store the cells of a preview, and of its conflicts those numbered in `over`.

    The same preview applied twice writes once.
    """
    try:
        held = signing.loads(signed_cells, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature as error:
        raise TemplateError(TOO_OLD) from error
    if (held["user"], held["follow_up"]) != (place.user.pk, place.follow_up.pk):
        raise TemplateError(TOO_OLD)
    by_unit: dict[str, list[Cell]] = {}
    chosen = []
    for number, (code, row, field, value, was, conflict) in enumerate(held["cells"], 1):
        if conflict and number not in over:
            continue
        cell = Cell(row=row, field=field, value=value, was=was, origin="template")
        by_unit.setdefault(code, []).append(cell)
        chosen += [str(number)] if conflict else []
    key, amounts = uuid5(UUID(held["key"]), ",".join(chosen)), Unit(held["unit"])
    return tuple(
        _stored(place, code, cells, key=key, amounts=amounts)
        for code, cells in by_unit.items()
    )


def _stored(
    place: Place, code: str, cells: Sequence[Cell], *, key: UUID, amounts: Unit
) -> Result:
    """Store a unit's cells."""
    node = unit_of(place, code)
    answer = saving.save_all(place, node, cells, key=uuid5(key, code), amounts=amounts)
    return Result(
        code=node.code,
        name=node.name,
        saved=answer.count(State.SAVED),
        others=tuple(c for c in answer.cells if c.state is not State.SAVED),
    )
