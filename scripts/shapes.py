"""Condense Google's discovery document of Sheets v4 into sheetflow/localsheets/shapes.json.

.venv/bin/python scripts/shapes.py    after `make lock` brought a newer google-api-python-client
"""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

SHAPES = Path(__file__).parents[1] / "sheetflow" / "localsheets" / "shapes.json"


def document() -> dict[str, Any]:
    """Return the discovery document that google-api-python-client carries."""
    folder = files("googleapiclient") / "discovery_cache" / "documents"
    found: dict[str, Any] = json.loads((folder / "sheets.v4.json").read_text(encoding="utf-8"))
    return found


def condensed(document: dict[str, Any]) -> str:
    """Return each message on a line: its fields, each with its kind."""
    lines = [
        f"{json.dumps(name)}:{_compact({field: kind(shape) for field, shape in fields.items()})}"
        for name, fields in sorted(
            (name, message.get("properties", {})) for name, message in document["schemas"].items()
        )
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def kind(field: dict[str, Any]) -> Any:
    """Return ``"int32"``, a message's name, ``["list", kind]``, ``["map", kind]`` or ``["enum", …]``."""
    if "$ref" in field:
        return field["$ref"]
    if field.get("type") == "array":
        return ["list", kind(field["items"])]
    if field.get("type") == "object":
        return ["map", kind(field["additionalProperties"])]
    if "enum" in field:
        return ["enum", *field["enum"]]
    return field.get("format") or field["type"]


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


if __name__ == "__main__":
    SHAPES.write_text(condensed(document()), encoding="utf-8")
    print(f"{SHAPES.name}: {len(document()['schemas'])} messages")
