"""What a line of a parts list is asked back with: the sentences of 更换配件清单 that name what to write."""

from __future__ import annotations

from sheetflow.catalogue import OFFERED, Part
from sheetflow.model import Text


def meant(name: str, quantity: int, part: Part) -> Text:
    """Ask whether a wording is this part."""
    write = f"{part.no} x{quantity or 1}"
    return Text(
        f"{name}={part.label}?是就写 {write}",
        f"Is '{name}' {part.label}? If so, write {write}",
    )


def which(text: str, parts: tuple[Part, ...]) -> Text:
    """Ask which of several parts is meant."""
    labels = [part.label for part in parts[:OFFERED]]
    return Text(
        f"「{text}」是{'、'.join(labels[:-1])}还是{labels[-1]}?请写型号",
        f"Is '{text}' {', '.join(labels[:-1])} or {labels[-1]}? Write its number",
    )


def how_many(text: str, part: Part, most: int) -> Text:
    """Ask for a quantity that can be booked."""
    return Text(
        f"「{text}」是几个?数量写 1 到 {most} 的整数,如 {part.no} x1",
        f"How many is '{text}'? Write a whole number from 1 to {most}, such as {part.no} x1",
    )


def nowhere(text: str) -> Text:
    """Say that nothing is called so."""
    return Text(
        f"配件库存里没有「{text}」。请写型号;辅料写成 辅料:{text}",
        f"There is no '{text}' among the parts. Write its number; a consumable as consumables: {text}",
    )


def one_a_line(text: str) -> Text:
    """Ask for one part a line."""
    begins = text[:10]
    return Text(
        f"「{begins}…」太长,看不出是什么配件。每个配件写一段,用分号隔开,如 PWR-001 x1;TC-08 x2",
        f"'{begins}…' is too long for a part. Write part after part between semicolons, such as PWR-001 x1; TC-08 x2",
    )


def apart(text: str, write: str) -> Text:
    """Ask for the parts of a wording between semicolons, as they would be written."""
    return Text(
        f"「{text}」里不止一个配件:用分号隔开,写成 {write}",
        f"'{text}' is more than one part: put semicolons between them, as in {write}",
    )
