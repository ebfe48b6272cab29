"""Colours: Google's channels from 0 to 1, and the file's ``FFRRGGBB``, theme and palette."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass
from typing import Any

from openpyxl.styles.colors import COLOR_INDEX, Color
from openpyxl.xml.functions import fromstring

from sheetflow.localsheets.formats import css
from sheetflow.localsheets.shapes import Json

SCHEME = "{http://schemas.openxmlformats.org/drawingml/2006/main}clrScheme"
SWAPPED = (1, 0, 3, 2)
"""[documented] Theme colours 0 to 3 are light 1, dark 1, light 2, dark 2; the scheme lists the dark ones first."""


def argb(channels: Json) -> str:
    """Return ``{"red": 1}`` as ``FFFF0000``."""
    return f"FF{css(channels)[1:].upper()}"


def channels(rgb: str) -> Json:
    """Return ``FFFF0000`` or ``FF0000`` as ``{"red": 1}``, channels of 0 left out."""
    parts = [int(rgb[-6:][at : at + 2], 16) for at in (0, 2, 4)]
    return {
        name: part // 255 if part == 255 else part / 255
        for name, part in zip(("red", "green", "blue"), parts, strict=True)
        if part
    }


@dataclass(frozen=True)
class Palette:
    """The colours of a file's theme as ``RRGGBB``, in its scheme's order."""

    theme: tuple[str, ...] = ()

    @classmethod
    def of(cls, theme: bytes | None) -> Palette:
        """Read a theme; without one no theme colour is known."""
        if not theme:
            return cls()
        scheme = fromstring(theme).find(f".//{SCHEME}")
        found = [
            one.get("lastClr") or one.get("val") or "000000"
            for place in (scheme if scheme is not None else ())
            for one in place
        ]
        return cls(tuple(found))

    def channels(self, color: Color | None) -> Json | None:
        """Return what a file's colour is, None where it says nothing."""
        rgb = self._rgb(color)
        return None if rgb is None else channels(_tinted(rgb, float(color.tint if color else 0)))

    def _rgb(self, color: Any) -> str | None:
        if color is None:
            return None
        if color.type == "rgb" and isinstance(color.rgb, str):
            return color.rgb
        if color.type == "indexed" and 0 <= color.indexed < len(COLOR_INDEX):
            return str(COLOR_INDEX[color.indexed])
        if color.type == "theme":
            place = SWAPPED[color.theme] if color.theme < len(SWAPPED) else color.theme
            return self.theme[place] if place < len(self.theme) else None
        return None


def _tinted(rgb: str, tint: float) -> str:
    """Return a colour made lighter (up to 1) or darker (down to -1)."""
    if not tint:
        return rgb
    red, green, blue = (int(rgb[-6:][at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, full = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, light, full))
