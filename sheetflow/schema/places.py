"""A YAML file as values that know their line and path, so that a fault can be shown where it stands.

Plain scalars are read narrowly: `true`, `false`, `null`, whole and decimal numbers; all else is text. So `no` and
`on` stay names of columns, and 08:00 stays a time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

import yaml

from sheetflow.errors import BadInput, Problem, unread_zh

Plain: TypeAlias = "str | int | Decimal | bool | None"
Tree: TypeAlias = "Plain | Mapping[str, Spot] | Sequence[Spot]"

_WORDS: Mapping[str, bool | None] = {
    "true": True,
    "false": False,
    "null": None,
    "~": None,
    "": None,
}
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_QUOTED = ("'", '"', "|", ">")
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True)
class Spot:
    """A value of the file with its place: `where` reads `sheet_schema.yaml:112 levels.urgent.response`."""

    file: str
    line: int
    path: str
    value: Tree

    @property
    def where(self) -> str:
        """Say the place as a message begins with it."""
        return f"{self.file}:{self.line} {self.path}".rstrip()

    @property
    def plain(self) -> object:
        """Give the value without its places."""
        if isinstance(self.value, Mapping):
            return {key: spot.plain for key, spot in self.value.items()}
        if isinstance(self.value, (list, tuple)):
            return [spot.plain for spot in self.value]
        return self.value


def text_of(path: Path) -> str:
    """Give a file's text; one that can't be read is a BadInput."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        reason = error.strerror or str(error)
        remedy, zh = "Give the path of a readable file", "请写一个读得到的文件"
        raise BadInput([Problem(str(path), reason, remedy, unread_zh(error), zh)]) from error
    except UnicodeDecodeError as error:
        problem = Problem(
            path.name, "this isn't UTF-8", "Save it as UTF-8", "不是 UTF-8", "请另存为 UTF-8"
        )
        raise BadInput([problem]) from error


def read(text: str, name: str) -> tuple[Spot, list[Problem]]:
    """Read a YAML file's text whole, with the keys that stand twice; broken YAML is a BadInput with its line."""
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise BadInput([_broken(name, error)]) from error
    problems: list[Problem] = []
    if node is None:
        return Spot(name, 1, "", {}), problems
    return _spot(node, name, "", problems), problems


def _broken(file: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    found = getattr(error, "problem", None) or str(error).splitlines()[0]
    where = f"{file}:{mark.line + 1}" if mark else file
    column = f" at character {mark.column + 1}" if mark else ""
    remedy = "Mend the YAML there: look for a missing quote, colon, bracket or indent"
    at = f"(第{mark.column + 1}个字符)" if mark else ""
    zh = "请改好那里的 YAML:看是不是少了引号、冒号、括号或缩进"
    return Problem(where, f"this isn't YAML: {found}{column}", remedy, f"不是 YAML:{found}{at}", zh)


def _spot(node: yaml.Node, file: str, path: str, problems: list[Problem]) -> Spot:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return Spot(file, line, path, _mapping(node, file, path, problems))
    if isinstance(node, yaml.SequenceNode):
        items = enumerate(node.value, start=1)
        return Spot(file, line, path, [_spot(n, file, f"{path}[{i}]", problems) for i, n in items])
    quoted = isinstance(node, yaml.ScalarNode) and node.style in _QUOTED
    return Spot(file, line, path, _plain(str(node.value), quoted=quoted))


def _mapping(
    node: yaml.MappingNode, file: str, path: str, problems: list[Problem]
) -> dict[str, Spot]:
    entries: dict[str, Spot] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        below = f"{path}.{key}" if path else key
        spot = _spot(value_node, file, below, problems)
        if key in entries:
            where = f"{file}:{key_node.start_mark.line + 1} {below}"
            found = f"'{key}' stands here for the second time, first in line {entries[key].line}"
            zh = f"「{key}」写了两次,第一次在第{entries[key].line}行"
            problems.append(Problem(where, found, "Keep one of them", zh, "请只留一个"))
            continue
        entries[key] = spot
    return entries


def _plain(text: str, *, quoted: bool) -> Plain:
    if quoted:
        return text
    if text.casefold() in _WORDS:
        return _WORDS[text.casefold()]
    if not _NUMBER.fullmatch(text):
        return text
    return Decimal(text) if "." in text else int(text)


def overlaid(base: Spot, change: Spot) -> Spot:
    """Give `base` with the changes of a profile: mappings are merged key by key, all else is replaced."""
    if not (isinstance(base.value, Mapping) and isinstance(change.value, Mapping)):
        return change
    merged = dict(base.value)
    for key, spot in change.value.items():
        merged[key] = overlaid(merged[key], spot) if key in merged else spot
    return Spot(base.file, base.line, base.path, merged)
