"""Files of volumes and staff as a controller has them."""

from __future__ import annotations

from collections.abc import Sequence

from committees.models import Committee, ImportKind
from committees.periods import MONTH_HEADS
from tests.conftest import follow_up
from tests.finance.ledger import Intake, TakenIn
from volumes import definitions, imports, quotients
from volumes.models import VolumeSeries

SLUG = "sodertalje-on"
HEAD = f"Serie;Ansvar;{';'.join(MONTH_HEADS)};Härkomst"
Months = dict[int, str]

budget = Intake(
    ImportKind.VOLUME,
    lambda sheet, batch: imports.import_volume_budget(sheet, batch, year=2018),
    imports.GRID_HEAD,
    imports.GRID_OPTIONAL,
)
volumes = Intake(
    ImportKind.VOLUME,
    lambda sheet, batch: imports.import_volumes(sheet, batch, year=2018),
    imports.GRID_HEAD,
    imports.GRID_OPTIONAL,
)
forecast = Intake(
    ImportKind.VOLUME,
    lambda sheet, batch: imports.import_volume_forecast(sheet, batch, month="2018-04"),
    imports.VOLUME_FORECAST_HEAD,
)
series = Intake(
    ImportKind.VOLUME,
    lambda sheet, batch: definitions.import_series(sheet, batch.committee),
    definitions.SERIES_HEAD,
)
prices = Intake(
    ImportKind.VOLUME,
    lambda sheet, batch: definitions.import_prices(sheet, batch.committee),
    definitions.PRICE_HEAD,
)
unit_costs = Intake(
    ImportKind.VOLUME,
    lambda sheet, batch: quotients.import_unit_costs(
        sheet, batch.committee, groups={"avgifter", "hyror"}
    ),
    quotients.UNIT_COST_HEAD,
)
bases = Intake(
    ImportKind.VOLUME, quotients.import_unit_cost_bases, quotients.BASIS_HEAD
)
ratios = Intake(
    ImportKind.VOLUME,
    lambda sheet, batch: quotients.import_ratios(sheet, batch.committee),
    quotients.RATIO_HEAD,
)


def taken(intake: Intake, content: bytes) -> TakenIn:
    """A file given to an importer of Södertälje's."""
    return intake(content, slug=SLUG)


def lines(head: Sequence[str] | str, *rows: str) -> bytes:
    """A file of a head and some rows."""
    first = head if isinstance(head, str) else ";".join(head)
    return "\n".join((first, *rows)).encode()


def month_row(code: str, unit: str, months: Months, source: str = "") -> str:
    """A line of months, empty but for some."""
    cells = ";".join(months.get(month, "") for month in range(1, 13))
    return f"{code};{unit};{cells};{source}"


def months_file(*rows: tuple[str, str, Months]) -> bytes:
    """A file of series, cost centres and months."""
    return lines(HEAD, *(month_row(*row) for row in rows))


def a_series(code: str = "prov", **fields: object) -> VolumeSeries:
    """A new series of Södertälje, without budget or outcome."""
    committee = follow_up(SLUG, "2018-04").committee
    defaults = {
        "name": "Provtimmar",
        "unit": "timmar",
        "counted": "timmar",
        "activity_id": an_activity(committee),
    }
    return VolumeSeries.objects.create(
        committee=committee, code=code, **{**defaults, **fields}
    )


def an_activity(committee: Committee) -> int:
    """An activity of a committee's municipality."""
    found = committee.municipality.activities.order_by("code").first()
    assert found
    return found.pk
