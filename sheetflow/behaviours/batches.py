"""What a batch takes, refuses and answers."""

from __future__ import annotations

from sheetflow.behaviours.behaviour import Behaviour, Like, behaviour
from sheetflow.behaviours.scratch import Scratch

RED = {"red": 1}
_VALUE = "userEnteredValue"


@behaviour(
    "5",
    "measured",
    "repeatCell that ends past the grid is taken, the grid unchanged; so is an empty range",
    expects=[["7", "7"], 10],
)
def repeating_past_the_end(tab: Scratch) -> object:
    """Repeat to row 99, and over no row."""
    seven, box = {_VALUE: {"numberValue": 7}}, tab.grid("A9:A99")
    empty = box | {"startRowIndex": 3, "endRowIndex": 3}
    tab.batch(
        *(
            {"repeatCell": {"range": place, "cell": seven, "fields": _VALUE}}
            for place in (box, empty)
        )
    )
    size = tab.sheet("properties.gridProperties")["properties"]["gridProperties"]
    return [[row[0] for row in tab.read("A1:A10") if row], size["rowCount"]]


@behaviour(
    "6",
    "measured",
    "an error names the request",
    expects="400 Invalid requests[1].repeatCell: No grid with id: 9",
)
def the_second_request(tab: Scratch) -> object:
    """Send one that is right and one for a tab that isn't there."""
    fields = {"cell": {"note": "x"}, "fields": "note"}
    nowhere = {"repeatCell": {"range": tab.grid("A1", sheet=9), **fields}}
    return tab.refusal(tab.repeat("A1", {"note": "x"}, "note"), nowhere)


@behaviour(
    "6",
    "measured",
    "an error names the data entry",
    expects="400 Invalid data[1]: Unable to parse range: MARK_no!A1",
)
def the_second_entry(tab: Scratch) -> object:
    """Write to a tab, and to one that isn't there."""
    places = (tab.place("A1"), f"sheetflow_live_{tab.mark}_no!A1")
    data = [{"range": place, "values": [["x"]]} for place in places]
    body = {"valueInputOption": "RAW", "data": data}
    return tab.refused("post", "/values:batchUpdate", body)


@behaviour(
    "8",
    "documented",
    "in updateCells an empty cell under the mask clears",
    given=[["a", "b"]],
    expects=[["", "b"]],
)
def an_empty_cell(tab: Scratch) -> object:
    """Write {} over a value."""
    tab.batch(tab.update("A1", [[None]]))
    return tab.read("A1:B1")


@behaviour(
    "9",
    "documented",
    "updateCells with range clears what its rows leave out, with start it doesn't",
    given=[["a", "b"], ["c", "d"], ["e", "f"], ["g", "h"]],
    expects=[["x"], [], ["x", "f"], ["g", "h"]],
)
def range_or_start(tab: Scratch) -> object:
    """Write one cell either way."""
    by_start = tab.update("A3", [["x"]])
    cells = {name: by_start["updateCells"][name] for name in ("rows", "fields")}
    tab.batch({"updateCells": {"range": tab.grid("A1:B2"), **cells}}, by_start)
    return tab.read("A1:B4")


@behaviour(
    "10",
    "documented",
    "a missing mask is 400, never taken for *",
    given=[["kept"]],
    expects=[Like("^400 .*At least one field must be listed")] * 4 + [[["kept"]]],
)
def no_mask(tab: Scratch) -> object:
    """Send four kinds of writes without one."""
    whole = {"sheetId": tab.id}
    return [
        tab.refusal({"repeatCell": {"range": whole, "cell": {}}}),
        tab.refusal({"updateCells": {"range": whole}}),
        tab.refusal({"updateSheetProperties": {"properties": whole}}),
        tab.refusal({"appendCells": {**whole, "rows": []}}),
        tab.read("A1"),
    ]


@behaviour(
    "11",
    "measured",
    "an unknown JSON name is 400 with its path",
    expects=Like(
        'Invalid JSON payload received. Unknown name "name" at '
        r"'requests\[0\].add_sheet.properties': Cannot find field."
    ),
)
def an_unknown_name(tab: Scratch) -> object:
    """Call a tab's title its name."""
    return tab.refusal({"addSheet": {"properties": {"name": "x"}}})


@behaviour(
    "11",
    "measured",
    "a value of another type is 400 with its path",
    expects="400 Invalid value at 'requests[0].delete_sheet.sheet_id' (TYPE_INT32), \"one\"",
)
def a_wrong_type(tab: Scratch) -> object:
    """Give a text for a sheet id."""
    return tab.refusal({"deleteSheet": {"sheetId": "one"}})


@behaviour(
    "11",
    "measured",
    "two of what one is allowed of is 400",
    expects=Like("oneof field 'kind' is already set. Cannot set 'mergeCells'"),
)
def two_kinds(tab: Scratch) -> object:
    """Make one request of two kinds."""
    box = {"range": tab.grid("A1:B2")}
    return tab.refusal({"unmergeCells": box, "mergeCells": box})


