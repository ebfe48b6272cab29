"""The messages of the Sheets API by name: which fields they have and what each may hold.

``shapes.json`` is condensed from the discovery document of Sheets v4 (revision 20261019), the
authority on names, enums and types; a test compares the two. Bodies are read the way Google's JSON
reader does: an unknown name or enum is refused with its path, ``"5"`` is taken for a whole number,
``null`` is absent.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Any

from sheetflow.localsheets.faults import invalid

Json = dict[str, Any]
Reader = Callable[[Any], Any]

ALL_FIELDS: frozenset[str] = frozenset()
ONE_OF: dict[str, tuple[str, frozenset[str]]] = {
    "AutoFillRequest": ("area", frozenset({"range", "sourceAndDestination"})),
    "ColorStyle": ("kind", ALL_FIELDS),
    "ConditionValue": ("value", ALL_FIELDS),
    "ConditionalFormatRule": ("rule", frozenset({"booleanRule", "gradientRule"})),
    "DataFilter": ("filter", ALL_FIELDS),
    "DeveloperMetadataLocation": (
        "location",
        frozenset({"dimensionRange", "sheetId", "spreadsheet"}),
    ),
    "ExtendedValue": ("value", ALL_FIELDS),
    "FindReplaceRequest": ("scope", frozenset({"allSheets", "range", "sheetId"})),
    "PasteDataRequest": ("kind", frozenset({"delimiter", "html"})),
    "Request": ("kind", ALL_FIELDS),
    "TextRotation": ("type", ALL_FIELDS),
    "UpdateCellsRequest": ("area", frozenset({"range", "start"})),
    "UpdateConditionalFormatRuleRequest": ("instruction", frozenset({"newIndex", "rule"})),
}
"""[measured] What a message holds one of only: Google's name of the choice, and its fields."""

SHAPES: dict[str, dict[str, Any]] = json.loads(
    Path(__file__).with_name("shapes.json").read_text(encoding="utf-8")
)


class _Misread(Exception):
    """What is wrong with a field; each level that it passes adds its name in front of the path."""

    def __init__(self, sentence: Callable[[str], str]) -> None:
        super().__init__()
        self.sentence = sentence
        self.path = ""

    def under(self, name: str) -> _Misread:
        dot = "." if self.path and not self.path.startswith("[") else ""
        self.path = f"{name}{dot}{self.path}"
        return self


def read_message(message: str, body: Any, *, under: str = "") -> Json:
    """Return `body` as the API message named, with nulls gone and numbers as numbers.

    Raises the 400 that Google gives for an unknown name, a wrong type or an unknown enum value; its path begins
    with the field `under` which the method takes the body, if it isn't the whole request.
    """
    try:
        read: Json = message_reader(message)(body)
    except _Misread as fault:
        raise invalid(fault.sentence((fault.under(under) if under else fault).path)) from None
    return read


@cache
def snake(name: str) -> str:
    """Return ``updateCells`` as ``update_cells``, the spelling of paths in Google's messages."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


@cache
def message_reader(message: str) -> Reader:
    """Return the reader of one message; the readers of its fields are made when first needed."""
    names = SHAPES[message]
    by_wire_name = {snake(name): name for name in names} | {name: name for name in names}
    readers: dict[str, Reader] = {}
    choice, among = ONE_OF.get(message, ("", ALL_FIELDS))
    among = among or frozenset(names)

    def read(body: Any) -> Json:
        if not isinstance(body, dict):
            raise _bad_value(f"type.googleapis.com/google.apps.sheets.v4.{message}", body)
        result: Json = {}
        for wire_name, value in body.items():
            name = by_wire_name.get(wire_name)
            if name is None:
                raise _unknown_name(wire_name)
            if value is None:
                continue
            reader = readers.get(name)
            if reader is None:
                reader = readers[name] = reader_of(names[name])
            try:
                taken = reader(value)
            except _Misread as fault:
                raise fault.under(snake(name)) from None
            if taken is None:
                continue
            if choice and name in among and not among.isdisjoint(result):
                raise _set_before(choice, name)
            result[name] = taken
        return result

    return read


def reader_of(kind: Any) -> Reader:
    """Return the reader of a field's kind: a scalar's name, a message's, or a list, map or enum."""
    if isinstance(kind, str):
        return message_reader(kind) if kind in SHAPES else SCALARS.get(kind, _as_it_is)
    head, *rest = kind
    if head == "list":
        return _list_reader(reader_of(rest[0]))
    if head == "map":
        return _map_reader(reader_of(rest[0]))
    return _enum_reader(rest)


def _list_reader(item: Reader) -> Reader:
    if item is _as_it_is:
        return _any_values

    def read(value: Any) -> list[Any]:
        if not isinstance(value, list):
            return [item(value)]
        result = []
        for one in value:
            try:
                result.append(item(one))
            except _Misread as fault:
                raise fault.under(f"[{len(result)}]") from None
        return result

    return read


def _any_values(value: Any) -> list[Any]:
    """Return a list of values of any kind; [measured] one value alone isn't taken for a list of it."""
    if not isinstance(value, list):
        raise _bad_value("type.googleapis.com/google.protobuf.ListValue", value)
    return value


def _map_reader(item: Reader) -> Reader:
    def read(value: Any) -> Json:
        if not isinstance(value, dict):
            raise _bad_value("Map", value)
        return {key: item(one) for key, one in value.items()}

    return read


def _enum_reader(names: list[str]) -> Reader:
    """Return the reader of an enum; its ``…_UNSPECIFIED`` is the same as none at all, as in proto3."""
    members = frozenset(names)

    def read(value: Any) -> str | None:
        if not isinstance(value, str) or value not in members:
            raise _bad_value("TYPE_ENUM", value)
        return None if value.endswith("_UNSPECIFIED") else value

    return read


def _as_it_is(value: Any) -> Any:
    return value


def _boolean(value: Any) -> bool:
    if value in ("true", "false"):
        return bool(value == "true")
    if not isinstance(value, bool):
        raise _bad_value("TYPE_BOOL", value)
    return value


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise _bad_value("TYPE_STRING", value)
    return value


def _number(value: Any) -> float:
    number = _finite(value)
    if number is None:
        raise _bad_value("TYPE_DOUBLE", value)
    return number


def _whole_number(value: Any) -> int:
    number = _finite(value)
    if number is None or number != int(number) or not -(2**31) <= number < 2**31:
        raise _bad_value("TYPE_INT32", value)
    return int(number)


def _finite(value: Any) -> float | None:
    """Return a number, or what a text like ``5`` says, that a double holds; None for all else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    if not isfinite(number):
        return None
    return number if isinstance(value, str) else value


SCALARS: dict[str, Reader] = {
    "boolean": _boolean,
    "string": _string,
    "google-fieldmask": _string,
    "google-datetime": _string,
    "int32": _whole_number,
    "float": _number,
    "double": _number,
}


def _unknown_name(name: str) -> _Misread:
    def sentence(path: str) -> str:
        place = f" at '{path}'" if path else ""
        return f'Invalid JSON payload received. Unknown name "{name}"{place}: Cannot find field.'

    return _Misread(sentence)


def _set_before(choice: str, name: str) -> _Misread:
    return _Misread(
        lambda path: (
            f"Invalid value at '{path}' (oneof), oneof field '{choice}' is already set. Cannot set '{name}'"
        )
    )


def _bad_value(wire_type: str, value: Any) -> _Misread:
    return _Misread(lambda path: f"Invalid value at '{path}' ({wire_type}), {json.dumps(value)}")
