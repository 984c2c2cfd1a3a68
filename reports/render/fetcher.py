"""What a report's markup may fetch: the shipped fonts and images inside it.

No file, network or foreign address is reached, whatever a template or a text says.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import NoReturn

from weasyprint.urls import URLFetcher, URLFetcherResponse

from reports.render.paper import FONT_FILES, FONT_SCHEME, STATIC

_IMAGE = re.compile(r"data:(image/(?:png|jpeg|gif|webp));base64,([A-Za-z0-9+/=\s]*)")
_FONT_TYPE = "font/woff2"


class ForeignAddressError(Exception):
    """The markup names an address that a report may not fetch."""


class StaticFetcher(URLFetcher):  # type: ignore[misc]  # the library is untyped
    """A fetcher that knows a fixed list of files, and remembers what it refused."""

    def __init__(self) -> None:
        """A fetcher without handlers for any protocol."""
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.refused: list[str] = []

    def fetch(
        self,
        url: str,
        headers: dict[str, str] | None = None,  # noqa: ARG002  # the library's
    ) -> URLFetcherResponse:
        """A shipped font or an image given in the address; everything else refused."""
        name = url.removeprefix(FONT_SCHEME)
        if url.startswith(FONT_SCHEME) and name in FONT_FILES:
            content = (STATIC / "fonts" / name).read_bytes()
            return URLFetcherResponse(url, content, {"Content-Type": _FONT_TYPE})
        image = _IMAGE.fullmatch(url)
        if image is None:
            self._refuse(url)
        try:
            content = base64.b64decode(image[2], validate=False)
        except binascii.Error:
            self._refuse(url)
        return URLFetcherResponse(url, content, {"Content-Type": image[1]})

    def _refuse(self, url: str) -> NoReturn:
        """Remember the address and refuse it."""
        self.refused.append(url[:200])
        reason = "Rapporten får bara hämta programmets egna typsnitt."
        raise ForeignAddressError(reason)
