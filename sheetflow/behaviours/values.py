"""What a write of values takes, and what becomes of it."""

from __future__ import annotations

from sheetflow.behaviours.behaviour import Behaviour, Like, behaviour
from sheetflow.behaviours.scratch import Scratch


@behaviour(
    "4", "measured", "values.update past the grid is 400", expects=Like("^400 .*exceeds grid")
)
def an_update_past_the_end(tab: Scratch) -> object:
    """Write two rows from the last one on."""
    body = {"values": [["a"], ["b"]]}
    return tab.refused("put", tab.values("A10"), body, valueInputOption="RAW")


@behaviour(
    "4",
    "measured",
    "values.append past the grid makes it grow",
    given=[[n] for n in range(10)],
    expects=[[["new"]], 11],
)
def an_append_at_the_end(tab: Scratch) -> object:
    """Append to ten rows of ten."""
    body = {"values": [["new"]]}
    tab.call("post", tab.values("A1") + ":append", body, valueInputOption="RAW")
    rows = tab.sheet("properties.gridProperties.rowCount")["properties"]["gridProperties"]
    return [tab.read("A11"), rows["rowCount"]]


@behaviour(
    "7",
    "measured",
    "values outside the range asked for are 400, by row and by column",
    expects=[
        "400 Requested writing within range [TAB!A1:B2], but tried writing to row [3]",
        "400 Requested writing within range [TAB!A1:B2], but tried writing to column [C]",
    ],
)
def values_beyond_their_range(tab: Scratch) -> object:
    """Write three rows, then three columns."""
    return [
        tab.refused("put", tab.values("A1:B2"), {"values": values}, valueInputOption="RAW")
        for values in ([[1], [2], [3]], [[1, 2, 3]])
    ]


@behaviour(
    "7", "documented", "a single cell lets values reach on", expects=[["1", "2"], ["3", "4"]]
)
def values_from_a_cell(tab: Scratch) -> object:
    """Write a block from B2 on."""
    tab.write("B2", [[1, 2], [3, 4]])
    return tab.read("B2:C3")


@behaviour(
    "7",
    "measured",
    "values that are no rows of cells are 400",
    expects=[
        "400 Invalid value at 'data.values' (type.googleapis.com/google.protobuf.ListValue), \"a\"",
        "400 Invalid values[0][1]: list_value {\n  values {\n    number_value: 1\n  }\n}\n",
    ],
)
def values_of_another_shape(tab: Scratch) -> object:
    """Write a text for the rows, and a list for a cell."""
    return [
        tab.refused("put", tab.values("A1"), {"values": values}, valueInputOption="RAW")
        for values in ("a", [["a", [1]]])
    ]


@behaviour(
    "7",
    "measured",
    "a body names the range of its path or none",
    expects="400 Request range[TAB!A1:B2] does not match value's range[TAB!A1:B3]",
)
def two_ranges(tab: Scratch) -> object:
    """Name one in the path and another in the body."""
    body = {"range": tab.place("A1:B3"), "values": [["x"]]}
    return tab.refused("put", tab.values("A1:B2"), body, valueInputOption="RAW")


@behaviour(
    "8",
    "documented",
    'null skips, "" clears, and both are told apart in the count',
    given=[["a", "b", "c"]],
    expects=[2, [["x", "b"]]],
)
def null_skips(tab: Scratch) -> object:
    """Write one of each."""
    answer = tab.write("A1:C1", [["x", None, ""]])
    return [answer["updatedCells"], tab.read("A1:C1")]


@behaviour(
    "15",
    "documented",
    "RAW keeps a leading ', texts that look like others, and types of JSON",
    expects=[["'007", "=1+1", True, "TRUE", 1]],
)
def raw(tab: Scratch) -> object:
    """Write five values."""
    tab.write("A1:E1", [["'007", "=1+1", True, "TRUE", 1]])
    return tab.raw("A1:E1")


