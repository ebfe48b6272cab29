"""spreadsheets.values: get, update, append, clear, their batch forms and the forms by data filter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sheetflow.localsheets.a1 import parse, written
from sheetflow.localsheets.book import Book
from sheetflow.localsheets.calls import Call
from sheetflow.localsheets.datafilters import boxes, echoed, matched
from sheetflow.localsheets.faults import ApiFault, invalid
from sheetflow.localsheets.ranges import Box
from sheetflow.localsheets.shapes import Json
from sheetflow.localsheets.values import ValueReader, starts_on
from sheetflow.localsheets.valuewriting import ValueWriter, Written, clear


def get(call: Call) -> Json:
    """values.get: one range."""
    of = call.calculation()
    return ValueReader(of, call.query).value_range(parse(of.book, call.path["range"]))


def batch_get(call: Call) -> Json:
    """values.batchGet: several ranges, in the order asked."""
    of = call.calculation()
    reader = ValueReader(of, call.query)
    ranges = [parse(of.book, text) for text in call.query.getlist("ranges")]
    return {"spreadsheetId": call.key, "valueRanges": [reader.value_range(box) for box in ranges]}


def batch_get_by_filter(call: Call) -> Json:
    """values.batchGetByDataFilter: each range meant, with the filters that mean it."""
    body = call.message("BatchGetValuesByDataFilterRequest")
    of = call.calculation()
    reader = ValueReader(of, body)
    return {
        "spreadsheetId": call.key,
        "valueRanges": [
            {"valueRange": reader.value_range(box), "dataFilters": filters}
            for box, filters in matched(of.book, body.get("dataFilters", []))
        ],
    }


def update(call: Call) -> Json:
    """values.update: write over one range."""
    body = call.message("ValueRange", under="data")
    with _changing(call, "values.update") as draft:
        writer = ValueWriter(call.calculation(draft), call.query.get("valueInputOption"))
        box = parse(draft, call.path["range"])
        _is_meant(draft, box, body.get("range"))
        done = writer.update(box, body.get("values", []), by_columns=_by_columns(body))
    with_values = call.flag("includeValuesInResponse")
    return _updates(call, draft, done, body, with_values=with_values)


def _is_meant(book: Book, box: Box, named: str | None) -> None:
    """Refuse a body that names another range than the path does."""
    if named and parse(book, named) != box:
        asked, told = written(book, box), written(book, parse(book, named))
        raise invalid(f"Request range[{asked}] does not match value's range[{told}]")


def batch_update(call: Call) -> Json:
    """values.batchUpdate: write over several ranges, all or none."""
    return _batch_update(
        call,
        call.message("BatchUpdateValuesRequest"),
        lambda draft, data: [parse(draft, data.get("range", ""))],
        lambda data: {"spreadsheetId": call.key},
    )


def batch_update_by_filter(call: Call) -> Json:
    """values.batchUpdateByDataFilter: the same, each range found by a filter."""
    return _batch_update(
        call,
        call.message("BatchUpdateValuesByDataFilterRequest"),
        lambda draft, data: boxes(draft, data.get("dataFilter", {})),
        lambda data: {"dataFilter": echoed(data.get("dataFilter", {}))},
    )


def _batch_update(
    call: Call,
    body: Json,
    places: Callable[[Book, Json], list[Box]],
    beside: Callable[[Json], Json],
) -> Json:
    written_: list[tuple[Json, Written]] = []
    with _changing(call, "values.batchUpdate") as draft:
        writer = ValueWriter(call.calculation(draft), body.get("valueInputOption"))
        for index, data in enumerate(body.get("data", [])):
            try:
                for box in places(draft, data):
                    done = writer.update(box, data.get("values", []), by_columns=_by_columns(data))
                    written_.append((data, done))
            except ApiFault as fault:
                raise ApiFault(fault.code, f"Invalid data[{index}]: {fault.message}") from fault
    with_values = bool(body.get("includeValuesInResponse"))
    responses = [
        _answered(call, draft, done, body, data, with_values, beside(data))
        for data, done in written_
    ]
    return {
        "spreadsheetId": call.key,
        **_totals([done for _, done in written_]),
        "responses": responses,
    }


def _totals(all_written: list[Written]) -> Json:
    """Return the counts over all ranges; one of 0 is absent."""
    cells: dict[int, set[tuple[int, int]]] = {}
    for one in all_written:
        if one.cells:
            cells.setdefault(one.box.sheet_id, set()).update(one.cells)
    if not cells:
        return {}
    sheets = cells.values()
    return {
        "totalUpdatedRows": sum(len({row for row, _ in sheet}) for sheet in sheets),
        "totalUpdatedColumns": sum(len({column for _, column in sheet}) for sheet in sheets),
        "totalUpdatedCells": sum(map(len, sheets)),
        "totalUpdatedSheets": len(cells),
    }


def append(call: Call) -> Json:
    """values.append: write below the table found in a range."""
    body = call.message("ValueRange", under="data")
    with _changing(call, "values.append") as draft:
        writer = ValueWriter(call.calculation(draft), call.query.get("valueInputOption"))
        table, done = writer.append(
            parse(draft, call.path["range"]),
            body.get("values", []),
            by_columns=_by_columns(body),
            insert=call.query.get("insertDataOption") == "INSERT_ROWS",
        )
    answer: Json = {"spreadsheetId": call.key}
    if table:
        answer["tableRange"] = written(draft, table)
    with_values = call.flag("includeValuesInResponse")
    return {**answer, "updates": _updates(call, draft, done, body, with_values=with_values)}


def clear_one(call: Call) -> Json:
    """values.clear: empty one range; its body has no fields."""
    call.message("ClearValuesRequest")
    with _changing(call, "values.clear") as draft:
        box = clear(draft, parse(draft, call.path["range"]))
    return {"spreadsheetId": call.key, "clearedRange": written(draft, box)}


def batch_clear(call: Call) -> Json:
    """values.batchClear: empty several ranges."""
    body = call.message("BatchClearValuesRequest")
    with _changing(call, "values.batchClear") as draft:
        done = [clear(draft, parse(draft, text)) for text in body.get("ranges", [])]
    return {"spreadsheetId": call.key, "clearedRanges": [written(draft, box) for box in done]}


def batch_clear_by_filter(call: Call) -> Json:
    """values.batchClearByDataFilter: empty what the filters mean."""
    body = call.message("BatchClearValuesByDataFilterRequest")
    with _changing(call, "values.batchClear") as draft:
        wanted = [box for one in body.get("dataFilters", []) for box in boxes(draft, one)]
        done = [clear(draft, box) for box in wanted]
    return {"spreadsheetId": call.key, "clearedRanges": [written(draft, box) for box in done]}


def _changing(call: Call, act: str) -> Any:
    return call.sheets.changing(call.key, actor=call.actor, acts=[act])


def _by_columns(body: Json) -> bool:
    return body.get("majorDimension") == "COLUMNS"


def _updates(call: Call, draft: Book, done: Written, body: Json, *, with_values: bool) -> Json:
    """Return the UpdateValuesResponse of a call that writes one range."""
    beside = {"spreadsheetId": call.key}
    return _answered(call, draft, done, call.query, body, with_values, beside)


def _answered(
    call: Call,
    draft: Book,
    done: Written,
    options: Any,
    body: Json,
    with_values: bool,
    answer: Json,
) -> Json:
    """Return what was covered, and how much of it was written, in an answer that is begun."""
    answer["updatedRange"] = written(draft, done.box)
    if done.cells:
        answer["updatedRows"], answer["updatedColumns"], answer["updatedCells"] = done.counts()
    if with_values and starts_on(draft.sheet(done.box.sheet_id), done.box):
        render = {
            "valueRenderOption": options.get("responseValueRenderOption"),
            "dateTimeRenderOption": options.get("responseDateTimeRenderOption"),
            "majorDimension": body.get("majorDimension"),
        }
        answer["updatedData"] = ValueReader(call.calculation(draft), render).value_range(done.box)
    return answer
