"""What a read of values answers."""

from __future__ import annotations

from sheetflow.behaviours.behaviour import Behaviour, behaviour
from sheetflow.behaviours.scratch import Scratch


@behaviour(
    "2",
    "documented",
    "an empty range has no values, but range and majorDimension",
    expects={"range": "TAB!A1:B2", "majorDimension": "ROWS"},
)
def an_empty_range(tab: Scratch) -> object:
    """Read it."""
    return tab.call("get", tab.values("A1:B2"))


@behaviour("3", "measured", "a read past the grid's end is clipped", expects="TAB!A5:F10")
def a_read_past_the_end(tab: Scratch) -> object:
    """Read over the corner."""
    return tab.call("get", tab.values("A5:Z99"))["range"]


@behaviour(
    "3",
    "measured",
    "a read that starts past the grid's end is 400",
    expects="400 Range (TAB!A11:B12) exceeds grid limits. Max rows: 10, max columns: 6",
)
def a_read_outside(tab: Scratch) -> object:
    """Read below the last row."""
    return tab.refused("get", tab.values("A11:B12"))


@behaviour(
    "14",
    "documented",
    'trailing blanks are cut row by row, inner ones are "", rows are ragged',
    given=[["a", None, "c"], [None], ["d"]],
    expects=[[["a", "", "c"], [], ["d"]], [["a", "", "d"], [], ["c"]]],
)
def blanks(tab: Scratch) -> object:
    """Read by rows and by columns."""
    return [tab.read("A1:F10"), tab.read("A1:F10", majorDimension="COLUMNS")]


@behaviour(
    "",
    "documented",
    "batchGetByDataFilter reads by sheet id, clipped, and answers with its dataFilters",
    given=[["x", 46091.5]],
    expects=[
        [{"gridRange": {"sheetId": "ID", "endRowIndex": 2}}],
        {"range": "TAB!A1:F2", "majorDimension": "ROWS", "values": [["x", 46091.5]]},
    ],
)
def a_read_by_sheet_id(tab: Scratch) -> object:
    """Read two rows as the desk does."""
    asked = {
        "dataFilters": [{"gridRange": {"sheetId": tab.id, "endRowIndex": 2}}],
        "valueRenderOption": "UNFORMATTED_VALUE",
        "dateTimeRenderOption": "SERIAL_NUMBER",
    }
    answer = tab.call("post", "/values:batchGetByDataFilter", asked)
    [found] = answer["valueRanges"]
    return [found["dataFilters"], found["valueRange"]]


@behaviour(
    "",
    "documented",
    "a serial counts days since 1899-12-30",
    given=[["=DATE(2026,3,10)+0.5"]],
    expects=[[46091.5]],
)
def a_serial(tab: Scratch) -> object:
    """Read a date's number."""
    return tab.raw("A1")


READS: tuple[Behaviour, ...] = (
    an_empty_range,
    a_read_past_the_end,
    a_read_outside,
    blanks,
    a_read_by_sheet_id,
    a_serial,
)
