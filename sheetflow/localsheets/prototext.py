"""A value of JSON as Google's messages quote it: google.protobuf.Value in its text form."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any


def prototext(value: Any) -> str:
    r"""Return a value in text form: ``[true]`` is ``list_value {\n  values {\n    bool_value: true\n  }\n}\n``."""
    return "".join(f"{line}\n" for line in _value(value))


def _value(value: Any) -> Iterable[str]:
    if isinstance(value, list):
        return _block("list_value", *(_block("values", _value(one)) for one in value))
    if isinstance(value, dict):
        return _block("struct_value", *(_field(name, one) for name, one in value.items()))
    if value is None:
        return ["null_value: NULL_VALUE"]
    kind = {bool: "bool_value", str: "string_value"}.get(type(value), "number_value")
    return [f"{kind}: {json.dumps(value, ensure_ascii=False)}"]


def _field(name: str, value: Any) -> Iterable[str]:
    key = f"key: {json.dumps(name, ensure_ascii=False)}"
    return _block("fields", [key], _block("value", _value(value)))


def _block(name: str, *parts: Iterable[str]) -> Iterator[str]:
    yield f"{name} {{"
    for line in chain(*parts):
        yield f"  {line}"
    yield "}"
