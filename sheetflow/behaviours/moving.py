"""Not proved of Google yet: what moves, grows and goes on."""

from __future__ import annotations

from sheetflow.behaviours.behaviour import Behaviour, Like, behaviour
from sheetflow.behaviours.scratch import Scratch


@behaviour("", "assumed", "a copy past the grid is 400", expects=Like("^400 .*exceeds grid limits"))
def a_copy_past_the_grid(tab: Scratch) -> object:
    """Copy two rows to the last one."""
    past = tab.grid("A10:A12")
    return tab.refusal({"copyPaste": {"source": tab.grid("A1:A2"), "destination": past}})


@behaviour(
    "",
    "assumed",
    "references to cells that insertRange pushes follow them",
    given=[[1, 2], [3, 4]],
    expects=[["=B3", "=A2"]],
)
def pushed_cells(tab: Scratch) -> object:
    """Push the second column down by a row."""
    tab.batch(tab.update("D1", [["=B2", "=A2"]]))
    tab.batch({"insertRange": {"range": tab.grid("B1"), "shiftDimension": "ROWS"}})
    return tab.formulas("D1:E1")


@behaviour(
    "",
    "assumed",
    "deleteDuplicates keeps rows without any value",
    given=[["a"], [None], ["A"], [None], ["b"]],
    expects=[["a"], [], [], ["b"]],
)
def duplicates(tab: Scratch) -> object:
    """Take them out of five rows."""
    tab.batch({"deleteDuplicates": {"range": tab.grid("A1:A5")}})
    return tab.read("A1:A5")


@behaviour(
    "",
    "assumed",
    "a fill goes on with numbers by their line, with days, numbered texts and references, and repeats texts",
    given=[[1, "Sat", "T08", "=A1", "a"], [3, "Sun", "T09", "=A2", "b"]],
    expects=[[5, "Mon", "T10", "=A3", "a"]],
)
def filled(tab: Scratch) -> object:
    """Fill downwards by one row."""
    area = {"source": tab.grid("A1:E2"), "dimension": "ROWS", "fillLength": 1}
    tab.batch({"autoFill": {"sourceAndDestination": area}})
    return tab.formulas("A3:E3")


@behaviour(
    "",
    "assumed",
    "pasteData is read like typing and makes the grid grow",
    expects=[[["a", "=1+1"], ["7", 8]], 11],
)
def pasted_data(tab: Scratch) -> object:
    """Paste two rows on the last one."""
    at = {"sheetId": tab.id, "rowIndex": 9, "columnIndex": 0}
    tab.batch({"pasteData": {"coordinate": at, "data": "a,=1+1\n'7,8", "delimiter": ","}})
    size = tab.sheet("properties.gridProperties.rowCount")["properties"]["gridProperties"]
    return [tab.formulas("A10:B11"), size["rowCount"]]


@behaviour(
    "",
    "assumed",
    "a tab's name can't be empty",
    expects=Like("^400 .*name cannot be empty"),
)
def a_tab_without_a_name(tab: Scratch) -> object:
    """Rename it to nothing."""
    return tab.refusal(
        {"updateSheetProperties": {"properties": {"sheetId": tab.id}, "fields": "title"}}
    )


@behaviour(
    "",
    "assumed",
    "a tab that was deleted and made anew in one batch may have its name again",
    expects=["TAB"],
)
def a_name_again(tab: Scratch) -> object:
    """Make the scratch tab anew."""
    tab.fresh()
    return [tab.sheet("properties.title")["properties"]["title"]]


MOVING: tuple[Behaviour, ...] = (
    a_copy_past_the_grid,
    pushed_cells,
    duplicates,
    filled,
    pasted_data,
    a_tab_without_a_name,
    a_name_again,
)
