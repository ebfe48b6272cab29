"""Cell formats as Google stores them: no zero colour channels, and each colour in both of its spellings.

[documented] ``backgroundColor`` is the old twin of ``backgroundColorStyle.rgbColor``; the style
wins when both are sent.
"""

from __future__ import annotations

from typing import Any

from sheetflow.localsheets.masks import Mask
from sheetflow.localsheets.shapes import Json

CHANNELS = ("red", "green", "blue", "alpha")
TWINS = (
    "backgroundColor",
    "foregroundColor",
    "tabColor",
    "color",
    "headerColor",
    "firstBandColor",
    "secondBandColor",
    "footerColor",
    "visibleBackgroundColor",
    "visibleForegroundColor",
)


WIDTHS = {
    "DOTTED": 1,
    "DASHED": 1,
    "SOLID": 1,
    "SOLID_MEDIUM": 2,
    "SOLID_THICK": 3,
    "DOUBLE": 3,
}
"""Pixels of a line. [documented] The style says how wide it is, whatever width was sent."""


def normal(format_: Any) -> Any:
    """Return a format, rule or property tree with its colours and lines as Google answers them."""
    if isinstance(format_, list):
        return [normal(item) for item in format_]
    if not isinstance(format_, dict):
        return format_
    result = {name: normal(value) for name, value in format_.items()}
    if isinstance(result.get("borders"), dict):
        result["borders"] = _lines(result["borders"])
    for old in TWINS:
        new = f"{old}Style"
        if "rgbColor" in result.get(new, {}):
            result[new] = {"rgbColor": color(result[new]["rgbColor"])}
            result[old] = result[new]["rgbColor"]
        elif new in result:
            result.pop(old, None)
        elif old in result:
            result[old] = color(result[old])
            result[new] = {"rgbColor": result[old]}
    return result


def _lines(borders: Json) -> Json:
    """Return the lines that are drawn, black where no colour was sent."""
    black: Json = {"color": {}, "colorStyle": {"rgbColor": {}}}
    return {
        side: {**({} if "colorStyle" in line else black), **line, "width": WIDTHS[line["style"]]}
        for side, line in borders.items()
        if line.get("style") in WIDTHS
    }


def color(channels: Json) -> Json:
    """Return a colour without its channels of 0."""
    return {name: channels[name] for name in CHANNELS if channels.get(name)}


def without_defaults(part: Any) -> Any:
    """Return a rule without false flags and empty lists, as Google answers it; a format keeps all that was set."""
    if isinstance(part, list):
        return [without_defaults(item) for item in part]
    if not isinstance(part, dict):
        return part
    return {
        name: value if name == "format" else without_defaults(value)
        for name, value in part.items()
        if value is not False and value != []
    }


def css(channels: Json) -> str:
    """Return a colour as ``#rrggbb``; a channel beyond 0 to 1 is the nearest of them."""
    levels = (min(max(channels.get(name, 0), 0), 1) for name in CHANNELS[:3])
    return "#" + "".join(f"{round(level * 255):02x}" for level in levels)


def with_twins(mask: Mask) -> Mask:
    """Return a mask over formats that covers a colour's other spelling too."""
    result: Mask = {name: with_twins(below) for name, below in mask.items()}
    for old in TWINS:
        if old in mask or f"{old}Style" in mask:
            result[old] = result[f"{old}Style"] = {}
    return result
