"""What tests of the pages above the rows share: forms as a person sends them."""

from __future__ import annotations

import re
from html import unescape

from django.test import Client

SLUG, MONTH = "botkyrka-von", "2017-08"
HERE = f"/{SLUG}/{MONTH}/prognos/"
CLOSED = f"/{SLUG}/2017-03/prognos/"


def hidden(client: Client, url: str) -> dict[str, str]:
    """The fields of a page's form as they stand: hidden ones, texts and choices."""
    text = client.get(url).content.decode()
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", text):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and 'type="checkbox"' not in tag and name[1] != "csrfmiddlewaretoken":
            found[name[1]] = unescape(value[1]) if value else ""
    for name, body in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', text, re.DOTALL
    ):
        found[name] = unescape(body).strip()
    for name, body in re.findall(
        r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', text, re.DOTALL
    ):
        chosen = re.search(r'<option value="([^"]*)" selected', body)
        found[name] = chosen[1] if chosen else ""
    return {name: value for name, value in found.items() if name not in TOP}


TOP = {"namnd", "uppfoljning", "avsnitt"}