@behaviour(
    "11",
    "measured",
    "a flag of the query is true or false",
    expects="400 Invalid value at 'include_grid_data' (TYPE_BOOL), \"yes\"",
)
def a_flag(tab: Scratch) -> object:
    """Say yes to it."""
    return tab.refused("get", "", includeGridData="yes", fields="spreadsheetId")


@behaviour(
    "12",
    "documented",
    "replies has one entry for each request",
    expects=[{}, {"addDimensionGroup": [{"depth": 1}]}],
)
def replies(tab: Scratch) -> object:
    """Send a request that answers nothing and one that answers something."""
    answer = tab.batch(
        {"mergeCells": {"range": tab.grid("A1:B2")}},
        {"addDimensionGroup": {"range": tab.rows(3, 5)}},
    )["replies"]
    groups = answer[1]["addDimensionGroup"]["dimensionGroups"]
    return [answer[0], {"addDimensionGroup": [{"depth": one["depth"]} for one in groups]}]


@behaviour(
    "13",
    "documented",
    "a mask overrides includeGridData both ways",
    given=[["x"]],
    expects=[[], [{"rowData": [{"values": [{"formattedValue": "x"}]}]}], False, True],
)
def a_mask_and_the_flag(tab: Scratch) -> object:
    """Ask with the flag for none, without it for some, and without a mask both ways."""
    place = tab.place("A1")
    none = tab.get(ranges=place, includeGridData="true", fields="sheets.properties.title")
    some = tab.get(
        ranges=place, includeGridData="false", fields="sheets.data.rowData.values.formattedValue"
    )
    flags = [tab.get(ranges=place, includeGridData=flag) for flag in ("false", "true")]
    return [
        none["sheets"][0].get("data", []),
        some["sheets"][0]["data"],
        *("data" in one["sheets"][0] for one in flags),
    ]


@behaviour(
    "18",
    "documented",
    "colours leave out channels of 0 and fill their old spelling",
    expects={"backgroundColor": RED, "backgroundColorStyle": {"rgbColor": RED}},
)
def colours(tab: Scratch) -> object:
    """Set a style, read both."""
    style = {"rgbColor": {"red": 1, "green": 0, "blue": 0}}
    look = {"userEnteredFormat": {"backgroundColorStyle": style}}
    tab.batch(tab.repeat("A1", look, "userEnteredFormat.backgroundColorStyle"))
    [[cell]] = tab.cells("A1", "userEnteredFormat")
    return cell["userEnteredFormat"]


@behaviour(
    "19",
    "measured",
    "repeatCell with a formula moves its references",
    given=[[1, 10], [2, 20], [3, 30]],
    expects=[[[11, 20], [12, 30], [13, 40]], [["=B3+$B$1"]]],
)
def a_repeated_formula(tab: Scratch) -> object:
    """Repeat one over three rows and two columns."""
    tab.batch(tab.repeat("C1:D3", {_VALUE: {"formulaValue": "=A1+$B$1"}}, _VALUE))
    return [tab.raw("C1:D3"), tab.formulas("D3")]


@behaviour(
    "",
    "documented",
    "a batch that fails in its last request changes nothing",
    expects=[Like(r"^400 Invalid requests\[1\]"), []],
)
def all_or_nothing(tab: Scratch) -> object:
    """Write, then delete a tab that isn't there."""
    return [
        tab.refusal(tab.update("A1", [["x"]]), {"deleteSheet": {"sheetId": 9}}),
        tab.read("A1"),
    ]


@behaviour(
    "",
    "documented",
    "the answer to a batch shows the cells asked for as they are after the write",
    expects=[[{"values": [{"effectiveValue": {"stringValue": "WX1"}}]}]],
)
def the_answer_to_a_batch(tab: Scratch) -> object:
    """Write a key, and have it come back."""
    body = {
        "requests": [tab.update("A4", [["WX1"]])],
        "includeSpreadsheetInResponse": True,
        "responseRanges": [tab.place("A4")],
    }
    mask = "replies,updatedSpreadsheet(sheets(data(rowData(values(effectiveValue)))))"
    sheets = tab.call("post", ":batchUpdate", body, fields=mask)["updatedSpreadsheet"]["sheets"]
    return [data["rowData"] for sheet in sheets for data in sheet.get("data", ())]


@behaviour(
    "",
    "measured",
    "updateCells past the grid fails the batch",
    expects=Like("^400 Invalid requests.0..updateCells"),
)
def writing_past_the_grid(tab: Scratch) -> object:
    """Write below the last row."""
    return tab.refusal(tab.update("A11", [["x"]]))


BATCHES: tuple[Behaviour, ...] = (
    repeating_past_the_end,
    the_second_request,
    the_second_entry,
    an_empty_cell,
    range_or_start,
    no_mask,
    an_unknown_name,
    a_wrong_type,
    two_kinds,
    a_flag,
    replies,
    a_mask_and_the_flag,
    colours,
    a_repeated_formula,
    all_or_nothing,
    the_answer_to_a_batch,
    writing_past_the_grid,
)
