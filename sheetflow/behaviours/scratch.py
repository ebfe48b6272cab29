"""A tab to try things on: made for it, emptied before each behaviour by making it anew, and removed at the end.

Nothing else of the spreadsheet is touched. What is ours bears a mark in its name, so that the end finds it even where
the answer to its making never came.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sheetflow.behaviours.calls import FILES, SHEETS, Answer, Ask, Refusal, Tab

#: How the tab is called, before its mark.
TITLE = "sheetflow doctor --live"

#: The size of the tab.
ROWS, COLUMNS = 10, 6


class Scratch(Tab):
    """The tab; `first_id` is a sheet id that is free with the ones after it."""

    def __init__(self, ask: Ask, file: str, *, mark: str, first_id: int) -> None:
        super().__init__(ask, file, mark=mark, identity=first_id, title=f"{TITLE} {mark}")
        self._next = first_id
        self._tabs: list[int] = []
        self._names = False

    def fresh(self, given: Sequence[Sequence[object]] = ()) -> None:
        """Make the tab anew, with values if need be. Raises Refusal or Unavailable."""
        if self.unsure or self._names:
            self.remove()
        gone = [{"deleteSheet": {"sheetId": one}} for one in self._tabs]
        self._next += 1
        self.id = self._next
        made = [self._added(self.id, self.title)]
        if given:
            made.append(self.update("A1", given))
        self.unsure = True
        self.batch(*gone, *made)
        self._tabs, self.unsure = [self.id], False

    def other(self) -> str:
        """Make a second tab; gives its title in quotes, as formulas name it."""
        self._next += 1
        self.batch(self._added(self._next, f"{self.title} B"))
        self._tabs.append(self._next)
        return f"'{self.title} B'"

    def duplicate(self) -> None:
        """Make a second tab that is a copy of the first."""
        self._next += 1
        copy = {
            "sourceSheetId": self.id,
            "newSheetId": self._next,
            "newSheetName": f"{self.title} B",
            "insertSheetIndex": 1,
        }
        self.batch({"duplicateSheet": copy})
        self._tabs.append(self._next)

    def remove_other(self) -> None:
        """Delete the second tab."""
        self.batch({"deleteSheet": {"sheetId": self._tabs.pop()}})

    @property
    def other_id(self) -> int:
        """Give the sheet id of the second tab."""
        return self._tabs[-1]

    @contextmanager
    def file_of_its_own(self) -> Iterator[Scratch]:
        """Make a file with its first tab, and delete it afterwards. Raises Refusal or Unavailable.

        Drive is asked first: a file that couldn't be deleted isn't made.
        """
        allowed = self.ask("get", FILES, params={"pageSize": 1})
        if allowed.code != 200:
            raise Refusal(allowed)
        made = self.ask("post", SHEETS, body={"properties": {"title": self.title}})
        if made.code != 200:
            raise Refusal(made)
        title = made.body["sheets"][0]["properties"]["title"]
        own = Scratch(self.ask, made.body["spreadsheetId"], mark=self.mark, first_id=0)
        own.title = title
        try:
            yield own
        finally:
            gone = self.ask("delete", f"{FILES}/{own.file}")
            if gone.code != 200:
                left = f"{gone.message} The file {own.file} is left: delete it."
                raise Refusal(Answer(gone.code, message=left))

    def name(self, name: str) -> str:
        """Give a name for a named range that nothing else has; it is removed like the tab."""
        self._names = True
        return f"sheetflow_live_{self.mark}_{name}"

    def remove(self) -> None:
        """Remove every tab and named range that bears our mark. Raises Refusal or Unavailable."""
        fields = "sheets.properties(sheetId,title),namedRanges(namedRangeId,name)"
        there = self.get(fields=fields)
        tabs = [one["properties"] for one in there.get("sheets", [])]
        gone: list[dict[str, Any]] = [
            {"deleteNamedRange": {"namedRangeId": one["namedRangeId"]}}
            for one in there.get("namedRanges", [])
            if self.mark in one["name"]
        ]
        gone += [
            {"deleteSheet": {"sheetId": one.get("sheetId", 0)}}
            for one in tabs
            if one["title"].startswith(self.title)
        ]
        if gone:
            self.batch(*gone)
        self._tabs, self.unsure, self._names = [], False, False

    @staticmethod
    def _added(sheet: int, title: str) -> dict[str, Any]:
        grid = {"rowCount": ROWS, "columnCount": COLUMNS}
        return {
            "addSheet": {"properties": {"sheetId": sheet, "title": title, "gridProperties": grid}}
        }
