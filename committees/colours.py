"""Whether a colour can be read on white, by WCAG's contrast ratio."""

from __future__ import annotations

INK = "#1b2733"
READABLE = 4.5
LINEAR_BELOW = 0.04045


def readable(colour: str) -> str:
    """The colour (#rrggbb) if text in it can be read on white, else dark ink."""
    return colour if contrast_on_white(colour) >= READABLE else INK


def contrast_on_white(colour: str) -> float:
    """WCAG 2's contrast ratio of a colour (#rrggbb) against white, 1 to 21."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 1.05 / (luminance + 0.05)


def _linear(channel: float) -> float:
    """A channel of sRGB (0-1) as light."""
    if channel <= LINEAR_BELOW:
        return channel / 12.92
    return float(((channel + 0.055) / 1.055) ** 2.4)
