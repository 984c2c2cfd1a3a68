"""Addresses that every page has: worked out once, since they are the same for all."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.urls import reverse

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=1000)
def way(name: str, slug: str = "", month: str = "") -> str:
    """The address of a named page, of a committee and a month where it has them."""
    where = {"slug": slug, "month": month}
    return reverse(name, kwargs={key: value for key, value in where.items() if value})


@register.simple_tag
@lru_cache(maxsize=100)
def asset(path: str) -> str:
    """The address of a static file, under the name that it is served by."""
    return static(path)
