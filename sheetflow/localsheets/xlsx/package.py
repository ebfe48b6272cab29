"""Putting rows and texts of our own into the file that openpyxl writes."""

from __future__ import annotations

import re
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

ROWS = re.compile(rb"<sheetData\s*/>|<sheetData>.*?</sheetData>", re.DOTALL)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRINGS = "xl/sharedStrings.xml"
TYPE = (
    f'<Override PartName="/{STRINGS}" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)
RELATION = (
    '<Relationship Id="sharedStrings" Target="sharedStrings.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/>'
    "</Relationships>"
)


class SharedTexts:
    """The texts of a file, each once under its number."""

    def __init__(self) -> None:
        """Start without any."""
        self.numbers: dict[str, int] = {}

    def add(self, text: str) -> int:
        """Return a text's number."""
        return self.numbers.setdefault(text, len(self.numbers))

    def xml(self) -> str:
        """Return the part of the file that holds them."""
        items = "".join(
            f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in self.numbers
        )
        return f'<?xml version="1.0" encoding="UTF-8"?><sst xmlns="{MAIN}">{items}</sst>'


def assembled(frame: Workbook, rows: list[str], texts: SharedTexts) -> bytes:
    """Return the file of a workbook with the rows of its first tabs, and the texts that they name, put in."""
    made, content = BytesIO(), BytesIO()
    frame.save(made)
    parts = {f"xl/worksheets/sheet{place}.xml": xml for place, xml in enumerate(rows, 1)}
    with ZipFile(made) as source, ZipFile(content, "w", ZIP_DEFLATED) as target:
        for part in source.namelist():
            target.writestr(part, _changed(part, source.read(part), parts))
        target.writestr(STRINGS, texts.xml())
    return content.getvalue()


def _changed(part: str, text: bytes, rows: dict[str, str]) -> bytes:
    if part in rows:
        own = rows[part].encode()
        return ROWS.sub(lambda _: own, text, count=1)
    if part == "[Content_Types].xml":
        return text.replace(b"</Types>", TYPE.encode())
    if part == "xl/_rels/workbook.xml.rels":
        return text.replace(b"</Relationships>", RELATION.encode())
    return text
