"""Texts in an xlsx file: characters that XML can't hold are ``_x0001_`` there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
UNWRITABLE = re.compile(f"{FORBIDDEN.pattern}|_(?=x[0-9A-Fa-f]{{4}}_)")
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def escaped(text: str) -> str:
    """Return a text as the file has it."""
    return UNWRITABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def escaped_address(text: str) -> str:
    """Return an address as the file has it: ``%01`` for a character that XML can't hold."""
    return FORBIDDEN.sub(lambda match: quote(match[0]), text)


def unescaped(text: str) -> str:
    """Return the text that the file's text stands for."""
    if "_x" not in text:
        return text
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def shared_texts(reader: Any) -> list[str]:
    """Return the texts of a file that its cells name by number; openpyxl's own reading takes escapes for text."""
    part = reader.package.find(SHARED_STRINGS)
    if part is None:
        return []
    with reader.archive.open(part.PartName[1:]) as source:
        return [unescaped("".join(_runs(one))) for one in _items(source)]


def _items(source: Any) -> Iterator[Any]:
    for _, element in iterparse(source):
        if element.tag == f"{{{SHEET_MAIN_NS}}}si":
            yield element
            element.clear()


def _runs(item: Any) -> Iterator[str]:
    """Give the pieces of a text, each in a font of its own; how it is pronounced is left out."""
    for child in item:
        if child.tag == f"{{{SHEET_MAIN_NS}}}t":
            yield child.text or ""
        elif child.tag == f"{{{SHEET_MAIN_NS}}}r":
            yield child.findtext(f"{{{SHEET_MAIN_NS}}}t") or ""
