"""As much of Drive v3 as gspread needs to list, make and open spreadsheets.

[documented] Timestamps are UTC with milliseconds. Other methods of Drive aren't served.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from sheetflow.localsheets.book import Book
from sheetflow.localsheets.calls import Call
from sheetflow.localsheets.creation import new_book
from sheetflow.localsheets.faults import unsupported
from sheetflow.localsheets.shapes import Json

SPREADSHEET = "application/vnd.google-apps.spreadsheet"
NAMED = re.compile(r"name\s*=\s*['\"]((?:[^'\"\\]|\\.)*)['\"]")


def list_files(call: Call) -> Json:
    """files.list: all spreadsheets, or those of the name that `q` asks for."""
    wanted = NAMED.search(call.query.get("q", ""))
    name = re.sub(r"\\(.)", r"\1", wanted[1]) if wanted else None
    books = [book for book in call.sheets.books() if name in (None, book.properties["title"])]
    return {"files": [_file(book) for book in books]}


def create(call: Call) -> Json:
    """files.create: a new empty spreadsheet."""
    body = call.body or {}
    if body.get("mimeType", SPREADSHEET) != SPREADSHEET:
        raise unsupported(f"Making a file of type {body['mimeType']}")
    asked = {"properties": {"title": body.get("name", "Untitled")}}
    return _file(call.sheets.add(lambda key, at: new_book(key, at, asked), actor=call.actor))


def get(call: Call) -> Json:
    """files.get: a spreadsheet's name and times."""
    return _file(call.book)


def _file(book: Book) -> Json:
    return {
        "kind": "drive#file",
        "id": book.id,
        "name": book.properties["title"],
        "mimeType": SPREADSHEET,
        "createdTime": _stamp(book.created_at),
        "modifiedTime": _stamp(book.changed_at),
    }


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
