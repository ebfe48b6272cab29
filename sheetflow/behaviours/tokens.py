"""Not proved of Google yet: what guarded writes and their tokens rest on."""

from __future__ import annotations

from typing import Any

from sheetflow.behaviours.behaviour import Behaviour, Like, behaviour
from sheetflow.behaviours.layout import named
from sheetflow.behaviours.scratch import Scratch


def _token(tab: Scratch, old: str, new: str) -> list[dict[str, Any]]:
    return [{"deleteNamedRange": {"namedRangeId": tab.name(old)}}, named(tab, new, "token")]


@behaviour(
    "",
    "assumed",
    "deleting a named range that isn't there fails the whole batch",
    expects=[Like(r"^400 Invalid requests\[1\].deleteNamedRange"), []],
)
def a_missing_named_range(tab: Scratch) -> object:
    """Write a cell and delete it."""
    gone = {"deleteNamedRange": {"namedRangeId": tab.name("nowhere")}}
    return [tab.refusal(tab.update("A1", [["x"]]), gone), tab.read("A1")]


@behaviour(
    "",
    "assumed",
    "a name may be given anew in the batch that deletes it",
    expects=["MARK_two"],
)
def a_token(tab: Scratch) -> object:
    """Change a token as each write does."""
    tab.batch(named(tab, "one", "token"))
    tab.batch(*_token(tab, "one", "two"))
    there = tab.get(fields="namedRanges").get("namedRanges", [])
    return [one["namedRangeId"] for one in there if tab.mark in one["name"]]


@behaviour(
    "",
    "assumed",
    "the same batch sent a second time fails whole, by its token",
    given=[[0]],
    expects=[Like(r"^400 Invalid requests\[0\].deleteNamedRange"), [["once"]]],
)
def the_same_batch_twice(tab: Scratch) -> object:
    """Send it, then again with another value behind the token."""
    tab.batch(named(tab, "one", "token"))
    tab.batch(*_token(tab, "one", "two"), tab.update("A1", [["once"]]))
    return [
        tab.refusal(*_token(tab, "one", "two"), tab.update("A1", [["twice"]])),
        tab.read("A1"),
    ]


@behaviour(
    "",
    "assumed",
    "a second named range with an id that is taken fails the batch",
    expects=Like(r"^400 Invalid requests\[0\].addNamedRange"),
)
def an_id_that_is_taken(tab: Scratch) -> object:
    """Add another name with the same id."""
    tab.batch(named(tab, "one", "box"))
    return tab.refusal(named(tab, "one", "other"))


@behaviour(
    "",
    "assumed",
    "a named range goes with the tab that it lies in",
    expects=0,
)
def a_name_without_its_tab(tab: Scratch) -> object:
    """Name a cell of the second tab, and delete that."""
    tab.other()
    box = named(tab, "one", "box")
    box["addNamedRange"]["namedRange"]["range"] = tab.grid("A1", sheet=tab.other_id)
    tab.batch(box)
    tab.remove_other()
    there = tab.get(fields="namedRanges").get("namedRanges", [])
    return sum(tab.mark in one["name"] for one in there)


@behaviour(
    "",
    "assumed",
    "copyPaste and updateCells of one batch are done in their order: the old value is kept first",
    given=[["WX1", "old"]],
    expects=[["WX1", "new", "", "old"]],
)
def copied_then_written(tab: Scratch) -> object:
    """Guard a write as the desk does."""
    copy = {"source": tab.grid("B1"), "destination": tab.grid("D1"), "pasteType": "PASTE_VALUES"}
    tab.batch({"copyPaste": copy}, tab.update("B1", [["new"]]))
    return tab.read("A1:D1")


@behaviour(
    "",
    "assumed",
    "PASTE_VALUES copies what a formula comes to, and not its format or note",
    given=[["=6*7"]],
    expects=[[["=6*7", 42]], [[{}]]],
)
def pasted_values(tab: Scratch) -> object:
    """Copy a formula with a note."""
    copy = {"source": tab.grid("A1"), "destination": tab.grid("B1"), "pasteType": "PASTE_VALUES"}
    tab.batch(tab.repeat("A1", {"note": "n"}, "note"), {"copyPaste": copy})
    return [tab.formulas("A1:B1"), tab.cells("B1", "note")]


