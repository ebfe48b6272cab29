"""Not proved of Google yet: how cells look, and what formulas come to."""

from __future__ import annotations

from sheetflow.behaviours.behaviour import Behaviour, behaviour
from sheetflow.behaviours.layout import rule, rules
from sheetflow.behaviours.scratch import Scratch


@behaviour(
    "",
    "assumed",
    "people's copy and paste multiplies conditional rules' ranges, not rules, within a tab",
    expects=[["=$B1>1"], 2],
)
def a_pasted_rule(tab: Scratch) -> object:
    """Copy a coloured cell far away."""
    copy = {
        "source": tab.grid("A1"),
        "destination": tab.grid("C8"),
        "pasteType": "PASTE_CONDITIONAL_FORMATTING",
    }
    tab.batch(rule(tab, "=$B1>1"), {"copyPaste": copy})
    [found] = tab.sheet("conditionalFormats.ranges")["conditionalFormats"]
    return [rules(tab), len(found["ranges"])]


@behaviour(
    "",
    "assumed",
    "a border is answered with its width and its colour in both spellings",
    expects={"style": "DASHED", "width": 1, "color": {}, "colorStyle": {"rgbColor": {}}},
)
def a_border(tab: Scratch) -> object:
    """Draw one."""
    tab.batch({"updateBorders": {"range": tab.grid("A1"), "top": {"style": "DASHED"}}})
    [[cell]] = tab.cells("A1", "userEnteredFormat.borders.top")
    return cell["userEnteredFormat"]["borders"]["top"]


@behaviour(
    "",
    "assumed",
    "a number beyond a gradient's points has the nearest one's colour, a text none",
    given=[[-9], [99], ["x"]],
    expects=[{"green": 1}, {"red": 1}, {"red": 1, "green": 1, "blue": 1}],
)
def beyond_a_gradient(tab: Scratch) -> object:
    """Shade from 0 to 10."""
    gradient = {
        "minpoint": {"type": "NUMBER", "value": "0", "color": {"green": 1}},
        "maxpoint": {"type": "NUMBER", "value": "10", "color": {"red": 1}},
    }
    shade = {"ranges": [tab.grid("A1:A3")], "gradientRule": gradient}
    tab.batch({"addConditionalFormatRule": {"index": 0, "rule": shade}})
    cells = tab.cells("A1:A3", "effectiveFormat.backgroundColor")
    return [row[0]["effectiveFormat"]["backgroundColor"] for row in cells]


@behaviour(
    "",
    "assumed",
    "an array hands on the error of another that has no room",
    given=[["a", "c", None], ["b", "=SORT(A1:A2)", None], ["c", "x", None]],
    expects=[["c"], ["#REF!"], ["x"]],
)
def an_array_without_room(tab: Scratch) -> object:
    """Fill from a column in which one stands."""
    tab.batch(tab.update("D1", [["=FILTER(B1:B3,LEN(A1:A3)>0)"]]))
    return tab.read("D1:D3")


@behaviour(
    "",
    "assumed",
    "blanks may stand around the colon of a range, until it is rewritten",
    given=[[1, 2], [None]],
    expects=[[["=sum( a1 : b1 )", 3]], [["=sum( A2:B2 )"]]],
)
def blanks_in_a_range(tab: Scratch) -> object:
    """Insert a row above it."""
    tab.batch(tab.update("D1", [["=sum( a1 : b1 )"]]))
    before = [[tab.formulas("D1")[0][0], tab.raw("D1")[0][0]]]
    tab.batch({"insertDimension": {"range": tab.rows(0, 1)}})
    return [before, tab.formulas("D2")]


FORMULAS: tuple[tuple[str, object], ...] = (
    ('=SEARCH("b*","ab*")', 2),
    ('=RIGHT("ab",-1)', "#NUM!"),
    ('=MID("ab",0,1)', "#NUM!"),
    ('="nan"+1', "#VALUE!"),
    ("=9^(9^9)", "#NUM!"),
    ("=1E308*10", "#NUM!"),
)


@behaviour(
    "",
    "assumed",
    "functions of a text or number they don't take: " + ", ".join(text for text, _ in FORMULAS),
    expects=[[value for _, value in FORMULAS]],
)
def functions(tab: Scratch) -> object:
    """Calculate them."""
    tab.batch(tab.update("A1", [[text for text, _ in FORMULAS]]))
    return tab.raw("A1:F1")


LOOKS: tuple[Behaviour, ...] = (
    a_pasted_rule,
    a_border,
    beyond_a_gradient,
    an_array_without_room,
    blanks_in_a_range,
    functions,
)
