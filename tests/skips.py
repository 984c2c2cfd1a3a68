"""Nothing is left out quietly: skipped tests are listed, and fail where CI is set."""

from __future__ import annotations

import os
from collections import Counter

import pytest

SKIPPED: Counter[str] = Counter()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Count a skipped test under its reason."""
    if report.skipped and not hasattr(report, "wasxfail"):
        SKIPPED[_reason(report.longrepr)] += 1


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """Count a module that was skipped as a whole."""
    if report.skipped:
        SKIPPED[_reason(report.longrepr)] += 1


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that skipped something where everything is there to be run."""
    controller = not hasattr(session.config, "workerinput")
    if SKIPPED and controller and os.environ.get("CI") and not session.exitstatus:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was not tested."""
    if not SKIPPED:
        return
    refused = " (CI: not allowed)" if os.environ.get("CI") else ""
    terminalreporter.section(f"NOT TESTED{refused}", sep="!", red=True)
    for reason, count in SKIPPED.most_common():
        terminalreporter.line(f"{count:4} x {reason}")


def _reason(longrepr: object) -> str:
    text = longrepr[2] if isinstance(longrepr, tuple) else str(longrepr)
    return str(text).removeprefix("Skipped: ")
