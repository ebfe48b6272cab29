"""All tabs of the spreadsheet, read by id in one call, and where each of them lies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from sheetflow.model import Language, Reading, Scalar, Table
from sheetflow.schema import Schema, Tab
from sheetflow.store.api import Api, Message
from sheetflow.store.formats import Whereabouts
from sheetflow.store.forms import Forms
from sheetflow.store.headers import Header, find_header
from sheetflow.store.names import SCRATCH, sheet_ids
from sheetflow.store.opening import not_set_up, titles_of
from sheetflow.store.outcomes import Rejected
from sheetflow.store.reading import Place, missing_table, read_table, reading_of
from sheetflow.store.tagged import Tagged, tagged_columns

#: What people typed over headers of a tab, each text with the key of the column it stands over.
Retyped: TypeAlias = Mapping[str, Mapping[str, str]]

#: Headers as they stand, by tab.
Headers: TypeAlias = Mapping[str, Sequence[Sequence[Scalar]]]

#: So many times the metadata is asked in one read, should people move columns meanwhile.
LOOKS = 2

#: Of the log only the header is read: it grows for ever, and nothing is planned from it.
HEADER_ONLY_ROWS = 2


class Tables:
    """The tabs of a schema in one spreadsheet.

    `places` says where each tab lies, since the last read; `unread` are the tables of which only the header is known.
    """

    def __init__(self, api: Api, schema: Schema, language: Language, forms: Forms) -> None:
        self._api = api
        self.forms = forms
        self._language = language
        self._ids = sheet_ids(tab.key for tab in schema.tabs)
        self._tabs = [tab for tab in schema.tabs if tab.key != SCRATCH]
        self._broken: Headers = {}
        self._sure = True
        self._tagged: Tagged = {}
        self.places: dict[str, Place] = {}
        self.unread: dict[str, Table] = {}

    def read(self) -> Reading:
        """Give all live tabs in one call, two when somebody deleted a tab."""
        return self._read(())[0]

    def read_with_scratch(self) -> tuple[Reading, Sequence[Sequence[Scalar]] | None]:
        """Give all live tabs and the rows of the scratch tab, its header first; None where somebody deleted that."""
        try:
            reading, (scratch, *_) = self._read([{"sheetId": self._ids[SCRATCH]}])
        except Rejected as error:
            if error.code != 400 or self._ids[SCRATCH] in self._titles():
                raise
            return self.read(), None
        return reading, scratch.get("values", [])

    def retyped(self, reading: Reading) -> Retyped:
        """Give what people typed over headers, by tab: each text with the key of the column, by its metadata."""
        found: dict[str, Mapping[str, str]] = {}
        for tab, place in self.places.items():
            keys = {at: key for key, at in place.tagged.items()}
            own = reading.tables[tab].own if tab in reading.tables else {}
            found[tab] = {text: keys[at] for text, at in own.items() if at in keys}
        return found

    def table(self, tab: str, reading: Reading) -> Table | None:
        """Give a tab's table as read, of the log its header alone."""
        return reading.tables.get(tab) or self.unread.get(tab)

    def whereabouts(self, reading: Reading) -> Whereabouts:
        """Give the way to find another tab's column, as drop-downs need it."""

        def where(name: str) -> tuple[str, int] | None:
            tab, _, column = name.partition(".")
            table, place = self.table(tab, reading), self.places.get(tab)
            index = table.columns.get(column) if table else None
            return None if place is None or index is None else (place.title, index)

        return where

    def _read(self, besides: Sequence[Message]) -> tuple[Reading, Sequence[Message]]:
        present, answers = self._answers(besides)
        for _ in range(LOOKS):
            if not self._ask_metadata(self._broken_headers(present, answers)):
                break
            present, answers = self._answers(besides)
        read = {
            tab.key: self._table_of(tab, answer, self._tagged if tab.key in self._broken else {})
            for tab, answer in zip(present, answers, strict=False)
        }
        self.places = {
            tab.key: replace(read[tab.key][0], row_count=None)
            if tab.place == "hidden"
            else read[tab.key][0]
            for tab in present
        }
        self.unread = {tab.key: read[tab.key][1] for tab in present if tab.place == "hidden"}
        tables = [
            read[tab.key][1] if tab.key in read else missing_table(tab, language=self._language)
            for tab in self._tabs
            if tab.place != "hidden"
        ]
        others = answers[len(present) :]
        return replace(reading_of(tables), forms=self.forms.read(others[len(besides) :])), others

    def _values(self, present: Iterable[Tab], besides: Sequence[Message]) -> Sequence[Message]:
        return self._api.values([*map(self._range, present), *besides, *self.forms.ranges])

    def _answers(self, besides: Sequence[Message]) -> tuple[Sequence[Tab], Sequence[Message]]:
        """Give the tabs that are there, and what was answered of them and of what was asked besides."""
        try:
            return self._tabs, self._values(self._tabs, besides)
        except Rejected as error:
            present = self._present(error)
            return present, self._values(present, besides)

    def _broken_headers(self, present: Iterable[Tab], answers: Iterable[Message]) -> Headers:
        """Give the headers, by tab, that are broken or stand in another order."""
        found: dict[str, Sequence[Sequence[Scalar]]] = {}
        for tab, answer in zip(present, answers, strict=False):
            rows = answer.get("values", [])
            header = find_header(tab, rows, title="", language=self._language)
            if header.problems or _reordered(tab, header):
                found[tab.key] = rows[header.row : header.row + 1]
        return found

    def _ask_metadata(self, broken: Headers) -> bool:
        """Ask the metadata what became of broken headers; say whether what was read has to be read anew.

        For each way in which they are, until it says the same twice: columns that were dragged are where their metadata
        is, and may have moved on, or back, between the two answers.
        """
        if broken == self._broken and self._sure:
            return False
        found = tagged_columns(self._api) if broken else {}
        self._sure = not broken or (broken == self._broken and found == self._tagged)
        self._tagged = found or {}
        self._broken = {} if found is None else broken
        return bool(found) and not self._sure

    def _table_of(self, tab: Tab, answer: Message, tagged: Tagged) -> tuple[Place, Table]:
        sheet_id = self._ids[tab.key]
        at = tagged.get(sheet_id)
        return read_table(tab, sheet_id, answer, language=self._language, tagged=at)

    def _range(self, tab: Tab) -> Message:
        where: Message = {"sheetId": self._ids[tab.key]}
        return {**where, "endRowIndex": HEADER_ONLY_ROWS} if tab.place == "hidden" else where

    def _titles(self) -> Mapping[int, str]:
        return titles_of(self._api.get("sheets(properties(sheetId,title))")["sheets"])

    def _present(self, error: Rejected) -> list[Tab]:
        """Give the tabs that are there, after a read was refused because one isn't."""
        if error.code != 400:
            raise error
        ids = self._titles()
        present = [tab for tab in self._tabs if self._ids[tab.key] in ids]
        if not present:
            raise not_set_up() from error
        if not self.forms.look(ids) and len(present) == len(self._tabs):
            raise error
        return present


def _reordered(tab: Tab, header: Header) -> bool:
    """Say whether the headers stand in another order than the schema's: dragged along, or typed over."""
    there = [header.columns[column.key] for column in tab.columns if column.key in header.columns]
    return there != sorted(there)
