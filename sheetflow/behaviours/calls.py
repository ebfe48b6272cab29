"""The calls that a behaviour makes on a tab, and the messages they take."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sheetflow.errors import Refused, SheetflowError

SHEETS = "https://sheets.googleapis.com/v4/spreadsheets"
FILES = "https://www.googleapis.com/drive/v3/files"

_CELL = re.compile(r"([A-Z]*)(\d*)(?::([A-Z]*)(\d*))?")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back of a call: 200 and a message, or a text; else a code and the API's own sentence."""

    code: int
    body: Any = None
    message: str = ""


class Ask(Protocol):
    """How the API is called. Raises a SheetflowError where no answer comes."""

    def __call__(self, method: str, url: str, *, body: Any = None, params: Any = None) -> Answer:
        """Make one call; what the API refuses is an answer."""


class Refusal(Refused):
    """The API said no to a call that a behaviour or the scratch tab rests on."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(f"Google Sheets answered {answer.code}: {answer.message}")
        self.said = f"{answer.code} {answer.message}"


class Tab:
    """A tab of a spreadsheet; cells are named as in `A1:B2`, without it.

    `file` is the spreadsheet's id, `mark` a few letters that nothing there bears but what is ours.
    """

    def __init__(self, ask: Ask, file: str, *, mark: str, identity: int, title: str) -> None:
        self.ask, self.file, self.mark = ask, file, mark
        self.id, self.title = identity, title
        self.unsure = False

    # ── Calls ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def call(self, method: str, path: str, body: Any = None, **params: Any) -> Any:
        """Make a call on the file and give its message. Raises Refusal or Unavailable."""
        try:
            answer = self.ask(method, f"{SHEETS}/{self.file}{path}", body=body, params=params)
        except SheetflowError:
            self.unsure = True
            raise
        if answer.code != 200:
            raise Refusal(answer)
        return answer.body

    def refused(self, method: str, path: str, body: Any = None, **params: Any) -> str:
        """Give what a call is refused with, `400 …`; "taken" where it is done."""
        try:
            self.call(method, path, body, **params)
        except Refusal as refusal:
            return refusal.said
        return "taken"

    def batch(self, *requests: dict[str, Any], **params: Any) -> Any:
        """Do requests in one batch; gives its message."""
        return self.call("post", ":batchUpdate", {"requests": list(requests)}, **params)

    def refusal(self, *requests: dict[str, Any]) -> str:
        """Give what a batch is refused with, `400 …`; "taken" where it is done."""
        return self.refused("post", ":batchUpdate", {"requests": list(requests)})

    def get(self, **params: Any) -> Any:
        """Ask for the file."""
        return self.call("get", "", **params)

    def sheet(self, fields: str) -> Any:
        """Ask for what a field mask names of the tab."""
        return self.get(ranges=f"'{self.title}'", fields=f"sheets({fields})")["sheets"][0]

    def write(self, a1: str, values: Any, option: str = "RAW") -> Any:
        """Write values; gives the message."""
        return self.call("put", self.values(a1), {"values": values}, valueInputOption=option)

    def type(self, a1: str, values: Any) -> Any:
        """Write values as if somebody typed them."""
        return self.write(a1, values, "USER_ENTERED")

    def read(self, a1: str, **params: Any) -> list[list[Any]]:
        """Read values as they are shown."""
        found: list[list[Any]] = self.call("get", self.values(a1), **params).get("values", [])
        return found

    def raw(self, a1: str) -> list[list[Any]]:
        """Read values without their formats."""
        return self.read(a1, valueRenderOption="UNFORMATTED_VALUE")

    def formulas(self, a1: str) -> list[list[Any]]:
        """Read what was entered."""
        return self.read(a1, valueRenderOption="FORMULA")

    def cells(self, a1: str, of: str) -> list[list[Any]]:
        """Give what a mask names of each cell, row by row, {} for a cell that has nothing of it."""
        box = self.grid(a1)
        answer = self.get(ranges=self.place(a1), fields=f"sheets.data.rowData.values({of})")
        data = (answer.get("sheets") or [{}])[0].get("data") or [{}]
        rows = [row.get("values", []) for row in data[0].get("rowData", [])]
        height = box["endRowIndex"] - box["startRowIndex"]
        width = box["endColumnIndex"] - box["startColumnIndex"]
        rows += [[]] * (height - len(rows))
        return [row + [{}] * (width - len(row)) for row in rows]

    # ── Places and requests ─────────────────────────────────────────────────────────────────────────────────────────

    def place(self, a1: str) -> str:
        """Name cells with their tab."""
        return f"'{self.title}'!{a1}"

    def values(self, a1: str) -> str:
        """Give the path of a range's values."""
        return f"/values/{self.place(a1)}"

    def grid(self, a1: str, *, sheet: int | None = None) -> dict[str, int]:
        """Give the GridRange of cells such as `A1:B2`, `A1` or `A:B`."""
        found = _CELL.fullmatch(a1)
        if found is None:
            raise ValueError(f"{a1} names no cells")
        left, top, right, bottom = found[1], found[2], found[3] or found[1], found[4] or found[2]
        box = {"sheetId": self.id if sheet is None else sheet}
        if top:
            box |= {"startRowIndex": int(top) - 1, "endRowIndex": int(bottom)}
        return box | {"startColumnIndex": column(left), "endColumnIndex": column(right) + 1}

    def update(self, start: str, rows: Sequence[Sequence[object]]) -> dict[str, Any]:
        """Give the request that enters values as they are from a cell on; None leaves one empty."""
        box = self.grid(start)
        corner = {
            "sheetId": box["sheetId"],
            "rowIndex": box["startRowIndex"],
            "columnIndex": box["startColumnIndex"],
        }
        entered = [{"values": [_entered(value) for value in row]} for row in rows]
        return {"updateCells": {"start": corner, "rows": entered, "fields": "userEnteredValue"}}

    def repeat(self, a1: str, cell: dict[str, Any], fields: str) -> dict[str, Any]:
        """Give the request that makes cells alike."""
        return {"repeatCell": {"range": self.grid(a1), "cell": cell, "fields": fields}}

    def rows(self, start: int, end: int, dimension: str = "ROWS") -> dict[str, Any]:
        """Give the DimensionRange of rows or columns, counted from 0."""
        return {
            "sheetId": self.id,
            "dimension": dimension,
            "startIndex": start,
            "endIndex": end,
        }

    def neutral(self, found: Any) -> Any:
        """Give what was found without what is ours alone: TAB, FILE, MARK and ID stand in the place of it."""
        if isinstance(found, dict):
            return {self.neutral(name): self.neutral(value) for name, value in found.items()}
        if isinstance(found, list | tuple):
            return [self.neutral(one) for one in found]
        if isinstance(found, str):
            for ours, name in (
                (f"'{self.title}'", "TAB"),
                (self.title, "TAB"),
                (f"sheetflow_live_{self.mark}", "MARK"),
                (self.file, "FILE"),
                (str(self.id or "ID"), "ID"),
            ):
                found = found.replace(ours, name)
            return found
        return "ID" if self.id and found == self.id and not isinstance(found, bool) else found


def column(letters: str) -> int:
    """Give the index of a column: A is 0, AA 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def _entered(value: object) -> dict[str, Any]:
    """Give a value as a cell holds it; a text that begins with = is a formula."""
    if value is None:
        return {}
    if isinstance(value, bool):
        return {"userEnteredValue": {"boolValue": value}}
    if isinstance(value, int | float):
        return {"userEnteredValue": {"numberValue": value}}
    kind = "formulaValue" if str(value).startswith("=") else "stringValue"
    return {"userEnteredValue": {kind: value}}
