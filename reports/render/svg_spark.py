"""A small line of a few years within a row of a table, its target dashed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe

from reports.charts import Amount
from reports.render.svg_parts import ACCENT, INK, QUIET, dot, line, path

WIDTH, HEIGHT = 96.0, 26.0
EDGE = 4.0
Point = tuple[float, float]


def _runs(places: Sequence[Point | None]) -> Iterator[list[Point]]:
    """Unbroken stretches; a year on its own is a short dash."""
    run: list[Point] = []
    for place in [*places, None]:
        if place is not None:
            run.append(place)
        elif run:
            x, y = run[0]
            yield run if len(run) > 1 else [(x - 1, y), (x + 1, y)]
            run = []


def spark(
    values: Sequence[Amount | None], *, target: Amount | None, title: str
) -> SafeString:
    """The drawing, named by its title; empty where fewer than two are known."""
    known = [value for value in values if value is not None]
    if len(known) < len(("before", "now")):
        return mark_safe("")
    among = known if target is None else [*known, target]
    low, high = float(min(among)), float(max(among))

    def height(value: Amount) -> float:
        span = (high - low) or 1
        return HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * (float(value) - low) / span

    parts = []
    if target is not None:
        at = height(target)
        ends = (EDGE, at), (WIDTH - EDGE, at)
        parts.append(
            line(*ends, stroke=QUIET, stroke_width=1, stroke_dasharray="3 3", kind="t")
        )
    step = (WIDTH - 2 * EDGE) / max(1, len(values) - 1)
    places = [
        None if value is None else (EDGE + step * place, height(value))
        for place, value in enumerate(values)
    ]
    parts.extend(
        path(run, stroke=INK, stroke_width=1.6, kind="mark") for run in _runs(places)
    )
    latest = next(place for place in reversed(places) if place)
    parts.append(dot(latest, fill=ACCENT, kind="mark"))
    size = f'width="{WIDTH:g}" height="{HEIGHT:g}" viewBox="0 0 {WIDTH:g} {HEIGHT:g}"'
    name, drawn = escape(title), "".join(parts)
    return mark_safe(
        f'<svg class="spark" role="img" aria-label="{name}" {size}>{drawn}</svg>'
    )
