"""Whole rows by plain SQL, for the few questions that every request asks.

Such a question is answered in a fraction of the time that it takes to put it together
anew from a model. Its objects are the same as a model's own manager makes.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model
from django.db.models.base import ModelState

M = TypeVar("M", bound=Model)


class Stored(Generic[M]):
    """A model as plain SQL reads it: its columns, and an object of what they hold."""

    def __init__(self, model: type[M]) -> None:
        """Keep the model; its fields are asked for when they are known."""
        self._model = model

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the values, in the order of the columns."""
        return tuple(field.attname for field in self._model._meta.concrete_fields)

    def columns(self, table: str) -> str:
        """The columns to select of a table, by the name that the question calls it."""
        fields = self._model._meta.concrete_fields
        return ", ".join(f'{table}."{field.column}"' for field in fields)

    def made(self, row: Sequence[Any], *, first: int = 0) -> M:
        """An object of a row's values, from the first of its columns on."""
        values = list(row[first : first + len(self.names)])
        for place, turn, column in self._turns:
            values[place] = turn(values[place], column, connection)
        return self._object(values)

    def _object(self, values: Sequence[Any]) -> M:
        """An object as `Model.from_db` leaves it, in a fraction of its time.

        Nobody listens for objects that are made, which is what takes the time.
        """
        found = self._model.__new__(self._model)
        state = ModelState()
        state.adding, state.db = False, connection.alias
        found.__dict__.update(zip(self.names, values, strict=True), _state=state)
        return found

    @cached_property
    def _turns(self) -> tuple[tuple[int, Any, Any], ...]:
        """By place, what makes values of a field from those of the database."""
        return tuple(
            (place, turn, field.cached_col)
            for place, field in enumerate(self._model._meta.concrete_fields)
            for turn in (
                *connection.ops.get_db_converters(field.cached_col),
                *field.get_db_converters(connection),
            )
        )


def rows_of(question: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """What the database answers to a question of plain SQL."""
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
