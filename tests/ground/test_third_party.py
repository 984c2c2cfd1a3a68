"""THIRD-PARTY names what the project stands on, and nothing else."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from django.conf import settings

ROOT: Path = settings.BASE_DIR
TEXT = (ROOT / "THIRD-PARTY").read_text(encoding="utf-8")
CARRIED = {".woff2", ".woff", ".ttf", ".otf", ".icc"}


def _locked() -> set[str]:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z0-9.-]+)==", lock, flags=re.MULTILINE))


def _listed_packages() -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9.-]+) {2,}(\S.*)$", TEXT, flags=re.MULTILINE))


def _carried() -> dict[str, str]:
    """Files of others in the repository: what lies in a vendor folder, and fonts."""
    rooms = ("committees", "finance", "volumes", "goals", "reports", "templates")
    files = (file for room in rooms for file in (ROOT / room).rglob("*"))
    return {
        str(file.relative_to(ROOT)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in files
        if file.is_file() and (file.suffix in CARRIED or "vendor" in file.parts)
    }


def test_every_locked_package_is_listed_with_a_licence() -> None:
    assert set(_listed_packages()) == _locked()


def test_every_carried_file_is_listed_with_its_sum() -> None:
    listed = dict(re.findall(r"^(\S+/\S+) .+\n +([0-9a-f]{64})$", TEXT, re.MULTILINE))
    assert listed == _carried()


def test_no_licence_stands_in_the_way_of_ours() -> None:
    alone = {"GPL-2.0-only", "GPL-3.0-only", "SSPL-1.0", "BUSL-1.1", ""}
    assert not alone & set(_listed_packages().values())


def test_the_lock_pins_by_hash_and_names_no_host() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert lock.count("--hash=sha256:") > len(_locked())
    assert "://" not in lock


def test_the_licence_is_the_eupl() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert licence.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert "15.Applicable Law" in licence
