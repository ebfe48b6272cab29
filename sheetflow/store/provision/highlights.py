"""The colours of the sheet as conditional formats: compared by formula, look and cells, rewritten when they differ.

People's copy and paste multiplies such rules, and rules have no ids: ours are known by their looks, those of the schema
now and those that it had when we wrote them last. Rules of people's own stay, below ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from sheetflow.model import Language
from sheetflow.schema import Highlight, Schema, Template
from sheetflow.store.api import Message
from sheetflow.store.names import NOW, letters
from sheetflow.store.provision.colours import colour, hex_of
from sheetflow.store.provision.draft import Draft
from sheetflow.store.provision.layout import LAST_RUN
from sheetflow.store.provision.tags import tag
from sheetflow.store.requests import area, one_cell

#: The key of the metadata that lists the looks we wrote on a tab.
LOOKS: Final = "sf.looks"


class Rule(NamedTuple):
    """A conditional format in the form in which two are compared: formula, fill, text, bold, and its cells."""

    formula: str
    fill: str
    text: str
    bold: bool
    rows: tuple[int, int | None]
    columns: frozenset[int]

    @property
    def look(self) -> str:
        """Say how it looks, in one word."""
        return f"{self.fill or '-'}/{self.text or '-'}/{'b' if self.bold else '-'}"


class Compared(NamedTuple):
    """A tab's highlights: those of the schema, and those of ours that are there, with their places among all."""

    wanted: list[Rule]
    ours: list[tuple[int, Rule]]
    looks: str

    @property
    def same(self) -> bool:
        """Say whether they are those of the schema, in its order and before people's own."""
        there = [rule for _, rule in self.ours]
        return there == self.wanted and [at for at, _ in self.ours] == list(range(len(there)))


def compared(draft: Draft, schema: Schema) -> Compared:
    """Lay a tab's highlights beside those of the schema."""
    wanted = [
        rule
        for highlight in schema.highlights
        if highlight.tab == draft.tab.key and (rule := _rule(highlight, draft, schema))
    ]
    there = draft.found.sheet.get("conditionalFormats", []) if draft.found else []
    rows = draft.found.row_count if draft.found else None
    looks = {rule.look for rule in wanted}
    known = looks | set(_noted(draft).get("metadataValue", "").split())
    read = [_read(rule, rows) for rule in there]
    ours = [(at, rule) for at, rule in enumerate(read) if rule and rule.look in known]
    return Compared(wanted, ours, " ".join(sorted(looks)))


def highlight_requests(draft: Draft, schema: Schema) -> list[Message]:
    """Give the requests that make a tab's highlights those of the schema, none when they are."""
    found = compared(draft, schema)
    requests: list[Message] = []
    if not found.same:
        requests += [_delete(draft.sheet_id, at) for at, _ in reversed(found.ours)]
        requests += [_add(draft.sheet_id, at, rule) for at, rule in enumerate(found.wanted)]
    return requests + _note_looks(draft, _noted(draft), found.looks)


def formula(
    template: Template, draft: Draft, schema: Schema, *, row: int | None = None
) -> str | None:
    """Give a template's formula for the tab, None when a column it looks at isn't there."""
    places = draft.layout.places
    if any(column not in places for column in template.columns):
        return None
    header = draft.layout.header_row + 1
    named = {"now": NOW, "last_run": LAST_RUN}
    cells = {
        name: f"${letters(places[key])}${header}" if key in places else "NOW()"
        for name, key in named.items()
    }
    language: Language = draft.language
    return template.formula(
        lambda column: letters(places[column]),
        label=lambda column, choice: schema.label(draft.tab.key, column, choice).of(language),
        cells=cells,
        row=header + 1 if row is None else row,
    )


def _rule(highlight: Highlight, draft: Draft, schema: Schema) -> Rule | None:
    text = formula(highlight.when, draft, schema)
    places = draft.layout.places
    names = (highlight.cell,) if highlight.cell else highlight.columns
    columns = frozenset(places[name] for name in names if name in places)
    if text is None or not columns:
        return None
    first = draft.layout.header_row
    rows = (first, first + 1) if highlight.cell else (first + 1, None)
    return Rule(text, highlight.fill, highlight.text, highlight.bold, rows, columns)


def _read(rule: Message, row_count: int | None) -> Rule | None:
    """Read a rule as found; None for one that isn't a formula of a plain look over whole columns or one cell."""
    boolean = rule.get("booleanRule", {})
    condition, look = boolean.get("condition", {}), boolean.get("format", {})
    if condition.get("type") != "CUSTOM_FORMULA":
        return None
    text = look.get("textFormat", {})
    columns: set[int] = set()
    rows = set()
    for one in rule.get("ranges", ()):
        columns |= set(range(one.get("startColumnIndex", 0), one.get("endColumnIndex", 0)))
        end = one.get("endRowIndex")
        whole = end is None or (row_count is not None and end >= row_count)
        rows.add((one.get("startRowIndex", 0), None if whole else end))
    return Rule(
        formula=condition["values"][0].get("userEnteredValue", ""),
        fill=_shade(look, "backgroundColor"),
        text=_shade(text, "foregroundColor"),
        bold=bool(text.get("bold")),
        rows=rows.pop() if len(rows) == 1 else (-1, None),
        columns=frozenset(columns),
    )


def _shade(look: Message, name: str) -> str:
    style = look.get(f"{name}Style", {})
    if "rgbColor" in style or name in look:
        return hex_of(style.get("rgbColor", look.get(name, {})))
    return ""


def _add(sheet_id: int, index: int, rule: Rule) -> Message:
    look: Message = {}
    if rule.fill:
        look["backgroundColorStyle"] = {"rgbColor": colour(rule.fill)}
    text: Message = {"bold": True} if rule.bold else {}
    if rule.text:
        text["foregroundColorStyle"] = {"rgbColor": colour(rule.text)}
    if text:
        look["textFormat"] = text
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": rule.formula}]}
    made = {
        "ranges": _ranges(sheet_id, rule),
        "booleanRule": {"condition": condition, "format": look},
    }
    return {"addConditionalFormatRule": {"index": index, "rule": made}}


def _ranges(sheet_id: int, rule: Rule) -> list[Message]:
    if rule.rows[1] is not None:
        return [one_cell(sheet_id, rule.rows[0], column) for column in sorted(rule.columns)]
    return [area(sheet_id, rule.rows, span) for span in _spans(sorted(rule.columns))]


def _spans(columns: Sequence[int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for column in columns:
        if spans and spans[-1][1] == column:
            spans[-1] = spans[-1][0], column + 1
        else:
            spans.append((column, column + 1))
    return spans


def _delete(sheet_id: int, index: int) -> Message:
    return {"deleteConditionalFormatRule": {"sheetId": sheet_id, "index": index}}


def _noted(draft: Draft) -> Message:
    tags: Iterable[Message] = draft.found.sheet.get("developerMetadata", ()) if draft.found else ()
    return next((one for one in tags if one.get("metadataKey") == LOOKS), {})


def _note_looks(draft: Draft, noted: Message, looks: str) -> list[Message]:
    if noted.get("metadataValue", "") == looks:
        return []
    if not noted:
        return [tag(looks, {"sheetId": draft.sheet_id}, key=LOOKS)]
    return [
        {
            "updateDeveloperMetadata": {
                "dataFilters": [{"developerMetadataLookup": {"metadataId": noted["metadataId"]}}],
                "developerMetadata": {"metadataValue": looks},
                "fields": "metadataValue",
            }
        }
    ]
