"""The ways between the pages of deviations, which every one of them has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Protocol

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from committees.navigation import address
from committees.scope import ANSWERING

register = template.Library()
TABS = (
    ("deviations", "Var"),
    ("waterfall", "Vattenfall"),
    ("trend", "Månad för månad"),
    ("evolution", "Prognosens utveckling"),
    ("accuracy", "Träffsäkerhet"),
    ("several_years", "Flera år"),
    ("cost_and_volume", "Kostnad och volym"),
    ("saved_views", "Mina vyer"),
)
"""The pages, by the name of their address."""
ANSWERED = "accuracy"
"""The page for those alone who answer for forecasts."""


@register.simple_tag(takes_context=True)
def deviation_tabs(context: Context) -> SafeString:
    """The pages as links that keep what is chosen; the one at hand is marked."""
    here, kept = context["request"].path, str(context.get("kept", ""))
    items = []
    answers = context["place"].may(ANSWERING)
    for name, label in TABS:
        if name == ANSWERED and not answers:
            continue
        there = address(f"reports:{name}", context["follow_up"])
        mark = ' aria-current="page"' if there == here else ""
        items.append(f'<li><a href="{there}{escape(kept)}"{mark}>{label}</a></li>')
    return mark_safe("\n".join(items))


class Stepped(Protocol):
    """A choice as words, and what stands in the address for it."""

    @property
    def label(self) -> str:
        """The words."""

    @property
    def url(self) -> str:
        """What follows the page's path."""

    @property
    def is_current(self) -> bool:
        """Whether it is what is shown."""


@register.simple_tag(takes_context=True)
def steps(context: Context, choices: Iterable[Stepped]) -> SafeString:
    """Choices as links on the same page; the one that is shown is marked."""
    path, items = context["request"].path, []
    for each in choices:
        mark = ' aria-current="true"' if each.is_current else ""
        href, label = escape(path + each.url), escape(each.label)
        items.append(f'<li><a href="{href}"{mark}>{label}</a></li>')
    return mark_safe("\n".join(items))


@register.simple_tag(takes_context=True)
def crumb_trail(context: Context, crumbs: Sequence[Stepped]) -> SafeString:
    """The steps above what is shown as links, and last what is shown."""
    path = context["request"].path
    items = [
        f'<li><a href="{escape(path + each.url)}">{escape(each.label)}</a></li>'
        for each in crumbs[:-1]
    ]
    items += [
        f'<li><span aria-current="true">{escape(each.label)}</span></li>'
        for each in crumbs[-1:]
    ]
    return mark_safe("\n".join(items))
