"""Logs as one JSON object a line, with the number of the request they belong to.

What people wrote and what rows contain stays out: of a message only the template is
written, never the values put into it, and of an exception its type and where it came
from, never its text. What a line may tell beside that is given as `extra={"facts": …}`.
"""

from __future__ import annotations

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")


class JsonFormatter(logging.Formatter):
    """Write a log record as JSON without any value that could be somebody's."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, tz=UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": _template(record),
            "request": REQUEST_ID.get(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[1]:
            line["error"] = _error(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


class OnlyExceptions(logging.Filter):
    """Let through what tells of an exception; a status is in the request line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record carries an exception."""
        return bool(record.exc_info)


def _template(record: logging.LogRecord) -> str:
    """The message without values; the framework's security messages are all value."""
    if record.name.startswith("django.security"):
        return "refused"
    return str(record.msg)


def _error(error: BaseException) -> dict[str, Any]:
    """Type and place of an exception, and of what caused it; not its text."""
    frames = traceback.extract_tb(error.__traceback__)
    cause = error.__cause__ or error.__context__
    return {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        "frames": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
        **({"cause": _error(cause)} if cause else {}),
    }
