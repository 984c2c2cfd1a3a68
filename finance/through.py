"""Columns that hold a year to date: the ledger periods of a row's year added up.

The database keeps them with the periods they add. They are there since adding a year
for each of thousands of units is half of what a question of them costs.
"""

from __future__ import annotations

from functools import reduce
from operator import add, and_

from django.db.models import BigIntegerField, Case, GeneratedField, Q, Value, When
from django.db.models.functions import Coalesce

from committees.periods import MONTH_NAMES


def through(last: int) -> GeneratedField:
    """January through a ledger period, in öre; None where no period tells any."""
    columns = [f"ore_{period}" for period in range(1, last + 1)]
    unknown = reduce(and_, (Q(**{f"{column}__isnull": True}) for column in columns))
    added = reduce(add, (Coalesce(column, Value(0)) for column in columns))
    name = MONTH_NAMES[last - 1] if last <= len(MONTH_NAMES) else "bokslutsposter"
    return GeneratedField(
        verbose_name=f"till och med {name}",
        expression=Case(When(unknown, then=None), default=added),
        output_field=BigIntegerField(null=True),
        db_persist=True,
    )
