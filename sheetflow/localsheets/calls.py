"""One HTTP request on its way to the function that answers it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sheetflow.localsheets.book import Book
from sheetflow.localsheets.calculation import Calculation, calculation
from sheetflow.localsheets.masks import Mask, parse
from sheetflow.localsheets.service import LocalSheets
from sheetflow.localsheets.shapes import Json, read_message


@dataclass(frozen=True)
class Call:
    """The service, who asks, the path's parts, the query and the parsed JSON body."""

    sheets: LocalSheets
    actor: str
    path: dict[str, str]
    query: Any
    body: Any

    @property
    def key(self) -> str:
        """Return the spreadsheet's id."""
        return self.path["key"]

    @property
    def book(self) -> Book:
        """Return the spreadsheet as it stands; 404 when there is none."""
        return self.sheets.book(self.key)

    def calculation(self, book: Book | None = None) -> Calculation:
        """Return the values of the spreadsheet, or of a draft, at this moment."""
        return calculation(book or self.book, self.sheets.now())

    def message(self, name: str, *, under: str = "") -> Json:
        """Return the body as an API message; `under` is the request's field that it fills, if it isn't all of it."""
        return read_message(name, {} if self.body is None else self.body, under=under)

    def flag(self, name: str) -> bool:
        """Return a yes-or-no query parameter."""
        return str(self.query.get(name, "false")).lower() == "true"

    @property
    def mask(self) -> Mask:
        """Return the query's field mask."""
        return parse(self.query.get("fields", ""))