@behaviour(
    "",
    "assumed",
    "a blank cell pasted by PASTE_VALUES empties what was there",
    given=[[None, "x"]],
    expects=[],
)
def a_pasted_blank(tab: Scratch) -> object:
    """Copy nothing over something."""
    copy = {"source": tab.grid("A1"), "destination": tab.grid("B1"), "pasteType": "PASTE_VALUES"}
    tab.batch({"copyPaste": copy})
    return tab.read("A1:B1")


def whole_row(tab: Scratch, to: str) -> dict[str, Any]:
    """Give the request that copies the first row, whatever columns it has, from a cell on."""
    row = {"sheetId": tab.id, "startRowIndex": 0, "endRowIndex": 1}
    copy = {"source": row, "destination": tab.grid(to), "pasteType": "PASTE_VALUES"}
    return {"copyPaste": copy}


@behaviour(
    "",
    "assumed",
    "copyPaste of a row without column bounds onto one cell brings it whole, with a column just put in",
    given=[["a", "b"]],
    expects=[["", "a", "b"]],
)
def a_whole_row(tab: Scratch) -> object:
    """Put a column in and copy the row as it is then."""
    tab.batch({"insertDimension": {"range": tab.rows(0, 1, "COLUMNS")}}, whole_row(tab, "A3"))
    return tab.read("A3:Z3")


@behaviour(
    "",
    "assumed",
    "a row copied to where it doesn't fit into the grid fails the batch",
    given=[["a", "b"]],
    expects=Like(r"^400 Invalid requests\[0\].copyPaste"),
)
def a_whole_row_that_does_not_fit(tab: Scratch) -> object:
    """Copy all columns from the second on."""
    return tab.refusal(whole_row(tab, "B3"))


@behaviour(
    "",
    "assumed",
    "after a row is deleted in a batch its later requests count without it",
    given=[["a"], ["b"], ["c"]],
    expects=[["a"], ["x"]],
)
def a_row_deleted_on_the_way(tab: Scratch) -> object:
    """Delete the second of three, then write to the second."""
    tab.batch({"deleteDimension": {"range": tab.rows(1, 2)}}, tab.update("A2", [["x"]]))
    return tab.read("A1:A9")


@behaviour(
    "",
    "assumed",
    "appendCells goes below the last row that has something in any column, and takes formats along",
    given=[["a"], [None, "b"]],
    expects=[[["a"], ["", "b"], ["007"]], [[{"userEnteredFormat": {"numberFormat": "TEXT"}}]]],
)
def appended_cells(tab: Scratch) -> object:
    """Append a text cell below two ragged rows."""
    text = {"numberFormat": {"type": "TEXT"}}
    cell = {"userEnteredValue": {"stringValue": "007"}, "userEnteredFormat": text}
    fields = "userEnteredValue,userEnteredFormat.numberFormat"
    rows = [{"values": [cell]}]
    tab.batch({"appendCells": {"sheetId": tab.id, "rows": rows, "fields": fields}})
    [[shown]] = tab.cells("A3", "userEnteredFormat.numberFormat")
    kind = shown["userEnteredFormat"]["numberFormat"]["type"]
    return [tab.read("A1:B9"), [[{"userEnteredFormat": {"numberFormat": kind}}]]]


@behaviour(
    "",
    "assumed",
    "appendCells takes formats of empty cells for none, and a validation's FALSE for a value",
    given=[["a"], [None, False]],
    expects=[["a"], ["", "FALSE"], ["new"]],
)
def appended_below_a_box(tab: Scratch) -> object:
    """Append below a row of which only a box isn't empty, and below a coloured one."""
    red = {"userEnteredFormat": {"backgroundColor": {"red": 1}}}
    rows = [{"values": [{"userEnteredValue": {"stringValue": "new"}}]}]
    append = {"sheetId": tab.id, "rows": rows, "fields": "userEnteredValue"}
    tab.batch(tab.repeat("A5", red, "userEnteredFormat.backgroundColor"), {"appendCells": append})
    return tab.read("A1:B9")


TOKENS: tuple[Behaviour, ...] = (
    a_missing_named_range,
    a_token,
    the_same_batch_twice,
    an_id_that_is_taken,
    a_name_without_its_tab,
    copied_then_written,
    pasted_values,
    a_pasted_blank,
    a_whole_row,
    a_whole_row_that_does_not_fit,
    a_row_deleted_on_the_way,
    appended_cells,
    appended_below_a_box,
)
