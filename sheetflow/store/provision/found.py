"""The spreadsheet as it is before setting up: its tabs, with headers, views and formats, as the API describes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sheetflow.model import Scalar
from sheetflow.store.api import Api, Message
from sheetflow.store.names import METADATA, letters, quoted

FILE_FIELDS = (
    "properties(timeZone,locale,autoRecalc),namedRanges,developerMetadata,"
    "sheets(properties,conditionalFormats,filterViews(filterViewId),protectedRanges("
    "protectedRangeId,range,warningOnly,editors,unprotectedRanges,requestingUserCanEdit),"
    "columnGroups,developerMetadata)"
)
CELL_FIELDS = (
    "sheets(properties(sheetId),data("
    "rowData(values(userEnteredValue,note,dataValidation)),columnMetadata(developerMetadata)))"
)

#: Rows looked at in each tab: where the header may be, and the first ticket below it.
SEARCHED_ROWS = 6


@dataclass(frozen=True)
class FoundTab:
    """One tab as it is. `cells` are its first rows; `tagged` maps a column's key to the index of its metadata."""

    properties: Message
    sheet: Message
    cells: list[list[Message]] = field(default_factory=list)
    tagged: Mapping[str, int] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Give the tab's title, which people may have changed."""
        return str(self.properties["title"])

    @property
    def row_count(self) -> int:
        """Give the number of rows of the grid."""
        return int(self.properties["gridProperties"]["rowCount"])

    @property
    def column_count(self) -> int:
        """Give the number of columns of the grid."""
        return int(self.properties["gridProperties"]["columnCount"])

    def cell(self, row: int, column: int) -> Message:
        """Give a cell of the first rows."""
        inside = row < len(self.cells) and column < len(self.cells[row])
        return self.cells[row][column] if inside else {}

    def values(self) -> list[list[Scalar]]:
        """Give what was entered in the first rows; a formula is its text."""
        return [[_entered(cell) for cell in row] for row in self.cells]


@dataclass(frozen=True)
class Found:
    """The file as it is, and its tabs by id; `empty` when nobody has put a value anywhere."""

    file: Message
    tabs: Mapping[int, FoundTab]
    empty: bool


def look(api: Api, ours: frozenset[int]) -> Found:
    """Look at the file: one read, and one more for the cells of what is there already."""
    file = api.get(FILE_FIELDS)
    sheets = {sheet["properties"]["sheetId"]: sheet for sheet in file["sheets"]}
    if not ours & sheets.keys():
        tabs = {key: FoundTab(sheet["properties"], sheet) for key, sheet in sheets.items()}
        answers = api.values([{"sheetId": key} for key in sheets])
        return Found(file, tabs, empty=not any("values" in answer for answer in answers))
    shown = [sheet["properties"] for key, sheet in sheets.items() if key in ours]
    answer = api.get(CELL_FIELDS, ranges=[_top(properties) for properties in shown])
    tops = {sheet["properties"]["sheetId"]: sheet for sheet in answer["sheets"]}
    tabs = {key: _tab(sheet, tops.get(key, {})) for key, sheet in sheets.items()}
    return Found(file, tabs, empty=False)


def _top(properties: Message) -> str:
    grid = properties["gridProperties"]
    rows, last = min(SEARCHED_ROWS, grid["rowCount"]), letters(grid["columnCount"] - 1)
    return f"{quoted(properties['title'])}!A1:{last}{rows}"


def _tab(sheet: Message, top: Message) -> FoundTab:
    data = (top.get("data") or [{}])[0]
    cells = [list(row.get("values", ())) for row in data.get("rowData", ())]
    tagged = {
        str(tag["metadataValue"]): index
        for index, column in reversed(list(enumerate(data.get("columnMetadata", ()))))
        for tag in column.get("developerMetadata", ())
        if tag.get("metadataKey") == METADATA and "metadataValue" in tag
    }
    return FoundTab(sheet["properties"], sheet, cells, tagged)


def _entered(cell: Message) -> Scalar:
    for value in cell.get("userEnteredValue", {}).values():
        if isinstance(value, (str, int, float, bool)):
            return value
    return ""
