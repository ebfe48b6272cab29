"""Random calls: well formed ones by Google's own table of messages, and the same bent, broken or cut short."""

from __future__ import annotations

import json
from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import quote

from sheetflow.localsheets.batch.registry import ACTS
from sheetflow.localsheets.drive.shapes import SHAPES as DRIVE_SHAPES
from sheetflow.localsheets.shapes import ONE_OF, SHAPES

SHEETS, DRIVE = (
    "https://sheets.googleapis.com/v4/spreadsheets",
    "https://www.googleapis.com/drive/v3/files",
)
NUMBERS = (0, 0, 0, 1, 1, 2, 2, 3, 4, 5, 6, 7, 9, 10, 11, 13, -1, -(2**31), 2**31 - 1, 1.5, 2**63)
TEXTS = (
    "", "a", "Sheet1", "b", "工单", "=A1+1", "=SUM(A1:B3)", "=A1:C", "=FILTER(A1:B9,A1:A9=1)", "=)(", "=Sheet1!A1",
    "A1", "A1:C4", "Sheet1!B2:C", "b!A:A", "'b'!2:3", "1", "TRUE", "2026-03-10", "50%", "¥1,234.50", "'007", "(",
    "#REF!", "https://example.com", "key", "value", "x" * 2000, "\x00", "🛠️\u202e", "0.00", "yyyy-mm-dd", "[h]:mm;@",
    "zh_CN", "Asia/Shanghai", "Mars/Base", "SELECT 1", "%", "..", "*", "?", "2147483648",
)  # fmt: skip
OTHERS = (
    None,
    True,
    False,
    "",
    "x",
    "0",
    1.5,
    -1,
    10**30,
    [],
    [[]],
    {},
    {"a": 1},
    [None],
    1e308,
    10**400,
)
DANGEROUS = {"rowCount": 40, "columnCount": 20, "length": 12}
"""Sizes are kept small: a grid of ten million cells is Google's right and would only take the test's time."""

WHOLE = frozenset({"GradientRule", "InterpolationPoint"})
"""Messages of little use with a field missing, deep down where most are."""

SPANS = {
    "GridRange": (("startRowIndex", "endRowIndex"), ("startColumnIndex", "endColumnIndex")),
    "DimensionRange": (("startIndex", "endIndex"),),
}

BODIES = {
    (":batchUpdate", "POST"): "BatchUpdateSpreadsheetRequest",
    (":getByDataFilter", "POST"): "GetSpreadsheetByDataFilterRequest",
    ("/developerMetadata:search", "POST"): "SearchDeveloperMetadataRequest",
    ("/sheets/0:copyTo", "POST"): "CopySheetToAnotherSpreadsheetRequest",
    ("/values/{}:append", "POST"): "ValueRange",
    ("/values/{}:clear", "POST"): "ClearValuesRequest",
    ("/values/{}", "PUT"): "ValueRange",
    ("/values:batchClear", "POST"): "BatchClearValuesRequest",
    ("/values:batchClearByDataFilter", "POST"): "BatchClearValuesByDataFilterRequest",
    ("/values:batchGetByDataFilter", "POST"): "BatchGetValuesByDataFilterRequest",
    ("/values:batchUpdate", "POST"): "BatchUpdateValuesRequest",
    ("/values:batchUpdateByDataFilter", "POST"): "BatchUpdateValuesByDataFilterRequest",
}
READS = ("", "/values/{}", "/values:batchGet", "/developerMetadata/1")
FILES = {
    ("", "GET"): "",
    ("", "POST"): "File",
    ("/{}", "GET"): "",
    ("/{}", "PATCH"): "File",
    ("/{}/copy", "POST"): "File",
    ("/{}/export", "GET"): "",
    ("/{}/permissions", "GET"): "",
    ("/{}/permissions", "POST"): "Permission",
    ("/{}/comments", "GET"): "",
    ("/{}/comments", "POST"): "Comment",
}
RANGES = (
    "A1",
    "A1:C4",
    "Sheet1!B2:C",
    "b!A:A",
    "'b'!2:3",
    "Sheet1",
    "B2:D9",
    "A1:Z99",
    "H12",
    "A5:B3",
    "x",
    "R1C1:R2C2",
)
MASKS = (
    "*",
    "*",
    "*",
    "userEnteredValue",
    "note",
    "title",
    "x",
    "",
    "a.b(c",
    "range,name",
    "userEnteredFormat(numberFormat)",
)
SHEETS_PARAMETERS: dict[str, tuple[str, ...]] = {
    "valueRenderOption": ("FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA"),
    "responseValueRenderOption": ("FORMATTED_VALUE", "FORMULA"),
    "dateTimeRenderOption": ("SERIAL_NUMBER", "FORMATTED_STRING"),
    "insertDataOption": ("INSERT_ROWS", "OVERWRITE"),
    "majorDimension": ("ROWS", "COLUMNS", "DIMENSION_UNSPECIFIED"),
    "includeGridData": ("true", "false", "2"),
    "includeValuesInResponse": ("true", "false"),
    "ranges": RANGES,
    "fields": (
        "*",
        "sheets.data",
        "sheets(properties",
        "x",
        "*,",
        "sheets/data/rowData/values",
        "a.b",
    ),
    "prettyPrint": ("false",),
    "q": ("x",),
}
DRIVE_PARAMETERS: dict[str, tuple[str, ...]] = {
    "fields": ("*", "kind", "id", "files(id,name)", "id,content", "comments/id", "permissions(id", "a.b"),
    "q": ("name = 'a'", "trashed = false and", "starred", "name contains '\\'", "'me' in owners"),
    "pageSize": ("1", "0", "-1", "x", "1000", "9" * 5000),
    "pageToken": ("x", "1"),
    "orderBy": ("name desc", "name,", "x"),
    "mimeType": ("text/csv", "application/pdf", "text/tab-separated-values", "x"),
    "addParents": ("x",),
    "transferOwnership": ("true",),
}  # fmt: skip


