"""Reading a formula into its calls, references and what stands between them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sheetflow.localsheets.formulas.references import REFERENCE, Reference, read

PIECE = re.compile(
    rf"""\s*(?:(?P<text>"(?:[^"]|"")*")
    |(?P<reference>{REFERENCE})
    |(?P<plain>\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?
        |\#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|ERROR!))
    |(?P<function>[A-Za-z_][\w.]*)\s*\(
    |(?P<name>[^\W\d]\w*)
    |(?P<sign><>|<=|>=|[-+*/^&=<>%(),;{{}}]))\s*""",
    re.VERBOSE,
)


class Unreadable(Exception):
    """The text isn't a formula."""


@dataclass(frozen=True)
class Call:
    """A function's call; an array written out is a call of ``{``, a pair of brackets one of no name."""

    name: str
    arguments: tuple[Argument, ...]


Item = str | Reference | Call
Argument = tuple[Item, ...]
"""What stands between two commas: texts of operators and constants, references, calls."""


@dataclass
class _Reader:
    """Takes pieces from the front of a formula."""

    text: str
    at: int = 0

    def take(self) -> re.Match[str]:
        piece = PIECE.match(self.text, self.at)
        if piece is None:
            raise Unreadable
        self.at = piece.end()
        return piece

    def argument(self, ends: str) -> tuple[Argument, str]:
        """Return what comes before one of the signs `ends`, and that sign; "" is the formula's end."""
        items: list[Item] = []
        while self.at < len(self.text):
            piece = self.take()
            sign = piece["sign"] or ""
            if sign and sign in ends:
                return tuple(items), sign
            if piece["reference"]:
                items.append(read(piece["reference"]))
            elif piece["function"]:
                items.append(self.call(piece["function"].upper()))
            elif sign == "(":
                items.append(self.call(""))
            elif sign == "{":
                items.append(self.array())
            elif sign in (")", "}", ",", ";") and sign:
                raise Unreadable
            else:
                items.append(piece[0].strip())
        if ends:
            raise Unreadable
        return tuple(items), ""

    def call(self, name: str) -> Call:
        arguments: list[Argument] = []
        sign = ","
        while sign != ")":
            argument, sign = self.argument(",;)")
            arguments.append(argument)
        return Call(name, () if arguments == [()] else tuple(arguments))

    def array(self) -> Call:
        rows: list[Argument] = []
        row: list[Argument] = []
        sign = ","
        while sign != "}":
            argument, sign = self.argument(",;}")
            row.append(argument)
            if sign != ",":
                rows.append((Call("HSTACK", tuple(row)),))
                row = []
        return Call("VSTACK", tuple(rows))


def first_argument(formula: str, name: str) -> str | None:
    """Return the text of the first argument where a formula is a call of the function `name`, None for any other."""
    try:
        whole = parsed(formula)
    except Unreadable:
        return None
    if len(whole) != 1 or not isinstance(whole[0], Call) or whole[0].name != name:
        return None
    start = formula.index("(") + 1
    reader = _Reader(formula, start)
    reader.argument(",;)")
    return formula[start : reader.at].rstrip()[:-1].strip()


def parsed(formula: str) -> Argument:
    """Return a formula's parts; raises `Unreadable`."""
    try:
        items, _ = _Reader(formula.removeprefix("=").lstrip()).argument("")
    except RecursionError:
        raise Unreadable from None
    return items
