"""What stands beside the cells of a tab: folded groups and filter views."""

from __future__ import annotations

from sheetflow.schema import FilterView, Schema
from sheetflow.store.api import Message
from sheetflow.store.names import stable_id
from sheetflow.store.provision.draft import Draft, columns
from sheetflow.store.provision.highlights import formula
from sheetflow.store.requests import area


def group_requests(draft: Draft) -> list[Message]:
    """Fold the groups of a tab that is new or got a new column in one; people's own arrangement stays otherwise.

    What touches a group becomes one with it, so a group that a new column joins is made anew around both.
    """
    requests: list[Message] = []
    there = _groups(draft)
    for run in _grouped(draft):
        if draft.added.keys().isdisjoint(range(*run)):
            continue
        met = [span for span in there if span[0] <= run[1] and run[0] <= span[1]]
        whole = min(first for first, _ in [run, *met]), max(end for _, end in [run, *met])
        folded = all(there.pop(span) for span in met)
        if met == [whole]:
            requests += _folded_in(draft, whole) if folded else []
        else:
            requests += [
                {"deleteDimensionGroup": {"range": columns(draft.sheet_id, *span)}} for span in met
            ]
            requests += _made(draft, whole, folded=folded)
        there[whole] = folded
    return requests


def _groups(draft: Draft) -> dict[tuple[int, int], bool]:
    """Give the groups that are there, as they are after the columns are inserted, and whether each is folded."""
    found = draft.found.sheet.get("columnGroups", ()) if draft.found else ()
    return {
        _shifted(group["range"], draft.layout.inserted): bool(group.get("collapsed"))
        for group in found
        if group["depth"] == 1
    }


def _made(draft: Draft, span: tuple[int, int], *, folded: bool) -> list[Message]:
    where = columns(draft.sheet_id, *span)
    requests: list[Message] = [{"addDimensionGroup": {"range": where}}]
    if folded:
        group = {"range": where, "depth": 1, "collapsed": True}
        requests.append({"updateDimensionGroup": {"dimensionGroup": group, "fields": "collapsed"}})
    return requests


def _folded_in(draft: Draft, span: tuple[int, int]) -> list[Message]:
    """Hide the new columns of a group that stays folded: inserted among hidden ones they would stand there alone."""
    return [
        {
            "updateDimensionProperties": {
                "range": columns(draft.sheet_id, index, index + 1),
                "properties": {"hiddenByUser": True},
                "fields": "hiddenByUser",
            }
        }
        for index in sorted(draft.added)
        if span[0] <= index < span[1]
    ]


def view_requests(draft: Draft, schema: Schema) -> list[Message]:
    """Add the filter views that are missing; one that people changed stays as it is."""
    there = draft.found.sheet.get("filterViews", ()) if draft.found else ()
    known = {view["filterViewId"] for view in there}
    return [
        {"addFilterView": {"filter": _view(view, draft, schema)}}
        for view in schema.views
        if view.tab == draft.tab.key and stable_id("view", view.name) not in known
    ]


def _view(view: FilterView, draft: Draft, schema: Schema) -> Message:
    places, head = draft.layout.places, draft.layout.header_row
    made: Message = {
        "filterViewId": stable_id("view", view.name),
        "title": view.label.of(draft.language),
        "range": area(draft.sheet_id, (head, None), (0, None)),
        "sortSpecs": [
            {"dimensionIndex": places[column], "sortOrder": "ASCENDING"}
            for column in view.sort
            if column in places
        ],
    }
    text = formula(view.when, draft, schema) if view.when else None
    if text is not None:
        # A formula may look at any column; it hangs on the key's, which no view filters otherwise.
        condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": text}]}
        column = places.get(draft.tab.key_columns[0], 0)
        made["filterSpecs"] = [{"columnIndex": column, "filterCriteria": {"condition": condition}}]
    return made


def _grouped(draft: Draft) -> list[tuple[int, int]]:
    """Give the runs of neighbouring columns that are to be folded together, be it for one group's sake or for two's."""
    runs: list[tuple[int, int]] = []
    for index, slot in enumerate(draft.layout.slots):
        column = draft.tab.by_key.get(slot or "")
        if not (column and column.group):
            continue
        if runs and runs[-1][1] == index:
            runs[-1] = runs[-1][0], index + 1
        else:
            runs.append((index, index + 1))
    return runs


def _shifted(found: Message, inserted: list[int]) -> tuple[int, int]:
    """Give a group's span after the columns are inserted; one inside makes it wider."""
    first, end = found.get("startIndex", 0), found["endIndex"]
    for index in inserted:
        if index <= first:
            first, end = first + 1, end + 1
        elif index < end:
            end += 1
    return first, end
