"""The query of files.list: ``name contains '派工' and trashed = false and not 'x' in parents``. [documented]

Texts stand in single or double quotes, with ``\\'`` for a quote. `contains` finds the beginning of a word in a name;
a Chinese character begins one. What Google searches besides (fullText, properties …) is 501.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable

from sheetflow.localsheets.drive.faults import DriveFault, bad_value
from sheetflow.localsheets.drive.people import ADDRESS
from sheetflow.localsheets.drive.stamps import instant
from sheetflow.localsheets.shapes import Json

Test = Callable[[Json], bool]
TOKEN = re.compile(r"""\s*(?:(['"])((?:\\.|(?!\1).)*)\1|(<=|>=|!=|[=<>()]|[A-Za-z]+))""", re.DOTALL)
COMPARE: dict[str, Callable[[object, object], bool]] = {"=": operator.eq, "!=": operator.ne}
TIMES: dict[str, Callable[..., bool]] = {
    **COMPARE,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
ELSEWHERE = frozenset(
    {
        "appProperties",
        "fullText",
        "labels",
        "memberCount",
        "organizerCount",
        "properties",
        "sharedWithMe",
        "shortcutDetails",
        "viewedByMeTime",
        "visibility",
    }
)
DEEPEST = 50
"""So many brackets and `not`s may stand within one another."""


def searched(files: Iterable[Json], query: str) -> list[Json]:
    """Return the files that a query means, all without one; 400 for one that can't be read."""
    if not query.strip():
        return list(files)
    reader = _Reader(query)
    test = reader.whole()
    return [file for file in files if test(file)]


class _Text(str):
    """A quoted text among the words of a query."""

    __slots__ = ()


class _Reader:
    """Reads a query from left to right: `not` binds closest, then `and`, then `or`."""

    def __init__(self, query: str) -> None:
        self.words = list(_words(query))
        self.depth = 0

    def whole(self) -> Test:
        test = self._either()
        if self.words:
            raise bad_value("q")
        return test

    def _either(self) -> Test:
        tests = [self._all()]
        while self._taken("or"):
            tests.append(self._all())
        return lambda file: any(test(file) for test in tests)

    def _all(self) -> Test:
        tests = [self._one()]
        while self._taken("and"):
            tests.append(self._one())
        return lambda file: all(test(file) for test in tests)

    def _one(self) -> Test:
        self.depth += 1
        if self.depth > DEEPEST:
            raise bad_value("q")
        try:
            if self._taken("not"):
                inner = self._one()
                return lambda file: not inner(file)
            if self._taken("("):
                inner = self._either()
                self._must(")")
                return inner
            return self._term()
        finally:
            self.depth -= 1

    def _term(self) -> Test:
        first = self._next()
        if isinstance(first, _Text):
            self._must("in")
            return _member(self._next(), first)
        return _compared(first, self._next(), self._next())

    def _taken(self, word: str) -> bool:
        if self.words and not isinstance(self.words[0], _Text) and self.words[0] == word:
            self.words.pop(0)
            return True
        return False

    def _must(self, word: str) -> None:
        if not self._taken(word):
            raise bad_value("q")

    def _next(self) -> str:
        if not self.words:
            raise bad_value("q")
        return self.words.pop(0)


def _words(query: str) -> Iterable[str]:
    at = 0
    while query[at:].strip():
        found = TOKEN.match(query, at)
        if found is None:
            raise bad_value("q")
        at = found.end()
        yield found[3] if found[3] else _Text(re.sub(r"\\(.)", r"\1", found[2], flags=re.DOTALL))


def _member(field: str, value: str) -> Test:
    """Return the test of ``'x' in parents``."""
    if field == "parents":
        return lambda file: value in file["parents"]
    roles = {"owners": {"owner"}, "writers": {"owner", "writer"}, "readers": None}
    if field not in roles:
        raise bad_value("q")
    wanted, address = roles[field], ADDRESS if value == "me" else value.lower()
    return lambda file: any(
        one.get("emailAddress", "").lower() == address and (wanted is None or one["role"] in wanted)
        for one in file["permissions"]
    )


def _compared(field: str, sign: str, value: str) -> Test:
    """Return the test of ``name = 'x'`` and its like."""
    if field in ELSEWHERE:
        raise DriveFault(501, f"Searching by {field} is not supported by the local workbook.")
    if field == "parents" and sign == "in":  # gspread writes ``parents in "x"``
        return _member(field, value)
    if field in ("trashed", "starred") and sign in COMPARE and value in ("true", "false"):
        return lambda file: COMPARE[sign](file[field], value == "true")
    if not isinstance(value, _Text):
        raise bad_value("q")
    if field in ("createdTime", "modifiedTime") and sign in TIMES and (at := instant(value)):
        return lambda file: TIMES[sign](instant(file[field]), at)
    if field in ("name", "mimeType") and sign in COMPARE:
        return lambda file: COMPARE[sign](file[field], value)
    if field in ("name", "mimeType") and sign == "contains":
        return lambda file: _contains(file[field], value)
    raise bad_value("q")


def _contains(text: str, wanted: str) -> bool:
    """Say whether a word of a text begins so, in any case."""
    starts = [0, *(one.start() for one in re.finditer(r"\b\w|[^\x00-\x7f]", text))]
    return any(text[at:].casefold().startswith(wanted.casefold()) for at in starts)
