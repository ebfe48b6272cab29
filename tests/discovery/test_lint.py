"""The lint finds what the documents don't know, and lets through what they do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request, Response

from sheetflow.localsheets.faults import invalid
from tests.discovery.documents import document
from tests.discovery.lint import LINT, Lint, told_in
from tests.discovery.required import REQUIRED
from tests.localsheets.conftest import Workbook, clock, open_sheets, workbook

__all__ = ["clock", "open_sheets", "workbook"]
BOOK = "/v4/spreadsheets/key"
BATCH = f"{BOOK}:batchUpdate"
VALUES = f"{BOOK}/values/'Sheet1'!A1"
FILES = "/drive/v3/files"


def call(verb: str, path: str, sent: Any = None, answer: Any = None) -> list[str]:
    """Return what the lint tells of a call with this answer; a refusal is raised."""

    def answering(_sheets: Any, _request: Request) -> Response:
        if isinstance(answer, Exception):
            raise answer
        return Response(json.dumps(answer or {}), mimetype="application/json")

    lint = Lint()
    request = EnvironBuilder(path, method=verb, json=sent).get_request()
    try:
        lint.watching(answering)(None, request)
    except type(answer):
        assert isinstance(answer, Exception)
    return lint.told()


def batch(**request: Any) -> tuple[str, str, Any]:
    return "POST", BATCH, {"requests": [request]}


def deleting(sheet_id: Any) -> tuple[str, str, Any]:
    return batch(deleteSheet={"sheetId": sheet_id})


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        pytest.param(
            batch(deleteSheet={"shetId": 1}),
            "deleteSheet.shetId: DeleteSheetRequest has no such field",
            id="field",
        ),
        pytest.param(deleting("1"), "requests[0].deleteSheet.sheetId: '1' is no int32", id="text"),
        pytest.param(deleting(True), "deleteSheet.sheetId: True is no int32", id="boolean"),
        pytest.param(deleting(2**31), "deleteSheet.sheetId: 2147483648 is no int32", id="too-big"),
        pytest.param(
            batch(updateCells={"fields": "note", "rows": {}}),
            "updateCells.rows: {} is no list",
            id="list",
        ),
        pytest.param(
            batch(insertDimension={"range": {"dimension": "ROW"}}),
            "range.dimension: 'ROW' is not to be used: COLUMNS, ROWS",
            id="enum",
        ),
        pytest.param(
            batch(insertDimension={"range": {"dimension": "DIMENSION_UNSPECIFIED"}}),
            "range.dimension: 'DIMENSION_UNSPECIFIED' is not to be used",
            id="enum-for-nobody",
        ),
        pytest.param(
            batch(repeatCell={"range": {}}),
            'repeatCell.fields: is missing from RepeatCellRequest: "At least one field must',
            id="required",
        ),
        pytest.param(
            ("PUT", VALUES, {"values": [[{}]]}), "request.values[0]: [{}] holds", id="cell"
        ),
        pytest.param(("GET", f"{BOOK}?ranges=A1&feilds=x", None), "query.feilds:", id="parameter"),
        pytest.param(
            ("GET", f"{VALUES}?majorDimension=ROW", None), "query.majorDimension:", id="option"
        ),
        pytest.param(("GET", f"{FILES}?pageSize=x", None), "query.pageSize:", id="drive-parameter"),
        pytest.param(("POST", FILES, {"nmae": "a"}), "nmae: File has no such field", id="drive"),
        pytest.param(("GET", "/v4/files", None), "Google serves no such path", id="path"),
    ],
)
def test_a_call_is_told_for(sent: tuple[str, str, Any], said: str) -> None:
    [told] = call(*sent)
    assert said in told


@pytest.mark.parametrize(
    ("path", "answer", "said"),
    [
        pytest.param(
            BOOK, {"sheet": []}, "answer.sheet: Spreadsheet has no such field", id="field"
        ),
        pytest.param(BOOK, {"spreadsheetId": None}, "spreadsheetId: None is no text", id="null"),
        pytest.param(VALUES, {"values": [["a"], [None]]}, "answer.values[1]:", id="null-cell"),
        pytest.param(FILES, {"files": [{"size": 1}]}, "files[0].size: 1 is no int64", id="number"),
        pytest.param(
            f"{FILES}/key", {"createdTime": "2026-03-10"}, "is no time in RFC 3339", id="time"
        ),
    ],
)
def test_an_answer_is_told_for(path: str, answer: Any, said: str) -> None:
    [told] = call("GET", path, answer=answer)
    assert said in told


def test_what_the_documents_know_passes() -> None:
    cell = {"userEnteredFormat": {"backgroundColor": {"red": 1}}, "note": None}
    sent = batch(repeatCell={"range": {"sheetId": 0}, "cell": cell, "fields": "*"})
    assert call(*sent, {"spreadsheetId": "key", "replies": [{}]}) == []
    values = {"values": [["a", 1, 1.5, True, None]]}
    assert call("POST", f"{VALUES}:append?valueInputOption=RAW&fields=updates", values) == []
    assert call("GET", f"{FILES}?q=x&supportsAllDrives=True", answer={"files": []}) == []


def test_a_refused_call_may_have_been_wrong_but_the_refusal_is_as_googles() -> None:
    assert call(*deleting("x"), invalid("No.")) == []
    [told] = call(*deleting("x"), invalid(""))
    assert "answer.error.message: says nothing" in told


def test_every_call_to_a_local_workbook_is_looked_at(workbook: Workbook) -> None:
    workbook.batch(snake_case())
    [told] = LINT.told()
    assert "request.requests[0].append_dimension: Request has no such field" in told


STRANGER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from sheetflow.localsheets import LocalSheets, local_client

sheets = LocalSheets(Path(sys.argv[1]), now=lambda: datetime.now(UTC))
book = local_client(sheets).create("x")
request = {"append_dimension": {"sheetId": 0, "dimension": "ROWS", "length": 1}}
book.batch_update({"requests": [request]})
"""


def test_a_process_that_a_test_starts_is_looked_at(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", STRANGER, str(tmp_path / "x.sqlite")], check=True)
    [told] = told_in(Path(os.environ["DISCOVERY_LINT"]))
    assert "request.requests[0].append_dimension: Request has no such field" in told


def snake_case() -> dict[str, Any]:
    """A request in the spelling that Google's reader takes too but the document doesn't know."""
    return {"append_dimension": {"sheetId": 0, "dimension": "ROWS", "length": 1}}


@pytest.mark.parametrize("message", REQUIRED)
def test_what_is_required_is_so_in_the_documents_words(message: str) -> None:
    fields = document("sheets.v4").content["schemas"][message]["properties"]
    for choice, sentence in REQUIRED[message]:
        assert sentence in fields[choice[0]]["description"]
        assert set(choice) <= set(fields)
