"""The same books in hledger: a journal of outcome and budget, and what it reports."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench.large import shape
from tests.bench.large.shape import Grain, Size

PROGRAM = "hledger"
BALANCE = "bank"


def is_here() -> bool:
    """Whether the program is installed."""
    return shutil.which(PROGRAM) is not None


def write_journal(size: Size, file: Path) -> None:
    """A committee's books as a journal."""
    with file.open("w", encoding="utf-8") as journal:
        journal.writelines(journal_lines(size))


def journal_lines(size: Size) -> Iterator[str]:
    """Each year's budget by activity as a rule, then a transaction a unit and month."""
    grains = tuple(shape.grains(size))
    activities, units = shape.activities(size), shape.units(size)
    accounts = shape.accounts()
    for year in shape.BUDGET_YEARS:
        yield f"~ yearly from {year}-01-01 to {year + 1}-01-01\n"
        for number, activity in enumerate(activities):
            mine = (each for each in grains if each.activity == number)
            ore = 12 * sum(shape.budget_of(grain, year) for grain in mine)
            yield f"    v:{activity.code}  {_kronor(ore)}\n"
        yield f"    {BALANCE}\n\n"
    names = [
        f"v:{activities[grain.activity].code}:{units[grain.unit].code}"
        f":{accounts[grain.account].code}"
        for grain in grains
    ]
    yield from _transactions(grains, names)


def _transactions(grains: Sequence[Grain], names: Sequence[str]) -> Iterator[str]:
    """What was booked, balanced against the bank."""
    a_unit = len(shape.GROUPS)
    for month in shape.booked_months():
        for first in range(0, len(grains), a_unit):
            yield f"{month}-28 Unit {first // a_unit}\n"
            for grain, name in zip(
                grains[first : first + a_unit],
                names[first : first + a_unit],
                strict=True,
            ):
                yield f"    {name}  {_kronor(shape.outcome_of(grain, month))}\n"
            yield f"    {BALANCE}\n\n"


def _kronor(ore: int) -> str:
    """Kronor with two decimals, exactly."""
    sign = "-" if ore < 0 else ""
    return f"{sign}{abs(ore) // 100}.{abs(ore) % 100:02}"


def budget_report(file: Path) -> str:
    """Outcome against budget by activity and year, as hledger tells it."""
    done = subprocess.run(
        [PROGRAM, "-f", str(file), "bal", "--budget", "-Y", "-O", "csv", "v"],
        check=True,
        stdout=subprocess.PIPE,
    )
    return done.stdout.decode()


def actuals(report: str, year: int) -> dict[str, int]:
    """A year's outcome in öre by activity, out of hledger's report."""
    head, *rows = csv.reader(report.splitlines())
    at = next(n for n, name in enumerate(head) if name.startswith(str(year)))
    mine = (row for row in rows if row[0].startswith("v:"))
    return {row[0].removeprefix("v:"): _ore(row[at]) for row in mine}


def _ore(text: str) -> int:
    """Öre of an amount that hledger wrote."""
    whole, _, part = text.replace(",", "").partition(".")
    sign = -1 if whole.startswith("-") else 1
    return int(whole) * 100 + sign * int(part.ljust(2, "0") or 0)