@behaviour(
    "15",
    "documented",
    "USER_ENTERED swallows a leading ', calculates, and reads texts like typing",
    expects=[["007", 2, True, 7]],
)
def typing(tab: Scratch) -> object:
    """Write four values."""
    tab.type("A1:D1", [["'007", "=1+1", "true", "007"]])
    return tab.raw("A1:D1")


@behaviour(
    "16",
    "measured",
    "USER_ENTERED into a cell of format TEXT stays text",
    expects=[["007", 7]],
)
def typing_into_a_text_cell(tab: Scratch) -> object:
    """Type the same into a cell with and one without."""
    text = {"userEnteredFormat": {"numberFormat": {"type": "TEXT"}}}
    tab.batch(tab.repeat("A1", text, "userEnteredFormat.numberFormat"))
    tab.type("A1:B1", [["007", "007"]])
    return tab.raw("A1:B1")


@behaviour(
    "17",
    "measured",
    "USER_ENTERED links a URL, RAW doesn't",
    expects=[[{"hyperlink": "https://example.org/a"}], [{}]],
)
def an_address(tab: Scratch) -> object:
    """Write it both ways."""
    tab.type("A1", [["https://example.org/a"]])
    tab.write("A2", [["https://example.org/a"]])
    return tab.cells("A1:A2", "hyperlink")


@behaviour(
    "17",
    "documented",
    "hyperlink tells where a HYPERLINK leads",
    given=[['=HYPERLINK("https://example.com/"&B1,"go")', "WX1"]],
    expects=[[{"hyperlink": "https://example.com/WX1"}]],
)
def a_link_by_formula(tab: Scratch) -> object:
    """Read where it leads."""
    return tab.cells("A1", "hyperlink")


@behaviour(
    "23",
    "documented",
    "updatedRange is what was sent, rows, columns and cells count what was written",
    expects={
        "spreadsheetId": "FILE",
        "updatedRange": "TAB!B2:D3",
        "updatedRows": 2,
        "updatedColumns": 2,
        "updatedCells": 3,
    },
)
def counts_of_an_update(tab: Scratch) -> object:
    """Write three of six cells."""
    return tab.write("B2:E5", [[1, None, 3], [None, None, 4]])


@behaviour(
    "23",
    "documented",
    "an append counts what was written and names its table",
    given=[[None], [None, "a", "b"]],
    expects=["TAB!B2:C2", "TAB!B3:D4", 2, 3, 3],
)
def counts_of_an_append(tab: Scratch) -> object:
    """Append three of six cells."""
    rows = {"values": [[1, None, ""], [None, 2]]}
    answer = tab.call("post", tab.values("B2") + ":append", rows, valueInputOption="RAW")
    done = answer["updates"]
    counts = [done[f"updated{what}"] for what in ("Range", "Rows", "Columns", "Cells")]
    return [answer["tableRange"], *counts]


@behaviour(
    "",
    "measured",
    "a bare number typed into a cell shown in percent is percent",
    expects=[[0.5, 0.125, 0.2, 0.5, 0.5]],
)
def percent(tab: Scratch) -> object:
    """Type five numbers."""
    shown = {"userEnteredFormat": {"numberFormat": {"type": "PERCENT", "pattern": "0.0%"}}}
    tab.batch(tab.repeat("A1:E1", shown, "userEnteredFormat.numberFormat"))
    tab.type("A1:E1", [["50", "12.5", "20%", "=1/2", 0.5]])
    return tab.raw("A1:E1")


VALUES: tuple[Behaviour, ...] = (
    an_update_past_the_end,
    an_append_at_the_end,
    values_beyond_their_range,
    values_from_a_cell,
    values_of_another_shape,
    two_ranges,
    null_skips,
    raw,
    typing,
    typing_into_a_text_cell,
    an_address,
    a_link_by_formula,
    counts_of_an_update,
    counts_of_an_append,
    percent,
)
