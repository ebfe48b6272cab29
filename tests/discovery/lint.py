"""Hold each call that a test makes to the local workbook against the documents; the test that made it fails."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from werkzeug.wrappers import Request, Response

from sheetflow.localsheets.faults import STATUS, ApiFault
from tests.discovery.documents import Method, method_of
from tests.discovery.messages import Fault, under

ERROR = {"code": int, "message": str, "status": str, "errors": list, "details": list}

GSPREADS: frozenset[Fault] = frozenset(
    {
        ("query.includeItemsFromAllDrives", "drive.files.get has no such parameter"),
        ("request.withLink", "Permission has no such field"),
    }
)
"""What gspread 6.2.1 sends to Drive beyond its document; Drive passes over names that it doesn't know."""

Answer = Callable[..., Response]


class Lint:
    """Collects what is wrong with the calls since it was last asked."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def told(self) -> list[str]:
        """Return the faults found since the last time, each once."""
        found = list(dict.fromkeys(self.found))
        self.found.clear()
        return found

    def watching(self, answer: Answer) -> Answer:
        """Return `routes.answer`, looking on. What was refused may have been wrong on purpose."""

        def watched(sheets: Any, request: Request, **options: Any) -> Response:
            try:
                response = answer(sheets, request, **options)
            except ApiFault as fault:
                self.note(request, faults_of_refusal(fault.code, fault.body()))
                raise
            self.note(request, faults_of_call(request, response))
            return response

        return watched

    def note(self, request: Request, faults: Iterable[Fault]) -> None:
        """Keep the faults of a call."""
        told = (fault for fault in faults if fault not in GSPREADS)
        self.found += [f"{request.method} {request.path} {path}: {said}" for path, said in told]


class TellingLint(Lint):
    """Tells what it finds in a file: the test that started this process looks there."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.file = file

    def note(self, request: Request, faults: Iterable[Fault]) -> None:
        """Append the faults of a call, a line each."""
        super().note(request, faults)
        if told := self.told():
            with self.file.open("a", encoding="utf-8") as lines:
                lines.write("".join(f"{json.dumps(one)}\n" for one in told))


def told_in(file: Path) -> list[str]:
    """Return what the lints of other processes told since the last time, each once, and empty the file."""
    if not file.stat().st_size:
        return []
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("")
    return list(dict.fromkeys(json.loads(line) for line in lines))


LINT = Lint()
"""Looks on at every call to a local workbook of this process: tests/conftest.py puts it there."""


def faults_of_call(request: Request, response: Response) -> list[Fault]:
    """Return what is wrong with a call that was answered."""
    if response.status_code >= 400:
        return faults_of_refusal(response.status_code, _json(response.get_data()))
    method = method_of(request.method, request.path)
    if method is None:
        return [("", "Google serves no such path")]
    faults = under("query", _query(method, request)) + under("request", _sent(method, request))
    if method.answer and response.mimetype == "application/json":
        faults += under("answer", method.answer(_json(response.get_data())))
    elif not method.answer and response.mimetype == "application/json":
        faults.append(("answer", f"{method.id} answers nothing in JSON"))
    return faults


def _sent(method: Method, request: Request) -> Iterable[Fault]:
    content = request.get_data()
    if not content or not (request.is_json or not request.content_type):
        return []
    if method.request is None:
        return [("", f"{method.id} takes no body")]
    return method.request(_json(content))


def _query(method: Method, request: Request) -> list[Fault]:
    faults: list[Fault] = []
    for name, value in request.args.items(multi=True):
        shape = method.parameters.get(name)
        if shape is None:
            faults.append((name, f"{method.id} has no such parameter"))
        elif "enum" in shape and value not in shape["enum"]:
            faults.append((name, f"{value!r} is none of {', '.join(shape['enum'])}"))
        elif shape["type"] == "integer" and not value.lstrip("-").isdigit():
            faults.append((name, f"{value!r} is no whole number"))
        elif shape["type"] == "boolean" and value.lower() not in ("true", "false"):
            faults.append((name, f"{value!r} is neither true nor false"))
    return faults


def faults_of_refusal(status: int, body: Any) -> list[Fault]:
    """Return what is wrong with the shape of a refusal: ``{"error": {"code", "message", "status"}}``."""
    error = body.get("error") if isinstance(body, dict) and len(body) == 1 else None
    if not isinstance(error, dict):
        return [("answer", f"{body!r} is no error of Google's")]
    faults: list[Fault] = [
        (f"answer.error.{name}", f"{value!r} doesn't belong there")
        for name, value in error.items()
        if type(value) is not ERROR.get(name)
    ]
    if error.get("code") != status or error.get("status", STATUS.get(status)) != STATUS.get(status):
        faults.append(("answer.error", f"{error.get('code')} {error.get('status')} for {status}"))
    if not error.get("message"):
        faults.append(("answer.error.message", "says nothing"))
    return faults


def _json(content: bytes) -> Any:
    return json.loads(content) if content else {}
