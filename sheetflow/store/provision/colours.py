"""Colours as the schema writes them and as the API does."""

from __future__ import annotations

from sheetflow.store.api import Message

_CHANNELS = ("red", "green", "blue")


def colour(text: str) -> Message:
    """Give the API's Color of "#d93025"; channels of 0 are left out, as in answers."""
    parts = [int(text[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return {channel: part for channel, part in zip(_CHANNELS, parts, strict=True) if part}


def hex_of(found: Message) -> str:
    """Give a Color as "#d93025"."""
    return "#" + "".join(f"{round(255 * found.get(channel, 0)):02x}" for channel in _CHANNELS)
