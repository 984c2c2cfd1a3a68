"""Parts of addresses."""

from __future__ import annotations


class MonthConverter:
    """A month in an address, rightly written or not, that is no page above months."""

    regex = "(?!installningar/|ej-verkstallda-beslut/)[^/]+"

    def to_python(self, value: str) -> str:
        """The text; who reads it says what is wrong with it."""
        return value

    def to_url(self, value: str) -> str:
        """The text."""
        return value
