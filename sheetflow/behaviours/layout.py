"""Rows, columns, tabs, names, rules and the file itself, each behind its number in the list of GOOGLE_SHEETS.md."""

from __future__ import annotations

from typing import Any

from sheetflow.behaviours.behaviour import Behaviour, Like, behaviour
from sheetflow.behaviours.calls import FILES, Refusal
from sheetflow.behaviours.scratch import Scratch


@behaviour(
    "1",
    "documented",
    "a new file: en_US, ON_CHANGE, Etc/GMT, one tab of 1000 × 26 with sheet id 0",
    needs="file",
    expects={
        "properties": {"locale": "en_US", "autoRecalc": "ON_CHANGE", "timeZone": "Etc/GMT"},
        "sheets": [
            {
                "properties": {
                    "sheetId": 0,
                    "title": "TAB",
                    "index": 0,
                    "sheetType": "GRID",
                    "gridProperties": {"rowCount": 1000, "columnCount": 26},
                }
            }
        ],
    },
)
def a_new_file(tab: Scratch) -> object:
    """Make one and ask for it."""
    return tab.get(fields="properties(locale,autoRecalc,timeZone),sheets.properties")


@behaviour(
    "1",
    "measured",
    "sheet id 0 is left out of ranges",
    needs="file",
    expects={"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2},
)
def sheet_id_0(tab: Scratch) -> object:
    """Merge cells there."""
    tab.batch({"mergeCells": {"range": tab.grid("A1:B2")}})
    return tab.sheet("merges")["merges"][0]


@behaviour(
    "20",
    "documented",
    "a move's destination counts before the removal",
    given=[["a"], ["b"], ["c"], ["d"]],
    expects=[[["c"], ["a"], ["b"], ["d"]], [["a"], ["b"], ["d"], ["c"]]],
)
def a_move(tab: Scratch) -> object:
    """Move a row up, then down to the end."""
    found = []
    for source, to in ((2, 0), (0, 4)):
        tab.batch(
            {"moveDimension": {"source": tab.rows(source, source + 1), "destinationIndex": to}}
        )
        found.append(tab.read("A1:A4"))
    return found


UNSORTED = ((2, "a"), (1, "b"), (None, "c"), (2, "d"), ("x", "e"))


def _sort(tab: Scratch, a1: str, order: str = "ASCENDING") -> dict[str, Any]:
    specs = [{"dimensionIndex": 0, "sortOrder": order}]
    return {"sortRange": {"range": tab.grid(a1), "sortSpecs": specs}}


@behaviour(
    "21",
    "measured",
    "a sort is stable and puts blanks last, upwards and downwards",
    given=UNSORTED,
    expects=["badec", "eadbc"],
)
def a_sort(tab: Scratch) -> object:
    """Sort both ways, from the same start."""
    found = []
    for order in ("ASCENDING", "DESCENDING"):
        tab.batch(tab.update("A1", UNSORTED), _sort(tab, "A1:B5", order))
        found.append("".join(row[1] for row in tab.read("A1:B5")))
    return found


@behaviour(
    "21",
    "measured",
    "notes and formats move along with a sort",
    given=[[2], [1]],
    expects=[
        [{"formattedValue": "1"}],
        [
            {
                "formattedValue": "2",
                "note": "of two",
                "userEnteredFormat": {"textFormat": {"bold": True}},
            }
        ],
    ],
)
def notes_and_a_sort(tab: Scratch) -> object:
    """Mark the first of two rows, and sort it down."""
    cell = {"note": "of two", "userEnteredFormat": {"textFormat": {"bold": True}}}
    tab.batch(tab.repeat("A1", cell, "note,userEnteredFormat.textFormat.bold"), _sort(tab, "A1:A2"))
    return tab.cells("A1:A2", "formattedValue,note,userEnteredFormat.textFormat.bold")


@behaviour(
    "22",
    "documented",
    "a tab's name is unique whatever its case",
    expects=[
        Like('^400 .*addSheet: A sheet with the name ".+" already exists. Please enter another'),
        [],
    ],
)
def a_second_tab_of_its_name(tab: Scratch) -> object:
    """Add it in capitals; read by them."""
    loud = tab.title.upper()
    return [
        tab.refusal({"addSheet": {"properties": {"title": loud}}}),
        tab.call("get", f"/values/'{loud}'!A1").get("values", []),
    ]


def named(tab: Scratch, identity: str, name: str) -> dict[str, Any]:
    """Give the request that names a cell."""
    box = {"namedRangeId": tab.name(identity), "name": tab.name(name), "range": tab.grid("A1")}
    return {"addNamedRange": {"namedRange": box}}


@behaviour(
    "22",
    "measured",
    "the name of a named range is unique whatever its case; a second fails the batch",
    given=[[5]],
    expects=[
        "400 Invalid requests[0].addNamedRange: Cannot add named range with name: MARK_Box",
        [[6]],
    ],
)
def a_second_name(tab: Scratch) -> object:
    """Name a cell twice, and read it by the name in capitals."""
    tab.batch(named(tab, "one", "box"))
    tab.type("B1", [[f"={tab.name('BOX')}+1"]])
    return [tab.refusal(named(tab, "two", "Box")), tab.raw("B1")]


@behaviour(
    "23",
    "measured",
    "answered ranges are quoted where the name isn't a plain word",
    needs="file",
    expects=["Data_1!A1:B2", "'My tab'!A1:B2", "'Bob''s'!A1:B2", "'A1'!A1:B2", "'工单'!A1:B2"],
)
def quoted_names(tab: Scratch) -> object:
    """Read tabs of five names."""
    titles = ("Data_1", "My tab", "Bob's", "A1", "工单")
    tab.batch(*({"addSheet": {"properties": {"title": title}}} for title in titles))
    asked = ["'{}'!A1:B2".format(title.replace("'", "''")) for title in titles]
    answer = tab.call("get", "/values:batchGet", ranges=asked)
    return [one["range"] for one in answer["valueRanges"]]


@behaviour(
    "23",
    "documented",
    "timestamps have milliseconds",
    needs="file",
    expects=Like(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"),
)
def timestamps(tab: Scratch) -> object:
    """Ask Drive when a file was made."""
    answer = tab.ask("get", f"{FILES}/{tab.file}", params={"fields": "createdTime"})
    if answer.code != 200:
        raise Refusal(answer)
    return answer.body["createdTime"]


@behaviour(
    "24",
    "documented",
    "hiding or deleting the last visible tab is 400",
    needs="file",
    expects=[Like("^400 .*You can't remove all the visible sheets")] * 2,
)
def the_last_tab(tab: Scratch) -> object:
    """Try both, with a hidden one beside it."""
    tab.batch({"addSheet": {"properties": {"title": "hidden", "hidden": True}}})
    hidden = {"properties": {"sheetId": tab.id, "hidden": True}, "fields": "hidden"}
    return [
        tab.refusal({"deleteSheet": {"sheetId": tab.id}}),
        tab.refusal({"updateSheetProperties": hidden}),
    ]


def rule(tab: Scratch, formula: str, index: int = 0) -> dict[str, Any]:
    """Give the request that adds a conditional rule by a formula."""
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}
    boolean = {"condition": condition, "format": {"backgroundColor": {"red": 1}}}
    added = {"ranges": [tab.grid("A1:A5")], "booleanRule": boolean}
    return {"addConditionalFormatRule": {"index": index, "rule": added}}


def rules(tab: Scratch) -> list[str]:
    """Give the formulas of the tab's rules."""
    found = tab.sheet("conditionalFormats").get("conditionalFormats", [])
    conditions = [one["booleanRule"]["condition"] for one in found]
    return [one["values"][0]["userEnteredValue"] for one in conditions]


@behaviour(
    "24",
    "documented",
    "an inserted conditional rule shifts the others, and so does a deleted one",
    expects=[["=A1=2", "=A1=3", "=A1=1"], ["=A1=3", "=A1=1"], Like("^400 .*at index: 2")],
)
def an_inserted_rule(tab: Scratch) -> object:
    """Add one in front and one between; delete the first, and one that isn't there."""
    tab.batch(rule(tab, "=A1=1"), rule(tab, "=A1=2"), rule(tab, "=A1=3", 1))
    added, gone = rules(tab), {"sheetId": tab.id, "index": 0}
    tab.batch({"deleteConditionalFormatRule": gone})
    none = tab.refusal({"deleteConditionalFormatRule": {**gone, "index": 2}})
    return [added, rules(tab), none]


@behaviour(
    "24",
    "measured",
    "a conditional rule that refers to another tab is 400",
    expects=Like("^400 .*cannot reference a different sheet"),
)
def a_rule_on_another_tab(tab: Scratch) -> object:
    """Let one read the second tab."""
    return tab.refusal(rule(tab, f"={tab.other()}!A1=1"))


@behaviour(
    "24",
    "documented",
    "the first rule that holds wins, property by property",
    given=[[9], [3], ["x"]],
    expects=[
        [{"red": 1}, True],
        [{"blue": 1}, True],
        [{"red": 1, "green": 1, "blue": 1}, False],
    ],
)
def the_first_rule(tab: Scratch) -> object:
    """Colour a number blue and bold, one over five red before it."""
    lower = rule(tab, "=ISNUMBER($A1)")
    bold = {"textFormat": {"bold": True}, "backgroundColor": {"blue": 1}}
    lower["addConditionalFormatRule"]["rule"]["booleanRule"]["format"] = bold
    tab.batch(lower, rule(tab, "=AND(ISNUMBER($A1),$A1>5)"))
    looks = "effectiveFormat(backgroundColor,textFormat.bold)"
    shown = [row[0]["effectiveFormat"] for row in tab.cells("A1:A3", looks)]
    return [[one["backgroundColor"], one["textFormat"]["bold"]] for one in shown]


@behaviour(
    "25",
    "documented",
    "a CSV export has CRLF, no BOM and no line end after the last row",
    needs="file",
    expects='a,"b,c"\r\n1,"say ""x"""',
)
def a_csv_export(tab: Scratch) -> object:
    """Export two rows."""
    tab.write("A1:B2", [["a", "b,c"], [1, 'say "x"']])
    answer = tab.ask("get", f"{FILES}/{tab.file}/export", params={"mimeType": "text/csv"})
    if answer.code != 200:
        raise Refusal(answer)
    return answer.body


LAYOUT: tuple[Behaviour, ...] = (
    a_new_file,
    sheet_id_0,
    a_move,
    a_sort,
    notes_and_a_sort,
    a_second_tab_of_its_name,
    a_second_name,
    quoted_names,
    timestamps,
    the_last_tab,
    an_inserted_rule,
    a_rule_on_another_tab,
    the_first_rule,
    a_csv_export,
)