@dataclass(frozen=True)
class Sent:
    """One call, ready to be sent; its repr is what a person needs to send it again."""

    method: str
    url: str
    params: dict[str, str]
    content: bytes


class Fuzz:
    """Makes the calls of one seed, always the same ones for a spreadsheet of the same id."""

    def __init__(self, seed: str, key: str) -> None:
        self.key = key
        self.chance = Random(seed)

    def call(self) -> Sent:
        """Return the next call."""
        kind = self.chance.random()
        if kind < 0.12:
            path, method, body = self.chance.choice(READS), "GET", None
        elif kind < 0.24:
            return self._drive()
        else:
            (path, method), message = self._body()
            body = self.message(message, SHAPES, 0)
        key = self.key if self.chance.random() < 0.98 else "nowhere"
        path = path.replace("{}", quote(self._range(), safe=""))
        params = self._params(SHEETS_PARAMETERS)
        if method == "PUT" or path.endswith(":append"):
            params["valueInputOption"] = self.chance.choice(("RAW", "USER_ENTERED", "USER_ENTERED"))
        return Sent(method, f"{SHEETS}/{key}{path}", params, self._content(body))

    def _body(self) -> tuple[tuple[str, str], str]:
        some = list(BODIES.items())
        return some[0] if self.chance.random() < 0.6 else self.chance.choice(some)

    def _drive(self) -> Sent:
        (path, method), message = self.chance.choice(list(FILES.items()))
        body = self.message(message, DRIVE_SHAPES, 0) if message else None
        url = DRIVE + path.replace("{}", self.key)
        return Sent(method, url, self._params(DRIVE_PARAMETERS), self._content(body))

    def _params(self, known: dict[str, tuple[str, ...]]) -> dict[str, str]:
        names = self.chance.sample(list(known), self.chance.choice((0, 0, 0, 1, 1, 2)))
        return {name: self.chance.choice(known[name]) for name in names}

    def _range(self) -> str:
        return self.chance.choice(RANGES if self.chance.random() < 0.9 else TEXTS)

    def _content(self, body: Any) -> bytes:
        if body is None:
            return b""
        content = json.dumps(body).encode()
        kind = self.chance.random()
        if kind < 0.01:
            return content[: self.chance.randrange(len(content))]
        if kind < 0.02:
            at = self.chance.randrange(len(content))
            return content[:at] + self.chance.randbytes(2) + content[at:]
        if kind < 0.025:
            return content.replace(b"1", b"1e999", 1)
        if kind < 0.03:
            return b"[" * 100_000 if kind < 0.0275 else b'{"requests":' * 5000
        return content

    def message(self, name: str, shapes: Any, depth: int) -> Any:
        """Return a message with some of its fields, now and then something else or a field too many."""
        if self.chance.random() < 0.003:
            return self.chance.choice(OTHERS)
        if name == "Request":
            kinds = list(ACTS) if self.chance.random() < 0.97 else list(SHAPES["Request"])
            kind = self.chance.choice(kinds)
            return {kind: self.value(kind, shapes[name][kind], shapes, depth + 1)}
        fields = shapes[name]
        share = 1 if depth == 0 else 0.9 if depth < 3 else 0.5 if depth < 6 else 0.15
        share = 0.95 if name in WHOLE else share
        chosen = [one for one in fields if self.chance.random() < share] or list(fields)[:1]
        chosen = self._one_of(name, chosen)
        if len(fields) > 6:
            chosen = self.chance.sample(chosen, min(len(chosen), self.chance.choice((1, 2, 3, 5))))
        if "fields" in fields and self.chance.random() < 0.95:
            chosen = [*chosen, "fields"]
        made = {one: self.value(one, fields[one], shapes, depth + 1) for one in chosen}
        return made | ({"nmae": 1} if self.chance.random() < 0.005 else {})

    def _one_of(self, name: str, chosen: list[str]) -> list[str]:
        """Return fields with mostly one of those that rule each other out."""
        among = ONE_OF.get(name, ("", frozenset()))[1] or (chosen if name in ONE_OF else ())
        rivals = [one for one in chosen if one in among]
        if not rivals or self.chance.random() < 0.03:
            return chosen
        kept = self.chance.choice(rivals)
        return [one for one in chosen if one not in among or one == kept]

    def value(self, name: str, kind: Any, shapes: Any, depth: int) -> Any:
        """Return a value for a field of a kind."""
        chance = self.chance
        if chance.random() < 0.003:
            return chance.choice(OTHERS)
        if isinstance(kind, list):
            return self._compound(name, kind, shapes, depth)
        if kind in shapes:
            return self.message(kind, shapes, depth) if depth < 12 else {}
        if kind == "google-fieldmask":
            return chance.choice(MASKS)
        if kind in ("int32", "float", "double"):
            return self._number(name)
        if kind == "boolean":
            return chance.random() < 0.5
        if kind == "any":
            return chance.choice((*TEXTS, 1, 2.5, True, None))
        if name.endswith("Id"):
            return chance.choice(("id_a", "id_a", "id_b", self.key, ""))
        ranged = name in ("range", "a1Range", "ranges", "responseRanges")
        return self._range() if ranged else chance.choice(TEXTS)

    def _span(self, name: str) -> Any:
        """Return a range, mostly one that starts before it ends."""
        made: dict[str, Any] = {"sheetId": self._number("sheetId")}
        for start, end in SPANS[name]:
            first = self.chance.randrange(12 if "Column" not in start else 8)
            made |= {start: first, end: first + self.chance.choice((0, 1, 1, 2, 3, 9))}
        if name == "DimensionRange":
            made["dimension"] = self.chance.choice(("ROWS", "COLUMNS"))
        for one in list(made):
            kind = self.chance.random()
            if kind < 0.06:
                made[one] = self._number(one)
            elif kind < 0.12:
                del made[one]
        return made

    def _number(self, name: str) -> Any:
        if name in ("sheetId", "sourceSheetId"):
            return self.chance.choice((0, 0, 0, 0, 1, 1, 2, 7, -1))
        if name.endswith("Id"):
            return self.chance.choice((1, 1, 2, 3, 0))
        if name in DANGEROUS:
            return self.chance.randrange(-1, DANGEROUS[name])
        return self.chance.choice(NUMBERS)

    def _compound(self, name: str, kind: Any, shapes: Any, depth: int) -> Any:
        head, *rest = kind
        if head == "enum":
            return self.chance.choice(rest[1:] if self.chance.random() < 0.97 else rest)
        count = self.chance.choice((0, 1, 1, 2, 3) if name != "requests" else (1, 1, 1, 2, 3))
        if head == "map":
            return {str(one): self.value(name, rest[0], shapes, depth + 1) for one in range(count)}
        return [self.value(name, rest[0], shapes, depth + 1) for _ in range(count)]
