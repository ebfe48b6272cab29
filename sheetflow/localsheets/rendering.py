"""How a value is shown and answered: formatted, unformatted, or as its formula."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain, repeat
from typing import Any

from sheetflow.localsheets.book import PLAIN, Book, Formula, Row, Value
from sheetflow.localsheets.formulas.kinds import ErrorValue
from sheetflow.localsheets.patterns import (
    compiled,
    default_pattern,
    general,
    is_date_kind,
    text_pattern,
)
from sheetflow.localsheets.shapes import Json

Show = Callable[[Any], str]


class Renderer:
    """Shows values by the styles and the locale of one book."""

    def __init__(self, book: Book) -> None:
        """Prepare for a book; each style's format is compiled once."""
        self.styles = book.styles.by_id
        self.locale: str = book.properties["locale"]
        self._shows: dict[int, Show] = {}
        self._lines: dict[tuple[int, ...], list[Show]] = {}

    def formatted(self, value: Any, style: int, inferred: Json | None = None) -> str:
        """Return what the cell shows; an empty cell shows an empty text."""
        return (self._show(inferred) if inferred else self._shower(style))(value)

    def line(self, row: Row, left: int, right: int) -> list[str]:
        """Return what the cells of a row without formulas show, from one column up to another."""
        styles, values = tuple(row.styles), row.values[left:right]
        shows = self._lines.get(styles)
        if shows is None:
            shows = self._lines[styles] = [self._shower(style) for style in styles]
        beyond = repeat(self._shower(PLAIN), max(0, right - len(shows)))
        every = chain(shows[left:], beyond)
        return [show(value) for value, show in zip(values, every, strict=False)]

    def _shower(self, style: int) -> Show:
        known = self._shows.get(style)
        if known is None:
            known = self._shows[style] = self._show(self.number_format(style))
        return known

    def number_format(self, style: int) -> Json:
        """Return a style's number format, empty where none was set."""
        found: Json = self.styles[style].get("userEnteredFormat", {}).get("numberFormat", {})
        return found

    def is_date(self, style: int) -> bool:
        """Say whether numbers of this style are shown as dates or times."""
        return is_date_kind(self.number_format(style).get("type", ""))

    def _show(self, number_format: Json) -> Show:
        kind = number_format.get("type", "")
        pattern = number_format.get("pattern") or default_pattern(kind, self.locale)
        on_text = text_pattern(pattern) or str
        on_number = compiled(pattern, self.locale) if pattern and kind != "TEXT" else general
        plain = on_text is str

        def show(value: Any) -> str:
            kind = value.__class__
            if kind is str:
                return value if plain else on_text(value)
            if kind is int or kind is float:
                return on_number(value)
            return _other(value)

        return show

    def answered(
        self, value: Any, style: int, inferred: Json, option: str, *, dates_as_text: bool
    ) -> Any:
        """Return an effective value as `valueRenderOption` wants it."""
        if option == "FORMATTED_VALUE":
            return self.formatted(value, style, inferred)
        if value is None:
            return ""
        if isinstance(value, ErrorValue):
            return value.shown
        is_date = self.is_date(style) or is_date_kind(inferred.get("type", ""))
        if dates_as_text and is_date and not isinstance(value, str | bool):
            return self.formatted(value, style, inferred)
        return value


def _other(value: Any) -> str:
    """Return what is shown of what is neither text nor number."""
    if value is None:
        return ""
    if isinstance(value, ErrorValue):
        return value.shown
    return "TRUE" if value else "FALSE"


def as_formula(value: Value) -> Any:
    """Return what was entered as ``FORMULA`` reads it: the formula's text, else the value."""
    if isinstance(value, Formula):
        return value.text
    return "" if value is None else value
