"""Field masks: ``a,b(c,d),e/f,g.h`` as a tree, and what of an answer they leave.

parse("sheets(properties(sheetId)),namedRanges")  ->  {"sheets": {"properties": {"sheetId": ALL}},
"namedRanges": ALL}
"""

from __future__ import annotations

import re
from typing import Any

from sheetflow.localsheets.faults import invalid
from sheetflow.localsheets.shapes import SHAPES, Json, snake

Mask = dict[str, Any]
ALL: Mask = {}
TOKEN = re.compile(r"\s*([A-Za-z0-9_*]+|[,().\/])")


def parse(text: str) -> Mask:
    """Return the tree of a mask; ``*`` and the empty mask are `ALL`, an empty tree."""
    tokens = TOKEN.findall(text)
    if "".join(tokens) != re.sub(r"\s", "", text):
        raise invalid(f"Invalid field selection {text}")
    mask = _selection(tokens)
    if tokens:
        raise invalid(f"Invalid field selection {text}")
    return ALL if "*" in mask else mask


def _selection(tokens: list[str]) -> Mask:
    """Read ``path, path, …`` up to a closing bracket or the end."""
    mask: Mask = {}
    while tokens and tokens[0] != ")":
        if tokens[0] == ",":
            tokens.pop(0)
            continue
        _path(tokens, mask)
    return mask


def _path(tokens: list[str], mask: Mask) -> None:
    name = _camel(tokens.pop(0))
    if not re.fullmatch(r"\w+|\*", name):
        raise invalid(f"Invalid field selection {name}")
    known, below = mask.get(name), ALL
    if tokens and tokens[0] in "./":
        tokens.pop(0)
        if not tokens:
            raise invalid(f"Invalid field selection {name}")
        below = {}
        _path(tokens, below)
    elif tokens and tokens[0] == "(":
        tokens.pop(0)
        below = _selection(tokens)
        if not tokens:
            raise invalid(f"Invalid field selection {name}")
        tokens.pop(0)
    below = ALL if "*" in below else below
    mask[name] = below if known is None else merge(known, below)


def merge(one: Mask, other: Mask) -> Mask:
    """Return the mask that lets through what either does."""
    if not one or not other:
        return ALL
    return {
        name: merge(one[name], other[name])
        if name in one and name in other
        else one.get(name, other.get(name))
        for name in {**one, **other}
    }


def _camel(name: str) -> str:
    return re.sub(r"_([a-z])", lambda match: match[1].upper(), name)


def only(mask: Mask, value: Any) -> Any:
    """Return of an answer what the mask names; lists are masked item by item."""
    if not mask:
        return value
    if isinstance(value, list):
        return [only(mask, item) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: only(mask[name], value[name]) for name in mask if name in value}


def check(mask: Mask, message: str, *, above: str = "", fault: str = "Invalid field:") -> Mask:
    """Return the mask; raise the 400 for a field that the message doesn't have."""
    for name, below in mask.items():
        kind = SHAPES[message].get(name)
        if kind is None:
            raise invalid(f"{fault} {above}{snake(name)}")
        inner = kind[1] if isinstance(kind, list) and kind[0] in ("list", "map") else kind
        if below and isinstance(inner, str) and inner in SHAPES:
            check(below, inner, above=f"{above}{snake(name)}.", fault=fault)
    return mask


def required(request: Json, message: str) -> Mask:
    """Return a writing request's mask; without one nothing is changed and the answer is 400."""
    if not request.get("fields"):
        raise invalid(
            "At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)"
        )
    return check(parse(request["fields"]), message)


def patched(mask: Mask, before: Json, after: Json) -> Json:
    """Return `before` with the fields under the mask taken from `after`; absent there means cleared."""
    if not mask:
        return after
    result = dict(before)
    for name, below in mask.items():
        value = after.get(name)
        if below:
            value = patched(below, before.get(name) or {}, value or {})
        if value is None or value == {}:
            result.pop(name, None)
        else:
            result[name] = value
    return result
