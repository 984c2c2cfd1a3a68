"""What others may know of decisions that are not executed: counts that tell of no one.

The attacker has everything that is shown: each quarter's counts and totals, and the
quarters beside it.
"""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest

from committees.models import Committee, Role
from committees.navigation import address
from goals.models import DecisionQuarter
from reports import catalogue
from reports.listings.counts import HIDDEN
from reports.pages.decision_counts import count_tables
from reports.tables.model import RowKind, Table
from tests.conftest import follow_up, signed_in

pytestmark = pytest.mark.django_db

FEW = 4
PLACES = [
    ("botkyrka-von", "2017-08"),
    ("sodertalje-on", "2017-08"),
    ("enkoping-von", "2024-08"),
]


def fits(table: Table, column: int, *, most: int = 12) -> dict[str, set[int]]:
    """What each hidden count of a quarter may be, as far as what is shown tells.

    Where more than a few are hidden the others are as free as these.
    """
    kinds = [row for row in table.rows if row.kind is RowKind.ROW]
    shut = [row.label for row in kinds if row.values[column] == HIDDEN][:FEW]
    total = next(r for r in table.rows if r.kind is RowKind.TOTAL).values[column]
    shown = sum(v for row in kinds if isinstance(v := row.values[column], int))
    every = sum(row.values[column] == HIDDEN for row in kinds) == len(shut)
    found: dict[str, set[int]] = {label: set() for label in shut}
    for guess in product(range(1, most + 1), repeat=len(shut)):
        told = sum(guess) + shown
        if isinstance(total, int) and (told > total or (every and told != total)):
            continue
        for label, count in zip(shut, guess, strict=True):
            found[label].add(count)
    return found


@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_no_hidden_count_follows_from_rows_and_totals(slug: str, month: str) -> None:
    here = follow_up(slug, month)
    for table in [table for table in count_tables(here) if table.rows]:
        for column in range(len(table.columns)):
            for label, possible in fits(table, column).items():
                assert len(possible) > 1, (table.key, label, possible)


@pytest.mark.parametrize(("slug", "month"), PLACES)
def test_no_small_count_is_shown(slug: str, month: str) -> None:
    here = follow_up(slug, month)
    fewest = here.committee.fewest_shown
    for table in count_tables(here):
        values = [v for row in table.rows for v in row.values if isinstance(v, int)]
        assert all(value == 0 or value >= fewest for value in values)


def test_counts_are_those_of_the_quarters() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    Committee.objects.filter(pk=here.committee_id).update(fewest_shown=1)
    here = follow_up("botkyrka-von", "2017-08")
    quarter = DecisionQuarter.objects.get(
        committee=here.committee, year=2017, quarter=2
    )
    of_lss = Counter(
        one.provision.service
        for one in quarter.decisions.select_related("provision")
        if one.provision.law == "LSS" and one.decided_on
    )
    table = next(t for t in count_tables(here) if t.key == "ej-verkstallda-antal-lss")
    last = len(table.columns) - 1
    assert {
        row.label: row.values[last]
        for row in table.rows
        if row.kind is RowKind.ROW and row.values[last]
    } == dict(of_lss)


def test_the_lists_of_decisions_are_in_no_table_of_the_report() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    internal = {
        "unexecuted-decisions-lss",
        "unexecuted-decisions-sol",
        "interrupted-decisions-lss",
    }
    assert not internal & set(catalogue.keys(here))
    client = signed_in("botkyrka-von", Role.ADMINISTRATOR)
    for key in internal:
        for name in ("reports:table", "reports:table_file"):
            rest = {"suffix": "csv"} if name.endswith("file") else {}
            assert client.get(address(name, here, key=key, **rest)).status_code == 404


def test_the_page_shows_counts_to_those_who_work_with_the_follow_up() -> None:
    here = follow_up("botkyrka-von", "2017-08")
    page = signed_in("botkyrka-von", Role.MANAGER).get(
        address("reports:decision_counts", here)
    )
    assert page.status_code == 200
    assert "Kvartal 2 2017" in page.content.decode()
