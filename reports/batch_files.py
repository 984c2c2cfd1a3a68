"""The files of a demo folder that are kept in batches: what they hold, who writes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from committees.intake.sheets import Sheet
from committees.models import ImportBatch, ImportKind
from finance import imports as money
from goals import measures
from volumes import imports as volumes
from volumes import payroll, quotients


class BatchFile(NamedTuple):
    """Files of one kind. `pattern` is of names without ending, their year or month."""

    pattern: str
    kind: ImportKind
    head: tuple[str, ...]
    optional: tuple[str, ...]
    write: Callable[[Sheet, ImportBatch, str], None]

    def found(self, files: list[Path]) -> Iterator[tuple[Path, str]]:
        """The files of this kind, each with its year or month."""
        for path in files:
            match = re.fullmatch(self.pattern, path.stem)
            if match:
                yield path, match[1]


MONEY_FILES = (
    BatchFile(
        r"budget-(\d{4})",
        ImportKind.BUDGET,
        money.BUDGET_HEAD,
        (),
        lambda s, b, when: money.import_budget(s, b, year=int(when)),
    ),
    BatchFile(
        r"namndbidrag-(\d{4})",
        ImportKind.GRANT,
        money.GRANT_HEAD,
        (),
        lambda s, b, when: money.import_grants(s, b, year=int(when)),
    ),
    BatchFile(
        r"utfall-(\d{4})",
        ImportKind.OUTCOME,
        money.OUTCOME_HEAD,
        money.OUTCOME_OPTIONAL,
        lambda s, b, when: money.import_outcome(s, b, year=int(when)),
    ),
    BatchFile(
        r"balans-(\d{4})",
        ImportKind.BALANCE,
        money.BALANCE_HEAD,
        money.BALANCE_OPTIONAL,
        lambda s, b, when: money.import_balance(s, b, year=int(when)),
    ),
    BatchFile(
        r"prognos-(\d{4}-\d{2})",
        ImportKind.FORECAST,
        money.FORECAST_HEAD,
        (),
        lambda s, b, when: money.import_forecast(s, b, month=when),
    ),
    BatchFile(
        r"(investeringar)",
        ImportKind.INVESTMENT,
        money.INVESTMENT_HEAD,
        (),
        lambda s, b, _: money.import_investments(s, b),
    ),
    BatchFile(
        r"(investeringsprognos)",
        ImportKind.INVESTMENT,
        money.INVESTMENT_FORECAST_HEAD,
        (),
        lambda s, b, _: money.import_investment_forecasts(s, b),
    ),
)
VOLUME_FILES = (
    BatchFile(
        r"volymbudget-(\d{4})(?:-\w+)?",
        ImportKind.VOLUME,
        volumes.GRID_HEAD,
        volumes.GRID_OPTIONAL,
        lambda s, b, when: volumes.import_volume_budget(s, b, year=int(when)),
    ),
    BatchFile(
        r"volymer-(\d{4})(?:-\w+)?",
        ImportKind.VOLUME,
        volumes.GRID_HEAD,
        volumes.GRID_OPTIONAL,
        lambda s, b, when: volumes.import_volumes(s, b, year=int(when)),
    ),
    BatchFile(
        r"volymprognos-(\d{4}-\d{2})",
        ImportKind.VOLUME,
        volumes.VOLUME_FORECAST_HEAD,
        (),
        lambda s, b, when: volumes.import_volume_forecast(s, b, month=when),
    ),
    BatchFile(
        r"personal-(\d{4})(?:-\w+)?",
        ImportKind.STAFF,
        payroll.KEY,
        (),
        lambda s, b, when: payroll.import_payroll(s, b, year=int(when)),
    ),
    BatchFile(
        r"(nyckeltalsunderlag)",
        ImportKind.VOLUME,
        quotients.BASIS_HEAD,
        (),
        lambda s, b, _: quotients.import_unit_cost_bases(s, b),
    ),
)
GOAL_FILES = (
    BatchFile(
        r"(indikatorvarden)",
        ImportKind.INDICATOR,
        measures.VALUE_HEAD,
        (),
        lambda s, b, _: measures.import_values(s, b.committee, batch=b),
    ),
)
