"""The program starts with what it needs, or says what is missing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

PRODUCTION = {
    "SECRET_KEY": "k3y-" + "abcdefghijklmnopqrstuvwxyz0123456789" * 2,
    "ALLOWED_HOSTS": "delaret.example.se",
    "DATABASE_URL": "postgres://delaret@127.0.0.1/delaret",
}


def _manage(
    *arguments: str, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run manage.py with an environment of its own and no .env file."""
    path = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**path, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("missing", sorted(PRODUCTION))
def test_without_debug_it_refuses_to_start_lacking_what_it_needs(missing: str) -> None:
    environment = {name: v for name, v in PRODUCTION.items() if name != missing}
    done = _manage("check", environment=environment)
    assert done.returncode != 0
    assert f"{missing} is not set" in done.stderr


def test_the_deployment_check_finds_nothing() -> None:
    done = _manage("check", "--deploy", "--fail-level", "DEBUG", environment=PRODUCTION)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_with_debug_nothing_need_be_set() -> None:
    assert _manage("check", environment={"DEBUG": "1"}).returncode == 0


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "env"
    file.write_text("# made for a test\n\nDEBUG=1\nALLOWED_HOSTS=file.example.se\n")
    shown = _manage(
        "shell",
        "--no-imports",
        "-c",
        "from django.conf import settings; print(settings.ALLOWED_HOSTS)",
        environment={"ENV_FILE": str(file), "ALLOWED_HOSTS": "a.example.se,b.se"},
    )
    assert shown.stdout.strip() == "['a.example.se', 'b.se']", shown.stderr


def test_the_years_are_not_given_thousands_separators() -> None:
    assert not settings.USE_THOUSAND_SEPARATOR


def test_inline_scripts_and_styles_are_not_allowed() -> None:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    sources = {source for each in directives.values() for source in each}
    assert not sources & {"'unsafe-inline'", "'unsafe-eval'", "*", "https:"}
    assert directives["default-src"] == ["'none'"]
