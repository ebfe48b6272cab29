"""What validation, protection and filters keep from a write, and what typing makes of it; little of it is proved."""

from __future__ import annotations

from typing import Any

from sheetflow.behaviours.behaviour import Behaviour, behaviour
from sheetflow.behaviours.scratch import Scratch

_MAKER_AND_OWNER = 2


def _only_numbers(tab: Scratch, a1: str) -> dict[str, Any]:
    condition = {"type": "NUMBER_GREATER", "values": [{"userEnteredValue": "5"}]}
    valid = {"condition": condition, "strict": True}
    return {"setDataValidation": {"range": tab.grid(a1), "rule": valid}}


def _guard(tab: Scratch, **how: Any) -> dict[str, Any]:
    return {"addProtectedRange": {"protectedRange": {"range": tab.grid("A1"), **how}}}


@behaviour(
    "",
    "assumed",
    "a text that looks like a number, entered by RAW, is one after it is typed again",
    given=[["007"]],
    expects=[["007"], [7]],
)
def typed_again(tab: Scratch) -> object:
    """Read it, type it, read it."""
    [before] = tab.raw("A1")
    tab.type("A1", [["007"]])
    return [before, tab.raw("A1")[0]]


@behaviour(
    "",
    "measured",
    "findReplace parses its replacement like typing, whatever the case of what it finds",
    given=[["No 7"], ["no 8"], ["other"]],
    expects=[
        [[7], [8], ["other"]],
        {"valuesChanged": 2, "rowsChanged": 2, "sheetsChanged": 1, "occurrencesChanged": 2},
    ],
)
def found_and_replaced(tab: Scratch) -> object:
    """Take a word away from before two numbers."""
    find = {"find": "no ", "replacement": "", "sheetId": tab.id}
    [reply] = tab.batch({"findReplace": find})["replies"]
    return [tab.raw("A1:A3"), reply["findReplace"]]


@behaviour(
    "",
    "assumed",
    "findReplace leaves its counts out where it finds nothing",
    given=[["other"]],
    expects=True,
)
def nothing_found(tab: Scratch) -> object:
    """Look for what isn't there."""
    find = {"find": "no ", "replacement": "", "sheetId": tab.id}
    [reply] = tab.batch({"findReplace": find})["replies"]
    return not reply.get("findReplace")


@behaviour(
    "",
    "assumed",
    "writes of the API aren't checked against a strict validation, typed or not",
    expects=[["very few", "3", "few"]],
)
def unchecked_writes(tab: Scratch) -> object:
    """Write what a rule doesn't take, three ways."""
    tab.batch(_only_numbers(tab, "A1:C1"))
    tab.type("A1", [["very few"]])
    tab.write("B1", [[3]])
    tab.batch(tab.update("C1", [["few"]]))
    return tab.read("A1:C1")


@behaviour(
    "",
    "assumed",
    "a protection that only warns lets writes of the API through",
    expects=[["x"]],
)
def a_warning(tab: Scratch) -> object:
    """Write to such a cell."""
    tab.batch(_guard(tab, warningOnly=True))
    tab.write("A1", [["x"]])
    return tab.read("A1")


@behaviour(
    "",
    "assumed",
    "who makes a protection may write there, and is told so",
    expects=[True, [["x"]]],
)
def a_protection(tab: Scratch) -> object:
    """Protect a cell and write to it."""
    [reply] = tab.batch(_guard(tab))["replies"]
    tab.write("A1", [["x"]])
    protected = reply["addProtectedRange"]["protectedRange"]
    return [protected.get("requestingUserCanEdit", False), tab.read("A1")]


@behaviour(
    "",
    "assumed",
    "a protection made without editors lets in its maker and the file's owner, and no group",
    expects=[True, None, None],
)
def editors_of_a_protection(tab: Scratch) -> object:
    """Protect a cell, and look whom the answer names."""
    [reply] = tab.batch(_guard(tab))["replies"]
    editors = reply["addProtectedRange"]["protectedRange"].get("editors", {})
    few = len(editors.get("users", ())) <= _MAKER_AND_OWNER
    return [few, editors.get("groups"), editors.get("domainUsersCanEdit")]


@behaviour(
    "",
    "assumed",
    "a basic filter with an order sorts the rows below its header",
    given=[["part", "n"], ["belt", 2], ["fan", 9], ["pump", 5]],
    expects=[["part"], ["fan"], ["pump"], ["belt"]],
)
def a_filter_with_an_order(tab: Scratch) -> object:
    """Filter by the second column, downwards."""
    order = [{"dimensionIndex": 1, "sortOrder": "DESCENDING"}]
    tab.batch({"setBasicFilter": {"filter": {"range": tab.grid("A1:B4"), "sortSpecs": order}}})
    return tab.read("A1:A4")


@behaviour(
    "",
    "assumed",
    "rows that a basic filter hides are read and written like others",
    given=[["part"], ["belt"], ["fan"]],
    expects=[[["part"], ["belt"], ["fan"]], [["part"], ["new"], ["fan"]]],
)
def a_filtered_row(tab: Scratch) -> object:
    """Hide a row, read it, write it."""
    criteria = {"0": {"hiddenValues": ["belt"]}}
    view = {"range": tab.grid("A1:A3"), "criteria": criteria}
    tab.batch({"setBasicFilter": {"filter": view}})
    before = tab.read("A1:A3")
    tab.batch(tab.update("A2", [["new"]]))
    return [before, tab.read("A1:A3")]


@behaviour(
    "",
    "documented",
    "setDataValidation skips rows that a filter hides, unless filteredRowsIncluded",
    given=[["part"], ["belt"], ["fan"]],
    expects=[[False, True], [True, True]],
)
def a_validation_over_a_filter(tab: Scratch) -> object:
    """Hide the second row, validate it and the third, both ways."""
    view = {"range": tab.grid("A1:A3"), "criteria": {"0": {"hiddenValues": ["belt"]}}}
    tab.batch({"setBasicFilter": {"filter": view}})
    found = []
    for every in (False, True):
        [body] = _only_numbers(tab, "A2:A3").values()
        tab.batch({"setDataValidation": {**body, "filteredRowsIncluded": every}})
        cells = tab.cells("A2:A3", "dataValidation.strict")
        found.append(["dataValidation" in row[0] for row in cells])
    return found


CHECKS: tuple[Behaviour, ...] = (
    typed_again,
    found_and_replaced,
    nothing_found,
    unchecked_writes,
    a_warning,
    a_protection,
    editors_of_a_protection,
    a_filter_with_an_order,
    a_filtered_row,
    a_validation_over_a_filter,
)
