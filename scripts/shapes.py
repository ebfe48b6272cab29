"""Condense Google's discovery documents into the tables that the local workbook reads bodies and masks by.

.venv/bin/python scripts/shapes.py    after `make lock` brought a newer google-api-python-client
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

LOCALSHEETS = Path(__file__).parents[1] / "sheetflow" / "localsheets"
DRIVE = (
    "About",
    "Comment",
    "CommentList",
    "File",
    "FileList",
    "Permission",
    "PermissionList",
    "Reply",
    "User",
)


@dataclass(frozen=True)
class Table:
    """One table: the document that it is made from, and the messages it has (all where none is named)."""

    path: Path
    document: str
    messages: tuple[str, ...] = ()

    @property
    def schemas(self) -> dict[str, Any]:
        """Return the messages as the document has them."""
        path = files("googleapiclient") / "discovery_cache" / "documents" / f"{self.document}.json"
        schemas: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["schemas"]
        return {name: schemas[name] for name in self.messages or sorted(schemas)}

    @property
    def text(self) -> str:
        """Return the table: a message on each line, its fields each with their kind."""
        lines = [f"{json.dumps(name)}:{_fields(shape)}" for name, shape in self.schemas.items()]
        return "{\n" + ",\n".join(lines) + "\n}\n"


TABLES = (
    Table(LOCALSHEETS / "shapes.json", "sheets.v4"),
    Table(LOCALSHEETS / "drive" / "shapes.json", "drive.v3", DRIVE),
)


def _fields(message: dict[str, Any]) -> str:
    kinds = {name: kind(field) for name, field in message.get("properties", {}).items()}
    return json.dumps(kinds, separators=(",", ":"))


def kind(field: dict[str, Any]) -> Any:
    """Return ``"int32"``, a message's name, ``["list", kind]``, ``["map", kind]`` or ``["enum", …]``.

    An object whose fields the document tells in place, without a name for it, is ``"object"``.
    """
    if "$ref" in field:
        return field["$ref"]
    if field.get("type") == "array":
        return ["list", kind(field["items"])]
    if field.get("type") == "object":
        return ["map", kind(field["additionalProperties"])] if _is_map(field) else "object"
    if "enum" in field:
        return ["enum", *field["enum"]]
    return field.get("format") or field["type"]


def _is_map(field: dict[str, Any]) -> bool:
    return "additionalProperties" in field


if __name__ == "__main__":
    for table in TABLES:
        table.path.write_text(table.text, encoding="utf-8")
        print(f"{table.path.relative_to(LOCALSHEETS)}: {len(table.schemas)} messages")
