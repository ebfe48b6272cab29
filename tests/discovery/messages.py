"""The messages of a discovery document as functions that tell what is wrong with a JSON value.

A check returns ``(path, sentence)`` for each fault and an empty tuple for a value that is as the
document says; it is compiled once for each message and process.
"""

from __future__ import annotations

import marshal
import re
from collections.abc import Callable, Iterable
from typing import Any

from tests.discovery.required import PATCHES, REQUIRED, Required

Fault = tuple[str, str]
Check = Callable[[Any], Iterable[Fault]]
RIGHT: tuple[Fault, ...] = ()
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
NOT_TO_BE_USED = re.compile(r"do not use|must not be used", re.IGNORECASE)
CELL_VALUES = frozenset([bool, str, int, float])


REPEATED = frozenset(["CellFormat"])
"""What a grid repeats in each of its cells: looked at once for each content."""


class Messages:
    """The checks of one document; what is `sent` may hold null (absent) and lacks nothing required."""

    def __init__(
        self, schemas: dict[str, Any], *, sent: bool, required: Required = REQUIRED
    ) -> None:
        self.schemas = schemas
        self.sent = sent
        self.required = required if sent else {}
        self._compiled: dict[str, Check] = {}

    def of(self, name: str) -> Check:
        """Return the check of a message; its fields are compiled when it is first used."""
        if name not in self._compiled:
            check = self._message(name, self.schemas[name])
            self._compiled[name] = _remembered(check) if name in REPEATED else check
        return self._compiled[name]

    def _message(self, name: str, shape: dict[str, Any]) -> Check:
        properties = shape.get("properties", {})
        fields: dict[str, Check] = {}
        required = self.required.get(name, ())
        inside = Messages(self.schemas, sent=True, required={}) if name in PATCHES else self
        sent = self.sent

        def check(body: Any) -> Iterable[Fault]:
            if type(body) is not dict:
                return [("", f"{body!r} is no {name}")]
            faults: list[Fault] = []
            for key, value in body.items():
                if value is None and sent:
                    continue
                if key not in fields:
                    if key not in properties:
                        faults.append((key, f"{name} has no such field"))
                        continue
                    fields[key] = inside.kind(properties[key])
                if below := fields[key](value):
                    faults += under(key, below)
            for choice, sentence in required:
                if not any(body.get(one) for one in choice):
                    faults.append((choice[0], f'is missing from {name}: "{sentence}"'))
            return faults

        return check

    def kind(self, shape: dict[str, Any]) -> Check:
        """Return the check of a field."""
        if "$ref" in shape:
            return self.of(shape["$ref"])
        if shape["type"] == "array":
            return self._list(shape["items"])
        if "properties" in shape:
            return self._message("what is told in place", shape)
        if shape["type"] == "object":
            return self._map(shape.get("additionalProperties", {"type": "any"}))
        if "enum" in shape:
            return _enum(shape)
        return SCALARS[shape.get("format", shape["type"])]

    def _list(self, shape: dict[str, Any]) -> Check:
        if shape.get("type") == "any":
            return _cells(CELL_VALUES | {type(None)} if self.sent else CELL_VALUES)
        item = self.kind(shape)

        def check(value: Any) -> Iterable[Fault]:
            if type(value) is not list:
                return [("", f"{value!r} is no list")]
            return [
                fault
                for index, one in enumerate(value)
                if (below := item(one))
                for fault in under(f"[{index}]", below)
            ]

        return check

    def _map(self, shape: dict[str, Any]) -> Check:
        item = self.kind(shape)

        def check(value: Any) -> Iterable[Fault]:
            if type(value) is not dict:
                return [("", f"{value!r} is no object")]
            return [
                fault
                for key, one in value.items()
                if (below := item(one))
                for fault in under(key, below)
            ]

        return check


def under(name: str, faults: Iterable[Fault]) -> list[Fault]:
    """Return the faults of a field with its name before their paths."""
    return [
        (f"{name}{'.' if path and path[0] != '[' else ''}{path}", said) for path, said in faults
    ]


def _remembered(check: Check) -> Check:
    """Return a check that looks at each content once; version 2 of marshal writes the same content alike."""
    right: set[bytes] = set()

    def remembering(value: Any) -> Iterable[Fault]:
        content = marshal.dumps(value, 2)
        if content in right:
            return RIGHT
        if not (faults := check(value)):
            right.add(content)
        return faults

    return remembering


def _cells(types: frozenset[type]) -> Check:
    def check(value: Any) -> Iterable[Fault]:
        if type(value) is not list:
            return [("", f"{value!r} is no list")]
        if types.issuperset(map(type, value)):
            return RIGHT
        return [("", f"{value!r} holds what is neither text, number nor boolean")]

    return check


def _enum(shape: dict[str, Any]) -> Check:
    """Return the check of an enum; a value that the document says not to use is a fault."""
    told = shape.get("enumDescriptions", [""] * len(shape["enum"]))
    members = frozenset(
        one
        for one, said in zip(shape["enum"], told, strict=True)
        if not NOT_TO_BE_USED.search(said)
    )

    def check(value: Any) -> Iterable[Fault]:
        if type(value) is str and value in members:
            return RIGHT
        return [("", f"{value!r} is not to be used: {', '.join(sorted(members))}"[:200])]

    return check


def _scalar(name: str, holds: Callable[[Any], bool]) -> Check:
    def check(value: Any) -> Iterable[Fault]:
        return RIGHT if holds(value) else [("", f"{value!r} is no {name}")]

    return check


def _text(value: Any) -> bool:
    return type(value) is str


def _number(value: Any) -> bool:
    return type(value) is int or type(value) is float


def _stamp(value: Any) -> bool:
    return type(value) is str and STAMP.fullmatch(value) is not None


SCALARS: dict[str, Check] = {
    "any": lambda value: RIGHT,
    "boolean": _scalar("boolean", lambda value: type(value) is bool),
    "byte": _scalar("text", _text),
    "date": _scalar("text", _text),
    "date-time": _scalar("time in RFC 3339", _stamp),
    "double": _scalar("number", _number),
    "float": _scalar("number", _number),
    "google-datetime": _scalar("time in RFC 3339", _stamp),
    "google-fieldmask": _scalar("text", _text),
    "int32": _scalar("int32", lambda value: type(value) is int and -(2**31) <= value < 2**31),
    "int64": _scalar("int64 as text", lambda value: _text(value) and value.lstrip("-").isdigit()),
    "uint32": _scalar("uint32", lambda value: type(value) is int and 0 <= value < 2**32),
    "string": _scalar("text", _text),
}
"""By format, or by type where a field has none."""
