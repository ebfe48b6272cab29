"""Google's discovery documents, and the method behind a path and an HTTP verb."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from tests.discovery.messages import Check, Messages

NAMES = ("sheets.v4", "drive.v3", "drive.v2")
LOOSE = re.compile(r"\{\+?(\w+)\}")


@dataclass(frozen=True)
class Method:
    """One method of an API: its messages and its query parameters."""

    id: str
    path: re.Pattern[str]
    parameters: dict[str, dict[str, Any]]
    request: Check | None
    answer: Check | None


@dataclass(frozen=True)
class Document:
    """One API: its messages and its methods by verb, those with fewer holes in their path first."""

    content: dict[str, Any]
    methods: dict[str, list[Method]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        found = sorted(_methods(self.content), key=_exactness)
        for verb in {one["httpMethod"] for one in found}:
            mine = [one for one in found if one["httpMethod"] == verb]
            self.methods[verb] = [
                self._method(one, path) for one in mine for path in self._paths(one)
            ]

    @cached_property
    def sent(self) -> Messages:
        return Messages(self.content["schemas"], sent=True)

    @cached_property
    def answered(self) -> Messages:
        return Messages(self.content["schemas"], sent=False)

    def _method(self, method: dict[str, Any], path: str) -> Method:
        request, answer = (method.get(name, {}).get("$ref") for name in ("request", "response"))
        return Method(
            method["id"],
            _pattern(path),
            {**self.content["parameters"], **method.get("parameters", {})},
            self.sent.of(request) if request else None,
            self.answered.of(answer) if answer else None,
        )

    def _paths(self, method: dict[str, Any]) -> list[str]:
        uploads = method.get("mediaUpload", {}).get("protocols", {}).values()
        plain = f"/{self.content['servicePath']}{method['path']}"
        return [plain, *{upload["path"] for upload in uploads} - {plain}]


def _methods(resource: dict[str, Any]) -> list[dict[str, Any]]:
    below = [one for inner in resource.get("resources", {}).values() for one in _methods(inner)]
    return [*resource.get("methods", {}).values(), *below]


def _exactness(method: dict[str, Any]) -> tuple[int, int]:
    path = method["path"]
    return len(LOOSE.findall(path)), -len(path)


def _pattern(path: str) -> re.Pattern[str]:
    """Return what a path template matches; a range may hold anything, an id neither slash nor colon."""
    pieces = LOOSE.split(path)
    return re.compile(
        "".join(
            re.escape(piece) if index % 2 == 0 else ".+" if piece == "range" else "[^/:]+"
            for index, piece in enumerate(pieces)
        ),
        re.DOTALL,
    )


@cache
def document(name: str) -> Document:
    """Return a document by its name in google-api-python-client, such as ``sheets.v4``."""
    folder = files("googleapiclient") / "discovery_cache" / "documents"
    return Document(json.loads((folder / f"{name}.json").read_text(encoding="utf-8")))


def method_of(verb: str, path: str) -> Method | None:
    """Return the method that Google serves there, None where it serves none."""
    for name in NAMES:
        for method in document(name).methods.get(verb, []):
            if method.path.fullmatch(path):
                return method
    return None
